"""What is sent wrongly gets the portal's own page with a true sentence, and one line in the log."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.test import Client, RequestFactory

from kars_portal.lib.logs import RefusedInOneLine
from reports.site.refusals import bad_request

LOGIN = "/yonetim/login/"
DEFECT = "multipart/form-data; boundary="

pytestmark = pytest.mark.django_db


def test_a_malformed_form_is_told_so(client: Client) -> None:
    for address in (LOGIN, "/dogrula/"):
        answer = client.generic("POST", address, b"--x\r\nspoilt", content_type=DEFECT)

        assert answer.status_code == 400
        assert "okunamadı" in answer.content.decode()
        assert "Başlangıç sayfası" in answer.content.decode()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", LOGIN, "/dogrula/", "/yonetim/pano/"])
def test_no_page_takes_another_method(client: Client, address: str, method: str) -> None:
    answer = client.generic(method, address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "istek türü kabul edilmez" in answer.content.decode()


def test_a_public_page_is_not_posted_to() -> None:
    """Whoever posts to it has no token, and needs none to be told what is true."""
    answer = Client(enforce_csrf_checks=True).post("/", {"a": "b"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "istek türü kabul edilmez" in answer.content.decode()


def test_a_view_that_refuses_a_method_gets_the_page(office: Client) -> None:
    answer = office.get("/yonetim/logout/")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST, OPTIONS"
    assert "istek türü kabul edilmez" in answer.content.decode()


@pytest.mark.parametrize("address", [LOGIN, "/dogrula/"])
def test_a_body_of_unknown_length_is_refused(client: Client, address: str) -> None:
    answer = client.post(address, headers={"Transfer-Encoding": "chunked"}, CONTENT_LENGTH="")

    assert answer.status_code == 411
    assert "Content-Length" in answer.content.decode()


def test_programs_get_the_sentence_alone(client: Client) -> None:
    answer = client.generic(
        "POST", "/dogrula/", b"--x", content_type=DEFECT, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["error"] == "malformed"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RequestDataTooBig(), "birlikte sınırı aşıyor"),
        (TooManyFieldsSent(), "çok alan içeriyor"),
        (DisallowedHost(), "tanımadığı bir alan adıyla"),
    ],
)
def test_each_reason_has_its_sentence(error: Exception, sentence: str) -> None:
    answer = bad_request(RequestFactory().get("/"), error)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_refused_page_is_one_line_in_the_log(
    office: Client, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(RefusedInOneLine())
    with caplog.at_level(logging.WARNING, logger="django.request"):
        client.force_login(_nobody())
        assert client.get("/yonetim/reports/narrative/").status_code == 403

    (record,) = [item for item in caplog.records if item.name == "django.request"]
    assert record.exc_info is None
    handlers: dict[str, Any] = settings.LOGGING
    assert "refused" in handlers["handlers"]["console"]["filters"]


def test_a_fault_keeps_where_it_happened() -> None:
    record = logging.makeLogRecord({"status_code": 500, "exc_info": (None, None, None)})

    RefusedInOneLine().filter(record)

    assert record.exc_info is not None


def _nobody() -> User:
    return User.objects.create_user("ornek-nobody", is_staff=True)
