"""What clerks' own files hold that looked right and was read wrong."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from reports.collect.recognising.recognise import Chosen, Recognised
from reports.collect.recognising.rows import RowKind
from reports.collect.recognising.targets import Table, Target
from reports.office.intake.reading import other_sheets, sheet_of

from .asking import book, recognised
from .grid import CODES, INCOME

VEHICLES = Table(
    "Araçlar",
    (
        Target("name", "Taşıtın cinsi", is_name=True),
        Target("owned", "Belediyeye ait", (), True, 0, "adet"),
        Target("leased", "Kiralık", (), True, 0, "adet"),
    ),
    year=2024,
)
EXPENSES = Table(CODES.title, CODES.targets, year=2024)
HEAD = ("Taşıtın cinsi", "Belediyeye ait", "Kiralık")
Line = Sequence[str | int | float | date | None]


def workbook(
    *lines: Line, merged: str = "", formats: tuple[str, str] | None = None, title: str = "Sayfa1"
) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = title
    for line in lines:
        page.append(list(line))
    if merged:
        page.merge_cells(merged)
    if formats:
        page[formats[0]].number_format = formats[1]
    return made


def kept(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def found_in(table: Table, made: openpyxl.Workbook) -> Recognised:
    return recognised(kept(made), table, Chosen())


def aside(found: Recognised) -> list[tuple[int, RowKind]]:
    return [(row.number, row.kind) for row in found.aside]


@pytest.mark.parametrize(
    "name",
    [
        "T O P L A M", "G E N E L  T O P L A M", "TOP.", "Σ", "Grand Total", "Subtotal", "Tümü",
        "İCMAL", "TOPLAMLAR", "Araç Toplam Sayısı", "İş Makineleri Top.",
        "Toplam araç ve iş makinesi sayısı", "Müdürlük Genel Toplamı (Adet)",
    ],
)  # fmt: skip
def test_a_total_by_any_name_is_set_aside(name: str) -> None:
    found = found_in(VEHICLES, workbook(HEAD, ["Kamyon", 5, 1], ["Dozer", 2, 0], [name, 7, 1]))

    assert [row.number for row in found.rows] == [2, 3]
    assert aside(found) == [(4, RowKind.TOTAL)]
    assert all(total.holds for total in found.totals)


def test_a_sum_without_such_a_name_stays_and_is_told() -> None:
    rows: tuple[Line, ...] = (["Kamyon", 5, 1], ["Dozer", 2, 0], ["Bütün araçlar", 7, 1])
    found = found_in(VEHICLES, workbook(HEAD, *rows))

    assert [row.number for row in found.rows] == [2, 3, 4]
    assert any("toplamına eşit: 4" in note for note in found.notes)


def test_a_row_of_the_table_is_no_sum() -> None:
    known = Table(VEHICLES.title, VEHICLES.targets, frozenset({"tumu"}), year=2024)
    found = found_in(known, workbook(HEAD, ["Kamyon", 5, 1], ["Dozer", 2, 0], ["Tümü", 7, 1]))

    assert [row.number for row in found.rows] == [2, 3, 4]
    assert not found.notes


@pytest.mark.parametrize("title", ["2023 YILI", "2023", "2023 Yılı Gerçekleşmeleri"])
def test_rows_below_a_title_of_another_year_are_not_taken(title: str) -> None:
    head = ["Kod", "Açıklama", "Tutar"]
    rows: tuple[Line, ...] = (
        ["2024 YILI"],
        head,
        ["01", "a", 1],
        [],
        [title],
        head,
        ["02", "b", 3],
    )
    found = found_in(EXPENSES, workbook(*rows))

    assert [row.number for row in found.rows] == [3]
    assert (7, RowKind.OTHER_YEAR) in aside(found)


def test_a_year_before_the_right_one_is_not_taken_either() -> None:
    rows: tuple[Line, ...] = (
        ["2023"],
        ["01", "a", 1],
        ["Toplam", None, 1],
        ["2024"],
        ["02", "b", 3],
    )
    found = found_in(EXPENSES, workbook(["Kod", "Açıklama", "Tutar"], *rows))

    assert [row.number for row in found.rows] == [6]
    assert [row.number for row in found.aside if row.kind is RowKind.OTHER_YEAR] == [3, 4]


def test_a_column_of_years_says_which_rows_are_the_years() -> None:
    rows: tuple[Line, ...] = ([2023, "01", "a", 1], ["2024", "01", "a", 3], [None, "02", "b", 4])
    found = found_in(EXPENSES, workbook(["Yıl", "Kod", "Açıklama", "Tutar"], *rows))

    assert [row.number for row in found.rows] == [3, 4]
    assert aside(found) == [(2, RowKind.OTHER_YEAR)]


def test_years_below_a_heading_tell_its_columns_apart() -> None:
    made = workbook(
        ["Gelir türü", "Bütçe tahmini", None, "Gerçekleşme", None],
        [None, 2023, 2024, 2023, 2024],
        ["Vergi", 1, 2, 3, 4],
    )
    page = made.active
    assert page is not None
    for corners in ("A1:A2", "B1:C1", "D1:E1"):
        page.merge_cells(corners)
    found = found_in(INCOME, made)

    (row,) = found.rows
    assert (row.cells["estimate"], row.cells["outturn"]) == ("2,00", "4,00")


@pytest.mark.parametrize(
    "format_", ['#,##0" Bin TL"', '#,##0".000"', '0" milyon ₺"', "-#,##0.00", "(#,##0.00)"]
)
def test_a_format_that_shows_another_amount_is_refused(format_: str) -> None:
    made = workbook(["Kod", "Açıklama", "Tutar"], ["01", "a", 1250], formats=("C2", format_))
    (problem,) = found_in(EXPENSES, made).problems

    assert problem.address == "C2"
    assert "1250" in problem.text


@pytest.mark.parametrize("format_", ["#,##0.00_);(#,##0.00)", '#,##0," Bin TL"', '#,##0" TL"'])
def test_a_format_that_shows_the_amount_is_none_to_refuse(format_: str) -> None:
    made = workbook(["Kod", "Açıklama", "Tutar"], ["01", "a", 1250], formats=("C2", format_))
    found = found_in(EXPENSES, made)

    assert not found.problems
    assert found.rows[0].cells["amount"] == "1250,00"


@pytest.mark.parametrize("text", ["5.000-TL", "5.000,00 -TL", "5.000 TL-"])
def test_a_stroke_beside_a_unit_is_no_minus(text: str) -> None:
    found = found_in(EXPENSES, workbook(["Kod", "Açıklama", "Tutar"], ["01", "a", text]))

    assert [problem.address for problem in found.problems] == ["C2"]
    assert "iki türlü" in found.problems[0].text


@pytest.mark.parametrize("text", ["5.000,-TL", "5.000.-", "5.000,00.-TL", "5.000,-"])
def test_a_stroke_for_no_kurus_is_left_out_and_shown(text: str) -> None:
    found = found_in(EXPENSES, workbook(["Kod", "Açıklama", "Tutar"], ["01", "a", text]))

    assert not found.problems
    assert [change.taken for change in found.changes] == [Decimal(5000)]


def test_a_figure_over_two_columns_is_nobodys() -> None:
    found = found_in(VEHICLES, workbook(HEAD, ["Kamyon", 5, None], ["Dozer", 2, 0], merged="B2:C2"))

    assert [problem.address for problem in found.problems] == ["B2"]


def test_texts_that_a_program_forced_are_bare() -> None:
    content = '="Kod";="Açıklama";="Tutar"\n="01";="a";="5,50"\n'.encode()
    found = recognised(content, EXPENSES, Chosen())

    assert dict(found.rows[0].cells) == {"code": "01", "label": "a", "amount": "5,50"}


def test_lines_drawn_with_signs_are_no_rows() -> None:
    lines = "Taşıtın cinsi;Belediyeye ait;Kiralık\n---;---;---\nKamyon;5;1\n=====;=====;=====\n"
    found = recognised(lines.encode(), VEHICLES, Chosen())

    assert [row.number for row in found.rows] == [3]
    assert aside(found) == [(2, RowKind.NOTE), (4, RowKind.NOTE)]
    assert not found.problems


def test_of_a_sheet_for_each_year_the_reports_is_read_and_the_others_named() -> None:
    made = workbook(HEAD, ["Kamyon", 1, 0], title="2023")
    page = made.create_sheet("2024")
    for line in (HEAD, ("Kamyon", 5, 1)):
        page.append(list(line))
    read = book(kept(made))

    of_file = sheet_of(read, VEHICLES, None, {})
    assert of_file.name == "2024"
    assert [note for note in other_sheets(read, of_file, VEHICLES, {}) if "«2023»" in note]


def test_a_heading_without_rows_is_a_table_without_rows() -> None:
    found = found_in(VEHICLES, workbook(HEAD))

    assert found.heading is not None
    assert (found.rows, found.aside, found.problems) == ([], [], [])
