"""Files that the office makes of its tables: four formats, in all of which a text is a text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.collect.reading.files import read_file
from reports.core.tables import Value
from reports.office.tables.exporting import FORMATS, FileFormat, Rows

HEADING = ["ad", "tutar", "gün", "var"]
TEXTS = ("=1+1", "+1", "-1", "@x", "-", "iki\nsatır", "007")
LINES: list[list[Value]] = [[text, Decimal("1234.5"), date(2024, 5, 6), True] for text in TEXTS]
ROWS: Rows = [HEADING, *LINES]


@pytest.mark.parametrize("kind", FORMATS)
def test_texts_figures_and_dates_are_read_as_they_were_written(kind: type[FileFormat]) -> None:
    book = read_file(kind.write(ROWS))
    heading, *rows = book.sheets[0].rows.values()

    assert [cell.value for cell in heading] == HEADING
    assert [row[0].value for row in rows] == list(TEXTS)
    assert not [cell for row in rows for cell in row if cell.formula]
    figure, day, answer = (cell.value for cell in rows[0][1:])
    if book.has_formats:
        assert (figure, day, answer) == (1234.5, date(2024, 5, 6), True)
    else:
        assert (figure, day, answer) in (
            ("1234.5", "2024-05-06", "true"),
            ("1234,5", "06.05.2024", "evet"),
        )


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind.extension == "csv"])
def test_a_spreadsheet_computes_no_text_of_a_csv_file(kind: type[FileFormat]) -> None:
    lines = kind.write([["ad"], *([text] for text in TEXTS[:4])]).decode("utf-8-sig").split()

    assert lines == ["ad", "'=1+1", "'+1", "'-1", "'@x"]
