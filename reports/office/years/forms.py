"""The choices of the new-year wizard as a form; its fields come from what the apps declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django import forms
from django.db.models import Max
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from reports.collect.opening import (
    CARRY,
    LEAVE,
    Choices,
    Item,
    Opening,
    OpeningPart,
    Question,
    Texts,
)
from reports.collect.opening.engine import kits
from reports.collect.opening.parts import CARRY_OR_LEAVE
from reports.enums import ReportState
from reports.models import Report
from reports.office.shared.fields import field_of


class YearsForm(forms.Form):
    """Which year is opened from which."""

    yil = forms.IntegerField(
        label=_("Açılacak yıl"),
        min_value=2006,
        max_value=2100,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    kaynak = forms.TypedChoiceField(
        label=_("Örnek alınan yıl"), coerce=int, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        known = list(Report.objects.order_by("-year_id").values_list("year_id", flat=True))
        super().__init__(data or None, initial=_usual_years(known), label_suffix="")
        field_of(self, "kaynak", forms.ChoiceField).choices = [(year, str(year)) for year in known]

    @property
    def years(self) -> tuple[int, int] | None:
        """The years asked for, by default the next one; None where that makes no sense."""
        if not self.is_bound:
            found = self.initial
            return (found["yil"], found["kaynak"]) if found else None
        if not self.is_valid():
            return None
        return self.cleaned_data["yil"], self.cleaned_data["kaynak"]


def _usual_years(known: list[int]) -> dict[str, int]:
    """The year after the last one; where that is being collected, that one again."""
    if not known:
        return {}
    under_way = Report.objects.filter(state=ReportState.COLLECTING).aggregate(y=Max("year_id"))["y"]
    if under_way == known[0] and len(known) > 1:
        return {"yil": known[0], "kaynak": known[1]}
    return {"yil": known[0] + 1, "kaynak": known[0]}


@dataclass(frozen=True)
class ItemGroup:
    """Tables of one directorate, indicators of one objective."""

    title: str
    fields: list[BoundField]


@dataclass(frozen=True)
class ItemPart:
    """All items of one kind, to be chosen."""

    title: str
    count: int
    groups: list[ItemGroup]


class OpeningForm(forms.Form):
    """Texts, questions of the apps, and every table or indicator that may stay behind."""

    texts = forms.ChoiceField(
        label=_("Bölüm metinleri"),
        choices=[(choice.value, choice.label) for choice in Texts],
        initial=Texts.EMPTY.value,
        widget=UnfoldAdminRadioSelectWidget,
        help_text=_(
            "Bölüm metinleri, beyan metinleri, üstünlük ve zayıflıklar, üst politika maddelerinin "
            "özetleri ve tesis notları için geçerlidir."
        ),
    )

    def __init__(self, data: Mapping[str, object] | None, *, opening: Opening) -> None:
        super().__init__(data, label_suffix="")
        self.opening = opening
        self.questions: list[Question] = []
        self.items: list[tuple[OpeningPart, list[Item]]] = []
        for kit in kits():
            if kit.asked(opening):
                self.questions.extend(kit.questions)
            found = [(part, list(part.items(opening))) for part in kit.parts]
            self.items.extend((part, items) for part, items in found if items)
        for question in self.questions:
            self.fields[question.name] = self._question(question)
        for part, items in self.items:
            for item in items:
                self.fields[_name(part, item)] = _item_field(item)

    def _question(self, question: Question) -> forms.Field:
        field: forms.Field
        if question.choices:
            field = forms.ChoiceField(
                choices=question.choices, widget=UnfoldAdminRadioSelectWidget, required=False
            )
        else:
            field = forms.CharField(
                max_length=200,
                widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
                required=False,
            )
        field.label = question.label
        field.initial = question.initial(self.opening)
        field.help_text = question.help_text
        return field

    # -- for the page -----------------------------------------------------------------------

    @property
    def question_fields(self) -> list[BoundField]:
        return [self[question.name] for question in self.questions]

    @property
    def item_parts(self) -> Iterator[ItemPart]:
        for part, items in self.items:
            groups = [
                ItemGroup(title, [self[_name(part, item)] for item in members])
                for title, members in groupby(items, key=lambda item: item.group)
            ]
            yield ItemPart(part.title, len(items), groups)

    @property
    def hidden_pairs(self) -> Iterator[tuple[str, str]]:
        """What was chosen, for the page that asks once more."""
        for name, value in self.cleaned_data.items():
            if value is True:
                yield name, "on"
            elif value not in (False, None, ""):
                yield name, str(value)

    # -- what was chosen ----------------------------------------------------------------------

    def choices(self) -> Choices:
        """The choices of a valid form."""
        given = self.cleaned_data
        options: dict[str, str] = {}
        for part, items in self.items:
            for item in items:
                value = given[_name(part, item)]
                chosen = {True: CARRY, False: LEAVE}.get(value, value)
                options[f"{part.name}:{item.key}"] = chosen
        answers = {question.name: given[question.name] for question in self.questions}
        return Choices(Texts(given["texts"]), options, answers)

    def chosen(self) -> Opening:
        """The opening with the choices of a valid form; nothing read before is trusted."""
        return replace(self.opening, choices=self.choices(), memo={})

    def refuse(self, problems: Mapping[str, str]) -> None:
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, sentence)


def _name(part: OpeningPart, item: Item) -> str:
    return f"{part.name}:{item.key}"


def _item_field(item: Item) -> forms.Field:
    if item.options == CARRY_OR_LEAVE:
        return forms.BooleanField(
            label=item.label, required=False, initial=True, widget=UnfoldBooleanWidget
        )
    return forms.ChoiceField(
        label=item.label,
        choices=item.options,
        initial=item.codes[0],
        widget=UnfoldAdminSelectWidget,
    )
