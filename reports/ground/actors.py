"""Who acts: people of the office, and whoever asks for a page, as types."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

Actor: TypeAlias = User
"""Somebody with an account, under whose name a step is taken and written into the trail."""

Visitor: TypeAlias = User | AnonymousUser
"""Whoever asks for a page, signed in or not; rights are asked of either."""


def signed_in(visitor: Visitor) -> Actor:
    """The visitor as somebody who can act. Raises PermissionDenied where nobody is signed in."""
    if not isinstance(visitor, User):
        raise PermissionDenied
    return visitor
