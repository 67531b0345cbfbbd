"""A verdict as the page and the machines get it: words, addresses, stable keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.core.tables import Table
from reports.present.editions import Edition
from reports.present.links import SiteLinks
from reports.present.pdf.address import CODE_LENGTH, short_code
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.signatures import Problem
from reports.publish.verification.codes import Found
from reports.publish.verification.judge import Verdict
from reports.publish.verification.signed import Integrity, Revocation, Signed, Signer, Trusted


@dataclass(frozen=True)
class VersionFacts:
    """A published version with the addresses that a reader of a print-out needs."""

    edition: Edition

    @property
    def links(self) -> SiteLinks:
        return SiteLinks(self.edition.document, self.edition.version)

    @property
    def heading(self) -> str:
        header = self.edition.document.header
        year = str(header.year)
        return header.title if year in header.title else f"{year} Yılı {header.title}"

    @property
    def institution(self) -> str:
        return self.edition.document.header.institution

    @property
    def year(self) -> str:
        return str(self.edition.year)

    @property
    def version(self) -> str:
        return str(self.edition.version)

    @property
    def newest(self) -> str:
        """Number of the version that replaced this one, else nothing."""
        return "" if self.edition.is_current else str(max(self.edition.versions))

    @property
    def newest_href(self) -> str:
        return SiteLinks(self.edition.document).front

    @property
    def difference_href(self) -> str:
        if self.edition.is_current:
            return ""
        newest = SiteLinks(self.edition.document, max(self.edition.versions))
        return newest.to("difference", older=self.edition.version)

    @property
    def code(self) -> str:
        return short_code(self.edition.sha256)

    @property
    def code_href(self) -> str:
        return code_href(self.edition)

    @property
    def tables(self) -> list[tuple[Table, str]]:
        """Every table with rows and its address, in the order of the report."""
        found = [table for table in self.edition.document.tables.values() if table.rows]
        return [(table, self.links.table(table.id)) for table in found]


@dataclass(frozen=True)
class SignerLine:
    """A signature in words."""

    signer: Signer

    @property
    def role(self) -> str:
        roles = {
            FINANCE.name: _("Mali hizmetler birim yöneticisi"),
            TOP_MANAGER.name: _("Üst yönetici"),
        }
        return roles.get(self.signer.field, _("Raporda tanımlı olmayan alan"))

    @property
    def place(self) -> str:
        return self.signer.field

    @property
    def tone(self) -> str:
        if self.signer.is_believed:
            return "good"
        return "caution" if self.signer.problem is None else "bad"

    @property
    def result(self) -> str:
        if self.signer.problem is None and self.signer.demo:
            return _("Deneme imzası tutarlıdır; hukuken imza değildir")
        if self.signer.problem is None:
            return _("İmza doğrulandı")
        return _("İmza doğrulanmadı: %s") % problem_text(self.signer.problem)

    @property
    def integrity(self) -> str:
        return {
            Integrity.INTACT: _("İmzalanan baytlar değişmemiştir"),
            Integrity.BROKEN: _("İmza bozuktur"),
            Integrity.PARTIAL: _("İmza, dosyanın o günkü hâlinin bütününü kapsamaz"),
            Integrity.CHANGED: _("İmzadan sonra imza dışında değişiklik eklenmiştir"),
            Integrity.UNREAD: _("İncelenememiştir"),
        }[self.signer.integrity]

    @property
    def trust(self) -> str:
        return {
            Trusted.YES: _("Portalda tanımlı bir kök sertifikaya bağlanır"),
            Trusted.NO: _("Portalda tanımlı bir kök sertifikaya bağlanmaz"),
            Trusted.NO_ROOTS: _("Portalda kök sertifika tanımlı olmadığından yargıya varılamaz"),
            Trusted.NOT_JUDGED: _("İmza doğrulanmadığından incelenmemiştir"),
        }[self.signer.trusted]

    @property
    def revocation(self) -> str:
        return {
            Revocation.GOOD: _("İptal edilmemiştir"),
            Revocation.REVOKED: _("İptal edilmiştir"),
            Revocation.UNKNOWN: _("Bilinmiyor"),
        }[self.signer.revocation]

    @property
    def level(self) -> str:
        meanings = {
            "PAdES B-B": _("imza ve sertifika"),
            "PAdES B-T": _("zaman damgalı"),
            "PAdES B-LT": _("doğrulama bilgileri dosyanın içinde"),
            "PAdES B-LTA": _("doğrulama bilgileri arşiv damgasıyla korunur"),
        }
        return f"{self.signer.level} ({meanings[self.signer.level]})"


def signer_lines(signed: Signed | None) -> list[SignerLine]:
    return [SignerLine(signer) for signer in signed.signers] if signed else []


def problem_text(problem: Problem) -> str:
    """The same as the value of the enumeration, in the reader's language."""
    return {
        Problem.BROKEN: _("bozuk"),
        Problem.PARTIAL: _("dosyanın bütününü kapsamıyor"),
        Problem.CHANGED: _("imzadan sonra değişiklik var"),
        Problem.EXPIRED: _("sertifikanın süresi uymuyor"),
        Problem.REVOKED: _("sertifika iptal edilmiş"),
        Problem.UNTRUSTED: _("sertifika güvenilen bir köke bağlanmıyor"),
        Problem.REVOCATION_UNKNOWN: _("sertifikanın iptal durumu bilinmiyor"),
        Problem.TIME_STAMP: _("zaman damgası doğrulanmıyor"),
        Problem.LOOSE: _(
            "baytlarla uyuşuyor, dosyanın yapısı kurallara uymadığından eklenenler denetlenemiyor"
        ),
        Problem.UNSUPPORTED: _("imzanın türü tanınmıyor"),
    }[problem]


def code_href(edition: Edition) -> str:
    return reverse("site:verification_code", kwargs={"code": edition.sha256[:CODE_LENGTH]})


# For machines -----------------------------------------------------------------------------------


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """The verdict under keys that stay; missing is null, times are ISO 8601."""
    data = verdict.data
    return {
        "verdict": verdict.outcome,
        "mark": verdict.tone,
        "sentence": verdict.sentence,
        "problem": verdict.problem or None,
        "file": {
            "sha256": verdict.file_sha256,
            "bytes": verdict.size,
            "appended_bytes": max(verdict.appended, 0),
        },
        "document_sha256": verdict.document_sha256 or None,
        "report": version_json(verdict.edition) if verdict.edition else None,
        "print": {
            "kind": verdict.kind,
            "unit": verdict.unit or None,
            "for_signing": verdict.for_signing,
        }
        if verdict.edition
        else None,
        "data": None
        if data is None
        else {
            "compared": data.compared,
            "changed": list(data.changed),
            "missing": list(data.missing),
            "added": list(data.added),
            "other_hash": data.other_hash or None,
        },
        "signatures": signed_json(verdict.signed),
    }


def code_json(found: Found, signed: Iterable[Signed | None]) -> dict[str, object]:
    """What a printed code stands for; an unpublished report is named, and nothing else of it."""
    return {
        "code": found.code,
        "state": found.standing,
        "reports": [
            {**version_json(edition), "signatures": signed_json(signatures)}
            for edition, signatures in zip(found.editions, signed, strict=True)
        ],
    }


def version_json(edition: Edition) -> dict[str, object]:
    facts = VersionFacts(edition)
    return {
        "year": edition.year,
        "version": edition.version,
        "title": facts.heading,
        "institution": facts.institution,
        "document_sha256": edition.sha256,
        "published_at": _text(edition.published_at),
        "is_current": edition.is_current,
        "current_version": max(edition.versions),
        "address": settings.SITE_URL + facts.links.front,
        "pdf": settings.SITE_URL + facts.links.pdf,
        "difference": settings.SITE_URL + facts.difference_href if facts.difference_href else None,
        "verification": settings.SITE_URL + facts.code_href,
    }


def signed_json(signed: Signed | None) -> dict[str, object] | None:
    if signed is None or not signed.is_readable:
        return None
    return {
        "believed": signed.are_believed,
        "other_additions": signed.additions,
        "document_time_stamps": [_text(moment) for moment in signed.archived_at],
        "document_time_stamp_problem": signed.archive_problem and signed.archive_problem.name,
        "signers": [
            {
                "field": signer.field,
                "role": signer.role or None,
                "name": signer.name,
                "claimed_at": _text(signer.claimed_at),
                "stamped_at": _text(signer.stamped_at),
                "level": signer.level,
                "integrity": signer.integrity,
                "trust": signer.trusted,
                "revocation": signer.revocation,
                "demo": signer.demo,
                "believed": signer.is_believed,
                "problem": signer.problem and signer.problem.name,
            }
            for signer in signed.signers
        ],
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
