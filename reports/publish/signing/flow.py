"""Signed files of a frozen report: judged, accepted or refused; each step a transaction.

The file proves who has signed, so whoever has the right to sign may upload it for the other; who
uploaded is recorded. What was accepted is never touched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from reports.enums import JobState, ReportState, SignedKind
from reports.models import (
    FrozenReport,
    FrozenSignature,
    Report,
    SignatureUpload,
    SignedFile,
)
from reports.present.pdf.fields import REPORT_FIELDS

from . import check, files, notices
from .believed import configured_trust
from .policy import rules_of
from .record import last_file
from .rules import Checked
from .signatures import Signature
from .state import frozen_bytes, standing_of
from .trust import Trust, TrustError

UPLOAD = "reports.add_signatureupload"
"""The right of a signatory: to fetch what is signed and to upload it signed."""

HEAD = b"%PDF-"

NOT_FROZEN = "Rapor dondurulmuş değil; imzalı dosya ancak dondurulmuş rapor için yüklenebilir."
RELEASED = (
    "Dosya denetlenirken dondurma geri alındı; rapor yeniden dondurulunca yeni PDF imzalanmalıdır."
)
PUBLISHED = "Dosya denetlenirken rapor yayımlandı; yayımlanmış sürüme imza eklenemez."
NO_PDF = (
    "İmzalanacak PDF henüz hazır değil; dondurulan raporun PDF'i üretilince indirilip imzalanmalı, "
    "sonra yüklenmelidir."
)
NO_TRUST = (
    "Güvenilen kök sertifikalar portala tanıtılmamış; sistem yöneticisi güven klasörünü kurmadan "
    "hiçbir imza doğrulanamaz ve dosya kabul edilemez."
)
BAD_TRUST = (
    "Güven klasöründeki bir dosya okunamıyor; sistem yöneticisi klasörü düzelttikten sonra dosya "
    "yeniden yüklenmelidir."
)
NOBODY_SIGNS = "İmza kuralına göre bu raporda imza aranmıyor; imzalı dosya yüklenmesi gerekmez."
COMPLETE = "Aranan imzaların hepsi alındı; yeni bir imza yüklenmesi gerekmez."


class SigningError(Exception):
    """The file can't be taken in now; the message is Turkish and says why and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Verdict:
    """How an upload was judged, and against which accepted file."""

    refusal: str
    sentence: str
    signatures: tuple[Signature, ...] = ()
    base: bytes = b""
    against: int | None = None


def trusted() -> Trust:
    """Whom to believe. Raises SigningError where nobody is believed."""
    try:
        trust = configured_trust()
    except (TrustError, OSError) as error:
        raise SigningError("bad trust", BAD_TRUST) from error
    if trust is None:
        raise SigningError("no trust", NO_TRUST)
    return trust


def judge(upload: SignatureUpload) -> None:
    """Examine an upload and write the verdict; a file that is refused is removed.

    Judged against what was accepted last. Should another upload be accepted meanwhile, it is judged
    once more, so that two at once never both become the next one.
    """
    while True:
        verdict = _verdict(upload)
        if _settle(upload, verdict):
            break
    if upload.refusal:
        files.remove(upload.file)


def _verdict(upload: SignatureUpload) -> Verdict:
    frozen = FrozenReport.objects.get(pk=upload.frozen_id)
    closed = _closed(frozen)
    if closed is not None:
        return closed
    state = standing_of(frozen)
    against = state.last.pk if state.last else None
    try:
        trust = trusted()
    except SigningError as error:
        return Verdict(error.code, str(error), against=against)
    if state.is_complete:
        return Verdict("complete", COMPLETE, against=against)
    base = frozen_bytes(frozen, state.last)
    if base is None:
        return Verdict("no pdf", NO_PDF, against=against)
    content = files.path_of(upload.file).read_bytes()
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        return Verdict(
            "broken",
            "Dosya sunucuda saklanırken bozuldu; yeniden yüklenmelidir.",
            against=against,
        )
    accepted = files.path_of(state.last.file).read_bytes() if state.last else b""
    rules = rules_of(state.policy, state.expected, trust)
    checked: Checked = check.check_upload(base, content, rules, accepted=accepted)
    return Verdict(
        checked.refusal.value if checked.refusal else "",
        checked.sentence,
        checked.signatures,
        base,
        against,
    )


def _closed(frozen: FrozenReport) -> Verdict | None:
    """The verdict on whatever comes after the freeze has ended."""
    if frozen.released_at is not None:
        return Verdict("released", RELEASED)
    if frozen.publication_id is not None:
        return Verdict("published", PUBLISHED)
    return None


@transaction.atomic
def _settle(upload: SignatureUpload, verdict: Verdict) -> bool:
    """Write the verdict down; False when something was accepted since, and it has to be renewed."""
    report = Report.objects.select_for_update().get(pk=upload.frozen.year_id)
    frozen = FrozenReport.objects.get(pk=upload.frozen_id)
    closed = _closed(frozen)
    if closed is not None:
        verdict = closed
    else:
        last = last_file(frozen)
        if (last.pk if last else None) != verdict.against:
            return False
    now = timezone.now()
    upload.refusal, upload.sentence = verdict.refusal, verdict.sentence
    upload.state, upload.finished_at = JobState.DONE, now
    upload.save(update_fields=["refusal", "sentence", "state", "finished_at"])
    if not verdict.refusal:
        _accept(report, upload, verdict)
    return True


def _accept(report: Report, upload: SignatureUpload, verdict: Verdict) -> None:
    """The rows of an accepted file, and the report's step to signed. Inside the transaction."""
    before = standing_of(upload.frozen)
    signed = {signature.field for signature in verdict.signatures}
    complete = bool(before.expected) and all(item.place.name in signed for item in before.expected)
    file = SignedFile.objects.create(
        frozen=upload.frozen,
        upload=upload,
        kind=SignedKind.SIGNATURE,
        file=upload.file,
        sha256=upload.sha256,
        size=upload.size,
        base_sha256=hashlib.sha256(verdict.base).hexdigest(),
        base_size=len(verdict.base),
        complete=complete,
        accepted_at=upload.finished_at or timezone.now(),
    )
    keep_signatures(file, verdict.signatures)
    if complete and report.state == ReportState.FROZEN:
        report.state = ReportState.SIGNED
        report.save(update_fields=["state"])
    tell: Callable[[], object] = lambda: notices.tell_accepted(file)  # noqa: E731
    transaction.on_commit(tell, robust=True)


def keep_signatures(file: SignedFile, signatures: Sequence[Signature]) -> list[FrozenSignature]:
    """One row for each signature in an accepted file, as it was proven."""
    roles = {place.name: place.role for place in REPORT_FIELDS}
    return [
        FrozenSignature.objects.create(
            file=file,
            position=position,
            field=signature.field,
            role=roles.get(signature.field, signature.field),
            signer=signature.signer[:200],
            claimed_at=signature.claimed_at,
            stamped_at=signature.stamped_at,
            level=signature.level.value,
            fingerprint=signature.fingerprint,
            demo=signature.demo,
        )
        for position, signature in enumerate(signatures, start=1)
    ]


def fail(upload: SignatureUpload, sentence: str) -> None:
    """Say that judging broke off; the file stays, so that it can be judged again."""
    with suppress(SignatureUpload.DoesNotExist):
        upload.refresh_from_db()
    if upload.state == JobState.DONE:
        return
    upload.state, upload.sentence, upload.finished_at = JobState.FAILED, sentence, timezone.now()
    upload.save(update_fields=["state", "sentence", "finished_at"])


def wait(upload: SignatureUpload) -> None:
    """Put an upload back where it waits: judging it could not be finished for now."""
    with suppress(SignatureUpload.DoesNotExist):
        upload.refresh_from_db()
    if upload.state == JobState.RUNNING:
        upload.state = JobState.WAITING
        upload.save(update_fields=["state"])
