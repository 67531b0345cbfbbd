"""What a large file wrote is taken back as a job, whoever asks for it; stopped or killed, again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from departments.models import Membership, Vehicle
from reports.enums import IntakePhase, SectionState
from reports.ground.supervising import End, Ended
from reports.models import AuditEntry, Intake, IntakeJob, Section
from reports.office.intake import jobs

from .files import Cell, confirm, look, upload, words, workbook
from .test_jobs import BEFORE, SHEET, confirmation, looked_at, own_place, owned, sheet, work

__all__ = ["own_place", "sheet"]


def test_what_a_large_file_wrote_is_taken_back_in_the_background(
    editor: Client, sheet: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LARGE", 1)
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    work()
    result = editor.get(address)["Location"]

    assert editor.post(result, {"islem": "geri-al"})["Location"] == address
    assert owned() == {"Kamyon": 7, "Otobüs": 3, "Dozer": 2}
    work()

    assert editor.get(address)["Location"] == result
    assert "Geri alındı" in words(editor.get(result))
    assert owned() == BEFORE


@pytest.mark.parametrize("by", ["cancel", "age"])
def test_taking_back_that_is_stopped_can_be_asked_for_again(
    editor: Client, sheet: Section, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(jobs, "LARGE", 1)
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    work()
    result = editor.get(address)["Location"]
    editor.post(result, {"islem": "geri-al"})
    if by == "cancel":
        editor.post(address, {"islem": "iptal"})
        assert editor.get(address)["Location"] == result
        editor.post(result, {"islem": "geri-al"})
    else:
        IntakeJob.objects.update(requested_at=timezone.now() - timedelta(days=2))
        jobs.remove_old()
    assert owned()["Kamyon"] == 7
    work()

    assert editor.get(address)["Location"] == result
    assert owned() == BEFORE


def test_what_somebody_changed_since_is_not_taken_back_in_the_background_either(
    editor: Client, sheet: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LARGE", 1)
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    work()
    Vehicle.objects.filter(year=2024, name="Kamyon").update(owned=8)
    editor.post(editor.get(address)["Location"], {"islem": "geri-al"})
    work()

    page = editor.get(address, follow=True)

    assert "«Kamyon»" in " ".join(map(str, page.context["messages"]))
    assert owned()["Kamyon"] == 8


AFTER = {"Kamyon": 7, "Otobüs": 3, "Dozer": 2}


@pytest.fixture
def taken(editor: Client, sheet: Section, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of what came of a file that the editor had taken, in the request."""
    monkeypatch.setattr(jobs, "LARGE", 1)
    rows: list[list[Cell]] = [["Taşıtın cinsi", "Belediyeye ait"], ["Kamyon", 7], ["Dozer", 2]]
    done = confirm(editor, look(editor, upload(editor, sheet, SHEET, workbook(rows))))
    assert owned() == AFTER
    return str(done["Location"])


@pytest.mark.postgresql("a job's row and its constraint under two connections")
def test_another_person_takes_it_back_in_the_background_too(
    editor: Client, colleague: Client, taken: str, people: dict[str, User]
) -> None:
    job = colleague.post(taken, {"islem": "geri-al"})["Location"]
    assert "/is/" in job
    assert owned() == AFTER
    assert editor.get(job).status_code == 404
    # Asked for twice it is one; by somebody else meanwhile, it is being done.
    assert colleague.post(taken, {"islem": "geri-al"})["Location"] == job
    page = editor.post(taken, {"islem": "geri-al"}, follow=True)
    assert "şu anda işleniyor" in " ".join(map(str, page.context["messages"]))

    said = work()

    assert [item[0] for item in said] == ["taking"]  # type: ignore[index]
    assert owned() == BEFORE
    assert colleague.get(job)["Location"] == taken
    assert "Geri alındı" in words(editor.get(taken))
    assert Intake.objects.get().undone_by == people["other"].get_full_name()
    entry = AuditEntry.objects.filter(object_repr="Kamyon").latest("pk")
    assert entry.actor == people["other"]


@pytest.mark.parametrize("change", ["right", "delivered"])
def test_the_worker_asks_again_for_right_and_state(
    colleague: Client, taken: str, people: dict[str, User], change: str
) -> None:
    job = colleague.post(taken, {"islem": "geri-al"})["Location"]
    if change == "right":
        Membership.objects.filter(user=people["other"]).delete()
    else:
        Section.objects.update(state=SectionState.SUBMITTED)

    work()

    assert owned() == AFTER
    left = IntakeJob.objects.get()
    assert (left.stage, left.takes_back) == (IntakePhase.TAKEN, False)
    assert left.message
    if change == "delivered":
        assert colleague.get(job)["Location"] == taken


def test_a_killed_one_says_so_and_is_asked_for_again(colleague: Client, taken: str) -> None:
    job = colleague.post(taken, {"islem": "geri-al"})["Location"]
    jobs.settle(IntakeJob.objects.get(), Ended(End.DIED))
    page = colleague.get(job, follow=True)
    assert "Geri alma yarıda kaldı" in " ".join(map(str, page.context["messages"]))
    assert owned() == AFTER

    assert colleague.post(taken, {"islem": "geri-al"})["Location"] == job
    work()

    assert owned() == BEFORE
    assert jobs.work_on.func(IntakeJob.objects.get().pk) is None
    assert owned() == BEFORE


def test_a_killed_one_that_had_ended_is_done(colleague: Client, taken: str) -> None:
    colleague.post(taken, {"islem": "geri-al"})
    Intake.objects.update(undone_at=timezone.now())

    jobs.settle(IntakeJob.objects.get(), Ended(End.DIED))

    assert IntakeJob.objects.get().message == ""
