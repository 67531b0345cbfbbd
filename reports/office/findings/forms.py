"""Forms of the findings desk: what narrows the list, and what accepting a finding asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from kars_portal.lib.turkish import search_key, sort_key
from reports.core.checks import Family
from reports.core.documents import FindingValue
from reports.models import Waiver
from reports.office.shared.fields import field_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from .desk import Desk

OPEN, AWAITED, WAIVED, ALL = "acik", "girilmedi", "kabul", "tumu"
PROSE = "-"
"""Stands for findings that concern no table, in place of a table's id."""

STATES = (
    (OPEN, _("Açık")),
    (AWAITED, _("Henüz girilmedi")),
    (WAIVED, _("Kabul edilmiş")),
    (ALL, _("Tümü")),
)
SEVERITIES = (("", _("Hata ve uyarı")), ("error", _("Hata")), ("warning", _("Uyarı")))


class FindingFilter(forms.Form):
    """Narrows the list by its address; open findings when nothing is said."""

    q = forms.CharField(
        label=_("Ara"),
        required=False,
        max_length=100,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "search", "autocomplete": "off"}),
    )
    durum = forms.ChoiceField(
        label=_("Durum"), required=False, choices=STATES, widget=UnfoldAdminSelectWidget
    )
    duzey = forms.ChoiceField(
        label=_("Düzey"), required=False, choices=SEVERITIES, widget=UnfoldAdminSelectWidget
    )
    tur = forms.ChoiceField(label=_("Denetim türü"), required=False, widget=UnfoldAdminSelectWidget)
    mudurluk = forms.ChoiceField(
        label=_("Müdürlük"), required=False, widget=UnfoldAdminSelectWidget
    )
    tablo = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: QueryDict | None, *, desk: Desk) -> None:
        super().__init__(data, label_suffix="")
        self.desk = desk
        found = desk.findings
        families = {finding.family for finding in found}
        self._choices("tur", [(f.value, f.label) for f in Family if f.value in families])
        codes = {desk.department(finding) for finding in found} - {""}
        names = sorted(codes, key=lambda code: sort_key(desk.departments[code]))
        self._choices("mudurluk", [(code, desk.departments[code]) for code in names])
        wanted = data.getlist("tablo") if data else []
        self._choices("tablo", [(name, name) for name in wanted])

    def _choices(self, name: str, choices: list[tuple[str, str | Promise]]) -> None:
        everything: tuple[str, str | Promise] = ("", _("Tümü"))
        field = field_of(self, name, forms.ChoiceField)
        field.choices = choices if name == "tablo" else [everything, *choices]

    @property
    def wanted(self) -> Mapping[str, Any]:
        """What is asked for; what is not a choice is not asked."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}

    def chosen(self) -> list[FindingValue]:
        return [f for f in self.desk.findings if self._keeps(f)]

    def _keeps(self, finding: FindingValue) -> bool:
        wanted = self.wanted
        if not self._is_in_state(finding, wanted.get("durum") or OPEN):
            return False
        for name, value in (("duzey", finding.severity), ("tur", finding.family)):
            if wanted.get(name) and wanted[name] != value:
                return False
        if wanted.get("mudurluk") and self.desk.department(finding) != wanted["mudurluk"]:
            return False
        if wanted.get("tablo") and not any(_is_in(finding, n) for n in wanted["tablo"]):
            return False
        words = search_key(wanted.get("q") or "").split()
        return not words or all(word in self.desk.text(finding) for word in words)

    def _is_in_state(self, finding: FindingValue, state: str) -> bool:
        run = self.desk.run
        match state:
            case "girilmedi":
                return finding.mark in run.awaited
            case "kabul":
                return finding.is_waived
            case "acik":
                return run.is_wrong(finding)
        return True

    def table_titles(self) -> list[str]:
        """The tables that the list is narrowed to, by name; absent ones are left out."""
        tables = self.desk.document.tables
        names = self.wanted.get("tablo") or []
        found = [tables[name].title for name in names if name in tables]
        return found or [str(_("Metinler")) if PROSE in names else name for name in names]

    def query(self) -> str:
        """What is asked for, as an address without the page."""
        return urlencode(self.query_without(""))

    def query_without(self, left_out: str) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for name, value in self.wanted.items():
            if name == left_out or not value:
                continue
            pairs.extend((name, item) for item in (value if isinstance(value, list) else [value]))
        return pairs


def _is_in(finding: FindingValue, name: str) -> bool:
    if name == PROSE:
        return not finding.dataset
    if name.endswith("."):
        return finding.dataset.startswith(name)
    return finding.dataset == name


class WaiveForm(forms.Form):
    """Accepting a finding asks for a reason, which is public; an end is optional."""

    reason = forms.CharField(
        label=_("Gerekçe (kamuya açık)"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Gerekçe yazılmadan bulgu kabul edilemez.")},
        help_text=_(
            "Rakamın neden düzeltilemediği. Gerekçe, kabul edenin adı ve tarih mutabakat "
            "sayfasında yayımlanır."
        ),
    )
    expires_on = forms.DateField(
        label=_("Geçerlilik sonu"),
        required=False,
        widget=UnfoldAdminTextInputWidget(
            attrs={"placeholder": "31.12.2025", "inputmode": "numeric", "autocomplete": "off"}
        ),
        help_text=_("Boş bırakılırsa süresizdir. Bu günden sonra bulgu yeniden açılır."),
    )

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Geçerlilik sonu bugünden önce olamaz."))
        return day

    def refused(self, error: ValidationError) -> None:
        """Say at the fields, or above them, what stands in the way."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, sentences in error.error_dict.items():
            self.add_error(name if name in self.fields else None, sentences)


class WaiverForm(forms.ModelForm[Waiver]):
    """The only thing that changes in a waiver is its end."""

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < self.instance.granted_on:
            raise ValidationError(_("Geçerlilik sonu, kabul tarihinden önce olamaz."))
        return day
