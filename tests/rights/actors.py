"""The people of the matrix: each role once, and the directorate's editor of the right and the wrong
directorate.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from departments.enums import DutyKind
from departments.models import Department, Membership
from reports.core.roles import ROLES

ACTORS = (
    "anonymous",
    "wrong",
    "right",
    "finance",
    "reviewer",
    "auditor",
    "publisher",
    "signatory",
)

WRONG_DEPARTMENT = "teftis-kurulu"
"""It has no table, list, contract or indicator of its own in 2024."""

_ROLE = {
    "wrong": "department-editor",
    "right": "department-editor",
    "finance": "finance-editor",
}


def people() -> dict[str, User]:
    """Accounts with their duties: «right» works in every directorate but one, «wrong» in that."""
    names = {role.code: role.name for role in ROLES}
    made: dict[str, User] = {}
    for actor in ACTORS[1:]:
        user = User.objects.create_user(f"ornek-{actor}", password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=names[_ROLE.get(actor, actor)]))
        made[actor] = user
    for department in Department.objects.all():
        actor = "wrong" if department.code == WRONG_DEPARTMENT else "right"
        Membership.objects.create(user=made[actor], department=department, kind=DutyKind.EDITOR)
    Membership.objects.create(
        user=made["finance"], department=Department.objects.get(code="mali-hizmetler")
    )
    return made


def signed_in(users: dict[str, User]) -> dict[str, str]:
    """The session of each of them."""
    sessions = {}
    for actor, user in users.items():
        client = Client()
        client.force_login(user)
        sessions[actor] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def clients(sessions: dict[str, str]) -> dict[str, Client]:
    """A browser for each of them; the anonymous one has not signed in."""
    found = {actor: Client() for actor in ACTORS}
    for actor, session in sessions.items():
        found[actor].cookies[settings.SESSION_COOKIE_NAME] = session
    return found
