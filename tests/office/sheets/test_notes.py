"""What a section was returned for stands on the grid: above it, and at the cell that was meant."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Vehicle
from reports.collect.workflow.actions import return_section, submit_section
from reports.enums import SectionState
from reports.models import Section
from tests.collect.sheets.filling import sheet

pytestmark = pytest.mark.django_db

NOTE = "Örnek: ruhsat sayısıyla karşılaştırılmalı."


@pytest.fixture
def returned(garage: Section, vehicles: dict[str, Vehicle], people: dict[str, User]) -> Section:
    Section.objects.filter(pk=garage.pk).update(state=SectionState.SUBMITTED)
    return return_section(
        garage,
        by=people["reviewer"],
        note=NOTE,
        place=("departments.vehicles", vehicles["Otobüs"].row_key, "owned"),
    )


def test_a_note_stands_above_the_grid_and_at_its_cell(returned: Section, editor: Client) -> None:
    page = editor.get(sheet(returned, "araclar").address).content.decode()
    assert page.count(NOTE) == 2
    described = re.search(
        r'aria-label="Otobüs[^"]*Belediyeye ait[^"]*"[^>]*aria-describedby="([^"]+)', page
    )
    assert described is not None
    ids = described.group(1).split()
    shown = [re.search(rf'id="{name}"[^>]*>\s*([^<]*)', page) for name in ids]
    assert any(found is not None and NOTE in found.group(1) for found in shown)


def test_a_note_to_another_table_is_not_shown(returned: Section, editor: Client) -> None:
    assert NOTE not in editor.get(sheet(returned, "tesisler").address).content.decode()


def test_a_delivery_answers_the_notes(returned: Section, people: dict[str, User]) -> None:
    submit_section(returned, by=people["head"])
    client = Client()
    client.force_login(people["head"])
    assert NOTE not in client.get(sheet(returned, "araclar").address).content.decode()
