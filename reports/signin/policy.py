"""Who must have a second factor, and how long what has been shown holds."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User

from reports.core.roles import ROLES

SUPERUSER = "superuser"

CONFIRMATION_HOLDS = timedelta(minutes=10)
"""How long password and code count as just given."""


RIGHTS = {"publisher": "reports.publish_report"}
"""What only such a role does: whoever was given the right alone, without the role, counts too."""


def must_have_factor(user: User | AnonymousUser) -> bool:
    """By role, or by holding the right that makes the role."""
    demanding = set(settings.SECOND_FACTOR_ROLES)
    if not demanding or not user.is_active:
        return False
    if user.is_superuser:
        return SUPERUSER in demanding
    names = [role.name for role in ROLES if role.code in demanding]
    rights = [right for code, right in RIGHTS.items() if code in demanding]
    return user.groups.filter(name__in=names).exists() or any(map(user.has_perm, rights))
