"""Four states of a table, the same wherever they are shown, and the word that it stays as it is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from departments.models import Software, Vehicle
from reports.collect.owed import deliver, filled, owed
from reports.collect.sheets import progress_of
from reports.collect.workflow.actions import WorkflowError
from reports.enums import EntryState, SectionEventKind, SectionState
from reports.models import FiscalYear, Section, SectionEvent

from .filling import Filling, sheet
from .test_saving import owned

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("locks")]


@pytest.fixture
def untouched(garage: Section, vehicles: dict[str, Vehicle]) -> Section:
    """The names of last year's vehicles went on, no figure stands beside them."""
    Vehicle.objects.filter(year=2024).update(owned=None, leased=None)
    return garage


def state(section: Section, key: str) -> EntryState:
    found = {sheet.key: progress.state for sheet, progress in progress_of([section])[section]}
    return found[key]


@pytest.fixture
def programs(garage: Section) -> Section:
    """Names of programs went on from 2023 as they were; the table has no figures."""
    section = Section.objects.create(
        year=garage.year, code="I.C.3", title="Bilgi kaynakları", state=SectionState.DRAFT
    )
    before, _made = FiscalYear.objects.get_or_create(year=2023)
    for year in (before, garage.year):
        Software.objects.create(year=year, name="Örnek program", position=1)
    return section


def test_names_without_figures_are_not_entered_yet(untouched: Section, editor: Client) -> None:
    garage = untouched
    assert state(garage, "araclar") is EntryState.EMPTY
    grid = Filling(editor, sheet(garage, "araclar"))
    assert "henüz girilmedi" in grid.text
    grid.put({owned("Kamyon"): "5"}).save()
    assert state(garage, "araclar") is EntryState.ENTERED


def test_texts_as_they_were_are_carried_over_until_somebody_says_so(programs: Section) -> None:
    assert state(programs, "yazilim") is EntryState.CARRIED
    Software.objects.create(year=programs.year, name="Yeni program", position=2)
    assert state(programs, "yazilim") is EntryState.ENTERED


def test_a_word_holds_while_the_table_is_as_it_was(untouched: Section, editor: Client) -> None:
    garage = untouched
    grid = Filling(editor, sheet(garage, "araclar"))
    assert "Bu yıl veri yok" in grid.text
    assert grid.save(islem="degismedi").status_code == 302
    assert state(garage, "araclar") is EntryState.CONFIRMED
    event = SectionEvent.objects.get(kind=SectionEventKind.UNCHANGED)
    assert event.note.endswith(": bu yıl için veri yok.")

    items = {item.title: item for item in owed(AnonymousUser(), [garage])[garage.pk]}
    assert items[sheet(garage, "araclar").title].is_complete
    Vehicle.objects.create(year=garage.year, name="Vinç", position=9)
    assert state(garage, "araclar") is EntryState.EMPTY


def test_a_word_does_not_swallow_what_was_typed(untouched: Section, editor: Client) -> None:
    grid = Filling(editor, sheet(untouched, "araclar"))
    grid.put({owned("Kamyon"): "5"}).save(islem="degismedi")
    assert "önce kaydedilmeli ya da silinmelidir" in grid.text
    assert grid.value(owned("Kamyon")) == "5"
    assert state(untouched, "araclar") is EntryState.EMPTY


def test_nobody_else_gives_that_word(untouched: Section, people: dict[str, User]) -> None:
    garage = untouched
    client = Client()
    client.force_login(people["other"])
    answer = client.post(sheet(garage, "araclar").address, {"islem": "degismedi"})
    assert answer.status_code == 404
    assert not SectionEvent.objects.filter(kind=SectionEventKind.UNCHANGED).exists()


def test_delivering_with_untouched_tables_asks_and_records_the_answer(
    untouched: Section, people: dict[str, User]
) -> None:
    garage = untouched
    with pytest.raises(WorkflowError, match="Henüz girilmeyen tablolar var"):
        deliver(garage, by=people["head"])
    garage.refresh_from_db()
    assert garage.state != SectionState.SUBMITTED

    deliver(garage, by=people["head"], nothing=True)
    said = SectionEvent.objects.filter(kind=SectionEventKind.UNCHANGED)
    assert said.count() == len({event.row for event in said}) > 0
    items = owed(AnonymousUser(), [garage])[garage.pk]
    assert not any(item.is_untouched for item in items)
    assert filled(items).percent <= 100


def test_the_form_of_a_delivery_names_the_tables(
    untouched: Section, people: dict[str, User]
) -> None:
    garage = untouched
    client = Client()
    client.force_login(people["head"])
    page = garage.get_absolute_url()
    assert "Bu tablolar için bu yıl veri ya da değişiklik yok:" in client.get(page).content.decode()
    refused = client.post(page, {"step": "submit", "note": ""})
    assert "veri olmadığı onaylanmalıdır" in refused.content.decode()
    assert client.post(page, {"step": "submit", "note": "", "nothing": "on"}).status_code == 302
    garage.refresh_from_db()
    assert garage.state == SectionState.SUBMITTED
