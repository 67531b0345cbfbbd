"""The verdict on a file: which report it is, and how much of it is the portal's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from kars_portal.lib.confined import End
from reports.enums import PdfKind
from reports.present.editions import Edition, edition
from reports.publish.signing.refusals import Refusal

from .codes import Standing
from .data import DataComparison, attached
from .own import Match, OwnFile, own_files, own_match
from .signed import UNSIGNED, Signed, signatures_after, signatures_in

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
    for_signing: bool = False
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
    def carries_data(self) -> bool:
        """Whether prints of this kind have the tables attached; a summary has pages only."""
        return self.kind is not PdfKind.SUMMARY

    @property
    def is_current(self) -> bool:
        return self.edition is not None and self.edition.is_current

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.edition is None:
            return _without_version(self.outcome)
        sentences = _SENTENCES | (_FOR_SIGNING if self.for_signing else {})
        return sentences[self.outcome]() % {
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


_FOR_SIGNING = {
    Outcome.SAME: lambda: _(
        "Bu dosya %(what)s olarak portalın imza için hazırladığı ya da imzalı olarak aldığı "
        "dosyadır; bayt bayt aynıdır."
    ),
    Outcome.EARLIER: lambda: _(
        "Bu dosya %(what)s olarak portalın imzalı olarak aldığı dosyanın önceki hâlidir: bayt bayt "
        "aynıdır, sonradan atılan imzalar eksiktir."
    ),
    Outcome.SIGNED: lambda: _(
        "Bu dosya %(what)s olarak portalın imza için hazırladığı dosyadır; sonradan yalnızca imza "
        "eklenmiştir."
    ),
    Outcome.APPENDED: lambda: _(
        "Bu dosya %(what)s olarak portalın imza için hazırladığı dosyayla başlar; arkasına ekleme "
        "yapılmıştır ve eklenenin yalnızca imza olduğu gösterilememiştir."
    ),
    Outcome.ALTERED: lambda: _(
        "Bu dosya değiştirilmiştir: %(what)s olarak portalın imza için hazırladığı dosyayla "
        "başlar, arkasına imzadan başka ekleme yapılmıştır."
    ),
}
"""Of a print that readers do not get."""


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
        and not own.for_signing
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
        for_signing=own.for_signing,
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
    if not signed.is_readable or not signed.is_judged:
        return replace(base, problem=_not_judged(signed))
    if signed.damage in (Refusal.ADDED, Refusal.UNSIGNED):
        return replace(base, outcome=Outcome.ALTERED)
    if signed.damage is not None:
        return replace(base, problem=_damaged(signed.damage))
    more = _count(signed) > _count(before)
    return replace(base, outcome=Outcome.SIGNED if more else Outcome.ALTERED)


def _not_judged(signed: Signed) -> str:
    """Why nobody can say what was added. Only the last sentence says something of the file."""
    if signed.limit:
        return _("Eklenen bölüm incelenmemiştir; bir sınır aşılmıştır: %s.") % signed.limit
    sentences = {
        End.CLOCK: _("Eklenen bölüm ayrılan sürede bütünüyle incelenememiştir."),
        End.PROCESSOR: _("Eklenen bölüm ayrılan sürede bütünüyle incelenememiştir."),
        End.MEMORY: _("Eklenen bölüm ayrılan bellekle bütünüyle incelenememiştir."),
        End.DEPTH: _("Eklenen bölümün nesneleri incelenemeyecek kadar iç içedir."),
        End.LENGTH: _("Eklenen bölümdeki imza bilgileri incelenemeyecek kadar uzundur."),
        End.ERROR: _(
            "İnceleyen program bu dosyada durmuştur; eklenen bölüm incelenememiştir, dosyanın "
            "bozuk olduğu söylenemez."
        ),
    }
    return sentences.get(signed.end) or _(
        "Eklenen bölüm okunamamıştır: dosyanın yapısı PDF kurallarına uymamaktadır."
    )


def _damaged(damage: Refusal) -> str:
    """The same finding as that of an upload (`refusals.SENTENCES`), for who can't sign anew."""
    sentences = {
        Refusal.BROKEN: _("Eklenen imzalardan en az biri bozuktur."),
        Refusal.OTHER_REVISION: _("İmzalardan en az biri dosyanın bütününü kapsamamaktadır."),
        Refusal.LOOSE: _(
            "İmzalar baytlarla uyuşmaktadır; ancak dosya PDF kurallarına uymayan bir yapıda "
            "kaydedilmiştir, eklenenin yalnızca imza olduğu gösterilememiştir."
        ),
        Refusal.UNSUPPORTED: _("İmzalardan en az biri, doğrulanabilen türlerden değildir."),
        Refusal.TOO_MUCH: _(
            "Eklenen bölüm incelenirken bir sınır aşılmıştır; dosyanın bozuk olduğu söylenemez."
        ),
        Refusal.CERTIFIED: _(
            "İmzalardan en az biri belgeyi sertifikalayan türdendir; sonraki imzaları kısıtlar."
        ),
    }
    return sentences.get(damage) or _(
        "Dosyanın yapısı PDF kurallarına uymadığından eklenen bölüm incelenememiştir."
    )


def _count(signed: Signed) -> int:
    return len(signed.signers) + len(signed.archived_at)
