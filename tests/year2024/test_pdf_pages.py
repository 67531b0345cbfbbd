"""The pages of the printed report of 2024: well filled, nothing left alone on them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from reports.present.editions import Edition
from tests.present.pdf.pages import THIN, chapter_ends, fillings, orphans

from .test_pdf import printed, published


@pytest.fixture
def edition(report: object) -> Edition:
    return published()


@pytest.mark.usefixtures("edition")
def test_no_page_is_nearly_empty_but_the_last_of_a_chapter(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed())
    with pikepdf.open(file) as pdf:
        ends = chapter_ends(pdf)
    filled = fillings(file, tmp_path)
    thin = {page + 1: share for page, share in enumerate(filled) if share < THIN}

    assert {page: share for page, share in thin.items() if page - 1 not in ends} == {}
    assert len(thin) <= 3
    assert sum(filled) / len(filled) > 0.75


@pytest.mark.usefixtures("edition")
def test_no_row_note_or_heading_stands_alone() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        assert orphans(pdf) == []


@pytest.mark.usefixtures("edition")
def test_what_surrounds_the_report_takes_a_fifth_at_most() -> None:
    """The annex of the checks, and the indexes of tables and charts."""
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        with pdf.open_outline() as outline:
            starts = {
                item.title: numbers[item.destination[0].objgen]  # type: ignore[index]
                for item in outline.root
            }
        pages = len(pdf.pages)
    checks = next(start for title, start in starts.items() if title.startswith("Ek: Tutarlılık"))
    assert (pages - checks) / pages <= 0.2
