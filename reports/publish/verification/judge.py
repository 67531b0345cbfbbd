"""The verdict on a file: which report it is, and how much of it is the portal's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from reports.enums import PdfKind
from reports.present.editions import Edition, edition

from .codes import Standing
from .data import DataComparison, attached
from .own import END, Match, OwnFile, own_files, own_match
from .signed import UNSIGNED, Integrity, Signed, signatures_after, signatures_in

MAX_BYTES = 60 * 2**20
MAX_APPENDED_BYTES = 2 * 2**20
"""Signatures with all that is needed to examine them take some ten kilobytes each."""
_HEADER_WITHIN = 1024


class Outcome(StrEnum):
    """What a file turned out to be."""

    SAME = "same"
    EARLIER = "earlier_state"
    SIGNED = "signatures_added"
    APPENDED = "appended_not_judged"
    ALTERED = "appended_changes"
    DATA_SAME = "data_same_pages_differ"
    NO_OWN_FILE = "data_same_pages_unknown"
    CHANGED = "data_changed"
    FOREIGN = "not_published_here"
    UNPUBLISHED = "unpublished"
    DRAFT = "draft"
    UNREADABLE = "unreadable"


class Tone(StrEnum):
    """The mark beside the verdict."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"

    @property
    def word(self) -> str:
        return {Tone.GOOD: _("Doğrulandı"), Tone.CAUTION: _("Dikkat")}.get(self, _("Doğrulanmadı"))


_TONES = {
    Outcome.SAME: Tone.GOOD,
    Outcome.EARLIER: Tone.GOOD,
    Outcome.SIGNED: Tone.CAUTION,
    Outcome.APPENDED: Tone.CAUTION,
    Outcome.DATA_SAME: Tone.CAUTION,
    Outcome.NO_OWN_FILE: Tone.CAUTION,
}


@dataclass(frozen=True)
class Verdict:
    """What is known of a file; `edition` is the published version that it is, or says it is."""

    outcome: Outcome
    file_sha256: str
    size: int
    edition: Edition | None = None
    kind: PdfKind = PdfKind.REPORT
    unit: str = ""
    appended: int = 0
    document_sha256: str = ""
    data: DataComparison | None = None
    signed: Signed | None = None
    problem: str = ""

    @property
    def tone(self) -> Tone:
        """A sound file that somebody could take for more than it is gets no good mark."""
        tone = _TONES.get(self.outcome, Tone.BAD)
        doubtful = not self.is_current or (
            self.signed is not None and bool(self.signed.signers) and not self.signed.are_believed
        )
        return Tone.CAUTION if tone is Tone.GOOD and doubtful else tone

    @property
    def is_own(self) -> bool:
        """Whether pages and data are those that the portal published."""
        return self.outcome in (Outcome.SAME, Outcome.EARLIER, Outcome.SIGNED)

    @property
    def is_current(self) -> bool:
        return self.edition is not None and self.edition.is_current

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.edition is None:
            return _without_version(self.outcome)
        return _SENTENCES[self.outcome]() % {
            "what": named(self.edition, self.kind, self.unit),
        }


def named(known: Edition, kind: PdfKind, unit: str = "") -> str:
    """Which print of which version, as the sentences have it."""
    parts = {"year": known.year, "version": known.version, "unit": unit}
    if kind is PdfKind.UNIT:
        return _("%(year)s raporunun %(version)s. sürümündeki birim raporu (%(unit)s)") % parts
    if kind is PdfKind.SUMMARY:
        return _("%(year)s raporunun %(version)s. sürümünün özeti") % parts
    return _("%(year)s raporunun %(version)s. sürümü") % parts


_SENTENCES = {
    Outcome.SAME: lambda: _(
        "Bu dosya %(what)s olarak portalın yayımladığı dosyadır; bayt bayt aynıdır."
    ),
    Outcome.EARLIER: lambda: _(
        "Bu dosya %(what)s olarak portalın yayımladığı dosyanın önceki hâlidir: bayt bayt aynıdır, "
        "sonradan atılan imzalar eksiktir."
    ),
    Outcome.SIGNED: lambda: _(
        "Bu dosya %(what)s olarak yayımlanan dosyadır; sonradan yalnızca imza eklenmiştir."
    ),
    Outcome.APPENDED: lambda: _(
        "Bu dosya %(what)s olarak yayımlanan dosyayla başlar; arkasına ekleme yapılmıştır ve "
        "eklenenin yalnızca imza olduğu gösterilememiştir."
    ),
    Outcome.ALTERED: lambda: _(
        "Bu dosya değiştirilmiştir: %(what)s olarak yayımlanan dosyayla başlar, arkasına imzadan "
        "başka ekleme yapılmıştır."
    ),
    Outcome.DATA_SAME: lambda: _(
        "Bu dosyadaki veriler %(what)s ile aynıdır, sayfaları farklıdır: sayfalardaki metin ve "
        "rakamlar değiştirilmiş olabilir."
    ),
    Outcome.NO_OWN_FILE: lambda: _(
        "Bu dosyadaki veriler %(what)s ile aynıdır; portalda bu sürümün PDF dosyası "
        "bulunmadığından sayfalar karşılaştırılamamıştır."
    ),
    Outcome.CHANGED: lambda: _(
        "Bu dosya değiştirilmiştir: içindeki veriler %(what)s ile aynı değildir."
    ),
}


def _without_version(outcome: Outcome) -> str:
    if outcome is Outcome.DRAFT:
        return _("Bu dosya bir taslağın baskısıdır; yayımlanmış bir rapor değildir.")
    if outcome is Outcome.UNPUBLISHED:
        return _("Bu dosya yayımlanmamış bir rapora aittir; yayımlanana kadar bilgi verilmez.")
    if outcome is Outcome.UNREADABLE:
        return _("Bu dosya açılamadı; portalın yayımladığı bir dosya değildir.")
    return _("Bu dosya portalın yayımladığı bir dosya değildir.")


def judge(content: bytes) -> Verdict:
    """Compare a file with everything that was published; cheap questions first.

    Raises slots.Busy when too many files are examined at the moment.
    """
    base = Verdict(Outcome.FOREIGN, hashlib.sha256(content).hexdigest(), len(content))
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        return replace(base, outcome=Outcome.UNREADABLE, problem=_("Dosya bir PDF değildir."))
    match = own_match(content)
    if match is not None:
        return _of_own(base, content, match)
    found = attached(content)
    if found.known is None or found.comparison is None:
        return replace(
            base,
            outcome=Outcome.FOREIGN if found.is_pdf else Outcome.UNREADABLE,
            problem=found.problem,
            document_sha256=found.document_sha256,
        )
    kind = PdfKind.UNIT if found.unit else PdfKind.REPORT
    outcome = Outcome.CHANGED
    if found.comparison.are_same:
        has_file = _has_own_file(found.known, kind, found.unit)
        outcome = Outcome.DATA_SAME if has_file else Outcome.NO_OWN_FILE
    return replace(
        base,
        outcome=outcome,
        edition=found.known,
        kind=kind,
        unit=found.unit,
        data=found.comparison,
        document_sha256=found.document_sha256,
    )


def _has_own_file(known: Edition, kind: PdfKind, unit: str) -> bool:
    return any(
        own.standing is Standing.PUBLISHED
        and (own.kind, own.unit) == (kind, unit)
        and (own.year, own.version) == (known.year, known.version)
        for own in own_files()
    )


def _of_own(base: Verdict, content: bytes, match: Match) -> Verdict:
    """The verdict on a file that shares its beginning with one of the portal's own."""
    own = match.own
    if own.standing is not Standing.PUBLISHED:
        draft = own.standing is Standing.DRAFT
        return replace(base, outcome=Outcome.DRAFT if draft else Outcome.UNPUBLISHED)
    known = edition(own.year, own.version)
    if known is None:
        raise LookupError(f"publication {own.year} v{own.version} is gone")
    base = replace(
        base,
        outcome=Outcome.SAME,
        edition=known,
        kind=own.kind,
        unit=own.unit,
        document_sha256=known.sha256,
    )
    if match.appended == 0:
        return replace(base, signed=signatures_in(own.path))
    if match.appended < 0:
        is_signed = b"/ByteRange" in content
        signed = signatures_after(content, 0) if is_signed else UNSIGNED
        return replace(base, outcome=Outcome.EARLIER, signed=signed)
    return _appended(replace(base, outcome=Outcome.APPENDED, appended=match.appended), content, own)


def _appended(base: Verdict, content: bytes, own: OwnFile) -> Verdict:
    """Was it signatures that somebody added behind the portal's own file?"""
    if base.appended > MAX_APPENDED_BYTES:
        limit = MAX_APPENDED_BYTES // 2**20
        problem = _("Eklenen bölüm %s MB sınırını aştığından incelenmemiştir.") % limit
        return replace(base, problem=problem)
    before = signatures_in(own.path)
    signed = signatures_after(content, own.size)
    base = replace(base, signed=signed)
    if not signed.is_readable:
        return replace(base, problem=_("Eklenen bölüm okunamamıştır: bozuktur."))
    integrity = {signer.integrity for signer in signed.signers}
    if signed.additions or Integrity.CHANGED in integrity:
        return replace(base, outcome=Outcome.ALTERED)
    if signed.additions is None:
        return replace(base, problem=_("Eklenen bölüm ayrılan sürede bütünüyle incelenememiştir."))
    if integrity - {Integrity.INTACT}:
        return replace(base, problem=_("Eklenen imzalardan en az biri bozuktur."))
    more = _count(signed) > _count(before)
    if not more or not content.rstrip(b"\r\n").endswith(END):
        return replace(base, outcome=Outcome.ALTERED)
    return replace(base, outcome=Outcome.SIGNED)


def _count(signed: Signed) -> int:
    return len(signed.signers) + len(signed.archived_at)
