"""A publication waits for a signed file that is being examined, says so, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.enums import JobState
from reports.models import Publication, SignatureUpload
from reports.publish.signing import files, jobs, receiving
from reports.publish.signing.examined import PATIENCE
from reports.publish.versions import PublishError, publish_report
from tests.office.findings.helper import text

from .report import Browser, Desk

pytestmark = pytest.mark.postgresql("queries in SQL of our own: a value inside JSON; locks")

PAGE = "/yonetim/reports/report/2024/yayimla/"


def _running(upload: SignatureUpload) -> None:
    SignatureUpload.objects.filter(pk=upload.pk).update(state=JobState.RUNNING)


def test_page_and_command_wait_for_a_file_that_is_examined(
    desk: Desk, first: bytes, browser: Browser
) -> None:
    upload = desk.receive(first)
    waiting = "Yüklenen imzalı dosyanın denetimi bekleniyor: Örnek Signatory"

    client = browser("publisher")
    assert waiting in text(client.get(PAGE))
    answer = client.post(PAGE, {"step": "publish"})
    assert waiting in text(answer)
    assert "denetim bitince yeniden yayımlanmalıdır" in text(answer)
    with pytest.raises(CommandError, match=waiting):
        call_command("publish_report", "2024")
    assert not Publication.objects.exists()

    jobs.run(upload.pk)
    assert waiting not in text(client.get(PAGE))
    publication = publish_report(desk.report)
    assert publication.frozen.signed_files.count() == 1


def test_what_died_is_not_waited_for(desk: Desk, first: bytes) -> None:
    upload = desk.receive(first)
    _running(upload)
    with files.judging(upload.pk) as mine:
        assert mine
        with pytest.raises(PublishError, match="denetimi bekleniyor"):
            publish_report(desk.report)

    publish_report(desk.report)


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING])
def test_what_does_not_end_is_waited_for_so_long_and_no_longer(
    desk: Desk, first: bytes, state: JobState
) -> None:
    """No worker runs, or one hangs; asking again begins the time anew."""
    upload = desk.receive(first)
    long_ago = timezone.now() - 2 * PATIENCE
    with files.judging(upload.pk):
        SignatureUpload.objects.filter(pk=upload.pk).update(state=state)
        almost = timezone.now() + PATIENCE - timedelta(seconds=5)
        with (
            time_machine.travel(almost, tick=False),
            pytest.raises(PublishError, match="denetimi bekleniyor"),
        ):
            publish_report(desk.report)
        if state == JobState.WAITING:
            SignatureUpload.objects.filter(pk=upload.pk).update(uploaded_at=long_ago)
            receiving.repeat(upload, by=None)
            with pytest.raises(PublishError, match="denetimi bekleniyor"):
                publish_report(desk.report)
        with time_machine.travel(timezone.now() + PATIENCE + timedelta(minutes=1), tick=False):
            publish_report(desk.report)
