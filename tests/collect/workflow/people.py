"""People of a small municipality, for tests of the workflow and of the pages around it."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from departments.enums import DutyKind
from departments.models import Department, Membership
from reports.core.roles import ROLES

ROLE_NAMES = {role.code: role.name for role in ROLES}

EVERYBODY = (
    "editor",
    "head",
    "other",
    "otherhead",
    "finance",
    "reviewer",
    "publisher",
    "signatory",
    "auditor",
)
"""The editor and head of «fen-isleri», those of «zabita», and the people of the town hall."""

_ROLES = {
    "editor": "department-editor",
    "head": "department-head",
    "other": "department-editor",
    "otherhead": "department-head",
    "finance": "finance-editor",
}
_DUTIES = {
    "editor": ("fen-isleri", DutyKind.EDITOR),
    "head": ("fen-isleri", DutyKind.HEAD),
    "other": ("zabita", DutyKind.EDITOR),
    "otherhead": ("zabita", DutyKind.HEAD),
}


def make_people() -> dict[str, User]:
    """Accounts of every kind with their duties; directorates and groups are there already."""
    made: dict[str, User] = {}
    for name in EVERYBODY:
        user = User.objects.create_user(
            f"ornek-{name}",
            email=f"{name}@ornek.test",
            password="x",
            is_staff=True,
            first_name="Örnek",
            last_name=name.title(),
        )
        user.groups.add(Group.objects.get(name=ROLE_NAMES[_ROLES.get(name, name)]))
        if name in _DUTIES:
            code, kind = _DUTIES[name]
            department = Department.objects.get(code=code)
            Membership.objects.create(user=user, department=department, kind=kind)
        made[name] = user
    made["boss"] = User.objects.create_superuser("ornek-boss", "boss@ornek.test")
    return made


def found_people() -> dict[str, User]:
    """The accounts that `make_people` has made."""
    made = User.objects.filter(username__startswith="ornek-").in_bulk(field_name="username")
    return {name: made[f"ornek-{name}"] for name in (*EVERYBODY, "boss")}


def fresh(user: User) -> User:
    """The account as a new request sees it: permissions and duties are read anew."""
    return User.objects.get(pk=user.pk)
