"""Who must have a second factor."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from pytest_django import Settings

from kars_portal import settings as production
from reports.signin.policy import must_have_factor

from .conftest import COMPULSORY, FREE, ROLE_NAMES, MakePerson


def test_the_real_settings_demand_it_of_those_who_publish_sign_and_administer() -> None:
    assert set(production.SECOND_FACTOR_ROLES) == {"publisher", "signatory", "superuser"}
    assert set(production.SECOND_FACTOR_ROLES) - {"superuser"} <= set(ROLE_NAMES)


def test_the_real_settings_let_nobody_around_it() -> None:
    middleware = production.MIDDLEWARE
    ours = middleware.index("reports.signin.middleware.SignInMiddleware")
    authentication = middleware.index("django.contrib.auth.middleware.AuthenticationMiddleware")
    assert authentication < ours < middleware.index("axes.middleware.AxesMiddleware")
    assert production.AUTHENTICATION_BACKENDS[0] == "axes.backends.AxesStandaloneBackend"
    assert vars(production).get("AXES_ENABLED", True)


@pytest.mark.parametrize("role", COMPULSORY)
def test_compulsory(make_person: MakePerson, role: str) -> None:
    assert must_have_factor(make_person(role))


@pytest.mark.parametrize("role", FREE)
def test_free(make_person: MakePerson, role: str) -> None:
    assert not must_have_factor(make_person(role))


def test_the_right_to_publish_counts_without_the_role(make_person: MakePerson) -> None:
    person = make_person("auditor")
    person.user_permissions.add(Permission.objects.get(codename="publish_report"))
    assert must_have_factor(User.objects.get(pk=person.pk))


def test_nobody_and_those_who_left_need_none(make_person: MakePerson) -> None:
    person = make_person("superuser")
    person.is_active = False
    assert not must_have_factor(person)
    assert not must_have_factor(AnonymousUser())


def test_the_list_is_a_setting(make_person: MakePerson, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ("auditor",)
    assert must_have_factor(make_person("auditor"))
    assert not must_have_factor(make_person("superuser"))
    assert not must_have_factor(make_person("publisher"))
