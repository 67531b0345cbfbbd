"""A workbook that comes back: what was filled in or moved, and the cells that are refused."""

from __future__ import annotations

import io
from copy import copy
from datetime import date

import pytest
from openpyxl import Workbook as OpenpyxlBook
from openpyxl.worksheet.worksheet import Worksheet

from departments.models import FreeRow, Vehicle
from reports.collect.reading.files import read_file
from reports.collect.workbooks.filled import base_of, rows_for
from reports.collect.workbooks.reading import workbook_in
from reports.collect.workbooks.units import directorate
from reports.models import FiscalYear
from tests.collect.workbooks.office_hand import (
    CARS,
    TABLE,
    book,
    changed,
    empty_row,
    found,
    made,
    places,
    put,
    row_named,
    rows_of,
    sheet_of,
    tab,
    worked_on,
)

pytestmark = pytest.mark.django_db

# -- as it was made --------------------------------------------------------------------------------


def test_any_other_file_is_no_workbook_of_the_portal() -> None:
    other = OpenpyxlBook()
    out = io.BytesIO()
    other.save(out)

    assert workbook_in(book(out.getvalue())) is None


def test_the_portals_reader_knows_it() -> None:
    workbook = workbook_in(read_file(made("fen-isleri")))

    assert workbook is not None
    assert (workbook.version, workbook.year, workbook.unit) == (1, 2025, "fen-isleri")
    assert workbook.institution == "Örnek Belediyesi"
    sheet = workbook.sheet("III.B.1/fen-isleri", "tablo-tamir")
    assert sheet is not None
    assert [row.mark.key for row in sheet.rows if row.mark] == ["1-1", "90-hatti", "ornek"]
    assert (sheet.problems, sheet.absent) == ([], [])


# -- filled in -------------------------------------------------------------------------------------


def test_what_was_filled_in_is_read_cell_by_cell() -> None:
    day = date(2025, 12, 31)
    content = worked_on(
        put("=1+1", adet=7, tutar=1234567.89, pay=0.515, tarih=day, alan=9.899999999999999)
    )

    rows, problems = rows_of(content, "tablo-tamir")

    assert problems == []
    row = FreeRow.objects.get(table__year=2025, table__code="tamir", key="1-1")
    assert (rows[0].id, rows[0].number) == (str(row.pk), 7)
    assert rows[0].cells == {
        "ad": "=1+1",
        "kod": "06",
        "adet": "7",
        "olumlu": "",
        "alan": "9,9",
        "tutar": "1234567,89",
        "pay": "51,5",
        "tarih": "2025-12-31",
    }


def test_a_row_of_last_year_and_a_new_one_are_told_apart() -> None:
    Vehicle.objects.filter(year=2025).delete()

    def fill(sheet: Worksheet) -> None:
        place = places(sheet)
        sheet[f"{place['owned']}{row_named(sheet, 'Kamyon')}"] = 4
        row = empty_row(sheet)
        sheet[f"{place['name']}{row}"] = "Örnek taşıt"
        sheet[f"{place['leased']}{row}"] = 2

    rows, problems = rows_of(worked_on(fill, "mali", CARS), "araclar")

    assert problems == []
    assert [(row.id[:1], row.cells) for row in rows] == [
        ("s", {"name": "Kamyon", "owned": "4", "leased": ""}),
        ("", {"name": "Örnek taşıt", "owned": "", "leased": "2"}),
    ]


def test_a_choice_is_read_by_its_label() -> None:
    def fill(sheet: Worksheet) -> None:
        place, row = places(sheet), empty_row(sheet)
        sheet[f"{place['title']}{row}"] = "Örnek alım"
        sheet[f"{place['kind']}{row}"] = "Hizmet"

    rows, problems = rows_of(worked_on(fill, name="Doğrudan temin ve Devlet"), "dogrudan-temin")

    assert problems == []
    assert (rows[0].cells["title"], rows[0].cells["kind"]) == ("Örnek alım", "services")


def test_an_emptied_cell_is_an_erasure() -> None:
    FreeRow.objects.filter(table__year=2025, key="1-1").update(
        values={"ad": "=1+1", "kod": "06", "adet": "5"}
    )

    rows, problems = rows_of(worked_on(put("=1+1", adet=None)), "tablo-tamir")

    assert (rows[0].cells["adet"], problems) == ("", [])


def test_a_row_that_was_stored_meanwhile_is_found_by_its_key() -> None:
    Vehicle.objects.filter(year=2025).delete()
    content = worked_on(put("Kamyon", owned=4), "mali", CARS)
    year = FiscalYear.objects.get(year=2025)
    stored = Vehicle.objects.create(year=year, name="Kamyon", owned=9)

    rows, problems = rows_of(content, "araclar")

    assert problems == []
    assert rows[0].id == str(stored.pk)
    unit = directorate(2025, "mali")
    assert unit is not None
    entry = next(sheet for sheet in unit.sheets() if sheet.key == "araclar")
    base = base_of(sheet_of(found(content), "araclar"), entry)
    assert base.rows == {str(stored.pk): {"name": "Kamyon", "owned": "", "leased": ""}}


# -- moved, inserted, sorted, deleted --------------------------------------------------------------


def test_sorted_rows_keep_what_they_are() -> None:
    def turn(sheet: Worksheet) -> None:
        first, last = row_named(sheet, "+90 hattı"), row_named(sheet, "@örnek")
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(last, column)
            one.value, other.value = copy(other.value), copy(one.value)
        put("+90 hattı", adet=7)(sheet)

    rows, problems = rows_of(worked_on(turn), "tablo-tamir")

    assert problems == []
    assert [(row.cells["ad"], row.cells["adet"]) for row in rows] == [
        ("=1+1", ""),
        ("@örnek", ""),
        ("+90 hattı", "7"),
    ]
    keys = dict(FreeRow.objects.filter(table__year=2025).values_list("key", "pk"))
    assert [row.id for row in rows] == [str(keys[key]) for key in ("1-1", "ornek", "90-hatti")]


def test_inserted_rows_are_new_ones_and_shift_nothing() -> None:
    def insert(sheet: Worksheet) -> None:
        row = row_named(sheet, "+90 hattı")
        sheet.insert_rows(row, 2)
        sheet[f"{places(sheet)['ad']}{row}"] = "Örnek satır"

    rows, problems = rows_of(worked_on(insert), "tablo-tamir")

    assert problems == []
    assert [(bool(row.id), row.cells["ad"]) for row in rows] == [
        (True, "=1+1"),
        (False, "Örnek satır"),
        (True, "+90 hattı"),
        (True, "@örnek"),
    ]


def test_a_row_that_was_taken_out_is_told_and_nothing_becomes_of_it() -> None:
    content = worked_on(lambda sheet: sheet.delete_rows(row_named(sheet, "+90 hattı")))

    sheet = sheet_of(found(content), "tablo-tamir")
    rows, problems = rows_of(content, "tablo-tamir")

    assert [mark.key for mark in sheet.absent] == ["90-hatti"]
    assert ([row.cells["ad"] for row in rows], problems) == (["=1+1", "@örnek"], [])


def test_a_copied_row_is_refused_with_both_places() -> None:
    def double(sheet: Worksheet) -> None:
        row, free = row_named(sheet, "=1+1"), empty_row(sheet)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(free, column).value = copy(sheet.cell(row, column).value)

    _rows, problems = rows_of(worked_on(double), "tablo-tamir")

    assert len(problems) == 1
    assert "Satır 7 ve satır 10 aynı satırın kopyaları" in problems[0]


def test_a_row_of_another_worksheet_is_refused() -> None:
    def paste(workbook: OpenpyxlBook) -> None:
        source, target = tab(workbook, "Yollar"), tab(workbook, TABLE)
        free = empty_row(target)
        for column in (1, 2):
            target.cell(free, column).value = source.cell(
                row_named(source, "Örnek Mahallesi"), column
            ).value

    _rows, problems = rows_of(changed(made("fen-isleri"), paste), "tablo-tamir")

    assert ["10. satırı bu tablonun değil" in text for text in problems] == [True]


def test_a_renamed_worksheet_is_found_by_its_key() -> None:
    def rename(workbook: OpenpyxlBook) -> None:
        put("=1+1", adet=7)(tab(workbook, TABLE))
        tab(workbook, TABLE).title = "Yeni ad"
        workbook["_kars"].title = "Sayfa9"

    content = changed(made("fen-isleri"), rename)

    assert sheet_of(found(content), "tablo-tamir").name == "Yeni ad"
    assert rows_of(content, "tablo-tamir")[0][0].cells["adet"] == "7"


def test_a_moved_column_is_found_and_a_deleted_one_said() -> None:
    def insert(sheet: Worksheet) -> None:
        sheet.insert_cols(4)
        put("=1+1", adet=7)(sheet)

    rows, problems = rows_of(worked_on(insert), "tablo-tamir")
    assert (rows[0].cells["adet"], problems) == ("7", [])

    rows, problems = rows_of(worked_on(lambda sheet: sheet.delete_cols(4)), "tablo-tamir")
    assert "adet" not in rows[0].cells
    assert [("«adet» sütunu silinmiş" in text) for text in problems] == [True]


def test_without_its_key_column_a_worksheet_is_refused() -> None:
    rows, problems = rows_of(worked_on(lambda sheet: sheet.delete_cols(1)), "tablo-tamir")

    assert rows == []
    assert ["gizli anahtar sütunu (A) silinmiş" in text for text in problems] == [True]


def test_a_worksheet_that_stands_twice_is_refused() -> None:
    def double(workbook: OpenpyxlBook) -> None:
        tab(workbook, TABLE).title = "Tamir"
        workbook.copy_worksheet(tab(workbook, "Tamir"))

    content = changed(made("fen-isleri"), double)

    rows, problems = rows_of(content, "tablo-tamir")

    assert rows == []
    assert len(problems) == 1
    assert "«Tamir», «Tamir Copy» sayfaları aynı tablonun kopyaları" in problems[0]


def test_a_worksheet_that_was_taken_out_is_told() -> None:
    content = changed(made("fen-isleri"), lambda workbook: workbook.remove(tab(workbook, TABLE)))

    assert [mark.key for mark in found(content).absent] == ["tablo-tamir"]


# -- cells that are refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("adet", "=2+3", "sonucu dosyada yok"),
        ("ad", '="a"&"b"', "sonucu dosyada yok"),
        ("adet", 1.5, "tam sayı"),
        ("adet", "çok", "okunamadı"),
        ("adet", 0.5, "tam sayı"),
        ("alan", "6.600", "iki türlü okunabilir"),
        ("tutar", 1.234, "en çok 2 ondalık"),
        ("tutar", "5 m²", "m²"),
        ("ad", date(2025, 1, 2), "metin ister"),
        ("kod", 6, "metin ister"),
        ("adet", "#N/A", "#N/A"),
    ],
)
def test_a_cell_that_can_not_be_taken_is_said(
    key: str, value: str | float | date, said: str
) -> None:
    rows, problems = rows_of(worked_on(put("+90 hattı", **{key: value})), "tablo-tamir")

    assert len(problems) == 1
    assert said in problems[0]
    assert key not in rows[1].cells


def test_a_bare_number_in_a_percentage_is_asked_about() -> None:
    def bare(sheet: Worksheet) -> None:
        cell = sheet[f"{places(sheet)['pay']}{row_named(sheet, '=1+1')}"]
        cell.value, cell.number_format = 0.5, "General"

    _rows, problems = rows_of(worked_on(bare), "tablo-tamir")

    assert ["0,5" in text and "yüzde" in text for text in problems] == [True]


def test_a_locked_cell_that_was_changed_all_the_same_is_said() -> None:
    def rename(sheet: Worksheet) -> None:
        sheet[f"B{row_named(sheet, 'Kamyon')}"] = "Kamyonet"

    _rows, problems = rows_of(worked_on(rename, "mali", CARS), "araclar")

    assert ["kilitli" in text and "«Kamyon»" in text for text in problems] == [True]


def test_a_column_that_the_table_has_no_more_is_not_lost_in_silence() -> None:
    content = worked_on(put("=1+1", adet=7))
    unit = directorate(2025, "fen-isleri")
    assert unit is not None
    entry = next(sheet for sheet in unit.sheets() if sheet.key == "tablo-tamir")
    entry.columns = tuple(column for column in entry.columns if column.key != "adet")

    rows, problems = rows_for(sheet_of(found(content), "tablo-tamir"), entry)

    assert "adet" not in rows[0].cells
    assert ["«adet» sütunu tabloda artık yok" in problem.text for problem in problems] == [True]
