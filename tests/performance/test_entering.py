"""An indicator is entered by whom its card names, as soon as directorate and person are set."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.enums import DutyKind
from departments.models import Department, Membership, SectionAssignment
from performance.entering import open_lacking
from performance.models import Indicator, IndicatorResult, Objective
from reports.core import registry
from reports.enums import ReportState, SectionState
from reports.models import AuditEntry, Report, Section
from tests.collect.sheets.filling import Filling
from tests.collect.workflow.conftest import card, people, report, results, section, shared, stands
from tests.departments.office import address, no_inline_rows
from tests.office.conftest import browser
from tests.office.findings.helper import text

__all__ = ["browser", "card", "people", "report", "results", "section", "shared", "stands"]

Browser = Callable[[str], Client]
CODE = "III.B.2/fen-isleri"
DESK = "/yonetim/"


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", tuple)


@pytest.fixture
def owner(db: None) -> User:
    """An account of staff without a role and without a duty."""
    return User.objects.create_user("ornek-sahip", is_staff=True, first_name="Örnek Sahip")


@pytest.fixture
def named(card: Indicator, owner: User) -> Indicator:
    card.owner = owner
    card.save()
    open_lacking(None)
    return card


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(indicator: Indicator) -> str:
    return f"/yonetim/gosterge/2024/{indicator.pk}/"


def field(grid: Filling, column: str) -> str:
    return next(name for name in grid.fields if name.startswith("h.") and name.endswith(column))


def enter(client: Client, indicator: Indicator, value: str) -> Any:
    grid = Filling(client, page_of(indicator))
    if grid.response.status_code != 200:
        return grid.response
    if "taban" not in grid.fields:
        return client.post(page_of(indicator), {"islem": "kaydet"})
    return grid.put({field(grid, "actual"): value}).save()


# -- as soon as both are set --------------------------------------------------------------------


@pytest.mark.postgresql("once: a card, a section, a result, in transactions that lock sections")
def test_whoever_the_card_names_enters_the_indicator(
    card: Indicator, owner: User, browser: Browser
) -> None:
    """The year is open already when finance says who answers for the indicator."""
    Indicator.objects.update(department=None)
    assert not Section.objects.filter(code=CODE).exists()
    assert signed_in(owner).get(page_of(card)).status_code == 404
    fen = Department.objects.get(code="fen-isleri")
    form = {
        "objective": card.objective_id, "code": "1.1.1", "name": "Örnek gösterge",
        "unit": "number", "direction": "higher", "period": "yearly", "measure": "last",
        "department": fen.pk, "owner": owner.pk,
        **no_inline_rows("successions"),
    }  # fmt: skip
    saved = browser("finance").post(address(Indicator, "change", card.pk), form)
    assert saved.status_code == 302, text(saved)

    made = Section.objects.get(code=CODE)
    assert SectionAssignment.objects.get(section=made).department == fen
    desk = signed_in(owner).get(DESK)
    [found] = desk.context["desk"].lists
    assert [(item.title, item.href) for item in found.items] == [
        ("1.1.1 Örnek gösterge", page_of(card))
    ]
    assert "Sorumlusu olunan göstergeler (1)" in text(desk)
    assert "Fen İşleri Müdürlüğü · henüz girilmedi" in text(desk)

    grid = Filling(signed_in(owner), page_of(card))
    assert "Gösterge kartı" in grid.text
    typed = {field(grid, "actual"): "7", field(grid, "explanation"): "Örnek neden."}
    assert grid.put(typed).save().headers["Location"] == page_of(card)
    result = IndicatorResult.objects.get()
    assert (result.actual, result.explanation) == (Decimal(7), "Örnek neden.")
    made.refresh_from_db()
    assert (made.stage, made.last_edited_by) == (SectionState.DRAFT, owner)
    entry = AuditEntry.objects.filter(object_pk=str(result.pk)).latest("pk")
    assert entry.actor == owner
    assert "Fen İşleri Müdürlüğü · girildi" in text(signed_in(owner).get(DESK))


def test_an_indicator_in_the_list_of_its_objective_opens_the_section_too(
    card: Indicator, browser: Browser
) -> None:
    Indicator.objects.update(department=None)
    row = {
        "id": card.pk, "objective": card.objective_id, "code": "1.1.1", "name": "Örnek gösterge",
        "unit": "number", "direction": "higher", "period": "yearly", "measure": "last",
        "department": Department.objects.get(code="fen-isleri").pk,
    }  # fmt: skip
    objective = card.objective
    form = {
        "goal": objective.goal_id, "code": objective.code, "title": objective.title,
        **no_inline_rows("indicators"), "indicators-TOTAL_FORMS": 1, "indicators-INITIAL_FORMS": 1,
        **{f"indicators-0-{name}": value for name, value in row.items()},
    }  # fmt: skip
    saved = browser("finance").post(address(Objective, "change", objective.pk), form)

    assert saved.status_code == 302, text(saved)
    assert Section.objects.filter(code=CODE).exists()


def test_a_card_that_was_complete_before_opens_its_section_with_the_first_entry(
    card: Indicator, owner: User
) -> None:
    Indicator.objects.update(owner=owner)

    assert enter(signed_in(owner), card, "7").status_code == 302

    assert Section.objects.get(code=CODE).stage is SectionState.DRAFT
    assert IndicatorResult.objects.get().actual == 7


@pytest.mark.parametrize("state", [ReportState.FROZEN, ReportState.PUBLISHED])
def test_a_year_that_is_not_under_way_gets_no_section(
    card: Indicator, owner: User, report: Report, state: ReportState
) -> None:
    Report.objects.filter(pk=report.pk).update(state=state)
    Indicator.objects.update(owner=owner)

    open_lacking(None)
    assert not Section.objects.filter(code=CODE).exists()
    assert signed_in(owner).get(page_of(card)).status_code == 404


# -- rights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "seen", "entered"),
    [
        ("owner", 200, 302),
        ("deputy", 200, 302),
        ("editor", 200, 302),
        ("head", 200, 302),
        ("member", 404, 404),
        ("other", 404, 404),
        ("otherhead", 404, 404),
        ("finance", 200, 403),
        ("reviewer", 200, 403),
        ("auditor", 200, 403),
        ("signatory", 404, 404),
    ],
)
def test_who_may_see_and_enter_it(
    named: Indicator, owner: User, people: dict[str, User], person: str, seen: int, entered: int
) -> None:
    """«member»: a duty in the directorate, but no role."""
    fen = Department.objects.get(code="fen-isleri")
    made = {name: User.objects.create_user(name, is_staff=True) for name in ("deputy", "member")}
    Membership.objects.create(user=made["member"], department=fen, kind=DutyKind.EDITOR)
    named.deputy = made["deputy"]
    named.save()
    client = signed_in({**people, **made, "owner": owner}[person])

    assert client.get(page_of(named)).status_code == seen
    assert enter(client, named, "7").status_code == entered
    assert IndicatorResult.objects.exists() is (entered == 302)


def test_strangers_sign_in_first(named: Indicator, owner: User) -> None:
    assert Client().get(page_of(named)).headers["Location"].startswith("/yonetim/login/")
    client = signed_in(owner)
    User.objects.filter(pk=owner.pk).update(is_staff=False)
    assert client.get(page_of(named)).headers["Location"].startswith("/yonetim/login/")


def test_the_owner_learns_of_nothing_else(named: Indicator, owner: User) -> None:
    other = Indicator.objects.create(
        objective=named.objective, code="1.1.2", name="Başka gösterge", department=named.department
    )
    client = signed_in(owner)

    shown = text(client.get(page_of(named)))
    assert "Başka gösterge" not in shown
    section = Section.objects.get(code=CODE)
    assert f'href="{section.get_absolute_url()}"' not in shown
    for address_ in (
        page_of(other),
        section.get_absolute_url(),
        f"/yonetim/veri-girisi/2024/{CODE}/gostergeler/",
    ):
        assert client.get(address_).status_code == 404, address_
    # What is said of the whole table is said by those who answer for it.
    answer = client.post(page_of(named), {"islem": "degismedi"})
    assert answer.status_code == 403


def test_a_delivered_section_is_closed_for_the_owner_too(named: Indicator, owner: User) -> None:
    grid = Filling(signed_in(owner), page_of(named))
    Section.objects.filter(code=CODE).update(state=SectionState.SUBMITTED)

    late = grid.put({field(grid, "actual"): "7"}).save()

    assert late.status_code == 409
    assert not IndicatorResult.objects.exists()
    desk = text(signed_in(owner).get(DESK))
    assert "Fen İşleri Müdürlüğü · henüz girilmedi · Teslim edildi" in desk


def test_the_desk_leads_to_no_page_that_is_not_there(
    card: Indicator, owner: User, report: Report
) -> None:
    """An owner who is set after the report was published: no section is opened for them then."""
    Section.objects.filter(code=CODE).delete()
    Report.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    card.owner = owner
    card.save()

    desk = signed_in(owner).get(DESK)

    assert signed_in(owner).get(page_of(card)).status_code == 404
    assert desk.context["desk"].lists == ()
    assert page_of(card) not in text(desk)


def test_the_desk_asks_as_many_queries_for_thirty_indicators_as_for_one(
    named: Indicator, owner: User, report: Report
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in(owner).get(DESK).status_code == 200
        return len(captured)

    def result(indicator: Indicator) -> None:
        IndicatorResult.objects.create(year=report.year, indicator=indicator, actual=7)

    result(named)
    queries()
    one = queries()
    for number in range(2, 31):
        result(
            Indicator.objects.create(
                objective=named.objective,
                code=f"1.1.{number}",
                name="Örnek",
                department=named.department,
                owner=owner,
            )
        )

    assert queries() == one
