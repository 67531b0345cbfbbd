"""Signed files that are being examined: a publication waits for them, but not for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.enums import JobState
from reports.models import FrozenReport, SignatureUpload

from .jobs import is_abandoned, judge_upload

PATIENCE = timedelta(minutes=15)
"""Examining takes minutes on a long report. What was not begun or not finished by then is not
waited for: no worker runs, or one hangs.
"""


def examined(frozen: FrozenReport) -> list[tuple[SignatureUpload, datetime]]:
    """Uploads of a freeze whose examination is waited for, and until when at the longest.

    One whose process died is not among them: it is examined only when somebody asks again.
    """
    now = timezone.now()
    active = SignatureUpload.objects.filter(
        frozen=frozen, state__in=(JobState.WAITING, JobState.RUNNING)
    ).select_related("uploaded_by")
    found = [
        (upload, _asked_at(upload) + PATIENCE)
        for upload in active.order_by("pk")
        if not is_abandoned(upload)
    ]
    return [(upload, until) for upload, until in found if now < until]


def _asked_at(upload: SignatureUpload) -> datetime:
    """When the examination was asked for, or begun, the last time."""
    asked = DBTaskResult.objects.filter(
        task_path__endswith=f".{judge_upload.func.__name__}", args_kwargs__args__0=upload.pk
    ).values_list("enqueued_at", "started_at")
    moments = [moment for pair in asked for moment in pair if moment is not None]
    return max([upload.uploaded_at, *moments])


def hindrance(frozen: FrozenReport) -> str:
    """What publishing waits for and what is to be done; empty where nothing is examined."""
    waited = examined(frozen)
    if not waited:
        return ""
    named = ", ".join(_named(upload) for upload, _until in waited)
    last = timezone.localtime(max(until for _upload, until in waited))
    return (
        f"Yüklenen imzalı dosyanın denetimi bekleniyor: {named}. Sonuç imza sayfasında görünür; "
        "denetim bitince yeniden yayımlanmalıdır. Denetim yarıda kalırsa beklenmez, sürerse en geç "
        f"{last:%d.%m.%Y %H:%M} saatine kadar beklenir."
    )


def _named(upload: SignatureUpload) -> str:
    person = upload.uploaded_by
    who = (person.get_full_name() or person.get_username()) if person else "komut satırı"
    return f"{who}, {timezone.localtime(upload.uploaded_at):%d.%m.%Y %H:%M}"
