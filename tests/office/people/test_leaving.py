"""Somebody leaves: duties are listed and handed over, the account is closed, nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from departments.models import Membership
from performance.models import Indicator, StrategicPlan
from reports.enums import SectionEventKind, SectionState
from reports.models import AuditEntry, FiscalYear, Section
from reports.office.people.leaving import close_account, duties_of
from tests.collect.opening.conftest import assign, section

pytestmark = pytest.mark.django_db

Person = Callable[..., User]


@pytest.fixture
def ayse(source: FiscalYear, person: Person) -> User:
    """Owner of a section and of an indicator, deputy in a finished section."""
    Section.objects.update(state=SectionState.DRAFT)
    ayse = person("ayse", "park", role="department-editor")
    assign("III.B.1/park", ayse)
    assign("III.B.2/park", None, ayse)
    Section.objects.filter(code="III.B.2/park").update(state=SectionState.ACCEPTED)
    StrategicPlan.objects.update(last_year=2099)
    Indicator.objects.filter(code="1.1.1").update(owner=ayse)
    return ayse


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("yonetici", first_name="Örnek", last_name="Yönetici")


@pytest.fixture
def office(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def page(user: User) -> str:
    return f"/yonetim/hesaplar/{user.pk}/ayrildi/"


def test_what_a_person_has_in_hand_is_listed_first(
    ayse: User, person: Person, office: Client
) -> None:
    person("veli", "park")
    person("mali", "mali")

    html = office.get(page(ayse)).content.decode()

    assert "Örnek park Müdürlüğü" in html
    assert "2024 III.B.1/park" in html
    assert "1.1.1 Örnek gösterge 1" in html
    assert "III.B.2/park" not in html  # finished: the name stays
    assert "Örnek veli" in html
    assert "Örnek mali" not in html
    assert User.objects.get(pk=ayse.pk).is_active


@pytest.mark.postgresql("many rows in one transaction")
def test_closing_an_account_ends_everything_and_hands_over(
    ayse: User, boss: User, person: Person, office: Client
) -> None:
    veli = person("veli", "park")
    own = Client()
    own.force_login(ayse)
    keys = {duty.key: str(veli.pk) for duty in duties_of(ayse) if duty.candidates}
    before = Session.objects.count()

    answer = office.post(page(ayse), keys, follow=True)

    assert "hesabı kapatıldı" in answer.content.decode()
    ayse.refresh_from_db()
    assert not ayse.is_active
    assert Membership.objects.get(user=ayse).valid_to == timezone.localdate()
    assert section("III.B.1/park", 2024).assignment.owner == veli
    assert section("III.B.2/park", 2024).assignment.deputy == ayse
    assert Indicator.objects.get(code="1.1.1").owner == veli
    assert Session.objects.count() == before - 1
    assert own.get("/yonetim/").status_code == 302
    event = section("III.B.1/park", 2024).events.get(kind=SectionEventKind.ASSIGNED)
    assert event.by == boss
    assert "Örnek ayse" in event.note
    assert "Sorumlu: Örnek veli." in event.note


def test_without_a_successor_the_place_is_empty(ayse: User, office: Client) -> None:
    office.post(page(ayse))

    assert section("III.B.1/park", 2024).assignment.owner is None
    assert Indicator.objects.get(code="1.1.1").owner is None


def test_it_is_on_record_with_the_reason(ayse: User, office: Client) -> None:
    office.post(page(ayse))

    day = f"{timezone.localdate():%d.%m.%Y}"
    entries = AuditEntry.objects.filter(additional_data__reason=f"{day} günü görevden ayrıldı")
    tables = {entry.additional_data["table"] for entry in entries}
    assert tables >= {"kullanıcılar", "görevlendirmeler", "bölüm sorumlulukları", "göstergeler"}
    assert User.objects.filter(pk=ayse.pk).exists()


def test_duties_that_are_over_or_had_not_begun(source: FiscalYear, person: Person) -> None:
    today = timezone.localdate()
    user = person("ali", "park", valid_to=date(2020, 1, 1))
    later = today + timedelta(days=30)
    future = Membership.objects.create(
        user=user, department=section("III.B.1/mali", 2024).assignment.department, valid_from=later
    )
    close_account(user, by=user, day=today)

    future.refresh_from_db()
    assert future.valid_to == later
    assert Membership.objects.get(user=user, valid_from=None).valid_to == date(2020, 1, 1)


def test_a_stranger_can_not_be_named_as_successor(
    ayse: User, person: Person, office: Client
) -> None:
    person("veli", "park")
    stranger = person("mali", "mali")
    key = next(duty.key for duty in duties_of(ayse) if duty.candidates)

    answer = office.post(page(ayse), {key: str(stranger.pk)})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.get(pk=ayse.pk).is_active


@pytest.mark.parametrize("role", ["department-head", "finance-editor", "reviewer", "publisher"])
def test_only_superusers_close_accounts(
    ayse: User, person: Person, signed_in: Callable[[User], Client], role: str
) -> None:
    client = signed_in(person("biri", "park", role=role))
    # Roles that need a second factor are sent to its setup first.
    assert client.post(page(ayse)).status_code in (302, 403)
    assert User.objects.get(pk=ayse.pk).is_active


def test_nobody_closes_the_own_account_or_a_closed_one(
    ayse: User, boss: User, office: Client
) -> None:
    assert "Kendi hesabı kapatılamaz" in office.post(page(boss), follow=True).content.decode()
    assert User.objects.get(pk=boss.pk).is_active
    User.objects.filter(pk=ayse.pk).update(is_active=False)
    assert "zaten kapalı" in office.get(page(ayse), follow=True).content.decode()


def test_the_account_has_the_button(ayse: User, office: Client) -> None:
    form = office.get(f"/yonetim/auth/user/{ayse.pk}/change/").content.decode()
    assert "Ayrıldı: hesabı kapat" in form
    assert "İki adımlı girişi sıfırla" in form
