"""How far somebody has come with signing in."""

from __future__ import annotations

from enum import Enum, auto

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from . import factors, policy, sessions


class Standing(Enum):
    OUTSIDE = auto()
    ENDED = auto()
    OWES_CODE = auto()
    OWES_FACTOR = auto()
    INSIDE = auto()


def standing(request: HttpRequest, user: User | AnonymousUser) -> Standing:
    """Where the person whom the session names stands."""
    if not user.is_authenticated:
        return Standing.OUTSIDE
    session = request.session
    if sessions.has_ended(session):
        return Standing.ENDED
    if sessions.verified_device(session, user) is not None:
        return Standing.INSIDE
    if factors.has_factor(user):
        return Standing.OWES_CODE
    return Standing.OWES_FACTOR if policy.must_have_factor(user) else Standing.INSIDE
