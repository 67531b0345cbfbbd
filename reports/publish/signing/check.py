"""May this upload count as the frozen report, signed? Every no has its own sentence.

The file has to be the frozen bytes, or what was accepted last, and after them nothing but
signatures: in the named fields, in order, by the named persons, with certificates that hold. It is
opened by nobody here: what it holds is told by a confined process (`apart`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from reports.present.pdf.fields import SEAL

from .apart import look
from .faults import Fault, Place, fault, start_of
from .refusals import Refusal
from .rules import Checked, Rules
from .signatures import Signature

_UNREAD = (Refusal.UNREAD, Refusal.LOOSE, Refusal.TOO_MUCH, Refusal.STOPPED)
_SIGNATURE = "/Sig"


class _Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.refusal = fault.refusal


def _refuse(refusal: Refusal, **parts: str) -> NoReturn:
    raise _Refused(fault(refusal, **parts))


def check_upload(
    frozen: bytes,
    uploaded: bytes,
    rules: Rules,
    *,
    accepted: bytes = b"",
    moment: datetime | None = None,
) -> Checked:
    """Check an upload against the frozen file and, if there is one, the last accepted file.

    Raises apart.UnfinishedError where the machine was too busy for a verdict.
    """
    signatures: tuple[Signature, ...] = ()
    try:
        _require_same_start(frozen, uploaded, accepted or frozen)
        looked = look(uploaded, rules.trust, moment, frozen=frozen, accepted=accepted)
        judged = looked.judged
        signatures = judged.examined.signatures
        if judged.damage is not None and judged.damage.refusal in _UNREAD:
            raise _Refused(judged.damage)
        _require_all_kept(looked.before, looked.now)
        if judged.damage is not None:
            raise _Refused(judged.damage)
        if len(signatures) <= sum(place.kind == _SIGNATURE for place in looked.before):
            _refuse(Refusal.UNSIGNED)
        _require_right_places(signatures, rules)
        _require_right_people(signatures, rules)
        if judged.doubt is not None:
            raise _Refused(judged.doubt)
        _require_level(signatures, rules)
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
    if (wrong := start_of(frozen, uploaded)) is not None:
        raise _Refused(wrong)
    if uploaded == base:
        _refuse(Refusal.UNSIGNED)
    if base.startswith(uploaded):
        _refuse(Refusal.ROLLED_BACK)
    if not uploaded.startswith(base):
        _refuse(Refusal.OTHER_REVISION)


def _require_all_kept(before: Sequence[Place], now: Sequence[Place]) -> None:
    """The bytes of an accepted signature stay in the file even where its field names another."""
    for place in before:
        if place not in now:
            _refuse(Refusal.REPLACED, field=place.field)


def _require_right_places(signatures: Sequence[Signature], rules: Rules) -> None:
    expected = [signatory.field for signatory in rules.signatories]
    names = [place.name for place in expected]
    officers = [signature for signature in signatures if signature.field != SEAL.name]
    for signature in officers:
        if signature.field not in names:
            _refuse(Refusal.WRONG_FIELD, found=signature.field, fields=", ".join(names))
    if len(officers) < len(signatures) and (
        signatures[-1].field != SEAL.name or len(officers) < len(expected)
    ):
        _refuse(Refusal.SEAL_EARLY)
    if not rules.ordered:
        return
    for signature, place in zip(officers, expected, strict=False):
        if signature.field != place.name:
            _refuse(Refusal.WRONG_ORDER, role=place.role, field=place.name)


def _require_right_people(signatures: Sequence[Signature], rules: Rules) -> None:
    by_field = {signatory.field.name: signatory for signatory in rules.signatories}
    for signature in signatures:
        if signature.field == SEAL.name:
            if not rules.seal or signature.fingerprint != rules.seal.casefold():
                _refuse(Refusal.SEAL_UNKNOWN, field=signature.field, found=signature.signer)
            continue
        signatory = by_field[signature.field]
        if not signatory.fits(signature):
            _refuse(
                Refusal.WRONG_PERSON,
                field=signature.field,
                found=signature.signer,
                role=signatory.field.role,
            )


def _require_level(signatures: Sequence[Signature], rules: Rules) -> None:
    for signature in signatures:
        if not signature.level.reaches(rules.minimum):
            _refuse(
                Refusal.LOW_LEVEL,
                field=signature.field,
                level=signature.level,
                minimum=rules.minimum,
            )
