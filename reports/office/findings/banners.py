"""Findings and notes where figures are entered: above a form, at its fields, above a list.

Computed when the page is shown, from the rows as they are: after a save the list or form that opens
next has the answer already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import Model
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from kars_portal.lib.texts import whole_number
from reports.collect.checking import Counts, Run, current_report, latest_or_none
from reports.collect.workflow import access
from reports.collect.workflow.notes import TEXT, open_notes
from reports.core.documents import FindingValue
from reports.core.registry import OfficeTable
from reports.enums import SectionEventKind
from reports.ground.actors import Visitor
from reports.models import FiscalYear, SectionEvent
from reports.office.shared.back import back_of
from reports.office.shared.noted import noted
from reports.office.shared.places import Concern, Places, Reader, entered_tables, year_of
from reports.office.shared.sight import seen_findings

from .alike import Alike, alike
from .desk import AWAITED
from .forms import PROSE
from .way import data_url

SHOWN_IN_LIST = 8


@dataclass(frozen=True)
class Mark:
    """A finding at a record: the field that it is about, and the line if it is about a line."""

    finding: FindingValue
    field: str = ""
    child: Model | None = None
    is_awaited: bool = False
    """It only says that something has not been entered yet."""

    @property
    def severity(self) -> str:
        return AWAITED if self.is_awaited else self.finding.severity

    @property
    def sentence(self) -> str:
        return spoken(self.finding, is_awaited=self.is_awaited)


def spoken(finding: FindingValue, *, is_awaited: bool) -> str:
    """A finding as a field or cell says it."""
    if is_awaited:
        return _("Henüz girilmedi: %(message)s") % {"message": finding.message}
    label = _("Hata") if finding.severity == "error" else _("Uyarı")
    return f"{label} {finding.code}: {finding.message}"


@dataclass(frozen=True)
class NoteMark:
    """A note of a return or comment at a record: the field and the line that it is about."""

    note: SectionEvent
    field: str = ""
    child: Model | None = None

    severity = "warning"

    @property
    def sentence(self) -> str:
        return f"{self.note.by_name}: {self.note.note}"


@dataclass(frozen=True)
class BannerItem:
    """A finding as the banner names it."""

    finding: FindingValue
    address: str
    href: str = ""


@dataclass(frozen=True)
class Banner:
    """What stands above a form or a list; `hidden` are findings that no line stands for."""

    counts: Counts
    open: tuple[Alike[BannerItem], ...]
    awaited: tuple[Alike[BannerItem], ...]
    waived: tuple[Alike[BannerItem], ...]
    desk: str
    hidden: int = 0

    @classmethod
    def of(cls, run: Run, items: Sequence[BannerItem], desk: str, shown: int | None = None) -> Self:
        """Of the findings that a page is about; at most so many lines of what is open."""

        def lines(wanted: Callable[[FindingValue], bool]) -> list[Alike[BannerItem]]:
            own = (item for item in items if wanted(item.finding))
            return alike(own, lambda item: item.finding, run.awaited)

        opened = lines(run.is_wrong)
        return cls(
            counts=run.counted(item.finding for item in items),
            open=tuple(opened[:shown]),
            awaited=tuple(lines(lambda finding: finding.mark in run.awaited)),
            waived=tuple(lines(lambda finding: finding.is_waived)),
            desk=desk,
            hidden=sum(len(line.items) for line in opened[shown:]) if shown is not None else 0,
        )


class FindingBanners(ModelAdmin):
    """Shows findings on the pages of a model (mix in before ModelAdmin)."""

    list_before_template = "office/findings/list_banner.html"
    change_form_outer_before_template = "office/findings/form_banner.html"

    class Media:
        css = {"all": ("office/office.css",)}

    # -- what a model is about; others than tables say it themselves -----------------------------

    def is_about(self, finding: FindingValue) -> bool:
        """Whether a finding belongs to the model's list."""
        return any(table.holds(finding.dataset) for table in self._tables())

    def marks(self, record: Model, findings: Iterable[FindingValue], places: Places) -> list[Mark]:
        """The findings that are mended in a record's form."""
        found: dict[str, Mark] = {}
        for concern in places.concerns(record):
            for finding in findings:
                if not concern.holds(finding):
                    continue
                place = (finding.dataset, finding.row)
                name = concern.table.field_of(finding.column) if place in concern.rows else ""
                found.setdefault(finding.mark, Mark(finding, name, concern.rows.get(place)))
        return list(found.values())

    def note_marks(
        self, record: Model, notes: Iterable[SectionEvent], places: Places
    ) -> list[NoteMark]:
        """The notes that a record's form answers; why a section came back is said in all."""
        found: list[NoteMark] = []
        concerns = places.concerns(record)
        for note in notes:
            if not note.dataset:
                found += [NoteMark(note)] if note.kind != SectionEventKind.COMMENTED else []
                continue
            place = (note.dataset, note.row)
            for concern in concerns:
                whole = note.dataset in concern.whole
                if place in concern.rows or whole or _is_of_table(concern, note):
                    name = concern.table.field_of(note.column) if note.column else ""
                    found.append(NoteMark(note, name, concern.rows.get(place)))
                    break
        return found

    def list_query(self) -> list[tuple[str, str]]:
        """What narrows the desk to the model's findings."""
        return [("tablo", name) for table in self._tables() for name in table.datasets]

    def _tables(self) -> list[OfficeTable]:
        return entered_tables(self.model)

    # -- pages ---------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data["form_back"] = back_of(request)
            record = response.context_data.get("original")
            if record is not None:
                self._show_notes(record, response.context_data, request.user)
                self._show_at_form(record, response.context_data, request.user)
        return response

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = response.context_data if isinstance(response, TemplateResponse) else None
        if context is not None and "cl" in context:
            context["findings_banner"] = self._list_banner(request)
        return response

    def _show_notes(self, record: Model, context: dict[str, Any], user: Visitor) -> None:
        section = access.section_of(record, access.scope_of(user))
        if section is None or not section.stage.is_editable:
            return
        notes = open_notes(section)
        if not notes:
            return
        marks = self.note_marks(record, notes, Places(section.year))
        run = latest_or_none(section.year)
        context["section_notes"] = noted(
            section, [mark.note for mark in marks], run.document if run is not None else None, user
        )
        context["section_of_notes"] = section
        mark_fields([mark for mark in marks if mark.field], context)

    def _show_at_form(self, record: Model, context: dict[str, Any], user: Visitor) -> None:
        report = current_report()
        year = year_of(record) or (report.year if report else None)
        run = latest_or_none(year)
        if run is None or year is None:
            return
        marks = self.marks(record, seen_findings(user, run), Places(year))
        marks.sort(key=lambda mark: mark.finding.severity)
        context["findings_banner"] = Banner.of(
            run,
            [BannerItem(mark.finding, _page(mark, year)) for mark in marks],
            desk_url(year, [*_tables_of(marks), ("durum", "tumu")]),
        )
        mark_fields(
            [
                replace(mark, is_awaited=mark.finding.mark in run.awaited)
                for mark in marks
                if not mark.finding.is_waived
            ],
            context,
        )

    def _list_banner(self, request: HttpRequest) -> Banner | None:
        year = self._list_year(request)
        run = latest_or_none(year)
        if run is None or year is None:
            return None
        found = [finding for finding in seen_findings(request.user, run) if self.is_about(finding)]
        places = Places(year)
        return Banner.of(
            run,
            [self._item(f, places, request.user) for f in sorted(found, key=_severity)],
            desk_url(year, self.list_query()),
            SHOWN_IN_LIST,
        )

    def _item(self, finding: FindingValue, places: Places, reader: Reader) -> BannerItem:
        has_data = bool(places.href(finding, reader))
        return BannerItem(
            finding,
            finding_url(places.year, finding.mark),
            data_url(places.year, finding.mark) if has_data else "",
        )

    def _list_year(self, request: HttpRequest) -> FiscalYear | None:
        wanted = str(request.GET.get("year__year__exact") or "")
        if (number := whole_number(wanted)) is not None:
            return FiscalYear.objects.filter(pk=number).first()
        report = current_report()
        return report.year if report else None


class ProseFindings(FindingBanners):
    """Texts of sections: their findings name the section, not a table."""

    def is_about(self, finding: FindingValue) -> bool:
        return bool(finding.section) and not finding.dataset

    def note_marks(
        self, record: Model, notes: Iterable[SectionEvent], places: Places
    ) -> list[NoteMark]:
        general = [n for n in notes if n.dataset == TEXT or not n.dataset]
        return [
            NoteMark(note, "body" if note.dataset else "")
            for note in general
            if note.dataset or note.kind != SectionEventKind.COMMENTED
        ]

    def marks(self, record: Any, findings: Iterable[FindingValue], places: Places) -> list[Mark]:
        # An empty table of the section is answered by its rows or by a sentence in its text.
        return [
            Mark(f, "" if f.dataset else "body") for f in findings if f.section == record.section
        ]

    def list_query(self) -> list[tuple[str, str]]:
        return [("tablo", PROSE)]


class StatedFindings(FindingBanners):
    """Printed figures: their findings name the figure."""

    def is_about(self, finding: FindingValue) -> bool:
        return bool(finding.source)

    def marks(self, record: Any, findings: Iterable[FindingValue], places: Places) -> list[Mark]:
        return [Mark(f, "value") for f in findings if f.source == record.key]

    def list_query(self) -> list[tuple[str, str]]:
        return []


def _is_of_table(concern: Concern, note: SectionEvent) -> bool:
    """Whether a note is about all rows of a table that the record has rows in."""
    return not note.row and any(dataset == note.dataset for dataset, _row in concern.rows)


def desk_url(year: FiscalYear, query: Iterable[tuple[str, str]] = ()) -> str:
    """The list of findings, narrowed."""
    address = reverse("admin:findings", args=[year.pk])
    text = urlencode(list(dict.fromkeys(query)))
    return f"{address}?{text}" if text else address


def finding_url(year: FiscalYear, mark: str) -> str:
    """The page of one finding."""
    return reverse("admin:finding", args=[year.pk, mark])


def _severity(finding: FindingValue) -> str:
    return finding.severity


def _tables_of(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    return [("tablo", mark.finding.dataset or PROSE) for mark in marks]


def _page(mark: Mark, year: FiscalYear) -> str:
    return finding_url(year, mark.finding.mark)


def mark_fields(marks: Iterable[Mark | NoteMark], context: dict[str, Any]) -> None:
    """Say at each input, and at each computed value, what was found or noted there."""
    form = context["adminform"].form
    computed: dict[str, object] = dict(form._meta.help_texts or {})
    for mark in marks:
        if mark.child is not None:
            for inline in context.get("inline_admin_formsets", ()):
                for line in inline.formset.forms:
                    if line.instance == mark.child and mark.field in line.fields:
                        _mark_input(line.fields[mark.field], mark)
        elif mark.field in form.fields:
            field = form.fields[mark.field]
            _mark_input(field, mark)
            field.help_text = _noted(field.help_text, mark)
        elif mark.field:
            computed[mark.field] = _noted(computed.get(mark.field, ""), mark)
    # The options belong to the form class, which was made for this request.
    form._meta.help_texts = computed


def _mark_input(field: Field, mark: Mark | NoteMark) -> None:
    attrs = field.widget.attrs
    attrs["class"] = f"{attrs.get('class', '')} finding-input finding-input--{mark.severity}"
    attrs["title"] = " ".join(filter(None, (attrs.get("title"), mark.sentence)))


def _noted(text: object, mark: Mark | NoteMark) -> str:
    # Help texts of fields are written by us and may hold markup already.
    return mark_safe(str(text)) + format_html(  # noqa: S308
        '<span class="finding-note finding-note--{}">{}</span>', mark.severity, mark.sentence
    )
