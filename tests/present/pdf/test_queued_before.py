"""A job that the release before has queued is done by this one: its row names a place of old."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from reports.present.pdf import jobs as pdf_jobs
from reports.publish.signing import jobs as signing_jobs

OF_OLD: dict[str, tuple[Task[[int], None], ModuleType, str]] = {
    "reports.pdf.jobs.make_pdf": (pdf_jobs.make_pdf, pdf_jobs, "run_export"),
    "reports.signing.jobs.judge_upload": (signing_jobs.judge_upload, signing_jobs, "run"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", OF_OLD)
def test_a_job_of_the_release_before_is_done(
    path: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    task, module, work = OF_OLD[path]
    asked: list[Any] = []
    done: Callable[[int], None] = asked.append
    monkeypatch.setattr(module, work, done)
    task.enqueue(41)
    DBTaskResult.objects.update(task_path=path)

    call_command("db_worker", "--batch", "--interval", "0", verbosity=0)

    assert asked == [41]
    row = DBTaskResult.objects.get()
    assert (row.task_path, row.status) == (path, TaskResultStatus.SUCCESSFUL)
