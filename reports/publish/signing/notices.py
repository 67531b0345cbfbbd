"""Mail about signing: to whoever signs next, and to the publishers when all have signed.

Sent after the transaction. A mail says what happened and leads to the place; it never carries
figures or the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse

from reports.collect.workflow.notices import send
from reports.ground.actors import Actor
from reports.models import FrozenReport, SignedFile

from .policy import Expected
from .rules import fold
from .state import Standing, standing_of

SIGN = "reports.add_signatureupload"
PUBLISH = "reports.publish_report"


def tell_ready(frozen: FrozenReport) -> int:
    """The PDF of a freeze is ready: tell whoever signs first. Nobody once it is out of force."""
    frozen.refresh_from_db(fields=["released_at", "publication"])
    if frozen.released_at is not None or frozen.publication_id is not None:
        return 0
    state = standing_of(frozen)
    if state.last is not None or not state.missing:
        return 0
    return _tell_signatories(state, "imza bekliyor")


def tell_accepted(file: SignedFile) -> int:
    """A signature was accepted: tell who is next, or the publishers that nobody is."""
    state = standing_of(file.frozen)
    if state.is_complete:
        publishers = _people(PUBLISH)
        return _send(state, publishers, "imzalar tamamlandı", place="admin:reports_report_publish")
    return _tell_signatories(state, "sıradaki imza bekleniyor")


def _tell_signatories(state: Standing, what: str) -> int:
    people = {person.pk: person for item in state.next for person in _able(item)}
    return _send(state, people.values(), what, place="admin:signing")


def _able(item: Expected) -> list[Actor]:
    """Accounts of the person who has to sign; all signatories where none has that name."""
    people = _people(SIGN)
    named = [p for p in people if item.name and fold(p.get_full_name()) == fold(item.name)]
    return named or people


def _people(permission: str) -> list[Actor]:
    """Active accounts with a right by their roles; superusers are not meant by it."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return list(User.objects.with_perm(permission, include_superusers=False, backend=backend))


def _send(state: Standing, people: Iterable[Actor], what: str, *, place: str) -> int:
    year = state.frozen.year_id
    subject = f"{year} faaliyet raporu: {what}"
    body = render_to_string(
        "office/mail/signing.txt",
        {
            "subject": subject,
            "standing": state,
            "url": f"{settings.SITE_URL}{reverse(place, args=[year])}",
        },
    )
    return send((person, subject, body) for person in people)
