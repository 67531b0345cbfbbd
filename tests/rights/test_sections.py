"""Every record that is entered for a year belongs to a section; without one nobody guards it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from reports.core.registry import kits, work_tables
from reports.models import Section, YearRow

YEARLY = [
    model
    for model in apps.get_models()
    if model._meta.app_label in {kit.app for kit in kits()} and issubclass(model, YearRow)
]

# Made by steps and jobs, never entered.
NOT_ENTERED = {"reports.exactcount", "reports.waiver"}


@pytest.mark.parametrize("model", YEARLY, ids=lambda model: model._meta.label_lower)
def test_a_yearly_table_belongs_to_a_section(model: type[Model]) -> None:
    assert model._meta.label_lower in work_tables() or model._meta.label_lower in NOT_ENTERED


@pytest.mark.postgresql("conditions of the database beside those of Python")
@pytest.mark.parametrize("label", sorted(work_tables()))
def test_condition_and_code_of_a_record_say_the_same(label: str, db: None) -> None:
    table = work_tables()[label]
    records = apps.get_model(label)._default_manager.all()
    assert records.exists()
    codes = set(Section.objects.values_list("code", flat=True))
    for record in records[:40]:
        code = table.section(record)
        home = code if code in codes else code.partition("/")[0]
        assert records.filter(table.within({home}), pk=record.pk).exists(), f"{record}: {code}"
        others = codes - {home, code.partition("/")[0]}
        assert not records.filter(table.within(others), pk=record.pk).exists(), f"{record}: {code}"
