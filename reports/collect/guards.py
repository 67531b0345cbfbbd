"""What every step of publishing begins with: the right, the report's row, a sentence to refuse."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from reports.ground.actors import Actor, Visitor
from reports.models import Report


class PublishError(Exception):
    """A step of publishing can't be taken now; the message is Turkish, says why and what to do."""


def require_permission(user: Visitor | None, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission; None is the command line."""
    if user is not None and not user.has_perm(permission):
        raise PermissionDenied("Bu işlem için yetki yok.")


def locked(report: Report) -> Report:
    """The report as it is now, its row held until the transaction ends.

    Of the report alone: whoever adds a row of the year holds the year's row, and may hold a section
    already.
    """
    return Report.objects.select_for_update(of=("self",)).select_related("year").get(pk=report.pk)


def name_of(by: Actor | None) -> str:
    """The name that stays on record; None is the command line."""
    return (by.get_full_name() or by.get_username()) if by else "komut satırı"
