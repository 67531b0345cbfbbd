"""Every declared table is a sheet: its columns exist, a row can be entered, read and mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from finance.models import EconomicCode, ExpenditureLine
from reports.collect.sheets import ModelTable, sheets_of, yearly_sheets
from reports.core.registry import work_tables
from reports.models import FiscalYear, OutlineSection, Section

from .filling import Filling, sheet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("each declared table with its types, in and out"),
]

# Model → section, cells of a row, and then one cell with its new value.
ROWS: dict[str, tuple[str, dict[str, str], str, str]] = {
    "departments.facility": ("I.C.1", {"name": "Garaj", "area": "10,5"}, "area", "11,5"),
    "departments.vehicle": ("I.C.1", {"name": "Kamyon", "owned": "5"}, "leased", "2"),
    "departments.equipment": ("I.C.3", {"name": "Yazıcı", "kind": "user"}, "count", "3"),
    "departments.software": ("I.C.3", {"name": "Örnek yazılım"}, "", ""),
    "departments.personnelbystatus": ("I.C.4", {"status": "worker"}, "count", "4"),
    "departments.cadreoccupancy": ("I.C.4", {"status": "worker"}, "filled", "4"),
    "departments.personnelbygender": ("I.C.4", {"gender": "male"}, "workers", "4"),
    "departments.personnelbyeducation": ("I.C.4", {"level": "primary"}, "workers", "4"),
    "departments.personnelbyage": ("I.C.4", {"band": "56+"}, "workers", "4"),
    "departments.service": ("I.C.5", {"name": "Nikâh"}, "group", "Yazı işleri"),
    "departments.activity": ("III.B.1/fen-isleri", {"title": "Açılış"}, "date", "01.02.2024"),
    "departments.directprocurement": (
        "III.B.1/fen-isleri",
        {"basis": "22d", "kind": "goods", "title": "Kum"},
        "amount_excl_vat",
        "1.250,00",
    ),
    "finance.expenditureline": ("III.A.1", {"code": "01"}, "spent", "1.234,56"),
    "finance.revenueline": ("III.A.1", {"code": "01"}, "gross", "1.234,56"),
    "finance.departmentbudget": ("III.A.1", {"department": "fen-isleri"}, "spent", "7,50"),
    "finance.statementofactivities": ("III.A.2", {"item": "revenue"}, "amount", "7,50"),
    "finance.debt": ("III.A.2", {"kind": "bank", "creditor": "Örnek Bank"}, "opening", "7,50"),
    "finance.auditremark": (
        "III.A.3",
        {"body": "internal", "no": "1", "subject": "Konu", "status": "open"},
        "response",
        "Cevap",
    ),
    "finance.aidedbody": ("III.A.4", {"name": "Dernek", "purpose": "Spor"}, "amount", "7,50"),
    "finance.company": ("III.A.4", {"name": "Örnek A.Ş."}, "profit", "-7,50"),
    "performance.higherplanreference": (
        "II.B",
        {"item": "12.3", "plan_name": "Örnek Plan"},
        "summary",
        "Özet",
    ),
    "performance.swotitem": ("IV.A", {"text": "Genç kadro"}, "text", "Genç ve eğitimli kadro"),
}


def label(table: ModelTable) -> str:
    return table.model._meta.label_lower


@pytest.fixture
def boss(people: dict[str, User]) -> Client:
    year = FiscalYear.objects.get(year=2024)
    for code in {section for section, *_rest in ROWS.values()} - {"III.B.1/fen-isleri"}:
        OutlineSection.objects.get_or_create(code=code, defaults={"title": code, "number": "1"})
        Section.objects.get_or_create(year=year, code=code, defaults={"title": code})
    for kind in ("expenditure", "revenue"):
        EconomicCode.objects.create(kind=kind, code="01", name="Örnek")
    client = Client()
    client.force_login(people["boss"])
    return client


def test_every_yearly_table_of_a_section_has_a_sheet() -> None:
    declared = {label(table) for tables in yearly_sheets().values() for table in tables}
    # Contracts, free tables, lists and results have sheets or forms of their own.
    own = {
        "departments.contract",
        "departments.freetable",
        "departments.figuregroup",
        "performance.indicatorresult",
    }
    yearly = {
        name
        for name, work in work_tables().items()
        if not name.startswith("reports.") and work.year == "year_id"
    }
    assert declared == yearly - own
    assert declared == ROWS.keys()


@pytest.mark.parametrize("model", ROWS)
def test_a_row_is_entered_shown_and_mended(model: str, boss: Client) -> None:
    code, cells, column, value = ROWS[model]
    section = Section.objects.get(year=2024, code=code)
    key = next(item.key for item in sheets_of(section) if item.model == model)
    rows: Any = apps.get_model(model)._default_manager.filter(year=2024)
    grid = Filling(boss, sheet(section, key))
    offered = next(iter(cells.values()))
    if f"ekle.k{offered}" in grid.labels:
        grid.tick("ekle", f"k{offered}")
    else:
        grid.put({f"h.y0.{name}": text for name, text in cells.items()})
    assert grid.save().status_code == 302, grid.problems
    record = rows.get()
    if not column:
        return
    again = Filling(boss, sheet(section, key))
    again.put({f"h.{record.pk}.{column}": value})
    assert again.save().status_code == 302, again.problems
    shown = Filling(boss, sheet(section, key))
    assert shown.fields[f"h.{record.pk}.{column}"] == [value]
    assert shown.save().status_code == 302
    assert rows.count() == 1


def test_a_code_that_is_not_known_is_refused_with_what_resembles_it(boss: Client) -> None:
    section = Section.objects.get(year=2024, code="III.A.1")
    grid = Filling(boss, sheet(section, "butce-giderleri"))
    grid.put({"h.y0.code": "1", "h.y0.spent": "5"}).save()
    (problem,) = grid.problems
    assert "«1» kodlu ekonomik kod bulunamadı. Yakın kodlar: 01." in problem
    assert not ExpenditureLine.objects.exists()


def test_an_activity_belongs_to_the_directorate_of_its_section(boss: Client) -> None:
    section = Section.objects.get(year=2024, code="III.B.1/zabita")
    grid = Filling(boss, sheet(section, "faaliyetler"))
    grid.put({"h.y0.title": "Denetim", "h.y1.title": "Eğitim"}).save()
    found = apps.get_model("departments.activity")._default_manager.order_by("no")
    assert [(a.no, a.title, a.department.code) for a in found] == [
        (1, "Denetim", "zabita"),
        (2, "Eğitim", "zabita"),
    ]


def test_a_cross_check_of_two_cells_is_said_at_the_row(boss: Client) -> None:
    section = Section.objects.get(year=2024, code="III.B.1/zabita")
    grid = Filling(boss, sheet(section, "dogrudan-temin"))
    row = {"basis": "22d", "kind": "goods", "title": "Kum"}
    row |= {"amount_excl_vat": "10", "amount_incl_vat": "9"}
    grid.put({f"h.y0.{name}": text for name, text in row.items()}).save()
    (line,) = grid.response.context["page"].summary
    assert line.href == "#satir-y0"
    assert line.sentence.startswith("KDV dâhil tutar KDV hariç tutardan küçük olamaz")


def test_contracts_lead_to_their_forms(section: Section, boss: Client) -> None:
    found = next(item for item in sheets_of(section) if item.kind == "form")
    assert found.address.startswith("/yonetim/departments/contract/?year__year__exact=2024")
    assert boss.get(found.address).status_code == 200
    assert found.progress().rows == 0


def test_findings_stand_above_the_sheet_and_at_its_cells(
    garage: Section, editor: Client, desk_rules: Callable[[], None]
) -> None:
    facility = apps.get_model("departments.facility")._default_manager
    made = facility.create(
        year=FiscalYear.objects.get(year=2024), name="Garaj", area=100, closed_area=140
    )
    grid = Filling(editor, sheet(garage, "tesisler"))
    assert "1 açık hata" in grid.text
    page = grid.response.context["page"]
    cells = {cell.column.key: cell for cell in page.rows[0].cells}
    assert cells["closed_area"].severity == "error"
    assert cells["area"].notes == []
    assert f'id="h-{made.pk}-closed_area-n"' in grid.text
