"""The printed report of 2024: every section and every table with rows is on its pages."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from reports.models import Report
from reports.pdf.document import report_html
from reports.pdf.renderer import render
from reports.publishing import Edition, draft_edition


def flat(text: str) -> str:
    """Text without blanks: extraction differs in them, and lines break inside titles."""
    return re.sub(r"\s+", "", text)


@pytest.fixture
def edition(report: Report) -> Edition:
    return draft_edition(report)


def test_every_section_and_dataset_is_printed(edition: Edition) -> None:
    html = report_html(edition)
    reader = PdfReader(io.BytesIO(render(html)))
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


def test_every_row_of_every_dataset_is_in_the_print(edition: Edition) -> None:
    html = report_html(edition)
    for table in edition.document.tables.values():
        if table.rows:
            assert html.count(f'id="tablo-{table.slug}"') == 1, table.id
    anchors = re.findall(r'id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)
