"""The table of a file on an import page: every format, one table, typed cells, refusals."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from pytest_django import Settings
from xlsxwriter.workbook import Workbook

from departments.models import Department
from departments.resources.base import DepartmentResource
from kars_portal.lib.ods import OdsSheet, spreadsheet
from reports.collect.imports.one_table import read_table
from reports.collect.reading.files import Unreadable
from reports.collect.resources import ReferenceNumberResource
from reports.models import FiscalYear, ReferenceNumber
from reports.office.tables.exporting import FORMATS

NAMES = frozenset({"ad", "kod", "tutar", "tarih"})
HEADING = ["Ad", "Kod", "Tutar", "Tarih"]


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def made(fill: Callable[[Workbook], object]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        fill(book)
    return content.getvalue()


def one_sheet(*rows: Sequence[object], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Liste")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                shown = (formats or {}).get((number, column))
                page.write(number, column, value, book.add_format({"num_format": shown or ""}))

    return made(fill)


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read_table(content, NAMES)
    return str(error.value)


# -- formats ---------------------------------------------------------------------------------------

HTML = (
    "<html><table><tr><th>Ad</th><th>Kod</th></tr><tr><td>Şeker</td><td>01</td></tr></table></html>"
)


@pytest.mark.parametrize(
    "content",
    [
        one_sheet(["Ad", "Kod"], ["Şeker", "01"]),
        spreadsheet([OdsSheet("Liste", [["Ad", "Kod"], ["Şeker", "01"]])]),
        "Ad;Kod\nŞeker;01\n".encode("utf-8-sig"),
        "Ad,Kod\nŞeker,01\n".encode(),
        "Ad\tKod\nŞeker\t01\n".encode("utf-16"),
        "Ad;Kod\nŞeker;01\n".encode("cp1254"),
        HTML.encode(),
    ],
    ids=["xlsx", "ods", "semicolons", "commas", "utf-16 tabs", "windows-1254", "html"],
)
def test_the_content_says_what_a_file_is(content: bytes) -> None:
    table = read_table(content, NAMES)

    assert (table.headers, list(table)) == (["Ad", "Kod"], [("Şeker", "01")])


def test_old_workbooks_are_read_too() -> None:
    old = Path(__file__).parents[1] / "reading" / "files" / "ornek.xls"
    sentence = refused(old.read_bytes())
    assert "B4 hücresi: %51,5 olarak görünüyor" in sentence
    assert "B8 hücresi: Formül hatası var (#DIV/0!)" in sentence


def test_an_encoding_that_was_taken_is_told() -> None:
    assert read_table("Ad;Kod\nŞeker;01\n".encode("cp1254"), NAMES).notes == [
        "Dosyanın karakter kodlaması Windows-1254 olarak okundu."
    ]


# -- one table -------------------------------------------------------------------------------------


def test_a_heading_below_titles_is_found_and_rows_keep_their_lines() -> None:
    content = one_sheet(
        ["Örnek Belediyesi"], [], ["", "Ad", "Kod"], ["", "Şeker", "01"], [], ["", "Un"]
    )

    table = read_table(content, NAMES)

    assert (table.headers, table.first_line) == (["Ad", "Kod"], 4)
    assert list(table) == [("Şeker", "01"), (None, None), ("Un", None)]


def test_the_sheet_with_the_tables_heading_is_read_and_the_others_are_named() -> None:
    def fill(book: Workbook) -> None:
        book.add_worksheet("Açıklama").write_row(0, 0, ["Bu kitap örnektir"])
        book.add_worksheet("Liste").write_column(0, 0, ["Ad", "Şeker"])

    table = read_table(made(fill), NAMES)

    assert list(table) == [("Şeker",)]
    assert table.notes == ["Yalnız «Liste» sayfası okundu; okunmayan dolu sayfalar: «Açıklama»."]


def test_of_several_sheets_none_is_guessed() -> None:
    def fill(book: Workbook) -> None:
        for name in ("2023", "2024"):
            book.add_worksheet(name).write_column(0, 0, ["Ad", "Şeker"])

    assert "2 sayfasında var: «2023», «2024»" in refused(made(fill))


def test_of_several_sheets_without_the_heading_all_are_named() -> None:
    def fill(book: Workbook) -> None:
        for name in ("Bir", "İki"):
            book.add_worksheet(name).write_column(0, 0, ["Başka", "Şeker"])

    assert "2 dolu sayfası var («Bir», «İki»)" in refused(made(fill))


def test_a_workbook_without_a_value_is_told_so() -> None:
    assert "tablo" in refused(made(lambda book: book.add_worksheet("Boş")))


# -- cells -----------------------------------------------------------------------------------------


def test_cells_keep_their_kinds() -> None:
    content = one_sheet(
        HEADING,
        ["Şeker", 7, 1234.5, 45413],
        ["0001", "007", "1.234,50", "01.05.2024"],
        formats={(1, 1): "000", (1, 3): "dd.mm.yyyy"},
    )

    first, second = read_table(content, NAMES)

    assert first == ("Şeker", "007", 1234.5, date(2024, 5, 1))
    assert second == ("0001", "007", "1.234,50", "01.05.2024")


def test_a_formula_without_its_result_is_refused_at_its_cell() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Liste")
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, ["Şeker", "01"])
        page.write_formula("C2", "=A1*2", value="")

    sentence = refused(made(fill))
    assert sentence.startswith("C2 hücresi: Formülün (=A1*2) sonucu dosyada yok")


@pytest.mark.parametrize(
    ("value", "format_", "expected"),
    [
        (0.515, "0.0%", "C2 hücresi: %51,5 olarak görünüyor, dosyada 0,515 olarak duruyor"),
        (5, "-0", "C2 hücresi: Biçimi (-0) 5 sayısını başka gösteriyor"),
    ],
)
def test_a_number_that_is_shown_as_another_is_refused(
    value: float, format_: str, expected: str
) -> None:
    content = one_sheet(HEADING, ["Şeker", "01", value], formats={(1, 2): format_})
    assert refused(content).startswith(expected)


def test_a_formula_that_failed_is_refused_and_all_cells_are_named() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Liste")
        page.write_row(0, 0, HEADING)
        for row in range(1, 13):
            page.write_formula(row, 2, "=1/0", value="#DIV/0!")

    sentence = refused(made(fill))
    assert "C2 hücresi: Formül hatası var (#DIV/0!)" in sentence
    assert "C11 hücresi" in sentence
    assert sentence.endswith("… ve 2 hücre daha.")


def test_a_value_beside_the_table_is_named() -> None:
    assert refused(one_sheet(["Ad", "Kod"], ["Şeker", "01", "fazla"])).startswith(
        "C2 hücresi: C sütununun başlığı yok"
    )


def test_a_comma_that_divides_a_figure_is_not_overlooked() -> None:
    assert "2. satırında 5 hücre, başlıkta 4 sütun var" in refused(
        b"Ad,Kod,Tutar,Tarih\nUn,01,1,5,\n"
    )


# -- what the office makes, it takes ---------------------------------------------------------------


@pytest.mark.parametrize("made_by", FORMATS, ids=lambda made_by: str(made_by.title))
def test_an_exported_table_comes_back_without_a_change(db: None, made_by: type) -> None:
    Department.objects.create(code="ornek", name="=Örnek Müdürlüğü", short_name="007", position=1)
    year = FiscalYear.objects.create(year=2024)
    ReferenceNumber.objects.create(year=year, key="rate", label="Oran", value=Decimal("1234.5"))
    for resource in (DepartmentResource, lambda: ReferenceNumberResource(year=year)):
        content = made_by().export_data(resource().export(force_native_type=True))
        table = read_table(content, type(resource()).names())

        result = resource().import_data(table, dry_run=True)

        assert not result.is_refused, [problem.sentence for problem in result.problems()]
        assert (result.totals["skip"], result.totals["update"], result.totals["new"]) == (1, 0, 0)
