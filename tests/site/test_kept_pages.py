"""What is kept of the answers to readers, what is not, and when it is taken away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from reports.models import Publication
from reports.site import kept_pages
from reports.site import page as page_module
from reports.site.kept_pages import MARK, Outage

from . import sample

PAGES = ("/2024/", "/2024/v1/", "/2024/veri/gider-ekonomik.csv", "/hakkinda/")


SESSION = "a" * 32


@contextmanager
def away() -> Iterator[None]:
    """Nothing can be asked of the database."""

    def gone(*_statement: object) -> None:
        raise OperationalError("database is locked")

    with connection.execute_wrapper(gone):
        yield


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(settings, "KEPT_PAGES_DIR", tmp_path / "pages")
    kept_pages._written.clear()
    kept_pages.outage.over()
    yield
    kept_pages.outage.over()


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


def kept() -> list[Path]:
    return sorted(path for path in kept_pages.folder().glob("*/*"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_was_read_is_answered_as_it_was(
    published: Publication, reader: Client, address: str
) -> None:
    before = reader.get(address)
    with away():
        after = reader.get(address)

        assert (after.status_code, after.content) == (200, before.content)
        assert after.headers["Content-Type"] == before.headers["Content-Type"]
        assert after.headers["Content-Security-Policy"] == before.headers["Content-Security-Policy"]
        assert MARK in after.headers
        # Another question, another language: nothing of that was read.
        assert reader.get(address, {"q": "su"}).status_code == 503
        assert reader.get(address, headers={"cookie": "dil=en"}).status_code == 503
    kept_pages.outage.over()
    again = reader.get(address)
    assert (again.status_code, MARK in again.headers) == (200, False)


def test_a_known_page_is_not_sent_again(published: Publication, reader: Client) -> None:
    tag = reader.get("/2024/").headers["ETag"]
    with away():
        again = reader.get("/2024/", headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize(
    ("address", "wanted", "sentence"),
    [
        ("/2024/", "text/html", "Portal şu anda yanıt veremiyor"),
        ("/yonetim/", "text/html", "Portal şu anda yanıt veremiyor"),
        ("/yonetim/login/", "text/html", "Portal şu anda yanıt veremiyor"),
        ("/yonetim/pano/", "application/json", '{"hata": "Portal şu anda'),
        ("/2024/surumler.json", "*/*", '{"hata": "Portal şu anda'),
    ],
)
def test_what_was_not_read_is_answered_with_a_sentence_and_a_time(
    db: None, reader: Client, address: str, wanted: str, sentence: str
) -> None:
    reader.cookies[settings.SESSION_COOKIE_NAME] = SESSION
    with away():
        answer = reader.get(address, headers={"accept": wanted})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert sentence in answer.content.decode()


def test_who_was_sending_something_is_told_to_look(db: None, reader: Client) -> None:
    reader.cookies[settings.SESSION_COOKIE_NAME] = SESSION
    with away():
        answer = reader.post("/yonetim/login/", {"username": "örnek", "password": "örnek"})

    assert answer.status_code == 503
    assert "Gönderilenler kaydedilmemiş olabilir" in answer.content.decode()


def test_a_fault_of_the_program_stays_one(
    published: Publication, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get("/2024/")
    monkeypatch.setattr(page_module.Page, "tag", lambda _page: 1 / 0)

    answer = reader.get("/2024/")

    assert answer.status_code == 500
    assert "Beklenmeyen bir hata" in answer.content.decode()


def test_the_office_is_never_kept_nor_answered_from_there(
    published: Publication, reader: Client
) -> None:
    assert reader.get("/yonetim/login/").status_code == 200
    assert kept() == []


def test_nothing_is_kept_of_faults_and_of_who_is_signed_in(
    published: Publication, reader: Client
) -> None:
    for address in ("/2024/yok/", "/2023/", "/saglik"):
        reader.get(address)
    reader.cookies[settings.SESSION_COOKIE_NAME] = SESSION
    reader.get("/2024/hedefler/")

    assert kept() == []


def test_a_page_is_written_once_and_again_when_it_changes(
    published: Publication, reader: Client
) -> None:
    reader.get("/2024/v1/")
    [first] = kept()
    written = first.stat().st_mtime_ns
    reader.get("/2024/v1/")
    assert first.stat().st_mtime_ns == written

    sample.publish(sample.document(headlines=()), version=2, reason="Örnek gerekçe")
    page = reader.get("/2024/v1/")

    assert first.read_bytes().endswith(page.content)


@pytest.mark.django_db(transaction=True)
def test_what_becomes_public_takes_away_what_does_not_tell_it(reader: Client) -> None:
    sample.publish()
    for address in PAGES:
        reader.get(address)
    assert len(kept()) == len(PAGES)
    begun = kept_pages.moment()

    sample.publish(sample.document(headlines=()), version=2, reason="Örnek gerekçe")

    assert kept() == []
    # An answer that was begun before is not kept after it.
    assert kept_pages.moment() != begun


def test_the_newest_pages_stay_when_there_are_too_many(
    published: Publication, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("/2024/", "/2024/v1/", "/2024/v1/?q=su"):
        reader.get(address)
    assert len(kept()) == 3

    most = sum(path.stat().st_size for path in kept()) - 1
    monkeypatch.setattr(settings, "KEPT_PAGES_MAX_BYTES", most)
    kept_pages.make_room()

    assert [path.suffix for path in kept()] == ["", ""]


def test_one_reader_at_a_time_asks_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    outage = Outage()
    assert not outage.lasts()

    outage.begun()
    assert outage.lasts()
    now += Outage.PAUSE
    assert [outage.lasts() for _ in range(3)] == [False, True, True]
    outage.over()
    assert not outage.lasts()
