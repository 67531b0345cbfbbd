"""Unit report and summary of 2024: archival, accessible, complete, of a sensible length."""

from __future__ import annotations

import io
import re
from functools import cache

import pytest
from django.db import connection
from pypdf import PdfReader

from reports.core.tables import Table
from reports.models import Report
from reports.present.editions import Edition
from reports.present.pdf.prints import print_data, units_of
from reports.present.pdf.renderer import render
from reports.present.pdf.summary import summary_html
from reports.present.pdf.unit import unit_html
from tests.present.pdf.verapdf import validate

from .test_pdf import flat, published

UNIT = "su-kanalizasyon"
CHAPTERS = (
    "Para nereden geldi, nereye gitti?",
    "Sözler tutuldu mu?",
    "Neler yapıldı?",
    "Borçlar, çalışanlar, denetçiler",
    "Bu rakamlar nasıl denetlenir?",
    "Sözlük",
)


@pytest.fixture
def edition(report: Report) -> Edition:
    return published()


@cache
def unit_pdf() -> bytes:
    return render(unit_html(published(), UNIT), data=print_data(published(), "unit", UNIT))


@cache
def summary_pdf() -> bytes:
    return render(summary_html(published()))


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("make", [unit_pdf, summary_pdf])
def test_the_prints_are_archival_and_accessible(make: object) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the file does not depend on the database: validated in the run on SQLite")
    verdict = validate(make())  # type: ignore[operator]

    assert verdict.broken == []
    assert min(verdict.checked.values()) > 20_000


@pytest.mark.usefixtures("edition")
def test_the_summary_is_short() -> None:
    reader = PdfReader(io.BytesIO(summary_pdf()))
    text = flat("".join(page.extract_text() for page in reader.pages))

    assert 4 <= len(reader.pages) <= 6
    for title in CHAPTERS:
        assert flat(title) in text, title


def test_every_unit_report_shows_all_of_its_section(edition: Edition) -> None:
    """Each table of a directorate's own section, and every anchor that a link names."""
    units = units_of(edition)
    for code in units:
        html = unit_html(edition, code)
        anchors = re.findall(r'id="([^"]+)"', html)
        assert len(anchors) == len(set(anchors)), code
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors), code
        for table in own_tables(edition, code):
            assert f'id="tablo-{table.slug}"' in html, (code, table.id)
    assert len(units) > 20


def own_tables(edition: Edition, code: str) -> list[Table]:
    section = f"III.B.1/{code}"
    return [
        table
        for table in edition.document.tables.values()
        if table.section == section and table.rows and table.in_section
    ]
