"""May this upload count as the frozen report, signed? Every no has its own sentence.

The file has to be the frozen bytes, or what was accepted last, and after them nothing but
signatures: in the named fields, in order, by the named persons, with certificates that hold.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from enum import StrEnum

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefCache
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.fields import MDPPerm

from kars_portal.lib.turkish import casefold

from .examine import Examined, Problem, Signature, Unreadable, examine
from .fields import SignatureField
from .sign import Level
from .trust import Trust

_HEADER_WITHIN = 1024


class Refusal(StrEnum):
    """Why an upload is not accepted."""

    NOT_A_PDF = "not a pdf"
    WRONG_FILE = "wrong file"
    OTHER_REVISION = "other revision"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ADDED = "added"
    WRONG_FIELD = "wrong field"
    WRONG_ORDER = "wrong order"
    WRONG_PERSON = "wrong person"
    CERTIFIED = "certified"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation unknown"
    TIME_STAMP = "time stamp"
    LOW_LEVEL = "low level"


_SENTENCES = {
    Refusal.NOT_A_PDF: "Dosya bir PDF değil; imzalanan PDF yüklenmelidir.",
    Refusal.WRONG_FILE: (
        "Yüklenen dosya dondurulan rapor değil ya da yeniden kaydedilmiş; portaldan indirilen "
        "dosya, imza eklemek dışında değiştirilmeden yüklenmelidir."
    ),
    Refusal.OTHER_REVISION: (
        "İmza, son kabul edilen imzalı dosyanın üzerine atılmamış; güncel dosya portaldan "
        "indirilip imzalanmalıdır."
    ),
    Refusal.UNSIGNED: "Dosyada yeni bir imza yok; imza aracında imzalanan dosya yüklenmelidir.",
    Refusal.BROKEN: (
        "Dosyadaki imza baytlarla uyuşmuyor, dosya bozulmuş; güncel dosya indirilip yeniden "
        "imzalanmalıdır."
    ),
    Refusal.ADDED: (
        "Dosyaya imzadan başka bir şey eklenmiş (not, çizim, metin ya da alan); güncel dosya "
        "indirilip yalnızca imzalanmalıdır."
    ),
    Refusal.WRONG_FIELD: (
        "İmza “{found}” alanında; imza için ayrılan alanlardan biri seçilmelidir: {fields}."
    ),
    Refusal.WRONG_ORDER: "İmza sırası uymuyor; sıradaki imza: {role} (“{field}” alanı).",
    Refusal.WRONG_PERSON: (
        "“{field}” alanındaki imzanın sertifikası ({found}) bu alan için tanımlı kişiye ait değil; "
        "{role} kendi sertifikasıyla imzalamalıdır."
    ),
    Refusal.CERTIFIED: (
        "“{field}” alanındaki imza belgeyi sertifikalayan türden ve sonraki imzaları kısıtlıyor; "
        "imza aracında olağan imza seçilerek yeniden imzalanmalıdır."
    ),
    Refusal.UNTRUSTED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) güvenilen bir köke bağlanmıyor; "
        "nitelikli elektronik sertifika kullanılmalıdır."
    ),
    Refusal.EXPIRED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) imza anında geçerlilik süresi içinde "
        "değil; geçerli bir sertifikayla yeniden imzalanmalıdır."
    ),
    Refusal.REVOKED: (
        "“{field}” alanındaki imzanın sertifikası ({found}) iptal edilmiş; geçerli bir "
        "sertifikayla yeniden imzalanmalıdır."
    ),
    Refusal.REVOCATION_UNKNOWN: (
        "“{field}” alanındaki imzanın sertifikasının ({found}) iptal durumu öğrenilemiyor; iptal "
        "bilgisi içeren bir düzeyde (B-LT) imzalanmalı ya da iptal listesi yenilenmelidir."
    ),
    Refusal.TIME_STAMP: (
        "Dosyadaki zaman damgası doğrulanmıyor; güvenilen bir zaman damgasıyla yeniden "
        "imzalanmalıdır."
    ),
    Refusal.LOW_LEVEL: (
        "“{field}” alanındaki imzanın düzeyi {level}; en az {minimum} düzeyinde imzalanmalıdır."
    ),
}

_OF_PROBLEM = {
    Problem.BROKEN: Refusal.BROKEN,
    Problem.PARTIAL: Refusal.OTHER_REVISION,
    Problem.CHANGED: Refusal.ADDED,
    Problem.EXPIRED: Refusal.EXPIRED,
    Problem.REVOKED: Refusal.REVOKED,
    Problem.UNTRUSTED: Refusal.UNTRUSTED,
    Problem.REVOCATION_UNKNOWN: Refusal.REVOCATION_UNKNOWN,
    Problem.TIME_STAMP: Refusal.TIME_STAMP,
}


@dataclass(frozen=True)
class Signatory:
    """Who has to sign in a field; every rule that is given must fit."""

    field: SignatureField
    name: str = ""
    """The certificate's common name, whatever its case and spaces."""
    serial: str = attribute(default="", repr=False)
    """Pattern for the whole serial number of the certificate's subject (citizen number)."""

    def __post_init__(self) -> None:
        if not (self.name or self.serial):
            raise ValueError("a signatory needs a name or a serial number")

    def fits(self, signature: Signature) -> bool:
        if self.name and _fold(self.name) != _fold(signature.signer):
            return False
        return not self.serial or re.fullmatch(self.serial, signature.serial) is not None


@dataclass(frozen=True)
class Rules:
    """What an upload is measured by."""

    signatories: tuple[Signatory, ...]
    """In the order in which they sign."""
    trust: Trust
    ordered: bool = True
    minimum: Level = Level.B_B


@dataclass(frozen=True)
class Checked:
    """The verdict on an upload."""

    refusal: Refusal | None
    sentence: str
    signatures: tuple[Signature, ...] = ()
    complete: bool = False
    """Whether everybody has signed."""

    @property
    def accepted(self) -> bool:
        return self.refusal is None


class _Refused(Exception):
    def __init__(self, refusal: Refusal, **parts: str) -> None:
        super().__init__(_SENTENCES[refusal].format(**parts))
        self.refusal = refusal


def check_upload(
    frozen: bytes,
    uploaded: bytes,
    rules: Rules,
    *,
    accepted: bytes = b"",
    moment: datetime | None = None,
) -> Checked:
    """Check an upload against the frozen file and, if there is one, the last accepted file."""
    signatures: tuple[Signature, ...] = ()
    try:
        _require_same_start(frozen, uploaded, accepted or frozen)
        try:
            examined = examine(uploaded, rules.trust, moment)
            added = holds_additions(frozen, uploaded)
        except Unreadable as error:
            raise _Refused(Refusal.BROKEN) from error
        signatures = examined.signatures
        _require_sound(examined, added=added)
        _require_right_places(signatures, rules)
        _require_right_people(signatures, rules)
        _require_believed(examined, rules)
    except _Refused as refused:
        return Checked(refused.refusal, str(refused), signatures)
    complete = len(signatures) == len(rules.signatories)
    sentence = "İmzalar tamamlandı." if complete else "İmza kabul edildi."
    return Checked(None, sentence, signatures, complete)


def _require_same_start(frozen: bytes, uploaded: bytes, base: bytes) -> None:
    if not uploaded.startswith(frozen):
        is_pdf = b"%PDF-" in uploaded[:_HEADER_WITHIN]
        raise _Refused(Refusal.WRONG_FILE if is_pdf else Refusal.NOT_A_PDF)
    if uploaded in (frozen, base):
        raise _Refused(Refusal.UNSIGNED)
    if not uploaded.startswith(base):
        raise _Refused(Refusal.OTHER_REVISION)


def holds_additions(frozen: bytes, uploaded: bytes) -> bool:
    """Whether the revisions after the frozen one hold anything but signatures.

    Each signature is also compared with what came after it. But what was added before the first
    one is covered by it, and only this comparison with the frozen revision sees it. Raises
    Unreadable.
    """
    try:
        before = PdfFileReader(io.BytesIO(frozen)).xrefs
        reader = PdfFileReader(io.BytesIO(uploaded))
        revisions = before.total_revisions
        # The same first bytes say nothing when a reader never looks at them: the chain of revisions
        # has to go back to those of the frozen file.
        if [_start(reader.xrefs, number) for number in range(revisions)] != [
            _start(before, number) for number in range(revisions)
        ]:
            return True
        result = DEFAULT_DIFF_POLICY.review_file(reader, revisions - 1, doc_mdp=MDPPerm.FILL_FORMS)
    except Exception as error:
        raise Unreadable(str(error)) from error
    return isinstance(result, SuspiciousModification)


def _start(xrefs: XRefCache, revision: int) -> int | None:
    """Where a revision's table of objects stands."""
    if revision >= xrefs.total_revisions:
        return None
    return int(xrefs.get_startxref_for_revision(revision))


def _require_sound(examined: Examined, *, added: bool) -> None:
    """The bytes, whoever signed."""
    if not examined.signatures:
        raise _Refused(Refusal.ADDED if added else Refusal.UNSIGNED)
    problems = [examined.problem, *(signature.problem for signature in examined.signatures)]
    for problem in (Problem.BROKEN, Problem.PARTIAL):
        if problem in problems:
            raise _Refused(_OF_PROBLEM[problem])
    for signature in examined.signatures:
        if signature.certifies:
            raise _Refused(Refusal.CERTIFIED, field=signature.field)
    if added or Problem.CHANGED in problems:
        raise _Refused(Refusal.ADDED)


def _require_right_places(signatures: Sequence[Signature], rules: Rules) -> None:
    expected = [signatory.field for signatory in rules.signatories]
    names = [place.name for place in expected]
    for signature in signatures:
        if signature.field not in names:
            raise _Refused(Refusal.WRONG_FIELD, found=signature.field, fields=", ".join(names))
    if not rules.ordered:
        return
    for signature, place in zip(signatures, expected, strict=False):
        if signature.field != place.name:
            raise _Refused(Refusal.WRONG_ORDER, role=place.role, field=place.name)


def _require_right_people(signatures: Sequence[Signature], rules: Rules) -> None:
    by_field = {signatory.field.name: signatory for signatory in rules.signatories}
    for signature in signatures:
        signatory = by_field[signature.field]
        if not signatory.fits(signature):
            raise _Refused(
                Refusal.WRONG_PERSON,
                field=signature.field,
                found=signature.signer,
                role=signatory.field.role,
            )


def _require_believed(examined: Examined, rules: Rules) -> None:
    for signature in examined.signatures:
        if signature.problem is not None:
            raise _Refused(
                _OF_PROBLEM[signature.problem], field=signature.field, found=signature.signer
            )
    if examined.problem is not None:
        raise _Refused(_OF_PROBLEM[examined.problem])
    for signature in examined.signatures:
        if not signature.level.reaches(rules.minimum):
            raise _Refused(
                Refusal.LOW_LEVEL,
                field=signature.field,
                level=signature.level,
                minimum=rules.minimum,
            )


def _fold(name: str) -> str:
    """One case, by the rules of Turkish, and single spaces."""
    return " ".join(casefold(name).split())
