"""Pages of the 2024 report that every kind of reader meets, and how their figures are read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kars_portal.lib.numbers import MISSING, parse_localised

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PAGES = (
    "/2024/",
    "/2024/icindekiler/",
    "/2024/bolum/iii-a-1-butce-uygulama-sonuclari/",
    "/2024/bolum/i-c-4-insan-kaynaklari/",
    "/2024/veri/",
    "/2024/veri/gider-ekonomik",
    "/2024/veri/mudurluk-butceleri?q=isleri&sirala=-spent",
    "/2024/mudurlukler/",
    "/2024/mudurluk/fen-isleri/",
    "/2024/hedefler/",
    "/2024/hedef/1-1/",
    "/2024/gosterge/1-1-1/",
    "/2024/sozlesmeler/",
    "/2024/grafikler/",
    "/2024/surumler/",
    "/hakkinda/",
)

OFFICE_PAGES = (
    "/yonetim/",
    "/yonetim/departments/vehicle/",
    "/yonetim/departments/activity/add/",
    "/yonetim/departments/department/import/",
    "/yonetim/veri-girisi/dosya/departments.activity/",
    "/yonetim/finance/expenditureline/",
    "/yonetim/reports/narrative/add/",
    "/yonetim/reports/report/2024/change/",
    "/yonetim/reports/report/2024/yayimla/",
    "/yonetim/bolum/2024/III.B.1/fen-isleri/",
    "/yonetim/bolum/2024/III.B.1/fen-isleri/gecmis/",
    "/yonetim/reports/pdfexport/",
)


def texts(found: Locator) -> list[str]:
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def number(text: str) -> Decimal | None:
    """A figure as the page spells it; a missing one is None."""
    bare = text.replace("TL", "").strip().removeprefix("%")
    return None if bare == MISSING else parse_localised(bare, spelling="tr")


def body_rows(page: Page) -> list[list[str]]:
    """Cells of the page's first table, its totals left out."""
    rows = page.locator("figure.table > .table__scroll").first.locator("tbody tr:not(.row--total)")
    return [texts(row.locator("th, td")) for row in rows.all()]


def total_rows(page: Page) -> list[list[str]]:
    rows = page.locator("figure.table > .table__scroll").first.locator("tbody tr.row--total")
    return [texts(row.locator("th, td")) for row in rows.all()]


def heads(page: Page) -> list[str]:
    return texts(page.locator("figure.table > .table__scroll").first.locator("thead th"))


def added(cells: Iterable[str]) -> Decimal:
    return sum((figure for cell in cells if (figure := number(cell)) is not None), Decimal(0))
