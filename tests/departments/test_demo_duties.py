"""Duties of the demo accounts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from departments.management.commands.create_demo_duties import DUTIES
from departments.models import Department, Membership

pytestmark = pytest.mark.django_db


def _people() -> None:
    for username in {line[0] for line in DUTIES}:
        User.objects.create_user(username, is_staff=True)
    for code in {line[1] for line in DUTIES}:
        Department.objects.create(code=code, name=f"Örnek {code}")


def _duties() -> set[tuple[str, str, str]]:
    found = Membership.objects.on().values_list("user__username", "department__code", "kind")
    return set(found)


def test_each_account_gets_its_duty_once() -> None:
    _people()

    call_command("create_demo_duties")
    call_command("create_demo_duties")

    assert _duties() == {(username, code, kind.value) for username, code, kind in DUTIES}
    assert Membership.objects.count() == len(DUTIES)


def test_what_is_missing_is_named_and_the_rest_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    _people()
    Department.objects.filter(code="mali-hizmetler").delete()
    User.objects.filter(username="department-head").delete()

    call_command("create_demo_duties")

    said = capsys.readouterr().out
    assert "mali-hizmetler yok" in said
    assert "department-head yok" in said
    assert {duty[0] for duty in _duties()} == {"department-editor"}
