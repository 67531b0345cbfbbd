"""Forms of a section's steps: what each asks, and the step that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from kars_portal.lib.turkish import search_key, sort_key
from reports.collect.owed import Item, deliver
from reports.collect.workflow import actions as sections
from reports.collect.workflow.notes import TEXT
from reports.core.documents import Document, FindingValue
from reports.core.documents.model import TableBlock
from reports.core.tables import Table
from reports.ground.actors import Actor
from reports.models import Correction, Publication, Section
from reports.office.shared.fields import field_of
from reports.office.shared.noted import row_name
from reports.office.shared.people import readers
from reports.office.shared.wording import step_explanations, step_labels
from reports.publish.versions.corrections import open_corrections

SEPARATOR = "|"
FINDING = "bulgu"
ROWS_OFFERED = 400
ROW_LIST = "bolum-satirlari"
"""The page's list of row names."""
LONG = 70

Choice = tuple[str, str | list[tuple[str, str]]]
"""A choice, or a group with its choices."""


class Asked(TypedDict):
    """What the form of a step is made of."""

    step: str
    section: Section
    explained: bool
    places: Places


@dataclass(frozen=True)
class Places:
    """What a note to a section can be about: its text, its tables, its findings."""

    tables: tuple[Table, ...] = ()
    findings: tuple[FindingValue, ...] = ()
    untouched: tuple[str, ...] = ()
    """Names of the section's sheets of which nobody has said anything this year."""

    @classmethod
    def of(
        cls,
        section: Section,
        document: Document | None,
        findings: Iterable[FindingValue],
        items: Iterable[Item] = (),
    ) -> Places:
        """The tables that the report shows in the section, with the rows of the section."""
        untouched = tuple(item.title for item in items if item.is_untouched)
        opened = tuple(finding for finding in findings if not finding.is_waived)
        node = document.node_by_code.get(section.code) if document is not None else None
        if document is None or node is None:
            return cls((), opened, untouched)
        found: dict[str, Table] = {}
        for block in node.blocks:
            if isinstance(block, TableBlock):
                table = document.tables[block.dataset].selection(block.rows, None)
                found.setdefault(table.id, table)
        return cls(tuple(found.values()), opened, untouched)

    def choices(self) -> list[Choice]:
        """The choices of a select, in groups."""
        choices: list[Choice] = [("", _("Bölümün tümü")), (TEXT, _("Bölüm metni"))]
        if self.findings:
            choices.append(
                (
                    _("Bulgular"),
                    [
                        (f"{FINDING}{SEPARATOR}{f.mark}", _cut(f"{f.code}: {f.message}"))
                        for f in self.findings
                    ],
                )
            )
        for table in self.tables:
            whole = (table.id, _("Tablonun tümü"))
            columns = [(f"{table.id}{SEPARATOR}{c.key}", _cut(c.title)) for c in table.columns]
            choices.append((table.title, [whole, *columns]))
        return choices

    def rows(self) -> list[str]:
        """Names of rows, for whoever types one."""
        names = {row_name(table, row.cells) for table in self.tables for row in table.rows}
        return sorted(names - {""}, key=sort_key)[:ROWS_OFFERED]

    def resolve(self, choice: str, row: str) -> sections.Place:
        """Table, row and column of a choice. Raises ValidationError for the field `row`."""
        name, _sep, rest = choice.partition(SEPARATOR)
        if name == FINDING:
            found = next(f for f in self.findings if f.mark == rest)
            return (found.dataset or TEXT, found.row, found.column)
        table = next((t for t in self.tables if t.id == name), None)
        if table is None:
            if row:
                raise ValidationError(_("Satır yalnız bir tablo seçildiğinde yazılır."))
            return (name, "", "")
        return (name, _row_key(table, row), rest)


def _row_key(table: Table, wanted: str) -> str:
    if not wanted:
        return ""
    name = search_key(wanted)
    for row in table.rows:
        if wanted == row.key or name == search_key(row_name(table, row.cells)):
            return row.key
    raise ValidationError(
        _("«%(table)s» tablosunda «%(row)s» satırı yok.") % {"table": table.title, "row": wanted}
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()}…"


# -- forms -------------------------------------------------------------------------------------


class NoteForm(forms.Form):
    """A step with a note; `explained` steps are refused without one."""

    note = forms.CharField(
        label="Not",
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        # Each form of the page has its own ids.
        super().__init__(data, label_suffix="", auto_id=f"{asked['step']}-%s")
        self.by = by
        self.section = asked["section"]
        self.places = asked["places"]
        note = self.fields["note"]
        note.required = asked["explained"]
        note.label = _("Gerekçe") if note.required else _("Not (isteğe bağlı)")
        note.error_messages["required"] = _("Gerekçe yazılmalıdır.")

    def arguments(self) -> dict[str, object]:
        """What the step is called with."""
        return {"note": self.cleaned_data["note"]}


class SubmitForm(NoteForm):
    """Delivering; tables of which nobody has said anything this year are named and asked about."""

    nothing = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        super().__init__(data, by=by, **asked)
        if not self.places.untouched:
            del self.fields["nothing"]
            return
        field = self.fields["nothing"]
        field.required = True
        field.label = _("Bu tablolar için bu yıl veri ya da değişiklik yok: %(names)s") % {
            "names": ", ".join(self.places.untouched)
        }
        field.error_messages["required"] = _(
            "Henüz girilmeyen tablolar var; doldurulmalı ya da veri olmadığı onaylanmalıdır."
        )

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "nothing": self.cleaned_data.get("nothing", False)}


class PlacedForm(NoteForm):
    """A note to a field: a finding, a column of a table, and the row."""

    place = forms.ChoiceField(label="Neresi", required=False, widget=UnfoldAdminSelectWidget)
    row = forms.CharField(
        label="Satır",
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="Bir tablo seçildiğinde satırın adı; boşsa not bütün satırlar içindir.",
    )

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        super().__init__(data, by=by, **asked)
        field = field_of(self, "place", forms.ChoiceField)
        field.choices = self.places.choices()
        field.error_messages["invalid_choice"] = _(
            "Seçilen yer artık yok; sayfadaki listeden yeniden seçilmelidir."
        )
        self.fields["row"].widget.attrs["list"] = ROW_LIST
        self.order_fields(["place", "row", "note"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if "place" in cleaned and "row" in cleaned:
            try:
                self.resolved = self.places.resolve(cleaned["place"], cleaned["row"].strip())
            except ValidationError as error:
                self.add_error("row", error)
        return cleaned

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "place": self.resolved}


class ReturnForm(PlacedForm):
    pass


class PeopleField(forms.ModelMultipleChoiceField[User]):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.username


class CommentForm(PlacedForm):
    """A remark; those whom it names get a mail."""

    mentions = PeopleField(
        User.objects.none(),
        label="Haber verilecekler",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        super().__init__(data, by=by, **asked)
        self.fields["note"].label = _("Not")
        self.fields["note"].error_messages["required"] = _("Not yazılmalıdır.")
        people = field_of(self, "mentions", PeopleField)
        people.queryset = readers(self.section).exclude(pk=by.pk)
        self.order_fields(["note", "mentions", "place", "row"])

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "mentions": list(self.cleaned_data["mentions"])}


class CorrectionField(forms.ModelChoiceField[Correction]):
    """Corrections by what they say."""

    def label_from_instance(self, obj: Correction) -> str:
        return _cut(obj.sentence)


class ReopenForm(NoteForm):
    """Opening a sealed section; of a published year under one of its open corrections."""

    correction = CorrectionField(
        Correction.objects.none(),
        label="Düzeltme",
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
        error_messages={
            "required": "Bölüm ancak açık bir düzeltmeyle açılır; önce düzeltme açılmalıdır.",
            "invalid_choice": "Düzeltme artık açık değil; listeden yeniden seçilmelidir.",
        },
    )

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        super().__init__(data, by=by, **asked)
        section = self.section
        if not Publication.objects.filter(year=section.year_id).exists():
            del self.fields["correction"]
            return
        self.fields["note"].required = False
        self.fields["note"].label = _("Bölümde ne yapılacağı (isteğe bağlı)")
        field = field_of(self, "correction", CorrectionField)
        field.queryset = open_corrections(section.year_id)
        field.help_text = format_html(
            '{} <a class="findings-link" href="{}?yil={}">{}</a>',
            _("Numarası ve gerekçesi bölümdeki her değişikliğe eklenir."),
            reverse("admin:corrections"),
            section.year_id,
            _("Düzeltmeler"),
        )
        self.order_fields(["correction", "note"])

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "correction": self.cleaned_data.get("correction")}


class ExtendForm(NoteForm):
    """A new due date and why."""

    due_on = forms.DateField(
        label="Yeni son gün",
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={"required": "Yeni son gün yazılmalıdır."},
    )

    def __init__(self, data: QueryDict | None, *, by: Actor, **asked: Unpack[Asked]) -> None:
        super().__init__(data, by=by, **asked)
        self.order_fields(["due_on", "note"])

    def arguments(self) -> dict[str, object]:
        return {**super().arguments(), "due_on": self.cleaned_data["due_on"]}


# -- the steps of a page -----------------------------------------------------------------------

_FORMS: dict[str, tuple[type[NoteForm], bool, Callable[..., object]]] = {
    "submit": (SubmitForm, False, deliver),
    "approve": (NoteForm, False, sections.approve_section),
    "withdraw": (NoteForm, False, sections.withdraw_section),
    "accept": (NoteForm, False, sections.accept_section),
    "return": (ReturnForm, True, sections.return_section),
    "extend": (ExtendForm, True, sections.extend_deadline),
    "ask": (NoteForm, True, sections.ask_to_unlock),
    "reopen": (ReopenForm, True, sections.reopen_section),
    "comment": (CommentForm, True, sections.comment),
}
"""Step → its form, whether it must be explained, the function that takes it."""

STEP_NAMES = frozenset(_FORMS)


@dataclass
class StepForm:
    """One step as the page shows it."""

    name: str
    label: str
    explanation: str
    form: NoteForm
    is_open: bool = False
    is_main: bool = False

    def take(self, section: Section, by: Actor) -> None:
        """Take the step. Raises PermissionDenied, WorkflowError."""
        _FORMS[self.name][2](section, by=by, **self.form.arguments())


def step_form(
    name: str, section: Section, by: Actor, places: Places, data: QueryDict | None = None
) -> StepForm:
    """The form of a step, filled in where `data` was sent."""
    form_class, explained, _take = _FORMS[name]
    asked = Asked(step=name, section=section, explained=explained, places=places)
    return StepForm(
        name,
        step_labels()[name],
        step_explanations()[name],
        form_class(data, by=by, **asked),
        is_open=data is not None,
        is_main=name in ("submit", "approve", "accept"),
    )
