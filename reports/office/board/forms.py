"""Forms of the board: what narrows and orders it, and the new due date of chosen sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from kars_portal.lib.turkish import SortKey, sort_key
from reports.enums import SectionState
from reports.models import FiscalYear
from reports.office.shared.fields import field_of

from .lines import Line

NOBODY = "-"
DELIVERED, WAITING = "teslim", "bekleyen"
BY_UNIT, BY_PLACE, BY_DUE, BY_STATE, BY_FILLED, BY_ACTIVITY, BY_ERRORS = (
    "birim", "bolum", "son-gun", "durum", "doluluk", "islem", "hata",
)  # fmt: skip

ORDERS = (
    (BY_UNIT, _("Müdürlük")),
    (BY_PLACE, _("Rapordaki yer")),
    (BY_DUE, _("Son gün")),
    (BY_STATE, _("Durum")),
    (BY_FILLED, _("Doluluk (en boş önce)")),
    (BY_ACTIVITY, _("Son işlem (en eski önce)")),
    (BY_ERRORS, _("Açık hata (en çok önce)")),
)
STATES = (
    ("", _("Tümü")),
    (WAITING, _("Teslim bekleyenler")),
    (DELIVERED, _("Teslim edilmiş olanlar")),
    *SectionState.choices,
)
STATE_ORDER = {state: number for number, state in enumerate(SectionState)}


class BoardFilter(forms.Form):
    """Narrows and orders the board by its address."""

    yil = forms.ChoiceField(label=_("Mali yıl"), required=False, widget=UnfoldAdminSelectWidget)
    mudurluk = forms.ChoiceField(
        label=_("Müdürlük"), required=False, widget=UnfoldAdminSelectWidget
    )
    durum = forms.ChoiceField(
        label=_("Durum"), required=False, choices=STATES, widget=UnfoldAdminSelectWidget
    )
    sorumlu = forms.ChoiceField(label=_("Sorumlu"), required=False, widget=UnfoldAdminSelectWidget)
    sirala = forms.ChoiceField(
        label=_("Sıralama"), required=False, choices=ORDERS, widget=UnfoldAdminSelectWidget
    )
    gecikmis = forms.BooleanField(
        label=_("Yalnız gecikenler"), required=False, widget=UnfoldBooleanWidget
    )
    hatali = forms.BooleanField(
        label=_("Yalnız açık hatalılar"), required=False, widget=UnfoldBooleanWidget
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        lines: Sequence[Line],
        year: FiscalYear,
        years: Sequence[FiscalYear],
    ) -> None:
        super().__init__({**data.dict(), "yil": str(year.pk)}, label_suffix="")
        self.lines = lines
        years_asked = field_of(self, "yil", forms.ChoiceField)
        years_asked.choices = [(str(known.pk), str(known.pk)) for known in years]
        units = {line.unit.code: line.unit.name for line in lines if line.unit}
        owners = {
            str(line.unit.owner.pk): line.owner for line in lines if line.unit and line.unit.owner
        }
        self._choices("mudurluk", sorted(units.items(), key=_by_name))
        self._choices(
            "sorumlu", [(NOBODY, _("Belirlenmemiş")), *sorted(owners.items(), key=_by_name)]
        )

    def _choices(self, name: str, choices: Sequence[tuple[str, str | Promise]]) -> None:
        everything: tuple[str, str | Promise] = ("", _("Tümü"))
        field_of(self, name, forms.ChoiceField).choices = [everything, *choices]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for; what is not a choice is not asked."""
        self.is_valid()
        return self.cleaned_data

    @property
    def order(self) -> str:
        return self.wanted.get("sirala") or BY_UNIT

    def chosen(self) -> list[Line]:
        lines = [line for line in self.lines if self._keeps(line)]
        return sorted(lines, key=ORDER_KEYS[self.order])

    def _keeps(self, line: Line) -> bool:
        wanted = self.wanted
        unit, state, owner = (wanted.get(name) for name in ("mudurluk", "durum", "sorumlu"))
        if unit and (line.unit is None or line.unit.code != unit):
            return False
        if state in (DELIVERED, WAITING):
            if line.is_delivered != (state == DELIVERED):
                return False
        elif state and line.section.state != state:
            return False
        if owner and _owner_of(line) != owner:
            return False
        if wanted.get("gecikmis") and not line.is_late:
            return False
        return not wanted.get("hatali") or line.standing.errors > 0

    def query(self) -> str:
        """What is asked for, as an address, with the year."""
        wanted = {name: value for name, value in self.wanted.items() if value}
        return urlencode({name: "on" if v is True else v for name, v in wanted.items()})

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.wanted.items() if name not in ("sirala", "yil"))


def _owner_of(line: Line) -> str:
    return str(line.unit.owner.pk) if line.unit and line.unit.owner else NOBODY


def _by_name(pair: tuple[str, str | Promise]) -> SortKey:
    return sort_key(str(pair[1]))


def _place(line: Line) -> tuple[int, str]:
    return (line.section.position, line.section.code)


ORDER_KEYS: dict[str, Callable[[Line], tuple[object, ...]]] = {
    BY_UNIT: lambda line: (line.unit is None, sort_key(line.unit_name), _place(line)),
    BY_PLACE: _place,
    BY_DUE: lambda line: (line.is_delivered, line.section.due_on or date.max, _place(line)),
    BY_STATE: lambda line: (STATE_ORDER[line.section.stage], _place(line)),
    BY_FILLED: lambda line: (not line.filled.expected, line.filled.percent, _place(line)),
    BY_ACTIVITY: lambda line: (
        line.activity.when if line.activity else timezone.make_aware(datetime(1970, 1, 1)),  # noqa: DTZ001
        _place(line),
    ),
    BY_ERRORS: lambda line: (-line.standing.errors, -line.standing.warnings, _place(line)),
}


class ExtendForm(forms.Form):
    """A later due date for the chosen sections, with the reason that stays on record."""

    due_on = forms.DateField(
        label=_("Yeni son gün"),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={
            "required": _("Yeni son gün yazılmalıdır."),
            "invalid": _("Tarih 31.12.2025 biçiminde yazılmalıdır."),
        },
    )
    note = forms.CharField(
        label=_("Gerekçe"),
        max_length=500,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Süre uzatımının gerekçesi yazılmalıdır.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Yeni son gün bugünden önce olamaz."))
        return day


class ReminderForm(forms.Form):
    """What goes with the reminders that somebody sends."""

    kitap = forms.BooleanField(
        label=_("Veri çalışma kitabı eklensin (Excel)"),
        required=False,
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")

    @property
    def with_workbooks(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["kitap"])
