"""The workbook in LibreOffice, without a screen: typed into, computed, saved, and read back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.collect.recognising.recognise import Row
from reports.collect.sheets import GridRow, Sheet
from reports.collect.workbooks.units import directorate
from reports.core.tables import Table
from tests.collect.workbooks.office_hand import (
    TABLE,
    empty_row,
    libreoffice,
    made,
    opened,
    places,
    row_named,
    rows_of,
    tab,
    typed_by_libreoffice,
)

pytestmark = pytest.mark.django_db

DAY = 46_022
"""31.12.2025, as spreadsheets count days."""
TYPED: dict[str, dict[str, str | float]] = {
    "=1+1": {"adet": 1500, "olumlu": 400, "alan": 12.345, "tutar": 9876543.21, "tarih": DAY},
    "+90 hattı": {"adet": 0, "pay": 0.003, "kod": "007"},
    "": {"ad": "=Örnek satır", "kod": "1-2", "adet": 500, "olumlu": 20, "pay": 1},
}
EXPECTED = [
    {"ad": "=1+1", "kod": "06", "adet": "1500", "olumlu": "400", "alan": "12,345",
     "tutar": "9876543,21", "pay": "", "tarih": "2025-12-31"},
    {"ad": "+90 hattı", "kod": "007", "adet": "0", "olumlu": "", "alan": "", "tutar": "",
     "pay": "0,3", "tarih": ""},
    {"ad": "@örnek", "kod": "1-2", "adet": "", "olumlu": "", "alan": "", "tutar": "", "pay": "",
     "tarih": ""},
    {"ad": "=Örnek satır", "kod": "1-2", "adet": "500", "olumlu": "20", "alan": "", "tutar": "",
     "pay": "100", "tarih": ""},
]  # fmt: skip


def entry(key: str) -> Sheet:
    unit = directorate(2025, "fen-isleri")
    assert unit is not None
    return next(sheet for sheet in unit.sheets() if sheet.key == key)


def computed(sheet: Sheet, rows: list[Row]) -> Table:
    """What the portal computes of the rows of a file."""
    stored = {row.id: row for row in sheet.rows()}
    return sheet.computed(
        replace(
            stored.get(row.id, GridRow(f"y{row.number}", "", {})),
            cells={key: sheet.by_key[key].read(text) for key, text in row.cells.items()},
        )
        for row in rows
    )


def shown(content: bytes, name: str, key: str, rows: list[int]) -> list[Decimal | None]:
    """What LibreOffice has computed in a column, with percentages in percent."""
    sheet = tab(opened(content), name)
    place = next(c.column for r in sheet.iter_rows(max_row=8) for c in r if c.value == key)
    values = tab(opened(content, values=True), name)
    found = [values.cell(row, place) for row in rows]
    return [
        Decimal(repr(cell.value)) * (100 if "%" in cell.number_format else 1)
        if isinstance(cell.value, int | float)
        else None
        for cell in found
    ]


def test_what_is_typed_comes_back_exactly_and_is_computed_alike(tmp_path: Path) -> None:
    libreoffice()
    content = made("fen-isleri")
    sheet = tab(opened(content), TABLE)
    place = places(sheet)
    entries: list[list[object]] = []
    for name, cells in TYPED.items():
        row = row_named(sheet, name) if name else empty_row(sheet)
        entries += [[TABLE, f"{place[key]}{row}", value] for key, value in cells.items()]
    figures = tab(opened(content), "Araçlar")
    for name, value in (("Dolu", 4), ("Boş", 6)):
        entries.append(["Araçlar", f"{places(figures)['value']}{row_named(figures, name)}", value])

    xlsx, ods = typed_by_libreoffice(tmp_path, content, entries, ("xlsx", "ods"))

    for saved in (xlsx, ods):
        rows, problems = rows_of(saved, "tablo-tamir")
        assert problems == []
        assert [dict(row.cells) for row in rows] == EXPECTED
        assert [bool(row.id) for row in rows] == [True, True, True, False]
    table = computed(entry("tablo-tamir"), rows)
    numbers = [row.number for row in rows]
    for key in ("fark", "oran", "hisse"):
        said = [None if v is None else Decimal(str(v)) for v in table.column_values(key)]
        got = shown(xlsx, TABLE, f"computed:{key}", numbers)
        assert [v is None for v in got] == [v is None for v in said], key
        assert got == [v if v is None else pytest.approx(v, abs=Decimal("1e-6")) for v in said]
    assert shown(xlsx, "Araçlar", "giris:value", [9]) == [10]
    cars, problems = rows_of(xlsx, "liste-arac")
    assert [row.cells.get("value") for row in cars] == ["4", "6", None]
