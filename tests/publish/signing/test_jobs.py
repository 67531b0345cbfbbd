"""The life of a judging job: killed, failed, repeated; nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from kars_portal.lib.confined import Answer, End
from reports.enums import JobState
from reports.models import (
    SignedFile,
)
from reports.publish.signing import apart, check, files, jobs, receiving
from reports.publish.signing.flow import SigningError
from reports.publish.signing.rules import Checked
from tests.collect.workflow.people import fresh
from tests.leash import leashed

from .report import Desk

pytestmark = pytest.mark.postgresql("the life of a job; locks")

REASON = "Örnek gerekçe."


def test_a_fault_of_the_program_leaves_the_upload_repeatable(
    desk: Desk, first: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_options: object) -> Checked:
        raise ZeroDivisionError("secret path")

    upload = desk.receive(first)
    with monkeypatch.context() as patch:
        patch.setattr(check, "check_upload", fail)
        with pytest.raises(ZeroDivisionError):
            jobs.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == JobState.FAILED
    assert "secret" not in upload.sentence
    assert "secret path" in caplog.text

    receiving.repeat(upload, by=fresh(desk.people["signatory"]))
    jobs.run(upload.pk)
    upload.refresh_from_db()
    assert upload.is_accepted


def test_a_busy_machine_leaves_the_upload_repeatable(
    desk: Desk, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of time on the clock is no verdict on the file."""

    def stopped(*_: object, **__: object) -> Answer:
        return Answer((), End.CLOCK)

    upload = desk.receive(first)
    with monkeypatch.context() as patch:
        patch.setattr(apart, "ask", stopped)
        with pytest.raises(apart.UnfinishedError):
            jobs.run(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.refusal) == (JobState.FAILED, "")
    assert "sunucu meşgul" in upload.sentence

    receiving.repeat(upload, by=fresh(desk.people["signatory"]))
    jobs.run(upload.pk)
    upload.refresh_from_db()
    assert upload.is_accepted


def test_running_twice_does_no_harm(desk: Desk, first: bytes) -> None:
    upload = desk.upload(first)
    jobs.run(upload.pk)
    jobs.run(999_999)

    assert SignedFile.objects.count() == 1
    with pytest.raises(SigningError, match="sonucu değişmez"):
        receiving.repeat(upload, by=None)


def test_a_dead_worker_is_noticed(desk: Desk, first: bytes, signed: bytes) -> None:
    upload = desk.receive(first)
    upload.state = JobState.RUNNING
    upload.save()
    with files.judging(upload.pk) as mine:
        assert mine
        assert not jobs.is_abandoned(upload)
        with pytest.raises(SigningError, match="şu anda denetleniyor"):
            receiving.repeat(upload, by=None)
    assert jobs.is_abandoned(upload)

    jobs.fail_abandoned()
    upload.refresh_from_db()
    assert upload.state == JobState.FAILED
    assert "yarıda kaldı" in upload.sentence
    assert len(desk.stored()) == 1
    # The same file again goes on with what is there.
    assert desk.upload(first) == upload
    upload.refresh_from_db()
    assert upload.is_accepted


def test_an_upload_that_was_judged_meanwhile_was_not_abandoned(desk: Desk, first: bytes) -> None:
    upload = desk.upload(first)
    upload.state = JobState.RUNNING  # as it was read a moment before its verdict

    assert not jobs.is_abandoned(upload)


def test_a_killed_worker_lets_go_of_its_upload(
    desk: Desk, first: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNED_DIR = tmp_path / "signed"
    upload = desk.receive(first)
    upload.state = JobState.RUNNING
    upload.save()
    program = (
        "import django, time; django.setup()\n"
        "from reports.publish.signing import files\n"
        f"with files.judging({upload.pk}) as mine:\n"
        "    print(mine, flush=True)\n"
        "    time.sleep(60)\n"
    )
    worker = subprocess.Popen(
        leashed(sys.executable, "-c", program),
        env={
            **os.environ,
            "KARS_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "kars_portal.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "True"
        jobs.run(upload.pk)  # another worker leaves it alone
        assert not jobs.is_abandoned(upload)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    assert jobs.is_abandoned(upload)
    receiving.repeat(upload, by=fresh(desk.people["signatory"]))
    jobs.run(upload.pk)
    upload.refresh_from_db()
    assert upload.is_accepted


def test_files_without_a_row_are_swept(desk: Desk, first: bytes) -> None:
    stray, new = files.folder() / "a.pdf", files.folder() / "b.pdf"
    for path in (stray, new):
        path.write_bytes(b"%PDF-")
    os.utime(stray, (0, 0))
    upload = desk.receive(first)
    os.utime(files.path_of(upload.file), (0, 0))

    jobs.run(upload.pk)

    assert not stray.exists()
    assert new.exists()
    assert files.path_of(upload.file).read_bytes() == first
