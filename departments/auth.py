"""Rights on single objects: who works where decides what a person may open and change."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.db.models import Model

from reports.collect.workflow import access
from reports.ground.actors import Visitor
from reports.models import Section

CHANGING = ("add_", "change_", "delete_")
SEEING = ("view_", "export_")


class DutiesBackend(BaseBackend):
    """Answers `user.has_perm(permission, object)`; signing in is left to Django's own backend.

    The model's permission is the outer limit, the person's duties (`Membership`) the inner one.
    """

    def has_perm(self, user_obj: Visitor, perm: str, obj: Model | None = None) -> bool:
        if obj is None or not user_obj.is_active or not user_obj.has_perm(perm):
            return False
        action = perm.partition(".")[2]
        if isinstance(obj, Section) and not action.startswith((*CHANGING, *SEEING)):
            return access.may_see_section(user_obj, obj)
        if action.startswith(CHANGING):
            return access.can_edit(user_obj, obj)
        return access.can_view(user_obj, obj)
