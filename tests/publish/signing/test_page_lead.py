"""What the page of signing says first: why a file was not taken, or what comes before signing."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from reports.enums import JobState
from reports.models import SignatureUpload
from reports.publish.versions import publish_report, unfreeze_report

from .report import Browser, Desk
from .test_page import PAGE, PUBLISH, REASON, judge, send, text

ALERT = re.compile(r'<div role="alert" class="form-alert">(.*?)</div>')
UPLOAD = 'href="#id_file"'
UNSIGNED = "Dosyada yeni bir imza yok"


def alert_of(page: str) -> str:
    """The alert with which the content of a page begins, or nothing."""
    content = page.partition('<div class="findings desk')[2].partition(">")[2]
    found = ALERT.search(content)
    return found[1] if found and content[: found.start()].strip() == "" else ""


def test_a_refused_form_is_told_first(browser: Browser, desk: Desk) -> None:
    page = text(send(browser("signatory"), b"PK\3\4"))

    alert = alert_of(page)
    assert "Dosya alınmadı." in alert
    assert "Dosya bir PDF değil" in alert
    assert UPLOAD in alert
    assert page.count('role="alert"') == 1  # nothing is read out twice
    # The field names the reason too, and a screen reader finds it there.
    assert re.search(r'<input type="file"[^>]* aria-describedby="id_file_error"', page)
    # A fragment that stayed after the link was followed would hide the alert again.
    assert f'action="{PAGE}"' in page


def test_a_refused_upload_is_told_until_a_newer_one_is_accepted(
    browser: Browser, desk: Desk, frozen: bytes, first: bytes
) -> None:
    client = browser("signatory")
    assert alert_of(text(client.get(PAGE))) == ""
    send(client, frozen)
    judge()

    page = text(client.get(PAGE))
    assert "Son yüklenen dosya kabul edilmedi." in alert_of(page)
    assert UNSIGNED in alert_of(page)
    assert UPLOAD in alert_of(page)
    assert page.count('role="alert"') == 1
    # Those who may only look are led to the list.
    looking = alert_of(text(browser("publisher").get(PAGE)))
    assert UNSIGNED in looking
    assert 'href="#yuklemeler"' in looking
    # A newer refusal at once stands in for the older one.
    at_once = alert_of(text(send(client, b"PK\3\4")))
    assert "Dosya bir PDF değil" in at_once
    assert UNSIGNED not in at_once

    # While the next one is judged, an alert would be read out with every reload.
    answer = send(client, first)
    assert answer.headers["Location"] == PAGE
    assert alert_of(text(client.get(PAGE))) == ""
    judge()
    page = text(client.get(PAGE))
    assert "İmza kabul edildi." in page
    assert alert_of(page) == ""
    assert UNSIGNED in page  # among the files that were uploaded


def test_broken_off_judging_is_told_first(browser: Browser, desk: Desk, first: bytes) -> None:
    client = browser("signatory")
    send(client, first)
    SignatureUpload.objects.update(state=JobState.RUNNING)

    alert = alert_of(text(client.get(PAGE)))
    assert "yarıda kaldı" in alert
    assert 'href="#yuklemeler"' in alert


def test_a_file_for_a_report_in_work_is_refused_first(
    browser: Browser, desk: Desk, first: bytes
) -> None:
    unfreeze_report(desk.report, reason=REASON)
    alert = alert_of(text(send(browser("signatory"), first)))

    assert "ancak dondurulmuş rapor için yüklenebilir" in alert
    assert "href" not in alert  # there is neither a form nor a list


@pytest.mark.parametrize("person", ["signatory", "finance", "reviewer", "publisher", "auditor"])
def test_before_freezing_the_page_leads_on_or_names_who_can(
    browser: Browser, desk: Desk, people: dict[str, User], person: str
) -> None:
    unfreeze_report(desk.report, reason=REASON)
    may = people[person].has_perm("reports.publish_report")
    page = text(browser(person).get(PAGE))

    assert "dondurulmuş değil" in page
    assert (f'href="{PUBLISH}"' in page) is may
    assert ("Raporu dondurabilenler: Örnek Publisher." in page) is not may


def test_nobody_who_may_freeze_is_said(
    browser: Browser, desk: Desk, people: dict[str, User]
) -> None:
    unfreeze_report(desk.report, reason=REASON)
    people["publisher"].is_active = False
    people["publisher"].save()

    assert "Raporu dondurabilecek kimse yok" in text(browser("signatory").get(PAGE))


def test_a_published_report_is_not_called_unfrozen(browser: Browser, desk: Desk) -> None:
    publish_report(desk.report)
    page = text(browser("publisher").get(PAGE))

    assert "dondurulmuş değil" not in page
    assert "bir düzeltmeyle yeniden dondurulması gerekir" in page
    assert f'href="{PUBLISH}"' in page
