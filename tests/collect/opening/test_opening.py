"""Opening a year: the frame goes on, no figure does, nothing that is there changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.db import models
from django.db.models import Model

from departments.models import (
    Activity,
    CadreOccupancy,
    Contract,
    Department,
    Facility,
    FreeRow,
    FreeTable,
    KeyFigure,
    PersonnelByAge,
    PersonnelByStatus,
    Vehicle,
)
from finance.models import Company, Debt, DepartmentBudget, EconomicCode, ExpenditureLine
from performance.models import HigherPlanReference, SwotItem
from reports.collect.audit import Channel
from reports.collect.opening import (
    LEAVE,
    Choices,
    Plan,
    Texts,
    open_year,
    plan_year,
    prepare,
)
from reports.core.building import build_document
from reports.core.checks.engine import CRASH
from reports.enums import FigureStatus, ReportState, SectionState
from reports.models import (
    AuditEntry,
    Declaration,
    FiscalYear,
    Narrative,
    ReferenceNumber,
    Report,
    Section,
    StatedFigure,
    Waiver,
)

from .conftest import section
from .dump import changed, rows

pytestmark = pytest.mark.django_db

Open = Callable[..., Plan]

CARRY_PLAN = {"plan": "carry"}

NUMBERS_THAT_ARE_NO_FIGURES = {
    # the year and the place in a table
    "year": "*",
    "position": "*",
    # numbers that name a row
    "no": ("departments.keyfigure", "performance.swotitem"),
    "first_year": ("performance.strategicplan",),
    "last_year": ("performance.strategicplan",),
    # rules of the plan, which hold until the council changes them
    "warn_above": ("performance.strategicplan",),
    "block_above": ("performance.strategicplan",),
    "reasons_from_year": ("performance.strategicplan",),
}
NUMERIC = (models.DecimalField, models.IntegerField, models.FloatField, models.DateField)


def figures(made: Iterable[Model]) -> list[str]:
    """Every number or date that stands in new rows and is not named above."""
    found = []
    for row in made:
        label = row._meta.label_lower
        for item in row._meta.concrete_fields:
            allowed = NUMBERS_THAT_ARE_NO_FIGURES.get(item.name, ())
            if item.primary_key or item.generated or not isinstance(item, NUMERIC):
                continue
            if allowed != "*" and label not in allowed and getattr(row, item.attname) is not None:
                found.append(f"{label}.{item.name}")
    return found


# -- no figure goes on -------------------------------------------------------------------------


def test_no_number_and_no_date_of_the_old_year_stands_in_a_new_row(open_2025: Open) -> None:
    plan = open_2025(texts=Texts.KEEP, answers=CARRY_PLAN)
    made = [row for part in plan.parts for row in part.rows]

    assert len({type(row) for row in made}) > 25
    assert figures(made) == []


@pytest.mark.postgresql("one transaction with savepoints; constraints, JSON")
def test_every_new_row_is_valid(open_2025: Open) -> None:
    plan = open_2025(texts=Texts.KEEP, answers=CARRY_PLAN)
    # Who signs a declaration is not known yet.
    made = [row for part in plan.parts for row in part.rows if not isinstance(row, Declaration)]
    for row in made:
        type(row)._default_manager.get(pk=row.pk).full_clean()
    assert len({type(row) for row in made}) > 25


@pytest.mark.postgresql("one transaction with savepoints; constraints, JSON")
def test_cells_of_a_free_table_go_on_left_of_the_first_figure(open_2025: Open) -> None:
    open_2025()

    table = FreeTable.objects.get(year_id=2025)
    assert (table.code, table.note, table.line_from) == ("yollar", "", None)
    assert [column.key for column in table.column_list] == ["mahalle", "ton", "durum"]
    row = FreeRow.objects.get(table=table)
    assert (row.key, row.values) == ("ornek-mahallesi", {"mahalle": "Örnek Mahallesi"})


def test_a_list_of_figures_goes_on_with_labels_and_units(open_2025: Open) -> None:
    open_2025()

    found = KeyFigure.objects.filter(group__year_id=2025).values_list(
        "no", "label", "unit", "value"
    )
    assert list(found) == [(1, "2024 yılında dikilen", "adet", None), (2, "Gün", "", None)]


def test_what_belongs_to_one_year_stays_in_it(open_2025: Open) -> None:
    open_2025(texts=Texts.KEEP)

    for model in (StatedFigure, Waiver, Activity, Contract):
        assert not model._default_manager.filter(year_id=2025).exists()
    assert ReferenceNumber.objects.get(year_id=2025).source == ""


# -- what is made ------------------------------------------------------------------------------


def test_the_report_is_new_and_provisional(open_2025: Open) -> None:
    open_2025()

    report = Report.objects.get(year_id=2025)
    assert (report.institution, report.title) == ("Örnek Belediyesi", "2025 Yılı Faaliyet Raporu")
    assert report.state == ReportState.COLLECTING
    assert report.figure_status == FigureStatus.PROVISIONAL
    assert report.document_note == ""


def test_tables_with_fixed_rows_get_all_of_them(open_2025: Open) -> None:
    open_2025()

    assert PersonnelByStatus.objects.filter(year_id=2025).count() == 4
    assert CadreOccupancy.objects.filter(year_id=2025).count() == 3
    assert [row.row_key for row in PersonnelByAge.objects.filter(year_id=2025)][-1] == "56-plus"
    assert DepartmentBudget.objects.filter(year_id=2025).count() == 3


def test_sections_are_made_and_not_begun(open_2025: Open) -> None:
    open_2025()

    codes = set(Section.objects.filter(year_id=2025).values_list("code", flat=True))
    assert codes == set(Section.objects.filter(year_id=2024).values_list("code", flat=True)) - {
        "III.B.2/park"  # no plan yet
    }
    assert set(Section.objects.filter(year_id=2025).values_list("state", flat=True)) == {
        SectionState.EMPTY
    }


def test_a_declaration_waits_for_its_signatory(open_2025: Open) -> None:
    open_2025()

    new = Declaration.objects.get(year_id=2025)
    assert (new.key, new.title, new.role) == ("sunus", "Sunuş 2025", "presentation")
    assert (new.signatory, new.date, new.body, new.line_from) == ("", None, "", None)


def test_a_code_that_is_out_of_force_gets_no_line(open_2025: Open) -> None:
    EconomicCode.objects.filter(kind="expenditure", code="03").update(valid_to="2024-12-31")

    plan = open_2025()

    codes = ExpenditureLine.objects.filter(year_id=2025).values_list("code__code", flat=True)
    assert list(codes) == ["01"]
    assert any("03" in decision.text for decision in plan.decisions)


def test_the_new_year_can_be_built_and_checked(open_2025: Open) -> None:
    open_2025(texts=Texts.KEEP, answers=CARRY_PLAN)

    document = build_document(Report.objects.get(year_id=2025))

    assert document.header.year == 2025
    assert not [found for found in document.checks.findings if found.code == CRASH]


# -- texts --------------------------------------------------------------------------------------


def test_texts_are_empty_by_default_and_no_empty_text_is_made(open_2025: Open) -> None:
    open_2025()

    assert not Narrative.objects.filter(year_id=2025).exists()
    assert not SwotItem.objects.filter(year_id=2025).exists()
    assert HigherPlanReference.objects.get(year_id=2025).summary == ""
    assert Facility.objects.get(year_id=2025).note == ""


def test_kept_texts_are_drafts_whose_figures_are_those_of_the_new_year(open_2025: Open) -> None:
    plan = open_2025(texts=Texts.KEEP)

    bodies = dict(Narrative.objects.filter(year_id=2025).values_list("section", "body"))
    assert bodies["III.A.1"] == "Gider {{ finance.expenditure.total.spent | money }}."
    assert SwotItem.objects.get(year_id=2025).text == "Güçlü yan"
    assert HigherPlanReference.objects.get(year_id=2025).summary == "Özet"
    assert Facility.objects.get(year_id=2025).note == "Eski not"
    assert Declaration.objects.get(year_id=2025).body == "Örnek beyan."
    assert any("«2024»" in d.text and "III.B.1/park" in d.text for d in plan.decisions)


# -- repeating ----------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", list(Texts))
def test_the_second_run_changes_nothing(open_2025: Open, texts: Texts) -> None:
    open_2025(texts=texts, answers=CARRY_PLAN)
    before = rows()

    again = open_2025(texts=texts, answers=CARRY_PLAN)

    assert (again.rows, len(again.sections), again.is_empty) == (0, 0, True)
    assert changed(before, rows()) == []


def test_the_old_year_stays_as_it_was(open_2025: Open) -> None:
    before = rows()
    open_2025(texts=Texts.KEEP, answers=CARRY_PLAN)
    after = rows()

    assert sum(map(len, before.values())) > 50
    for label, old in before.items():
        assert after[label][: len(old)] == old, label


@pytest.mark.postgresql("one transaction with savepoints; constraints, JSON")
def test_a_dry_run_says_what_the_run_then_makes_and_writes_nothing(source: FiscalYear) -> None:
    choices = prepare(2025, 2024).choices
    before = rows()

    plan = plan_year(prepare(2025, 2024, choices))

    assert changed(before, rows()) == []
    made = open_year(prepare(2025, 2024, choices))
    assert [(p.part.name, p.count) for p in plan.parts] == [
        (p.part.name, p.count) for p in made.parts
    ]
    assert len(plan.sections) == Section.objects.filter(year_id=2025).count()


def test_a_dry_run_counts_the_sections_of_a_plan_that_is_carried_on(source: FiscalYear) -> None:
    plan = plan_year(prepare(2025, 2024, Choices(answers=CARRY_PLAN)))
    open_year(prepare(2025, 2024, Choices(answers=CARRY_PLAN)))

    made = set(Section.objects.filter(year_id=2025).values_list("code", flat=True))
    assert {found.code for found in plan.sections} == made
    assert "III.B.2/park" in made


def test_what_staff_entered_removed_and_renamed_stays(open_2025: Open) -> None:
    open_2025()
    Vehicle.objects.filter(year_id=2025).update(owned=7)
    Facility.objects.get(year_id=2025).delete()
    company = Company.objects.get(year_id=2025)
    company.name = "Örnek Anonim Şirketi"
    company.save()
    FreeTable.objects.get(year_id=2025).delete()
    Debt.objects.get(year_id=2025).delete()

    again = open_2025()

    assert again.is_empty
    assert Vehicle.objects.get(year_id=2025).owned == 7
    assert not Facility.objects.filter(year_id=2025).exists()
    assert [c.name for c in Company.objects.filter(year_id=2025)] == ["Örnek Anonim Şirketi"]
    assert not FreeTable.objects.filter(year_id=2025).exists()
    assert not Debt.objects.filter(year_id=2025).exists()


def test_rows_that_the_new_year_has_already_are_completed(source: FiscalYear) -> None:
    year = FiscalYear.objects.create(year=2025)
    Vehicle.objects.create(year=year, name="Kamyon", owned=5)
    Vehicle.objects.create(year=source, name="Greyder", owned=1)

    open_year(prepare(2025, 2024))

    found = Vehicle.objects.filter(year=year).order_by("name").values_list("name", "owned")
    assert list(found) == [("Greyder", None), ("Kamyon", 5)]


def test_a_later_run_adds_what_came_to_the_old_year(open_2025: Open, source: FiscalYear) -> None:
    open_2025()
    Vehicle.objects.create(year=source, name="Greyder", owned=1)

    assert open_2025().rows == 1
    assert Vehicle.objects.get(year_id=2025, key="greyder").owned is None


def test_nothing_is_put_into_a_section_that_was_delivered(
    open_2025: Open, source: FiscalYear
) -> None:
    open_2025()
    Section.objects.filter(year_id=2025, code="I.C.1").update(state=SectionState.SUBMITTED)
    Vehicle.objects.create(year=source, name="Greyder", owned=1)

    plan = open_2025()

    assert plan.rows == 0
    assert any("I.C.1" in decision.text for decision in plan.decisions)


@pytest.mark.postgresql("one transaction with savepoints; constraints, JSON")
def test_a_run_that_fails_midway_leaves_nothing(source: FiscalYear) -> None:
    before = rows()

    def fail(step: str, done: int, total: int) -> None:
        if done > total // 2:
            raise RuntimeError(step)

    with pytest.raises(RuntimeError):
        open_year(prepare(2025, 2024), progress=fail)

    assert changed(before, rows()) == []
    assert not FiscalYear.objects.filter(year=2025).exists()


# -- choices and refusals -----------------------------------------------------------------------


def test_tables_can_be_left_behind_or_go_on_without_their_rows(open_2025: Open) -> None:
    open_2025(
        options={
            "departments.freetable:yollar": "columns",
            "departments.figuregroup:agac": LEAVE,
        }
    )

    assert FreeTable.objects.get(year_id=2025).columns.count() == 3
    assert not FreeRow.objects.filter(table__year_id=2025).exists()
    assert not KeyFigure.objects.filter(group__year_id=2025).exists()


def test_every_new_row_is_on_record_with_the_reason(open_2025: Open) -> None:
    open_2025()

    entry = AuditEntry.objects.of_year(2025).filter(object_repr="Kamyon").get()
    assert entry.additional_data["reason"] == "2025 yılının 2024 yılından açılışı"
    assert entry.additional_data["channel"] == Channel.COMMAND


def test_a_directorate_founded_in_the_new_year_gets_its_lines(
    open_2025: Open, source: FiscalYear
) -> None:
    Department.objects.create(code="yeni", name="Yeni Müdürlük", valid_from="2025-06-01")

    open_2025()

    assert DepartmentBudget.objects.filter(year_id=2025, department__code="yeni").exists()
    assert section("III.B.1/yeni").assignment.department.code == "yeni"
