"""What citizens read of 2024: one number for one thing, and both figures where the print errs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from kars_portal.lib.numbers import format_percent
from reports.core.registry import Kind
from reports.models import Report
from reports.present.editions import edition
from reports.present.render.rates import meaning_of
from reports.publish.versions import publish_report
from tests.site.speech import turkish_said_to_be_english


@pytest.fixture(scope="module", autouse=True)
def version_1(rows_of_2024: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        publish_report(Report.objects.get(year_id=2024))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _db(db: None) -> None:
    """Every test in a savepoint."""


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("address", ["/2024/", "/2024/hedefler/"])
def test_reached_targets_have_one_rate(client: Client, address: str) -> None:
    found = edition(2024)
    assert found is not None
    rate = found.document.tables["performance.goal_results"].number("total", "achieved_rate")
    text = words(client, address)

    shown = {match[1] for match in re.finditer(r"\d+ Ulaşıldı (%[\d,]+)", text)}
    headline = {match[1] for match in re.finditer(r"Hedefine ulaşan gösterge (%[\d,]+)", text)}

    assert shown == {format_percent(rate)}
    assert headline <= shown


def test_an_indicator_whose_printed_rate_is_wrong_says_so(client: Client) -> None:
    text = words(client, "/2024/gosterge/1-1-9/").partition("Denetimde tutmayanlar")[2]

    assert "Yazan: %100" in text
    assert ": %50;" in text


def test_every_rate_of_the_year_says_of_what_it_is() -> None:
    """But for the columns that a directorate has made for itself without explaining them."""
    found = edition(2024)
    assert found is not None
    silent = {
        f"{table.id}.{column.key}"
        for table in found.document.tables.values()
        for column in table.columns
        if column.kind is Kind.PERCENT and not meaning_of(column, table)
    }

    assert {name for name in silent if not name.startswith("tables.")} == set()


@pytest.mark.parametrize(
    "address",
    [
        "/2024/",
        "/2024/bolum/iii-a-1-butce-uygulama-sonuclari/",
        "/2024/veri/sozlesmeler",
        "/2024/mudurluk/fen-isleri/",
        "/2024/gosterge/1-1-9/",
        "/2024/mutabakat/",
        "/denetim-kurallari/",
    ],
)
def test_an_english_page_marks_what_the_report_says(client: Client, address: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get(address).content.decode()

    assert '<html lang="en">' in html
    assert turkish_said_to_be_english(html) == []
