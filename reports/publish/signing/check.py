"""May this upload count as the frozen report, signed? Every no has its own sentence.

The file has to be the frozen bytes, or what was accepted last, and after them nothing but
signatures: in the named fields, in order, by the named persons, with certificates that hold.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefCache
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
from pyhanko.sign.fields import MDPPerm

from reports.present.pdf.fields import SEAL

from .additions import additions
from .examine import Unreadable, examine
from .refusals import SENTENCES, Refusal
from .rules import Checked, Rules
from .signatures import Examined, Problem, Signature

_HEADER_WITHIN = 1024
_SIGNATURE = "/Sig"


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


class _Refused(Exception):
    def __init__(self, refusal: Refusal, **parts: str) -> None:
        super().__init__(SENTENCES[refusal].format(**parts))
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
            before = _places(accepted) if accepted else []
            now = _places(uploaded)
        except Unreadable as error:
            raise _Refused(Refusal.BROKEN) from error
        signatures = examined.signatures
        _require_all_kept(before, now)
        if added or Problem.CHANGED in _problems_of(examined):
            what = ", ".join(additions(frozen, uploaded))
        else:
            what = ""
        _require_sound(examined, added=what)
        if len(signatures) <= sum(kind == _SIGNATURE for _field, kind, _content in before):
            raise _Refused(Refusal.UNSIGNED)
        _require_right_places(signatures, rules)
        _require_right_people(signatures, rules)
        _require_believed(examined, rules)
    except _Refused as refused:
        return Checked(refused.refusal, str(refused), signatures)
    sealed = any(signature.field == SEAL.name for signature in signatures)
    everybody = len(signatures) - sealed == len(rules.signatories)
    complete = everybody and (sealed or not rules.seal_required)
    if sealed and complete:
        sentence = "Kurum mührü kabul edildi; imzalar tamamlandı."
    elif everybody and not complete:
        sentence = "İmzalar tamamlandı; kurum mührü bekleniyor."
    else:
        sentence = "İmzalar tamamlandı." if complete else "İmza kabul edildi."
    return Checked(None, sentence, signatures, complete, sealed)


def _require_same_start(frozen: bytes, uploaded: bytes, base: bytes) -> None:
    if not uploaded.startswith(frozen):
        if frozen in uploaded:
            raise _Refused(Refusal.PREFIXED)
        is_pdf = b"%PDF-" in uploaded[:_HEADER_WITHIN]
        raise _Refused(Refusal.WRONG_FILE if is_pdf else Refusal.NOT_A_PDF)
    if uploaded in (frozen, base):
        raise _Refused(Refusal.UNSIGNED)
    if base.startswith(uploaded):
        raise _Refused(Refusal.ROLLED_BACK)
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


def _places(content: bytes) -> list[tuple[str, str, bytes]]:
    """Field, kind and content of every signature and stamp, oldest first."""
    try:
        return [
            (item.field_name, str(item.sig_object_type), bytes(item.pkcs7_content))
            for item in PdfFileReader(io.BytesIO(content)).embedded_signatures
        ]
    except Exception as error:
        raise Unreadable(str(error)) from error


def _require_all_kept(
    before: Sequence[tuple[str, str, bytes]], now: Sequence[tuple[str, str, bytes]]
) -> None:
    """The bytes of an accepted signature stay in the file even where its field names another."""
    for place in before:
        if place not in now:
            raise _Refused(Refusal.REPLACED, field=place[0])


def _problems_of(examined: Examined) -> list[Problem | None]:
    return [examined.problem, *(signature.problem for signature in examined.signatures)]


def _require_sound(examined: Examined, *, added: str) -> None:
    """The bytes, whoever signed."""
    if not examined.signatures:
        raise _Refused(Refusal.ADDED, what=added) if added else _Refused(Refusal.UNSIGNED)
    problems = _problems_of(examined)
    for problem in (Problem.BROKEN, Problem.PARTIAL):
        if problem in problems:
            raise _Refused(_OF_PROBLEM[problem])
    for signature in examined.signatures:
        if signature.certifies:
            raise _Refused(Refusal.CERTIFIED, field=signature.field)
    if added:
        raise _Refused(Refusal.ADDED, what=added)


def _require_right_places(signatures: Sequence[Signature], rules: Rules) -> None:
    expected = [signatory.field for signatory in rules.signatories]
    names = [place.name for place in expected]
    officers = [signature for signature in signatures if signature.field != SEAL.name]
    for signature in officers:
        if signature.field not in names:
            raise _Refused(Refusal.WRONG_FIELD, found=signature.field, fields=", ".join(names))
    if len(officers) < len(signatures) and (
        signatures[-1].field != SEAL.name or len(officers) < len(expected)
    ):
        raise _Refused(Refusal.SEAL_EARLY)
    if not rules.ordered:
        return
    for signature, place in zip(officers, expected, strict=False):
        if signature.field != place.name:
            raise _Refused(Refusal.WRONG_ORDER, role=place.role, field=place.name)


def _require_right_people(signatures: Sequence[Signature], rules: Rules) -> None:
    by_field = {signatory.field.name: signatory for signatory in rules.signatories}
    for signature in signatures:
        if signature.field == SEAL.name:
            if not rules.seal or signature.fingerprint != rules.seal.casefold():
                raise _Refused(Refusal.SEAL_UNKNOWN, field=signature.field, found=signature.signer)
            continue
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
