"""Entering and announcing in the office; what is public is only shown there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import CouncilRecord, Delivery, Publication
from reports.publish.council.actions import publish_council_record, publish_delivery
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text
from tests.publish.council import samples

Browser = Callable[[str], Client]
NEW = "/yonetim/reports/councilrecord/add/"
LIST = "/yonetim/reports/councilrecord/"
REGISTER = "/yonetim/reports/delivery/"


def _data(publication: Publication, **changes: str) -> dict[str, object]:
    """A filled form with one question and one document."""
    return {
        "publication": str(publication.pk),
        "session_on": "08.04.2025",
        "decision_number": "2025/41",
        "decision_on": "08.04.2025",
        "result": "sufficient",
        "votes_for": "15",
        "votes_against": "7",
        "abstentions": "1",
        "membership": "25",
        "questions-TOTAL_FORMS": "1",
        "questions-INITIAL_FORMS": "0",
        "questions-0-position": "1",
        "questions-0-asked_by": "Meclis üyesi Örnek Üye",
        "questions-0-question": "Örnek soru?",
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "0",
        "documents-0-title": "Örnek tutanak",
        "documents-0-file": SimpleUploadedFile("tutanak.pdf", samples.PDF),
        **changes,
    }


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_who_enters_and_who_announces(
    browser: Browser, published: Publication, people: dict[str, User], person: str
) -> None:
    client = browser(person)
    enters = person in ("finance", "publisher", "boss")
    announces = person in ("publisher", "boss")

    answer = client.post(NEW, _data(published))
    assert answer.status_code == (302 if enters else 403)
    assert CouncilRecord.objects.exists() is enters
    record = CouncilRecord.objects.first() or samples.session(published)
    step = reverse("admin:reports_councilrecord_announce", args=[record.pk])
    assert client.get(step).status_code == (200 if announces else 403)
    client.post(step)
    record.refresh_from_db()
    assert record.is_public is announces


def test_entered_with_its_lines_and_then_announced(
    browser: Browser, published: Publication
) -> None:
    client = browser("publisher")
    client.post(NEW, _data(published))
    record = CouncilRecord.objects.get()
    assert (record.questions.count(), record.documents.get().original_name) == (1, "tutanak.pdf")
    change = reverse("admin:reports_councilrecord_change", args=[record.pk])
    assert "19 (üye tam sayısının dörtte üçü" in text(client.get(change))
    step = reverse("admin:reports_councilrecord_announce", args=[record.pk])
    assert "değiştirilemez ve silinemez" in text(client.get(step))
    assert not CouncilRecord.objects.get().is_public

    page = text(client.post(step, follow=True))

    assert "yayımlandı" in page
    assert 'name="_save"' not in page
    assert 'name="questions-0-question"' not in page
    refused = client.post(change, _data(published, decision_number="x"))
    assert refused.status_code == 403
    delete = reverse("admin:reports_councilrecord_delete", args=[record.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert "tutanak.pdf" in page
    assert client.get(change).status_code == 200
    # Not offered again.
    assert client.get(step).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": "insufficient"}, "25 üyenin 19 oyu"),
        ({"votes_for": "24"}, "Oyların toplamı üye tam sayısını aşamaz"),
        ({"decision_on": "01.04.2025"}, "birleşimden önce alınamaz"),
        ({"documents-0-file": SimpleUploadedFile("a.exe", b"MZ")}, "Bu türde dosya yüklenemez"),
    ],
)
def test_what_is_wrong_is_said_at_the_form(
    browser: Browser, published: Publication, changed: dict[str, str], said: str
) -> None:
    page = text(browser("finance").post(NEW, _data(published, **changed)))

    assert said in page
    assert not CouncilRecord.objects.exists()


def test_a_refused_announcement_says_why(browser: Browser, published: Publication) -> None:
    record = samples.session(published)
    CouncilRecord.objects.filter(pk=record.pk).update(result="insufficient")
    step = reverse("admin:reports_councilrecord_announce", args=[record.pk])

    page = text(browser("publisher").post(step, follow=True))

    assert "25 üyenin 19 oyu" in page
    assert not CouncilRecord.objects.get().is_public


def test_a_delivery_is_entered_and_announced(browser: Browser, published: Publication) -> None:
    client = browser("publisher")
    data = {
        "publication": str(published.pk),
        "recipient": "other",
        "sent_on": "02.05.2025",
        "way": "post",
        "reference": "E-9",
        "file": SimpleUploadedFile("alindi.pdf", samples.PDF),
    }
    assert "Alıcı kurumun adı yazılmalıdır." in text(client.post(f"{REGISTER}add/", data))
    data["file"] = SimpleUploadedFile("alindi.pdf", samples.PDF)
    client.post(f"{REGISTER}add/", {**data, "recipient_name": "Örnek Valiliği"})
    sent = Delivery.objects.get()
    assert (sent.recipient_label, sent.original_name) == ("Örnek Valiliği", "alindi.pdf")

    client.post(reverse("admin:reports_delivery_announce", args=[sent.pk]))

    assert Delivery.objects.get().is_public
    change = reverse("admin:reports_delivery_change", args=[sent.pk])
    for person in ("publisher", "auditor"):
        page = text(browser(person).get(change))
        assert "alindi.pdf" in page
        assert 'name="_save"' not in page


def test_inner_files_are_for_those_who_see_the_records(
    browser: Browser, published: Publication
) -> None:
    item = samples.document(samples.session(published), public=False)
    sent = samples.delivery(published, file=SimpleUploadedFile("alindi.pdf", samples.PDF))
    addresses = (
        reverse("admin:council_document", args=[item.pk]),
        reverse("admin:delivery_file", args=[sent.pk]),
    )

    for address in addresses:
        for person in ("auditor", "finance", "publisher", "reviewer"):
            answer = browser(person).get(address)
            assert b"".join(answer.streaming_content) == samples.PDF  # type: ignore[attr-defined]
        for person in ("editor", "head", "signatory"):
            assert browser(person).get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert browser("auditor").get(reverse("admin:delivery_file", args=[999])).status_code == 404


@pytest.mark.parametrize("address", [LIST, REGISTER])
def test_thirty_records_ask_for_no_more_queries_than_one(
    browser: Browser, published: Publication, address: str
) -> None:
    client = browser("auditor")

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    publish_council_record(samples.session(published))
    publish_delivery(samples.delivery(published))
    one = queries()
    for _number in range(29):
        publish_council_record(samples.session(published))
        samples.delivery(published)

    assert queries() == one
