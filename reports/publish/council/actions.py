"""Make records of the council stage public: from then on they stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reports.collect.guards import PublishError, require_permission
from reports.enums import MilestoneTopic
from reports.models import CouncilRecord, Delivery, Milestone

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PUBLISH = "reports.publish_council"

Record = TypeVar("Record", CouncilRecord, Delivery)


def publish_council_record(record: CouncilRecord, *, by: User | None = None) -> CouncilRecord:
    """Make a session public with its questions, and those documents that are marked public.

    The calendar's milestone of the council is done with it. Raises PublishError with the sentence;
    PermissionDenied. `by=None` is the command line.
    """
    with transaction.atomic():
        record = _published(record, by)
        # A day that staff marked themselves stays.
        for milestone in Milestone.objects.select_for_update(of=("self",)).filter(
            year=record.publication.year_id,
            rule__topic=MilestoneTopic.COUNCIL,
            done_on__isnull=True,
        ):
            milestone.done_on = record.session_on
            milestone.save(update_fields=["done_on"])
    return record


@transaction.atomic
def publish_delivery(delivery: Delivery, *, by: User | None = None) -> Delivery:
    """Make a line of the delivery register public. Raises PublishError; PermissionDenied."""
    return _published(delivery, by)


def _published(record: Record, by: User | None) -> Record:
    require_permission(by, PUBLISH)
    model = type(record)
    record = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if record.is_public:
        raise PublishError("Kayıt zaten yayımlanmış.")
    if record.day > timezone.localdate():
        raise PublishError("Tarihi henüz gelmemiş bir kayıt yayımlanamaz.")
    try:
        # Again: what it replaces may have been replaced or changed since it was entered.
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        raise PublishError("\n".join(error.messages)) from error
    record.published_at, record.published_by = timezone.now(), by
    record.save(update_fields=["published_at", "published_by"])
    return record
