"""What may happen between a file's preview and its confirmation; nothing is lost or half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import Membership, Vehicle
from reports.enums import SectionState
from reports.models import AuditEntry, Intake, Section
from tests.site.speech import turkish_said_to_be_english

from .files import Cell, Confirmation, confirm, look, upload, upload_address, words, workbook

SHEET = "araclar"
ROWS: list[list[Cell]] = [["Taşıtın cinsi", "Belediyeye ait"], ["Kamyon", 7], ["Dozer", 2]]
BEFORE = {"Kamyon": 5, "Otobüs": 3}
AFTER = {"Kamyon": 7, "Otobüs": 3, "Dozer": 2}


@pytest.fixture
def sheet(vehicles: dict[str, Vehicle], garage: Section) -> Section:
    return garage


@pytest.fixture
def previewed(editor: Client, sheet: Section) -> tuple[str, dict[str, str]]:
    """The address of a preview, and what its confirmation sends."""
    address = upload(editor, sheet, SHEET, workbook(ROWS))
    return address, Confirmation(look(editor, address).content.decode()).fields


def owned() -> dict[str, int | None]:
    return dict(Vehicle.objects.filter(year=2024).values_list("name", "owned"))


def nothing_was_done() -> bool:
    entries = AuditEntry.objects.filter(additional_data__channel="import")
    return owned() == BEFORE and not Intake.objects.exists() and not entries.exists()


def test_who_signs_in_again_finds_the_file_and_confirms_it(
    editor: Client, browser: Callable[[str], Client], previewed: tuple[str, dict[str, str]]
) -> None:
    address, fields = previewed
    editor.logout()

    ended = editor.post(address, fields)

    assert ended.status_code == 302
    assert ended["Location"].endswith(f"next={address}")
    assert nothing_was_done()
    again = browser("editor")
    assert "1 yeni satır" in words(look(again, address))
    assert again.post(address, fields).status_code == 302
    assert owned() == AFTER


def test_a_confirmation_without_its_token_does_nothing_and_may_be_sent_again(
    editor: Client, previewed: tuple[str, dict[str, str]]
) -> None:
    address, fields = previewed
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    bare = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}

    assert strict.post(address, bare).status_code == 403

    assert nothing_was_done()
    assert confirm(strict, look(strict, address)).status_code == 302
    assert owned() == AFTER


def test_another_person_finds_nothing_at_the_address(
    colleague: Client, sheet: Section, previewed: tuple[str, dict[str, str]]
) -> None:
    address, fields = previewed

    for answer in (
        colleague.get(address),
        colleague.get(f"{address}isaretli.xlsx"),
        colleague.post(address, fields),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == upload_address(sheet, SHEET)
    page = colleague.get(upload_address(sheet, SHEET))
    assert "başka bir kişi yüklemiş" in " ".join(map(str, page.context["messages"]))
    assert nothing_was_done()


@pytest.mark.parametrize(
    "state", [SectionState.SUBMITTED, SectionState.ACCEPTED, SectionState.SEALED]
)
def test_a_section_that_was_closed_meanwhile_takes_nothing_and_says_why(
    editor: Client, sheet: Section, previewed: tuple[str, dict[str, str]], state: SectionState
) -> None:
    address, fields = previewed
    before = Section.objects.get(pk=sheet.pk).state
    Section.objects.filter(pk=sheet.pk).update(state=state)

    refused = editor.post(address, fields)

    assert refused.status_code == 409
    assert str(SectionState(state).label) in words(refused)
    assert nothing_was_done()
    # The file waits: opened again, it is confirmed as it was shown.
    Section.objects.filter(pk=sheet.pk).update(state=before)
    assert editor.post(address, fields).status_code == 302
    assert owned() == AFTER


def test_a_right_that_was_taken_away_meanwhile_is_missed(
    editor: Client, people: dict[str, User], previewed: tuple[str, dict[str, str]]
) -> None:
    address, fields = previewed
    Membership.objects.filter(user=people["editor"]).delete()

    assert editor.post(address, fields).status_code in (403, 404)
    assert editor.get(address).status_code in (403, 404)
    assert nothing_was_done()


def test_an_account_that_was_closed_meanwhile_confirms_nothing(
    editor: Client, people: dict[str, User], previewed: tuple[str, dict[str, str]]
) -> None:
    address, fields = previewed
    User.objects.filter(pk=people["editor"].pk).update(is_active=False)

    assert editor.post(address, fields).status_code in (302, 403)
    assert nothing_was_done()


def test_pages_are_english_but_for_what_the_report_says(editor: Client, sheet: Section) -> None:
    rows: list[list[Cell]] = [
        ["Örnek araçlar (Bin TL)"],
        ["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Açıklama"],
        ["Kamyom", "-", "çok", "örnek"],
        ["Otobüs", 9, "6.600", "örnek"],
        ["Toplam", 9, 5, None],
    ]
    editor.cookies["dil"] = "en"
    address = upload(editor, sheet, SHEET, workbook(rows))
    chosen = look(editor, address, {"baslik": "2", "bin": "0"})
    right = upload(editor, sheet, SHEET, workbook(ROWS))
    shown = look(editor, right)
    done = confirm(editor, shown)["Location"]

    pages = {
        "upload": editor.get(upload_address(sheet, SHEET)),
        "preview": look(editor, address),
        "chosen": chosen,
        "right": shown,
        "result": editor.get(done),
    }

    found = {
        f"{name}: {said}"
        for name, page in pages.items()
        for said in turkish_said_to_be_english(page.content.decode()[_start(page.content) :])
        # A name for assistive technology can't be in two languages.
        if "aria-label: " not in said
    }
    assert not found, "\n".join(sorted(found))


def _start(content: bytes) -> int:
    return content.decode().index('class="sheet intake"') - len("<div ")
