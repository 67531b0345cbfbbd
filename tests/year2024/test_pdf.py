"""The printed report of 2024: every section and every table with rows is on its pages.

Whether it is a standard file is asked of what goes out last: the signed one (test_pdf_signed.py),
which begins with this file's bytes.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.models import Report
from reports.present.editions import Edition, draft_edition
from reports.present.pdf.cache import Cache
from reports.present.pdf.data import data_file
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import render


def flat(text: str) -> str:
    """Text without blanks: extraction differs in them, and lines break inside titles."""
    return re.sub(r"\s+", "", text)


@cache
def published() -> Edition:
    """Today's rows as if they were published; needs the database at first use."""
    draft = draft_edition(Report.objects.get(year_id=2024))
    return replace(draft, version=1, published_at=datetime(2025, 4, 1, 6, 0, tzinfo=UTC))


@cache
def html() -> str:
    return report_html(published())


@cache
def printed() -> bytes:
    return render(html(), data=data_file(published()))


@pytest.fixture
def edition(report: Report) -> Edition:
    return published()


def test_every_section_and_dataset_is_printed(edition: Edition) -> None:
    reader = PdfReader(io.BytesIO(printed()))
    text = "".join(flat(page.extract_text()) for page in reader.pages)
    # Running heads stand between the lines of a text that goes on over a page.
    missing = [
        title
        for title in [
            *(node.label for node in edition.document.nodes()),
            *(table.title for table in edition.document.tables.values() if table.rows),
            *(chart.title for chart in edition.document.charts.values()),
        ]
        if flat(title) not in text
    ]
    assert missing == []
    assert len(reader.pages) > 50


@pytest.mark.exhaustive(
    "the sample is printed in all these ways in tests/present/pdf/test_chapters.py"
)
@pytest.mark.usefixtures("edition")
def test_neither_processes_nor_the_cache_change_a_byte(tmp_path: Path) -> None:
    data = data_file(published())
    cache = Cache(tmp_path / "cache", 100_000_000)
    cold = render(html(), data=data, cache=cache, processes=2)
    warm = render(html(), data=data, cache=cache, processes=2)
    assert cold == warm == printed()


def test_every_row_of_every_dataset_is_in_the_print(edition: Edition) -> None:
    for table in edition.document.tables.values():
        if table.rows:
            assert html().count(f'id="tablo-{table.slug}"') == 1, table.id
    anchors = re.findall(r'id="([^"]+)"', html())
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html())) <= set(anchors)
