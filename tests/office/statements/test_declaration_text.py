"""The page of a declaration's text: who sees it, takes over the model text, and confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from reports.enums import DeclarationRole, ReportState, SectionState
from reports.models import (
    AuditEntry,
    Declaration,
    OutlineSection,
    Report,
    Section,
    StatementText,
)

Browser = Callable[[str], Client]

MODEL = "Örnek {yıl} metni.\n\nİkinci paragraf."


@pytest.fixture
def declaration(report: Report) -> Declaration:
    """The top manager's, in the section where declarations stand, with everything but assent."""
    OutlineSection.objects.create(code="EK", title="Ekler", position=99)
    Section.objects.get_or_create(year=report.year, code="EK", defaults={"title": "Ekler"})
    return Declaration.objects.create(
        year=report.year,
        key="ust-yonetici",
        title="Güvence beyanı",
        role=DeclarationRole.TOP_MANAGER,
        signatory="Prof. Dr. ÖRNEK Signatory",
        place="Örnek",
        date=date(report.year_id + 1, 4, 7),
        body="Örnek metin.",
    )


@pytest.fixture
def model(declaration: Declaration) -> StatementText:
    """The text in force, as somebody has entered it."""
    StatementText.objects.all().delete()
    return StatementText.objects.create(
        role=DeclarationRole.TOP_MANAGER, text=MODEL, regulation="Örnek yönetmelik"
    )


def page(declaration: Declaration) -> str:
    return f"/yonetim/beyan-metni/{declaration.pk}/"


def send(client: Client, declaration: Declaration, step: str, **values: str) -> int:
    declaration.refresh_from_db()
    status: int = client.post(
        page(declaration), {"step": step, "seen": declaration.digest, **values}
    ).status_code
    declaration.refresh_from_db()
    return status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("finance", 200), ("reviewer", 200), ("auditor", 200), ("publisher", 200),
        # The one whose name it bears; not somebody of a directorate, not another head.
        ("signatory", 200), ("editor", 403), ("head", 403), ("otherhead", 403),
    ],
)  # fmt: skip
def test_who_sees_the_text(
    browser: Browser, declaration: Declaration, name: str, status: int
) -> None:
    assert browser(name).get(page(declaration)).status_code == status
    assert Client().get(page(declaration)).status_code == 302


def test_the_model_text_stands_beside_with_the_words_that_differ(
    browser: Browser, declaration: Declaration, model: StatementText
) -> None:
    content = browser("finance").get(page(declaration)).content.decode()

    assert f"Örnek {declaration.year_id} metni." in content
    assert "<del>" in content
    assert "<ins>" in content
    assert "doğrulanacak" in content
    assert "Örnek metni beyana al" in content
    # Who only looks has no button.
    assert "Örnek metni beyana al" not in browser("auditor").get(page(declaration)).content.decode()


def test_without_an_entered_model_text_nothing_is_offered(
    browser: Browser, declaration: Declaration
) -> None:
    content = browser("finance").get(page(declaration)).content.decode()

    assert "Örnek metin kayıtlı değil" in content
    assert send(browser("finance"), declaration, "adopt") == 422
    assert declaration.body == "Örnek metin."


def test_taking_over_writes_the_text_with_the_year_and_drops_the_confirmation(
    browser: Browser, declaration: Declaration, model: StatementText
) -> None:
    assert send(browser("signatory"), declaration, "confirm") == 302
    assert declaration.is_confirmed

    assert send(browser("finance"), declaration, "adopt") == 302

    assert declaration.body == f"Örnek {declaration.year_id} metni.\n\nİkinci paragraf."
    assert (declaration.was_confirmed, declaration.is_confirmed) == (True, False)
    assert "onay düştü" in browser("finance").get(page(declaration)).content.decode()
    assert AuditEntry.objects.filter(
        object_pk=str(declaration.pk), changes__has_key="body"
    ).exists()


@pytest.mark.parametrize("name", ["reviewer", "auditor", "signatory"])
def test_only_who_enters_takes_over(
    browser: Browser, declaration: Declaration, model: StatementText, name: str
) -> None:
    assert send(browser(name), declaration, "adopt") == 403
    assert declaration.body == "Örnek metin."


def test_a_delivered_section_keeps_its_text(
    browser: Browser, declaration: Declaration, model: StatementText
) -> None:
    Section.objects.filter(code="EK").update(state=SectionState.ACCEPTED)

    assert send(browser("finance"), declaration, "adopt") == 403
    assert declaration.body == "Örnek metin."
    # The confirmation is no change of the text: an accepted section may wait for it.
    assert send(browser("signatory"), declaration, "confirm") == 302
    assert declaration.is_confirmed


@pytest.mark.postgresql("locks, dates")
def test_the_officer_confirms_in_his_or_her_own_name(
    browser: Browser, declaration: Declaration
) -> None:
    assert send(browser("signatory"), declaration, "confirm") == 302

    assert declaration.confirmed_by == "Örnek Signatory"
    assert declaration.confirmation.startswith("Örnek Signatory, ")


def test_the_reviewer_confirms_a_printed_declaration_with_a_note(
    browser: Browser, declaration: Declaration
) -> None:
    assert send(browser("reviewer"), declaration, "confirm") == 422
    assert not declaration.is_confirmed

    note = "Basılı raporun 12. sayfasında imzalı"
    assert send(browser("reviewer"), declaration, "confirm", note=note) == 302
    assert note in declaration.confirmation


@pytest.mark.parametrize("name", ["finance", "auditor", "publisher"])
def test_others_confirm_nothing(browser: Browser, declaration: Declaration, name: str) -> None:
    assert send(browser(name), declaration, "confirm", note="Örnek") == 403
    assert not declaration.is_confirmed


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("body", "", "metin"), ("place", "", "yer"), ("date", None, "tarih")],
)
def test_what_lacks_is_named_and_not_confirmed(
    browser: Browser, declaration: Declaration, field: str, value: object, named: str
) -> None:
    Declaration.objects.update(**{field: value})
    declaration.refresh_from_db()

    response = browser("signatory").post(
        page(declaration), {"step": "confirm", "seen": declaration.digest}
    )

    assert response.status_code == 422
    assert f"Beyanda eksik: {named}" in response.content.decode()
    declaration.refresh_from_db()
    assert not declaration.was_confirmed


def test_a_text_that_changed_meanwhile_is_read_again(
    browser: Browser, declaration: Declaration
) -> None:
    seen = declaration.digest
    Declaration.objects.update(body="Başka metin.")

    response = browser("signatory").post(page(declaration), {"step": "confirm", "seen": seen})

    assert response.status_code == 422
    assert "bu arada değişti" in response.content.decode()


def test_a_frozen_report_takes_no_confirmation(browser: Browser, declaration: Declaration) -> None:
    Report.objects.update(state=ReportState.FROZEN)

    assert send(browser("signatory"), declaration, "confirm") == 422
    assert not declaration.is_confirmed


def test_officers_find_their_own_declarations(browser: Browser, declaration: Declaration) -> None:
    found = browser("signatory").get("/yonetim/beyan-metni/")

    assert page(declaration) in found.content.decode()
    assert browser("head").get("/yonetim/beyan-metni/").status_code == 403
