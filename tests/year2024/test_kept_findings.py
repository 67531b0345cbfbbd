"""What the office keeps of a run of the checks is never other than what a new run would say."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from departments.models import Vehicle
from performance.models import IndicatorResult
from reports.collect import checking
from reports.collect.audit.registration import is_recorded
from reports.core.building import checked_document
from reports.core.documents.parts import Parts
from reports.core.placing import Placing
from reports.models import Narrative, Report, Section
from tests import sweep

CHANGED = 7
NUMBERS = (models.DecimalField, models.IntegerField)
TEXTS = (models.CharField, models.TextField)


@pytest.fixture(autouse=True)
def nothing_kept(report: Report) -> None:
    checking.refresh()


def read_tables(report: Report) -> list[type[models.Model]]:
    """The models whose tables a run reads."""
    parts = Parts()
    with parts.watching():
        document = checked_document(report, parts)
        placing = Placing(report.year, document)
        for found in document.checks.findings:
            placing.section(found)
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    return sorted((by_table[table] for table in parts.digests), key=lambda m: m._meta.label)


def change(model: type[models.Model]) -> str:
    """Change a row by plain SQL, of which neither a signal nor the trail learns; says what."""
    rows = model._default_manager.order_by("pk")
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or field.choices or field.unique:
            continue
        for row in rows[:3]:
            value: Any = getattr(row, field.attname)
            if isinstance(field, NUMBERS) and not field.is_relation and value is not None:
                new: Any = value + CHANGED
            elif isinstance(field, TEXTS) and value:
                new = f"{value[:-1]}ş"
            else:
                continue
            try:
                with transaction.atomic():
                    rows.filter(pk=row.pk).update(**{field.attname: new})
            except IntegrityError:
                continue  # another row has this value already, and may not share it
            return f"{field}: {value} → {new}"
    return ""


def test_a_changed_table_of_any_kind_is_seen(report: Report) -> None:
    """Each change comes on top of those before, so the parts kept are from different builds."""
    checking.latest(report)
    changed = []
    for model in sweep.some(read_tables(report), 12, "kept-findings"):
        what = change(model)
        if not what:
            continue
        changed.append(what)
        checking.look_again()
        run = checking.latest(report)
        today = Report.objects.select_related("year").get(pk=report.pk)
        assert run.document == checked_document(today), what
        placing = Placing(today.year, run.document)
        sections = {f.mark: placing.section(f) for f in run.checks.findings}
        assert run.section_codes == {m: s.code for m, s in sections.items() if s}, what
        assert run.report.title == today.title
    assert len(changed) > 6


def test_what_a_run_reads_leaves_entries_when_it_is_written(report: Report) -> None:
    """Else another process would learn of it only after a while."""
    assert [model for model in read_tables(report) if not is_recorded(model)] == []


def test_a_written_row_costs_the_parts_that_read_it(report: Report) -> None:
    before = checking.latest(report).document
    Vehicle.objects.filter(year=report.year).update(leased=3)
    checking.look_again()
    after = checking.latest(report).document

    new = {name for name, table in after.tables.items() if table is not before.tables[name]}
    assert new == {"departments.vehicles"}


def test_a_text_is_checked_though_no_table_changed(report: Report) -> None:
    """Texts are read between the parts; the rules still have to look at them."""
    before = checking.latest(report).checks
    Narrative.objects.filter(year=report.year, section="I.C.1").update(body="{{ yok.satir.sutun }}")
    checking.look_again()
    after = checking.latest(report).checks

    assert {f.mark for f in after.findings} - {f.mark for f in before.findings}


def test_a_section_that_goes_takes_its_findings_along(report: Report) -> None:
    codes = checking.latest(report).section_codes
    gone = next(iter(set(codes.values())))
    run = checking.latest(report)
    Section.objects.filter(year=report.year, code=gone).update(code="Y.1")
    checking.look_again()
    assert gone not in set(checking.latest(report).section_codes.values())
    assert checking.latest(report).document is run.document


def test_changed_results_are_seen_by_all_that_count_them(report: Report) -> None:
    before = checking.latest(report).document
    IndicatorResult.objects.filter(year=report.year).update(actual=None)
    checking.look_again()
    after = checking.latest(report)

    assert after.document == checked_document(report)
    assert after.document.tables["departments.vehicles"] is before.tables["departments.vehicles"]
