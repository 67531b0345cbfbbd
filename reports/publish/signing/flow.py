"""Signed files of a frozen report: taken in, judged, accepted or refused; each step a transaction.

The file proves who has signed, so whoever has the right to sign may upload it for the other; who
uploaded is recorded. What was accepted is never touched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kars_portal.lib.on_use import on_use
from reports.enums import JobState, ReportState, SignedKind
from reports.models import (
    FrozenReport,
    FrozenSignature,
    Report,
    SignatureUpload,
    SignedFile,
)
from reports.present.pdf.fields import REPORT_FIELDS

from . import files, notices
from .believed import configured_trust
from .policy import rules_of
from .record import last_file
from .rules import Checked
from .signatures import Signature
from .state import Standing, frozen_bytes, frozen_pdf, standing_of
from .trust import Trust, TrustError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from . import check
else:
    check = on_use("reports.publish.signing.check")

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


# -- taking in -------------------------------------------------------------------------------------


def receive(
    report: Report, chunks: Iterable[bytes], size: int, *, by: User | None
) -> SignatureUpload:
    """Keep an uploaded file and have it judged; the same file joins the one that is there.

    Raises SigningError with a sentence that names the cure; PermissionDenied without the right to
    sign. Nothing is kept of a file that is not taken in.
    """
    if by is not None and not by.has_perm(UPLOAD):
        raise PermissionDenied("İmzalı dosya yükleme yetkisi yok.")
    _require_ready(report)
    limit: int = settings.SIGNED_MAX_BYTES
    if size > limit:
        raise SigningError(
            "too large",
            f"Dosya {limit // 2**20} MB sınırını aşıyor; portaldan indirilen PDF yalnız imza "
            "eklenmiş olarak yüklenmelidir.",
        )
    stored = files.store(_pdf_only(chunks))
    try:
        upload = _keep(report, stored, by)
    except BaseException:
        files.remove(stored.name)
        raise
    if upload.file != stored.name:
        files.remove(stored.name)
    return upload


def _require_ready(report: Report) -> Standing:
    """What has to be there before any upload makes sense. Raises SigningError."""
    frozen = FrozenReport.objects.filter(
        year=report.year_id, released_at__isnull=True, publication__isnull=True
    ).first()
    if frozen is None:
        raise SigningError("not frozen", NOT_FROZEN)
    state = standing_of(frozen)
    if not state.expected:
        raise SigningError("nobody signs", NOBODY_SIGNS)
    if state.is_complete:
        raise SigningError("complete", COMPLETE)
    problems = [item.problem for item in state.next if item.problem]
    if problems and len(problems) == len(state.next):
        raise SigningError("no field", " ".join(problems))
    if state.last is None and frozen_pdf(frozen) is None:
        raise SigningError("no pdf", NO_PDF)
    _trust()
    return state


def _trust() -> Trust:
    """Whom to believe. Raises SigningError where nobody is believed."""
    try:
        trust = configured_trust()
    except (TrustError, OSError) as error:
        raise SigningError("bad trust", BAD_TRUST) from error
    if trust is None:
        raise SigningError("no trust", NO_TRUST)
    return trust


def _pdf_only(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The stream as it is, looked at while it passes. Raises SigningError."""
    empty, passed = True, 0
    for chunk in filter(None, chunks):
        if empty and not chunk.startswith(HEAD):
            raise SigningError(
                "not a pdf", "Dosya bir PDF değil; imza aracının kaydettiği PDF yüklenmelidir."
            )
        empty, passed = False, passed + len(chunk)
        if passed > settings.SIGNED_MAX_BYTES:
            raise SigningError("too large", "Dosya, bildirilen boyutundan büyük çıktı.")
        yield chunk
    if empty:
        raise SigningError("empty", "Dosya boş; imzalanmış PDF seçilmelidir.")


@transaction.atomic
def _keep(report: Report, stored: files.Stored, by: User | None) -> SignatureUpload:
    from .jobs import judge_upload

    Report.objects.select_for_update().get(pk=report.pk)
    frozen = _require_ready(report).frozen
    same = SignatureUpload.objects.filter(frozen=frozen, sha256=stored.sha256)
    accepted = same.filter(state=JobState.DONE, refusal="").first()
    if accepted is not None:
        return accepted
    upload = same.exclude(state=JobState.DONE).first()
    if upload is not None and upload.state == JobState.FAILED:
        upload.state, upload.sentence = JobState.WAITING, ""
        upload.save(update_fields=["state", "sentence"])
    elif upload is None:
        upload = SignatureUpload.objects.create(
            frozen=frozen,
            uploaded_by=by,
            sha256=stored.sha256,
            size=stored.size,
            file=stored.name,
        )
    # Enqueued again for a waiting one too: its first task may have died with its worker.
    judge_upload.enqueue(upload.pk)
    return upload


@transaction.atomic
def repeat(upload: SignatureUpload, *, by: User | None) -> SignatureUpload:
    """Judge an upload again whose judging broke off. Raises PermissionDenied, SigningError."""
    from .jobs import is_abandoned, judge_upload

    if by is not None and not by.has_perm(UPLOAD):
        raise PermissionDenied("İmzalı dosya yükleme yetkisi yok.")
    Report.objects.select_for_update().get(pk=upload.frozen.year_id)
    upload = SignatureUpload.objects.select_related("frozen").get(pk=upload.pk)
    if upload.state == JobState.DONE:
        raise SigningError("judged", "Bu dosya denetlenmiş; sonucu değişmez.")
    if upload.state == JobState.RUNNING and not is_abandoned(upload):
        raise SigningError("running", "Bu dosya şu anda denetleniyor.")
    upload.state, upload.sentence = JobState.WAITING, ""
    upload.save(update_fields=["state", "sentence"])
    judge_upload.enqueue(upload.pk)
    return upload


# -- judging ---------------------------------------------------------------------------------------


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
        trust = _trust()
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
