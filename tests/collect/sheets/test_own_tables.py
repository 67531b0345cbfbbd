"""Free tables and lists of key figures on the grid."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.actions import roll_figures_forward, roll_tables_forward
from departments.models import (
    Department,
    FigureGroup,
    FreeColumn,
    FreeRow,
    FreeTable,
    KeyFigure,
)
from reports.collect.sheets import Progress
from reports.models import FiscalYear, Section
from tests.departments.free import make_row, make_table

from .filling import Filling, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("cells are kept as JSON; locks")]


@pytest.fixture
def directorate(section: Section) -> Department:
    return Department.objects.get(code="fen-isleri")


@pytest.fixture
def table(directorate: Department) -> FreeTable:
    """A table of 2023 with figures, rolled forward into 2024."""
    before = FiscalYear.objects.create(year=2023)
    old = make_table(before, department=directorate)
    make_row(old, ad="Başvuru", adet="10", olumlu="4", tutar="1234.50", tarih="2023-05-01")
    make_row(old, ad="İtiraz", adet="20")
    year = FiscalYear.objects.get(year=2024)
    roll_tables_forward(tables=[old], to=year)
    return FreeTable.objects.get(year=year)


@pytest.fixture
def grid(table: FreeTable, editor: Client, section: Section) -> Filling:
    return Filling(editor, sheet(section, "tablo-ornek_tablo"))


def values() -> dict[str, dict[str, str]]:
    return {row.key: row.values for row in FreeRow.objects.filter(table__year=2024)}


def test_cells_are_kept_in_their_exact_spelling(grid: Filling) -> None:
    grid.put(
        {
            "Başvuru: Adet": "12",
            "Başvuru: Olumlu": "6",
            "Başvuru: Tutar": "1.234,5",
            "Başvuru: Tarih": "31.12.2024",
        }
    )
    assert grid.save().status_code == 302
    assert values()["basvuru"] == {
        "ad": "Başvuru",
        "adet": "12",
        "olumlu": "6",
        "tutar": "1234.50",
        "tarih": "2024-12-31",
    }


def test_last_year_stands_beside_and_formulas_are_computed(grid: Filling) -> None:
    assert "2023: <b>1.234,50</b>" in grid.text
    grid.put({"Başvuru: Adet": "8", "Başvuru: Olumlu": "2", "İtiraz: Adet": "x"}).save()
    page = grid.response.context["page"]
    cells = {cell.column.key: cell for cell in page.rows[0].cells}
    assert cells["oran"].text == "%25"
    assert not cells["oran"].is_input
    totals = {cell.column.key: cell.text for cell in page.totals}
    assert (totals["adet"], totals["oran"]) == ("8", "%25")


def test_what_does_not_fit_a_column_is_said_at_the_cell(grid: Filling) -> None:
    grid.put({"Başvuru: Tarih": "03/04/2024", "Başvuru: Tutar": "1,234"}).save()
    first, second = grid.problems
    assert first.startswith("Başvuru, Tutar: «1,234» bu alan için fazla ayrıntılı")
    assert second.startswith("Başvuru, Tarih: «03/04/2024» iki türlü okunabilir")
    assert values()["basvuru"] == {"ad": "Başvuru"}


def test_names_of_rows_can_be_mended_and_their_keys_stay(grid: Filling) -> None:
    grid.put({"İtiraz: Ad": "İtirazlar"}).save()
    assert values()["itiraz"] == {"ad": "İtirazlar"}


def test_rows_are_added_and_deleted(grid: Filling) -> None:
    row = FreeRow.objects.get(table__year=2024, key="itiraz")
    grid.tick("sil", row.pk).put({"h.y0.ad": "Başvuru", "h.y0.adet": "3"}).save()
    assert values() == {"basvuru": {"ad": "Başvuru"}, "basvuru-2": {"ad": "Başvuru", "adet": "3"}}


def test_two_people_meet_at_a_cell_of_a_free_table(
    grid: Filling, colleague: Client, section: Section
) -> None:
    other = Filling(colleague, sheet(section, "tablo-ornek_tablo"))
    other.put({"Başvuru: Adet": "7", "İtiraz: Adet": "5"}).save()
    assert grid.put({"Başvuru: Adet": "8"}).save().status_code == 409
    assert 'onunki <b>7</b> <span class="sheet-who">Örnek Other, ' in grid.text
    assert grid.value("İtiraz: Adet") == "5"
    row = FreeRow.objects.get(table__year=2024, key="basvuru")
    assert grid.choose(row.pk, "adet", "benimki").save().status_code == 302
    assert values()["basvuru"]["adet"] == "8"


def test_progress_of_a_free_table(table: FreeTable, section: Section) -> None:
    found = sheet(section, "tablo-ornek_tablo").progress()
    assert found == Progress(filled=0, expected=5, rows=2, last_year_rows=2)


# -- lists of figures ------------------------------------------------------------------------------


@pytest.fixture
def figures(directorate: Department, editor: Client, section: Section) -> Filling:
    before = FiscalYear.objects.create(year=2023)
    group = FigureGroup.objects.create(
        year=before, department=directorate, code="ornek", title="Örnek liste"
    )
    lines = (
        {"label": "Park", "value": "12.5", "unit": "m²"},
        {"label": "Bahçe", "value": "7.5", "unit": "m²"},
        {"label": "Açılış", "date": "2023-04-23"},
        {"label": "Toplam", "formula": "{park} + {bahce}", "unit": "m²"},
    )
    for number, line in enumerate(lines, start=1):
        KeyFigure.objects.create(group=group, no=number, **line)
    roll_figures_forward(groups=[group], to=FiscalYear.objects.get(year=2024))
    return Filling(editor, sheet(section, "liste-ornek"))


def test_figures_are_saved_and_computed(figures: Filling) -> None:
    figures.put({"Park: Değer": "1.000,25", "Bahçe: Değer": "x"}).save()
    page = figures.response.context["page"]
    total = {cell.column.key: cell for cell in page.rows[3].cells}["value"]
    assert (total.text, total.is_input) == ("1.000,25", False)
    assert (
        figures.put({"Bahçe: Değer": "2", "Açılış: Tarih": "23.04.2024"}).save().status_code == 302
    )
    found = KeyFigure.objects.filter(group__year=2024).order_by("no")
    assert [str(f.value or f.date or "") for f in found] == [
        "1000.2500",
        "2.0000",
        "2024-04-23",
        "",
    ]


def test_a_figure_has_the_field_that_it_had_last_year(figures: Filling) -> None:
    assert "Park: Tarih" not in figures.labels
    assert "Açılış: Değer" not in figures.labels
    assert "Toplam: Değer" not in figures.labels
    assert "2023: <b>23.04.2023</b>" in figures.text


def test_a_new_figure_gets_the_next_number(figures: Filling) -> None:
    figures.put({"h.y0.label": "Göl", "h.y0.value": "3"}).save()
    assert KeyFigure.objects.get(group__year=2024, label="Göl").no == 5


def test_progress_of_a_list_counts_what_each_figure_is(figures: Filling, section: Section) -> None:
    found = sheet(section, "liste-ornek").progress()
    assert found == Progress(filled=0, expected=3, rows=4, last_year_rows=4)


# -- a pasted block ----------------------------------------------------------------------------


@pytest.fixture
def roads(directorate: Department, editor: Client, section: Section) -> Filling:
    """Rows with a running number and two names."""
    year = FiscalYear.objects.get(year=2024)
    table = FreeTable.objects.create(year=year, department=directorate, code="yol", title="Yol")
    for key, title, kind in (
        ("sira", "Sıra no", "integer"),
        ("mahalle", "Mahalle", "text"),
        ("cadde", "Cadde", "text"),
        ("tas", "Doğal taş", "integer"),
        ("bazalt", "Bazalt", "integer"),
    ):
        FreeColumn.objects.create(table=table, key=key, title=title, kind=kind)
    for number, (quarter, street) in enumerate(
        (("Bülbül", "A"), ("Bülbül", "B"), ("Örnek", "C")), start=1
    ):
        make_row(table, sira=str(number), mahalle=quarter, cadde=street)
    return Filling(editor, sheet(section, "tablo-yol"))


@pytest.mark.parametrize(
    "block",
    [
        "Mahalle\tCadde\tDoğal taş\nÖrnek\tC\t5\nBülbül\tB\t7",
        "Sıra no\tMahalle\tCadde\tDoğal taş\n1\tÖrnek\tC\t5\n2\tBÜLBÜL\tB\t7",
        "1\tÖrnek\tC\t5\n2\tBülbül\tB\t7",
        "1.\tÖrnek\tC\t5\t\n2.\tBülbül\tB\t7\t",
        "Örnek\tC\t5\nBülbül\tB\t7",
        "Cadde\tDoğal taş\nC\t5\nB\t7",
    ],
)
def test_a_running_number_names_no_row(roads: Filling, block: str) -> None:
    """The same rows in another order, numbered anew as every file does."""
    roads.paste(block)
    assert roads.response.context["pasted"].proposed == []
    assert roads.save().status_code == 302
    rows = FreeRow.objects.filter(table__code="yol").order_by("pk")
    assert [(row.values["sira"], row.values["cadde"], row.values.get("tas")) for row in rows] == [
        ("1", "A", None), ("2", "B", "7"), ("3", "C", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize("block", ["Örnek\tD\t5", "3\tÖrnek\tD\t5", "3\tBaşka\tC\t5"])
def test_a_row_with_another_name_is_not_overwritten(roads: Filling, block: str) -> None:
    roads.paste(block)
    assert len(roads.response.context["pasted"].proposed) == 1
    assert roads.save(oneri="benimki").status_code == 302
    rows = FreeRow.objects.filter(table__code="yol").order_by("pk")
    assert [row.values["cadde"] for row in rows][:3] == ["A", "B", "C"]
    assert rows.count() == 4


def test_a_name_that_a_row_lacks_is_no_other_name(roads: Filling) -> None:
    row = FreeRow.objects.get(table__code="yol", values__cadde="C")
    row.values = {"sira": "3", "mahalle": "Örnek"}
    row.save()
    roads = Filling(roads.client, roads.address)
    roads.paste("Örnek\tC\t5\nBülbül\tZ\t7")
    assert roads.response.context["pasted"].proposed == ["Bülbül Z"]
    assert roads.save(oneri="onunki").status_code == 302
    row.refresh_from_db()
    assert (row.values["cadde"], row.values["tas"]) == ("C", "5")


@pytest.mark.parametrize("name", ["-", "—", " "])
def test_a_dash_is_no_name(roads: Filling, name: str) -> None:
    roads.paste(f"Mahalle\tCadde\tDoğal taş\n{name}\t{name}\t5")
    assert roads.response.status_code == 200


def test_figures_alone_are_not_taken_for_running_numbers(roads: Filling) -> None:
    roads.paste("10\t20\n11\t21\n12\t22")
    assert roads.save().status_code == 302
    rows = FreeRow.objects.filter(table__code="yol").order_by("pk")
    assert [(row.values["sira"], row.values["tas"], row.values["bazalt"]) for row in rows] == [
        ("1", "10", "20"), ("2", "11", "21"), ("3", "12", "22"),
    ]  # fmt: skip


def test_a_pasted_block_finds_the_rows_of_a_free_table_by_name(grid: Filling) -> None:
    """Not by their order: that renamed the first two rows."""
    grid.paste("İtiraz\t7\nÖrnek\t5")
    assert grid.value("İtiraz: Adet") == "7"
    assert grid.value("Başvuru: Ad") == "Başvuru"
    assert grid.response.context["pasted"].proposed == ["Örnek"]

    assert grid.save(oneri="onunki").status_code == 302
    assert {key: row.get("adet") for key, row in values().items()} == {
        "basvuru": None,
        "itiraz": "7",
    }


def test_a_spelling_of_a_name_does_not_rename_its_row(grid: Filling) -> None:
    grid.paste("BAŞVURU\t7")
    assert grid.value("Başvuru: Ad") == "Başvuru"
    assert grid.value("Başvuru: Adet") == "7"


def test_a_name_that_two_rows_have_is_not_guessed(grid: Filling, table: FreeTable) -> None:
    make_row(table, key="basvuru-2", ad="Başvuru", adet="1")
    grid = Filling(grid.client, grid.address)
    grid.paste("Başvuru\t7\nİtiraz\t8")
    (notice,) = grid.response.context["pasted"].notices
    assert notice == "1. satır birden çok satıra uyuyor, bu yüzden alınmadı: Başvuru · 7."
    assert grid.value("İtiraz: Adet") == "8"


# -- units and signs ---------------------------------------------------------------------------


def test_a_column_of_an_extent_refuses_other_units_and_negatives(
    grid: Filling, table: FreeTable
) -> None:
    table.columns.filter(key="adet").update(unit="m²")
    grid = Filling(grid.client, grid.address)
    grid.put({"Başvuru: Adet (m²)": "150 TL", "İtiraz: Adet (m²)": "-5"}).save()
    first, second = grid.problems
    assert "«150 TL» TL ile yazılmış; bu sütunun birimi m²" in first
    assert "birimi «m² (fark)» olmalıdır" in second

    table.columns.filter(key="adet").update(unit="m² (fark)")
    grid = Filling(grid.client, grid.address)
    grid.put({"İtiraz: Adet (m² (fark))": "-5"})
    assert grid.save().status_code == 302
    assert values()["itiraz"]["adet"] == "-5"
