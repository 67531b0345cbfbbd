"""Signed files taken in: kept, known by their hash, and given to whoever judges them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from reports.enums import JobState
from reports.models import (
    FrozenReport,
    Report,
    SignatureUpload,
)

from . import files
from .flow import (
    COMPLETE,
    HEAD,
    NO_PDF,
    NOBODY_SIGNS,
    NOT_FROZEN,
    UPLOAD,
    SigningError,
    trusted,
)
from .jobs import is_abandoned, judge_upload
from .state import Standing, frozen_pdf, standing_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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


def _require_ready(report: Report) -> None:
    """What has to be there before any upload makes sense. Raises SigningError."""
    _standing(report)
    trusted()


def _standing(report: Report) -> Standing:
    """How the signatures stand, where one is waited for. Raises SigningError."""
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
    return state


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
    Report.objects.select_for_update().get(pk=report.pk)
    frozen = _standing(report).frozen
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
