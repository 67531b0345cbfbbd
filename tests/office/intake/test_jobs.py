"""A file that is too large for a page is a job: looked at, confirmed, taken, stopped, repeated."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from departments.models import Membership, Vehicle
from reports.collect.reading.bounds import PAGE
from reports.enums import IntakePhase, SectionState
from reports.ground.supervising import End, Ended, Tell
from reports.models import AuditEntry, Intake, IntakeJob, Section
from reports.office.intake import job_files, jobs
from reports.office.intake.working import step

from .files import upload_address, words

if TYPE_CHECKING:
    from pathlib import Path

    from django.test.client import _MonkeyPatchedWSGIResponse as Response

SHEET = "araclar"
Row = tuple[str, str]


@pytest.fixture(autouse=True)
def own_place(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


def large(*rows: Row) -> bytes:
    """A table of a few rows that ends below the last row that a page reads."""
    lines = ["Taşıtın cinsi;Belediyeye ait", *(f"{name};{owned}" for name, owned in rows)]
    return ("\n".join(lines[:-1]) + "\n" * PAGE.rows + lines[-1] + "\n").encode()


def send(client: Client, section: Section, content: bytes) -> Response:
    file = SimpleUploadedFile("örnek.csv", content)
    return client.post(upload_address(section, SHEET), {"dosya": file})


def asked(client: Client, section: Section, *rows: Row) -> str:
    """The address of a new job."""
    response = send(client, section, large(*rows))
    assert response.status_code == 302, words(response)
    return str(response["Location"])


def work() -> Sequence[object]:
    """What the worker does for the last job, in this process; what it said meanwhile."""
    job = IntakeJob.objects.latest("pk")
    assert DBTaskResult.objects.exists()
    said: list[object] = []
    result = step(job.pk, Tell(said.append))
    jobs.settle(IntakeJob.objects.get(pk=job.pk), Ended(End.OWN, result))
    return said


def looked_at(client: Client, section: Section, *rows: Row) -> str:
    address = asked(client, section, *rows)
    work()
    return address


def confirmation(page: Response) -> dict[str, str]:
    job = page.context["job"]
    return {"islem": "onayla", "ozet": job.digest, "sha256": job.file_hash}


def owned() -> dict[str, int | None]:
    return dict(Vehicle.objects.filter(year=2024).values_list("name", "owned"))


def phase() -> IntakePhase:
    return IntakeJob.objects.latest("pk").stage


BEFORE = {"Kamyon": 5, "Otobüs": 3}


@pytest.mark.postgresql("a job's row held by two connections")
def test_a_large_file_is_looked_at_confirmed_and_taken_in_the_background(
    editor: Client, sheet: Section, people: dict[str, User]
) -> None:
    address = asked(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    waiting = editor.get(address)
    assert "Sırada" in words(waiting)
    assert waiting["Refresh"].endswith(address)

    said = work()

    assert [item[0] for item in said] == ["reading", "recognising", "trying"]  # type: ignore[index]
    assert owned() == BEFORE
    ready = editor.get(address)
    assert "Refresh" not in ready
    assert "1 yeni satır, 1 değişen satır" in words(ready)
    assert "Dozer" in words(ready)
    assert editor.post(address, confirmation(ready)).status_code == 302
    assert owned() == BEFORE
    work()
    assert owned() == {"Kamyon": 7, "Otobüs": 3, "Dozer": 2}
    result = editor.get(address, follow=True)
    assert "1 yeni satır, 1 değişen hücre" in words(result)
    entry = AuditEntry.objects.filter(object_repr="Dozer").latest("pk")
    assert entry.actor == people["editor"]
    assert entry.additional_data["channel"] == "import"
    with pytest.raises(job_files.Gone):
        job_files.read(IntakeJob.objects.get().token)
    editor.post(result.redirect_chain[-1][0], {"islem": "geri-al"})
    assert owned() == BEFORE


def test_confirmed_twice_it_is_taken_once(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    form = confirmation(editor.get(address))
    editor.post(address, form)
    editor.post(address, form)
    work()

    again = step(IntakeJob.objects.get().pk, Tell(lambda _said: None))

    assert Intake.objects.count() == 1
    assert again.taken == 0  # its file is gone
    assert AuditEntry.objects.filter(object_repr="Dozer").count() == 1


def test_what_was_not_shown_is_not_confirmed(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    form = confirmation(editor.get(address))

    answer = editor.post(address, {**form, "ozet": "0" * 64}, follow=True)

    assert "gösterilen dosya değil" in " ".join(map(str, answer.context["messages"]))
    assert phase() is IntakePhase.READY


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_cancelled_job_leaves_nothing(editor: Client, sheet: Section, is_shown: bool) -> None:
    address = asked(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    if is_shown:
        work()

    page = editor.post(address, {"islem": "iptal"}, follow=True)

    assert "İptal edildi" in words(page)
    assert owned() == BEFORE
    with pytest.raises(job_files.Gone):
        job_files.read(IntakeJob.objects.get().token)
    jobs.work_on.func(IntakeJob.objects.get().pk)
    assert phase() is IntakePhase.CANCELLED


def test_a_right_that_was_withdrawn_meanwhile_is_missed_by_the_worker(
    editor: Client, sheet: Section, people: dict[str, User]
) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    Membership.objects.filter(user=people["editor"]).delete()

    work()

    assert phase() is IntakePhase.FAILED
    assert "sorumluluğunuzda olmayan" in IntakeJob.objects.get().message
    assert owned() == BEFORE


def test_a_section_that_was_delivered_meanwhile_stays_as_it_is(
    editor: Client, sheet: Section
) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    Section.objects.filter(pk=sheet.pk).update(state=SectionState.SUBMITTED)

    work()

    assert phase() is IntakePhase.FAILED
    assert owned() == BEFORE
    assert "Alınmadı" in words(editor.get(address))


def test_rows_that_changed_meanwhile_are_shown_anew(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    editor.post(address, confirmation(editor.get(address)))
    other = Vehicle.objects.get(year=2024, name="Otobüs")
    other.owned = 4
    other.save()

    work()

    assert phase() is IntakePhase.BROKEN
    assert "Tablo önizlemeden sonra değişti" in words(editor.get(address))
    editor.post(address, {"islem": "yeniden"})
    work()
    editor.post(address, confirmation(editor.get(address)))
    work()
    assert owned() == {"Kamyon": 7, "Otobüs": 4, "Dozer": 2}


def test_of_one_section_one_file_is_worked_on_at_a_time(
    editor: Client, colleague: Client, sheet: Section
) -> None:
    address = asked(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))

    second = send(colleague, sheet, large(("Kamyon", "9"), ("Dozer", "1")))

    assert second.status_code == 422
    assert "başka bir dosyası şu anda işleniyor" in words(second)
    assert IntakeJob.objects.count() == 1
    assert colleague.get(address).status_code == 404


def test_choices_are_made_on_the_jobs_page(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "-"), ("Dozer", "2"))
    page = editor.get(address)
    assert "1 hücrede tabloda değer var" in words(page)
    assert "Onayla" not in words(page)
    assert editor.post(address, confirmation(page)).status_code == 302
    assert phase() is IntakePhase.READY

    editor.post(address, {"islem": "goster", "bos": "sil"})
    work()
    editor.post(address, confirmation(editor.get(address)))
    work()

    assert owned() == {"Kamyon": None, "Otobüs": 3, "Dozer": 2}


def test_errors_are_shown_and_nothing_is_taken(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "-4"), ("Dozer", "2"))

    page = words(editor.get(address))

    assert "1 hata: dosya düzeltilmeden alınmaz" in page
    assert "B2" in page
    assert "Onayla" not in page


def test_a_job_leaves_the_file_with_its_errors_marked(
    editor: Client, colleague: Client, sheet: Section
) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "-4"), ("Dozer", "2"))
    marked = editor.get(address).context["marked"]

    file = editor.get(marked)

    page = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert page is not None
    assert {c.coordinate for row in page for c in row if c.comment} == {"B2"}
    assert colleague.get(marked).status_code == 404
    editor.post(address, {"islem": "iptal"})
    assert editor.get(marked)["Location"] == address


def test_a_job_without_errors_offers_no_marked_file(editor: Client, sheet: Section) -> None:
    address = looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))

    assert editor.get(address).context["marked"] == ""


def test_a_job_whose_worker_died_is_repeated(editor: Client, sheet: Section) -> None:
    address = asked(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    IntakeJob.objects.update(phase=IntakePhase.TRYING, done=1, total=2)
    begun = DBTaskResult.objects.count()

    page = editor.get(address)

    assert "yarıda kaldı" in words(page)
    assert "Refresh" not in page
    editor.post(address, {"islem": "yeniden"})
    assert DBTaskResult.objects.count() == begun + 1
    jobs.settle(IntakeJob.objects.get(), Ended(End.DIED))
    assert phase() is IntakePhase.BROKEN
    jobs.settle(IntakeJob.objects.get(), Ended(End.LATE))
    assert "30 dakikada bitmedi" in words(editor.get(address))


def test_what_nobody_confirms_ends_after_a_day(editor: Client, sheet: Section) -> None:
    looked_at(editor, sheet, ("Kamyon", "7"), ("Dozer", "2"))
    IntakeJob.objects.update(requested_at=timezone.now() - timedelta(days=2))

    jobs.remove_old()

    assert phase() is IntakePhase.CANCELLED
    with pytest.raises(job_files.Gone):
        job_files.read(IntakeJob.objects.get().token)
