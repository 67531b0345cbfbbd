"""One file for all readers of a version: what is downloaded is what is examined and compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from reports.enums import PdfKind
from reports.models import PdfExport, Publication
from reports.present.editions import edition
from reports.publish.signing.files import path_of as signed_path
from reports.publish.verification import signed
from reports.publish.verification.own import own_files

from .conftest import accept, keep

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("the newest of several rows")]

PLAIN, OTHER, SIGNED, RENEWED = (b"%PDF-1.7 " + word for word in (b"1", b"2", b"3", b"4"))


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch, first: Publication) -> Callable[[], bytes | None]:
    """The file whose signatures are shown for the version; None where there is none."""
    seen: list[bytes] = []
    monkeypatch.setattr(signed, "signatures_in", lambda path: seen.append(path.read_bytes()))

    def look() -> bytes | None:
        seen.clear()
        found = edition(first.year_id)
        assert found is not None
        signed.signatures_of(found)
        return seen[0] if seen else None

    return look


def downloaded(client: Client) -> bytes | None:
    response = client.get("/2024/rapor.pdf")
    if response.status_code == 503:
        return None
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def compared() -> set[bytes]:
    return {own.path.read_bytes() for own in own_files()}


def finish(export: PdfExport, *, minutes: int) -> None:
    moment = F("requested_at") + timedelta(minutes=minutes)
    PdfExport.objects.filter(pk=export.pk).update(finished_at=moment)


def test_readers_get_the_plain_file_until_one_is_signed(
    client: Client, first: Publication, examined: Callable[[], bytes | None]
) -> None:
    assert (downloaded(client), examined(), compared()) == (None, None, set())
    keep(first, PLAIN)
    assert (downloaded(client), examined(), compared()) == (PLAIN, PLAIN, {PLAIN})
    accept(first, SIGNED)
    assert (downloaded(client), examined(), compared()) == (SIGNED, SIGNED, {SIGNED})
    accept(first, RENEWED)
    assert (downloaded(client), examined(), compared()) == (RENEWED, RENEWED, {RENEWED})


def test_of_two_plain_files_readers_get_the_one_that_is_examined(
    client: Client, first: Publication, examined: Callable[[], bytes | None]
) -> None:
    """What was asked for first may be finished last."""
    finish(keep(first, PLAIN), minutes=5)
    finish(keep(first, OTHER), minutes=1)

    assert downloaded(client) == examined() == PLAIN


def test_a_plain_file_that_is_lost_is_replaced_by_an_earlier_one(
    client: Client,
    first: Publication,
    examined: Callable[[], bytes | None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    finish(keep(first, PLAIN), minutes=1)
    lost = keep(first, OTHER)
    finish(lost, minutes=5)
    lost.file.delete(save=False)

    assert downloaded(client) == examined() == PLAIN
    assert f"PDF export {lost.pk} is missing" in caplog.text


def test_a_signed_file_that_is_lost_is_replaced_by_none(
    client: Client, first: Publication, examined: Callable[[], bytes | None]
) -> None:
    """Comparing goes on with what is left: a copy of the lost file begins with it."""
    keep(first, PLAIN)
    accept(first, SIGNED)
    signed_path(accept(first, RENEWED).file).unlink()

    assert (downloaded(client), examined(), compared()) == (None, None, {SIGNED})


def test_a_signed_report_does_not_stand_for_the_other_prints(
    client: Client, first: Publication
) -> None:
    keep(first, PLAIN)
    accept(first, SIGNED)
    keep(first, OTHER, kind=PdfKind.SUMMARY)

    assert b"".join(client.get("/2024/ozet.pdf").streaming_content) == OTHER  # type: ignore[attr-defined]
