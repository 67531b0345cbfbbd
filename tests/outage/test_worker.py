"""Jobs are begun again when their worker died or their database left, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from reports.ground.locks import lock
from reports.management.commands import db_worker
from reports.present.pdf import jobs

pytestmark = pytest.mark.django_db(transaction=True)

State = TaskResultStatus


@pytest.fixture(autouse=True)
def own_place(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Works on all jobs that wait, where each has one of the given outcomes after the other."""

    def run(*outcomes: Exception | None) -> list[int]:
        begun: list[int] = []

        def once(number: int) -> None:
            begun.append(number)
            outcome = outcomes[min(len(begun), len(outcomes)) - 1]
            if outcome is not None:
                raise outcome

        monkeypatch.setattr(jobs, "run_export", once)
        monkeypatch.setattr(db_worker, "FIRST_PAUSE", 0.0)
        call_command("db_worker", "--batch", "--interval", "0", verbosity=0)
        return begun

    return run


def left_by(worker: str, times: int = 1) -> DBTaskResult:  # type: ignore[type-arg]
    """A job that a worker had begun."""
    jobs.make_pdf.enqueue(41)
    row = DBTaskResult.objects.get()
    for _ in range(times):
        row.claim(worker)
    return row


def state() -> str:
    return str(DBTaskResult.objects.get().status)


def test_the_portals_worker_takes_the_place_of_the_packages_own(
    work: Callable[..., list[int]],
) -> None:
    left_by("öldü/..")

    assert work(None) == [41]
    assert state() == State.SUCCESSFUL


def test_the_job_of_a_worker_that_lives_is_left_to_it(work: Callable[..., list[int]]) -> None:
    left_by("yaşıyor")
    db_worker.folder().mkdir()

    with lock(db_worker.place_of("yaşıyor")) as mine:
        assert mine
        assert work(None) == []

    assert state() == State.RUNNING


def test_a_job_whose_database_left_is_begun_again(work: Callable[..., list[int]]) -> None:
    jobs.make_pdf.enqueue(41)

    assert work(OperationalError("database is locked"), None) == [41, 41]
    assert state() == State.SUCCESSFUL
    assert DBTaskResult.objects.get().traceback == ""


def test_a_job_that_fails_by_itself_has_failed(work: Callable[..., list[int]]) -> None:
    jobs.make_pdf.enqueue(41)

    assert work(ValueError("database is locked"), None) == [41]
    assert state() == State.FAILED


def test_a_job_that_kills_its_worker_is_not_begun_for_ever(work: Callable[..., list[int]]) -> None:
    left_by("öldü", db_worker.MOST_TRIES)

    assert work(None) == []
    row = DBTaskResult.objects.get()
    assert row.status == State.FAILED
    assert "never finished" in row.traceback
