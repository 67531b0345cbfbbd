"""Accounts show roles in sentences; nobody but a superuser changes who may do what."""

from __future__ import annotations

import re
from html import unescape

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from departments.models import Department, Membership
from reports.core.roles import ROLES

pytestmark = pytest.mark.django_db

ACCOUNT_RIGHTS = ("add_user", "change_user", "view_user", "add_group", "change_group", "view_group")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ornek-kisi", password="x", is_staff=True)


def address(person: User, page: str = "change") -> str:
    return reverse(f"admin:auth_user_{page}", args=[person.pk])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def typed(person: User, **changes: object) -> dict[str, object]:
    return {"username": person.username, "is_active": "on", "is_staff": "on", **changes}


def test_each_role_stands_with_its_sentence_and_no_single_right(
    admin_client: Client, person: User
) -> None:
    department = Department.objects.create(code="ornek", name="Örnek Müdürlüğü")
    Membership.objects.create(user=person, department=department)

    page = admin_client.get(address(person)).content.decode()

    for role in ROLES:
        group = Group.objects.get(name=role.name)
        assert re.search(rf'type="checkbox" name="groups" value="{group.pk}"', page), role
        assert f"{role.name} {role.meaning}" in text(page)
    assert "Sistem yöneticisi" in text(page)
    assert "Örnek Müdürlüğü: Veri girişi" in text(page)
    assert 'name="user_permissions"' not in page
    assert "Can add" not in page
    assert "| view_" not in page


def test_a_superuser_gives_and_takes_a_role_and_the_trail_says_so(
    admin_client: Client, person: User
) -> None:
    head, auditor = Group.objects.get(name="Müdür"), Group.objects.get(name="Denetçi")

    assert admin_client.post(address(person), typed(person, groups=[head.pk])).status_code == 302
    assert list(person.groups.all()) == [head]
    admin_client.post(address(person), typed(person, groups=[auditor.pk]))
    assert list(person.groups.all()) == [auditor]

    changes = LogEntry.objects.filter(object_pk=str(person.pk), content_type__model="user")
    assert {"Müdür", "Denetçi"} <= {
        name for entry in changes for name in str(entry.changes).replace("'", " ").split()
    }


def test_a_right_given_beside_the_roles_can_only_be_taken_away(
    admin_client: Client, person: User
) -> None:
    own = Permission.objects.get(codename="publish_report")
    other = Permission.objects.get(codename="waive_finding")
    person.user_permissions.add(own)

    page = admin_client.get(address(person)).content.decode()
    assert re.findall(r'name="user_permissions" value="(\d+)"', page) == [str(own.pk)]

    refused = admin_client.post(address(person), typed(person, user_permissions=[other.pk]))
    assert refused.status_code == 200
    assert list(person.user_permissions.all()) == [own]

    admin_client.post(address(person), typed(person))
    assert not person.user_permissions.exists()


def test_what_is_posted_beside_the_form_gives_no_right(admin_client: Client, person: User) -> None:
    right = Permission.objects.get(codename="publish_report")

    admin_client.post(address(person), typed(person, user_permissions=[right.pk]))

    assert not person.user_permissions.exists()


@pytest.mark.parametrize("rights", [(), ACCOUNT_RIGHTS])
def test_nobody_raises_himself_or_another(person: User, rights: tuple[str, ...]) -> None:
    """Not even with Django's own rights on accounts, which no role has."""
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    other = User.objects.create_superuser("ornek-yonetici", password="x")
    publisher = Group.objects.get(name="Yayımlayan")
    client = signed_in(person)

    for target in (person, other):
        data = typed(target, groups=[publisher.pk], is_superuser="on")
        assert client.post(address(target), data).status_code == 403
        assert (
            client.get(reverse("admin:auth_user_password_change", args=[target.pk])).status_code
            == 403
        )
    assert client.post(reverse("admin:auth_user_add"), {"username": "yeni"}).status_code == 403
    role = reverse("admin:auth_group_change", args=[publisher.pk])
    assert client.post(role, {"name": "Yayımlayan", "permissions": []}).status_code == 403
    assert client.post(reverse("admin:auth_group_add"), {"name": "yeni"}).status_code == 403

    person = User.objects.get(pk=person.pk)
    assert not person.is_superuser
    assert not person.groups.exists()
    assert publisher.permissions.exists()


def test_a_visitor_signs_in_first(person: User) -> None:
    for page in (address(person), reverse("admin:auth_group_changelist")):
        assert Client().post(page, {}).status_code == 302


def test_the_portals_own_roles_are_shown_and_others_can_be_made(admin_client: Client) -> None:
    role = Group.objects.get(name="Denetçi")
    page = admin_client.get(reverse("admin:auth_group_change", args=[role.pk])).content.decode()
    assert "Bütün kayıtları görür, hiçbirini değiştirmez." in text(page)
    assert 'name="permissions"' not in page
    assert 'name="_save"' not in page
    listed = admin_client.get(reverse("admin:auth_group_changelist")).content.decode()
    assert "Bütün kayıtları görür, hiçbirini değiştirmez." in text(listed)
    delete = reverse("admin:auth_group_delete", args=[role.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403

    right = Permission.objects.get(codename="view_report")
    data = {"name": "Örnek rol", "permissions": [right.pk]}
    assert admin_client.post(reverse("admin:auth_group_add"), data).status_code == 302
    assert list(Group.objects.get(name="Örnek rol").permissions.all()) == [right]
