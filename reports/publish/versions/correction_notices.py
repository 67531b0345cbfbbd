"""Mail about corrections, to those who open sections again, accept them and publish."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from reports.collect.workflow.notices import send
from reports.ground.actors import Actor
from reports.models import Correction

TOLD = ("reports.unlock_section", "reports.accept_section", "reports.publish_report")


def tell_opened(correction: Correction) -> None:
    """A correction was opened; told once the transaction stands, never to who opened it."""
    _tell(correction, "açıldı", correction.reason, correction.opened_by_id)


def tell_withdrawn(correction: Correction) -> None:
    """A correction was withdrawn; told once the transaction stands, never to who withdrew it."""
    _tell(correction, "geri çekildi", correction.withdrawn_for, correction.withdrawn_by_id)


def _tell(correction: Correction, what: str, reason: str, by: int | None) -> None:
    transaction.on_commit(lambda: _deliver(correction, what, reason, by), robust=True)


def _deliver(correction: Correction, what: str, reason: str, by: int | None) -> None:
    subject = f"{correction.year_id} faaliyet raporu: {correction} {what}"
    body = render_to_string(
        "office/mail/correction.txt",
        {
            "correction": correction,
            "what": what,
            "reason": reason,
            "address": settings.SITE_URL
            + f"{reverse('admin:corrections')}?yil={correction.year_id}",
        },
    )
    send((person, subject, body) for person in _people(by))


def _people(without: int | None) -> list[Actor]:
    wanted = Q(pk__in=())
    for permission in TOLD:
        found = User.objects.with_perm(
            permission,
            backend="django.contrib.auth.backends.ModelBackend",
            include_superusers=False,
        )
        wanted |= Q(pk__in=found.values("pk"))
    people = User.objects.filter(wanted, is_active=True, is_staff=True)
    return list(people.exclude(pk=without or 0).order_by("pk"))
