"""A citizen reads the report, with and without JavaScript: prose, tables, files, promises."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from kars_portal.lib.numbers import round_half_up
from kars_portal.lib.turkish import search_key, sort_key

from .places import added, body_rows, heads, number, texts, total_rows
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .conftest import Portal

BUDGETS = "/2024/veri/mudurluk-butceleri"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(chromium: Browser, portal: Portal, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader's window; the portal promises the same to those whose browser runs no scripts."""
    context = chromium.new_context(
        base_url=portal.url,
        locale="tr-TR",
        java_script_enabled=request.param,
        accept_downloads=True,
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_figure_in_the_prose_leads_to_its_row_in_the_table(reader: Page) -> None:
    reader.goto("/2024/")
    reader.get_by_role("link", name="Raporu oku").click()
    reader.get_by_role("link", name=re.compile("Bütçe Uygulama Sonuçları$")).first.click()
    assert text_of(reader.locator("h1")) == "Bütçe Uygulama Sonuçları"

    reader.locator(".prose a.figure", has_text="800.564.423,30 TL").first.click()

    reader.wait_for_url("**/2024/veri/gider-ekonomik#satir-total")
    assert "800.564.423,30" in texts(reader.locator("#satir-total td"))


def test_every_headline_of_the_front_page_leads_to_a_table(reader: Page) -> None:
    reader.goto("/2024/")
    links = [a.get_attribute("href") or "" for a in reader.locator(".stats a").all()]
    answers = {href: reader.request.get(href).status for href in links}

    assert len(links) == reader.locator(".stats dt").count()
    assert set(answers.values()) == {200}


@pytest.mark.parametrize(
    ("column", "is_text"), [("Müdürlük", True), ("Harcama", False), ("Gerçekleşme oranı", False)]
)
def test_a_heading_sorts_its_column_up_and_then_down(
    reader: Page, column: str, is_text: bool
) -> None:
    reader.goto(BUDGETS)
    position = [head.split(" (")[0] for head in heads(reader)].index(column)

    for direction in ("ascending", "descending"):
        reader.locator("thead th").nth(position).get_by_role("link").click()
        reader.wait_for_load_state()

        cells = [row[position] for row in body_rows(reader)]
        if is_text:
            expected = sorted(cells, key=sort_key, reverse=direction == "descending")
            assert cells == expected
        else:
            figures = [number(cell) for cell in cells]
            known = [figure for figure in figures if figure is not None]
            assert known == sorted(known, reverse=direction == "descending")
            assert figures == known + [None] * (len(figures) - len(known))
        marks = [head.get_attribute("aria-sort") for head in reader.locator("thead th").all()]
        assert marks == [direction if i == position else None for i in range(len(marks))]


def test_a_filter_by_text_finds_words_without_turkish_letters(reader: Page) -> None:
    reader.goto(BUDGETS)
    everything = body_rows(reader)
    reader.get_by_label("Tabloda ara").fill("isleri")
    reader.get_by_role("button", name="Süz").click()
    reader.wait_for_url("**q=isleri**")

    shown = body_rows(reader)
    assert shown == [row for row in everything if "isleri" in search_key(" ".join(row))]
    assert 0 < len(shown) < len(everything)
    status = text_of(reader.get_by_role("status"))
    assert status == f"{len(everything)} satırdan {len(shown)} satır gösteriliyor"


def test_the_total_follows_a_filter_by_figure(reader: Page) -> None:
    reader.goto(BUDGETS)
    everything = body_rows(reader)
    whole = total_rows(reader)
    spent = [head.split(" (")[0] for head in heads(reader)].index("Harcama")
    reader.get_by_text("Rakamlara göre süz").click()
    reader.get_by_label("Rakam sütunu").select_option(label="Harcama")
    reader.get_by_label("En az").fill("20.000.000")
    reader.get_by_label("En çok").fill("60.000.000,00")
    reader.get_by_role("button", name="Süz").click()
    reader.wait_for_url("**enaz=20.000.000**")

    shown = body_rows(reader)
    bounds = (Decimal(20_000_000), Decimal(60_000_000))
    assert shown == [r for r in everything if bounds[0] <= (number(r[spent]) or 0) <= bounds[1]]
    assert 0 < len(shown) < len(everything)
    part, all_rows = total_rows(reader)
    assert part[0] == "Süzülen satırların toplamı"
    assert number(part[spent]) == added(row[spent] for row in shown)
    assert [all_rows] == whole


def test_a_number_that_cannot_be_read_is_answered_with_a_sentence(reader: Page) -> None:
    reader.goto(f"{BUDGETS}?rakam=spent&enaz=elli")

    assert reader.locator(".field__error").count() == 1
    assert len(body_rows(reader)) > 20


@pytest.mark.parametrize("slug", ["mudurluk-butceleri", "gider-ekonomik", "personel-ogrenim"])
def test_the_files_of_a_table_hold_what_its_page_shows(reader: Page, slug: str) -> None:
    reader.goto(f"/2024/veri/{slug}")
    page_rows, page_totals = body_rows(reader), total_rows(reader)
    page_keys = [
        (row.get_attribute("id") or "").removeprefix("satir-")
        for row in reader.locator(".table__scroll tbody tr:not(.row--total)").all()
    ]
    downloads = reader.locator("ul.downloads").first
    files: dict[str, bytes] = {}
    for label in ("CSV", "Excel"):
        with reader.expect_download() as coming:
            downloads.get_by_role("link", name=label, exact=True).click()
        files[label] = coming.value.path().read_bytes()
        assert coming.value.suggested_filename.startswith("2024-s")
    href = downloads.get_by_role("link", name="JSON", exact=True).get_attribute("href") or ""
    published = json.loads(reader.request.get(href).text())

    head, *lines = list(csv.reader(io.StringIO(files["CSV"].decode())))
    assert [line[0] for line in lines] == page_keys
    assert [_shown(line[1:], row) for line, row in zip(lines, page_rows, strict=True)] == page_rows

    records = [[record[key] for key in head[1:]] for record in published["rows"]]
    assert [["" if cell is None else str(cell) for cell in line] for line in records] == [
        line[1:] for line in lines
    ]

    sheet = load_workbook(io.BytesIO(files["Excel"]))["Veri"]
    named = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    # The last column says which row it is, for when the file comes back.
    assert [key for *_cells, key in named][: len(page_keys)] == page_keys
    cells = [row[:-1] for row in named]
    spelled = [["" if cell is None else str(cell) for cell in line] for line in cells]
    both = [*page_rows, *page_totals]
    assert [_shown(line, row) for line, row in zip(spelled, both, strict=True)] == both


def _shown(cells: list[str], as_shown: list[str]) -> list[str]:
    """The page's spelling of a file's cells where the values are the same, else the file's own."""
    result = []
    for cell, text in zip(cells, as_shown, strict=True):
        if text == cell or (not cell and text in {"—", ""}):
            result.append(text)
            continue
        try:
            shown = number(text)
            value = Decimal(cell)
        except (ValueError, ArithmeticError):
            result.append(cell)
            continue
        places = len(text.rpartition(",")[2]) if "," in text else 0
        result.append(text if shown == round_half_up(value, places) else cell)
    return result


def test_a_promise_is_found_by_a_word_without_turkish_letters(reader: Page) -> None:
    reader.goto("/2024/")
    reader.get_by_role("navigation", name="Ana menü").get_by_role("link", name="Hedefler").click()
    reader.get_by_label("Gösterge ara").fill("calisan memnuniyeti")
    reader.get_by_role("button", name="Süz").click()
    reader.wait_for_url("**q=calisan**")

    names = texts(reader.locator(".indicators__name a"))
    assert "Çalışan Memnuniyetinin Yıllık Artış Oranı" in names
    assert text_of(reader.get_by_role("status")) == f"{len(names)} gösterge"

    reader.get_by_role("link", name="Çalışan Memnuniyetinin Yıllık Artış Oranı").click()
    reader.wait_for_url("**/2024/gosterge/1-1-1/")
    assert text_of(reader.locator("h1")) == "Çalışan Memnuniyetinin Yıllık Artış Oranı"
    figures = dict(
        zip(
            texts(reader.locator(".stats dt")),
            texts(reader.locator(".stats .stat__value")),
            strict=True,
        )
    )
    assert figures == {"Hedef": "20", "Gerçekleşme": "0", "Gerçekleşme oranı": "%0"}


def test_a_page_that_does_not_exist_says_so_in_turkish(reader: Page) -> None:
    answer = reader.goto("/2024/veri/boyle-bir-tablo-yok")

    assert answer is not None
    assert answer.status == 404
    assert text_of(reader.locator("h1")) == "Sayfa bulunamadı"
    assert reader.title() != ""
