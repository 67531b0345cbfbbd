"""Judging uploads in the background: examining signatures takes seconds on a long report."""

from __future__ import annotations

import logging

from django_tasks import task

from reports.collect.audit import Channel, recording
from reports.enums import JobState
from reports.ground.away import is_away
from reports.models import SignatureUpload, SignedFile

from . import files, flow
from .apart import UnfinishedError

logger = logging.getLogger(__name__)

BROKEN_OFF = "Denetim yarıda kaldı; dosya duruyor, denetim yeniden başlatılabilir."
FAULT = (
    "Denetim sırasında beklenmeyen bir hata oluştu; ayrıntısı sunucu günlüğündedir. Denetim "
    "yeniden başlatılabilir."
)


@task()
def judge_upload(upload_id: int) -> None:
    """Task: judge an uploaded file. Running it twice does no harm."""
    run(upload_id)


def run(upload_id: int) -> None:
    """Judge a waiting upload; the row tells how it went.

    Raises what went wrong after writing it into the row, so that the task is failed too.
    """
    with files.judging(upload_id) as mine, recording(channel=Channel.COMMAND, by="imza denetimi"):
        if not mine:
            return
        fail_abandoned(but=upload_id)
        upload = SignatureUpload.objects.select_related("frozen").filter(pk=upload_id).first()
        if upload is None or upload.state in (JobState.DONE, JobState.FAILED):
            return
        try:
            upload.state = JobState.RUNNING
            upload.save(update_fields=["state"])
            flow.judge(upload)
        except UnfinishedError as error:
            flow.fail(upload, str(error))
            raise
        except BaseException as error:
            if is_away(error):
                # Begun again by the worker, once the database answers.
                flow.wait(upload)
                raise
            logger.exception("signed upload %s could not be judged", upload_id)
            flow.fail(upload, FAULT if isinstance(error, Exception) else BROKEN_OFF)
            raise
        files.remove_leftovers(_known_files())


def is_abandoned(upload: SignatureUpload) -> bool:
    """Whether the process that judged a running upload has died.

    It writes the verdict first and then frees the lock: a row that was read before that is out of
    date, and nothing was abandoned.
    """
    if upload.state != JobState.RUNNING:
        return False
    with files.judging(upload.pk) as free:
        return (
            free and SignatureUpload.objects.filter(pk=upload.pk, state=JobState.RUNNING).exists()
        )


def fail_abandoned(*, but: int = 0) -> None:
    """Mark uploads as broken off whose worker died, so that nobody waits for them."""
    for upload in SignatureUpload.objects.filter(state=JobState.RUNNING).exclude(pk=but):
        if is_abandoned(upload):
            flow.fail(upload, BROKEN_OFF)


def _known_files() -> set[str]:
    """Names that a row still needs; a refused file is removed by its verdict."""
    uploads = SignatureUpload.objects.exclude(state=JobState.DONE)
    return {
        *uploads.values_list("file", flat=True),
        *SignedFile.objects.values_list("file", flat=True),
    }
