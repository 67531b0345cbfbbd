"""The audit trail as the office reads it: entries of django-auditlog with the right to see them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kars_portal.lib.numbers import NumberFormatError, exact, parse_localised
from kars_portal.lib.turkish import search_key


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Questions that the pages and the export ask."""

    def of_year(self, year: int) -> AuditEntryQuerySet:
        return self.filter(additional_data__year=year)

    def by_channel(self, channel: str) -> AuditEntryQuerySet:
        return self.filter(additional_data__channel=channel)

    def since(self, day: date) -> AuditEntryQuerySet:
        return self.filter(timestamp__gte=_midnight(day))

    def until(self, day: date) -> AuditEntryQuerySet:
        """Up to and with a day."""
        return self.filter(timestamp__lt=_midnight(day + timedelta(days=1)))

    def of_record(self, content_type: ContentType, pk: object, name: str) -> AuditEntryQuerySet:
        """Entries of a row and of the rows that are parts of it; `name` is how these name it."""
        return self.filter(
            Q(content_type=content_type, object_pk=str(pk)) | Q(additional_data__part_of=name)
        )

    def matching(self, text: str) -> AuditEntryQuerySet:
        """Every word stands in the entry; a number is found in both spellings."""
        found = self
        for word in text.split():
            wanted = Q(changes_text__contains=search_key(word))
            with suppress(NumberFormatError):
                wanted |= Q(changes_text__contains=exact(parse_localised(word, spelling="tr")))
            found = found.filter(wanted)
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditEntry(LogEntry):  # type: ignore[misc]
    """One change of one row: who, when, by which way, before, after, why. Never changed or deleted.

    Triggers in the database refuse UPDATE, DELETE and TRUNCATE; see migration 0005.
    """

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "denetim izi kaydı"
        verbose_name_plural = "denetim izi"
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("view_audit_trail", "Denetim izini görebilir")]
