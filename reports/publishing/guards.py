"""What every step of publishing asks first: the right, and a sentence for a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class PublishError(Exception):
    """A step of publishing can't be taken now; the message is Turkish, says why and what to do."""


def require_permission(user: AbstractBaseUser | AnonymousUser | None, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission; None is the command line."""
    if user is not None and not user.has_perm(permission):  # type: ignore[union-attr]
        raise PermissionDenied("Bu işlem için yetki yok.")
