"""Entries as people read them: labels of the forms, Turkish figures, names in place of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import MISSING, format_date, format_decimal, format_integer, plain
from reports.ground.fields import ModelField
from reports.models import AuditEntry, MoneyField

from .context import Channel
from .values import HIDDEN, SEPARATOR, Json

GROUPED_FROM = 10_000
"""Smaller whole numbers are shown without dots: most of them are years, lines and positions."""
SHORT = 160
CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One field or cell, before and after."""

    label: str
    before: str
    after: str

    def shortened(self) -> Change:
        """Long texts cut to where they differ."""
        if max(len(self.before), len(self.after)) <= SHORT:
            return self
        same = 0
        for old, new in zip(self.before, self.after, strict=False):
            if old != new:
                break
            same += 1
        start = max(0, same - CONTEXT)
        return Change(self.label, _cut(self.before, start), _cut(self.after, start))


def _cut(text: str, start: int) -> str:
    end = start + SHORT
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry."""

    when: datetime
    actor: str
    channel: str
    action: str
    table: str
    record: str
    part_of: str
    year: str
    reason: str
    request: str
    href: str
    changes: tuple[Change, ...]
    kind: int

    @property
    def is_change(self) -> bool:
        return bool(self.kind == AuditEntry.Action.UPDATE)

    @property
    def is_new(self) -> bool:
        return bool(self.kind == AuditEntry.Action.CREATE)

    @property
    def is_gone(self) -> bool:
        return bool(self.kind == AuditEntry.Action.DELETE)

    @property
    def is_long(self) -> bool:
        return len(self.changes) > 3


def lines(entries: Iterable[AuditEntry], *, short: bool = False) -> list[Line]:
    """Entries in their order. They must carry their content type; nothing else is looked up."""
    return [line(entry, short=short) for entry in entries]


def line(entry: AuditEntry, *, short: bool = False) -> Line:
    about = entry.additional_data or {}
    model = entry.content_type.model_class()
    changes = changes_of(entry)
    return Line(
        when=timezone.localtime(entry.timestamp),
        actor=actor_of(entry),
        channel=channel_label(about.get("channel", "")),
        action=action_label(entry.action),
        table=table_of(entry),
        record=entry.object_repr,
        part_of=about.get("part_of_name", ""),
        year=str(about.get("year") or ""),
        reason=about.get("reason", ""),
        request=entry.cid or "",
        href=record_address(model, entry.object_pk) if model is not None else "",
        changes=tuple(change.shortened() for change in changes) if short else tuple(changes),
        kind=entry.action,
    )


def record_address(model: type[Model], pk: object) -> str:
    """The page with a row's own trail; it is there for deleted rows too."""
    return reverse("admin:trail_record", args=[model._meta.label_lower, str(pk)])


def actor_of(entry: AuditEntry) -> str:
    return str((entry.additional_data or {}).get("actor", "")) or MISSING


def table_of(entry: AuditEntry) -> str:
    return str((entry.additional_data or {}).get("table", "")) or str(entry.content_type)


def channel_label(channel: str) -> str:
    return str(Channel(channel).label) if channel in Channel.values else channel


def action_label(action: int) -> str:
    labels = {
        AuditEntry.Action.CREATE: _("Ekleme"),
        AuditEntry.Action.UPDATE: _("Değişiklik"),
        AuditEntry.Action.DELETE: _("Silme"),
    }
    return str(labels.get(action, action))


# -- values ------------------------------------------------------------------------------------


def changes_of(entry: AuditEntry, *, exact: bool = False) -> list[Change]:
    """What changed, field by field; `exact` keeps figures and dates as they are stored."""
    model = entry.content_type.model_class()
    names = (entry.additional_data or {}).get("names", {})
    found = []
    for key, pair in (entry.changes or {}).items():
        if not isinstance(pair, list):
            continue  # written before the portal recorded by itself
        name, _dot, cell = key.partition(SEPARATOR)
        field = _field(model, name)
        label = str(getattr(field, "verbose_name", name))
        shown = [
            _text(field, value, known, exact)
            for value, known in zip(pair, names.get(key) or (None, None), strict=True)
        ]
        found.append(Change(f"{label} · {cell}" if cell else label, *shown))
    return found


def _field(model: type[Model] | None, name: str) -> object:
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _text(field: object, value: Json, name: str | None, exact: bool) -> str:
    if value in (None, "", []):
        return "" if exact else MISSING
    if name:
        return name
    if value == HIDDEN:
        return str(_("gösterilmez"))
    if isinstance(value, bool):
        return str(_("Evet") if value else _("Hayır"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    choices = dict(getattr(field, "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    return str(value) if exact else _localised(field, value)


def _localised(field: object, value: Json) -> str:
    try:
        if isinstance(field, MoneyField):
            return format_decimal(Decimal(str(value)))
        if isinstance(field, models.DecimalField):
            return format_decimal(plain(Decimal(str(value))))
        if isinstance(field, models.DateField):
            return _localised_day(field, value) if isinstance(value, str) else str(value)
    except (ArithmeticError, ValueError):
        return str(value)  # a value from before the field had this type
    if isinstance(value, int) and abs(value) >= GROUPED_FROM:
        return format_integer(value)
    return str(value)


def _localised_day(field: ModelField, value: str) -> str:
    if isinstance(field, models.DateTimeField):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%d.%m.%Y %H:%M}"
    return format_date(date.fromisoformat(value))


def cell_labels() -> Sequence[str]:
    """Headings of the export, in the order of its columns."""
    return (
        str(_("Zaman")),
        str(_("Kim")),
        str(_("Yol")),
        str(_("İstek")),
        str(_("Yıl")),
        str(_("Tablo")),
        str(_("Kayıt numarası")),
        str(_("Kayıt")),
        str(_("Bütünü")),
        str(_("İşlem")),
        str(_("Alan")),
        str(_("Önce")),
        str(_("Sonra")),
        str(_("Gerekçe")),
    )
