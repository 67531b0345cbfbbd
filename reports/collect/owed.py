"""What sections owe: their text, their sheets, and records that have pages of their own.

Everything is counted for many sections at once, with a few queries for each table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Model
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kars_portal.lib.turkish import capfirst
from reports.collect.sheets import Sheet, progress_of
from reports.collect.sheets.listing import may_open
from reports.collect.sheets.unchanged import note_unchanged
from reports.collect.workflow import access
from reports.collect.workflow.actions import WorkflowError, submit_section
from reports.core import registry
from reports.core.registry import WorkTable
from reports.enums import EntryState
from reports.ground.actors import Actor, Visitor
from reports.models import Narrative, Section

TEXT = "text"
SHEET = "sheet"
RECORDS = "records"


@dataclass(frozen=True)
class Item:
    """One thing that a section owes: how much of it is there, and how much last year had."""

    kind: str
    title: str
    address: str
    filled: int
    expected: int
    rows: int
    last_rows: int
    model: str = ""
    missing: str = ""
    """What is said where nothing is there."""
    state: EntryState = EntryState.EMPTY
    upload: str = ""
    """The page on which a file of it is taken, where the person may do that now."""

    @property
    def is_complete(self) -> bool:
        """Somebody has said all that is asked of this year."""
        if self.state is EntryState.CONFIRMED:
            return True
        return self.state is EntryState.ENTERED and self.filled >= self.expected

    @property
    def share(self) -> int:
        """Whole percents, of an item of which something is expected."""
        if self.is_complete or not self.expected:
            return 100
        return 0 if self.state.is_open else min(self.filled, self.expected) * 100 // self.expected

    @property
    def is_untouched(self) -> bool:
        """A table of which nobody has said anything yet."""
        return self.kind == SHEET and bool(self.expected) and self.state.is_open

    @property
    def is_counted(self) -> bool:
        """Something is expected, or somebody has said that nothing is."""
        return bool(self.expected) or self.state is EntryState.CONFIRMED

    @property
    def is_started(self) -> bool:
        return self.rows > 0


@dataclass(frozen=True)
class Filled:
    """How much of a section is there."""

    filled: int
    expected: int

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: a hundred means that nothing is missing."""
        return self.filled * 100 // self.expected if self.expected else 0


def filled(items: Iterable[Item]) -> Filled:
    """All items together, each with the same weight: a long table does not hide a missing text."""
    shares = [item.share for item in items if item.expected]
    return Filled(sum(shares), 100 * len(shares))


def entry_states(items: Iterable[Item]) -> tuple[tuple[EntryState, int], ...]:
    """How many tables are in each state, in their order; states of no table are left out.

    Of the tables that something is expected of, this year or last year: desk, section and board
    show these numbers alike.
    """
    found = Counter(item.state for item in items if item.kind == SHEET and item.is_counted)
    return tuple((state, found[state]) for state in EntryState if found[state])


def owed(user: Visitor, sections: Sequence[Section]) -> dict[int, list[Item]]:
    """What each section owes, by its pk; links lead where the user may go."""
    found: dict[int, list[Item]] = {section.pk: [] for section in sections}
    if not sections:
        return found
    sheets = progress_of(sections)
    texts = _Texts(sections)
    records = _Records(sections, {sheet.model for own in sheets.values() for sheet, _p in own})
    for section in sections:
        items = [
            Item(
                SHEET,
                sheet.title,
                sheet.address if may_open(user, sheet) else "",
                progress.filled,
                progress.expected,
                progress.rows,
                progress.last_year_rows,
                sheet.model,
                state=progress.state,
                upload=_upload(user, sheet),
            )
            for sheet, progress in sheets[section]
        ]
        items += records.items(user, section, {item.model for item in items if item.rows})
        found[section.pk] = [texts.item(user, section, has_tables=bool(items)), *items]
    return found


def _upload(user: Visitor, sheet: Sheet) -> str:
    is_open = sheet.kind == "grid" and sheet.section.stage.is_editable
    may = is_open and sheet.may(user, "change") and sheet.is_entered_by(user)
    return sheet.upload_address if may else ""


def _entered(found: object) -> EntryState:
    return EntryState.ENTERED if found else EntryState.EMPTY


def untouched(section: Section) -> list[Sheet]:
    """Tables of a section of which nobody has said anything this year."""
    [found] = progress_of([section]).values()
    return [sheet for sheet, progress in found if progress.expected and progress.state.is_open]


@transaction.atomic
def deliver(
    section: Section, *, by: Actor | None, note: str = "", nothing: bool = False
) -> Section:
    """Deliver a section; tables that are as they were need a person's word, which is recorded.

    Raises WorkflowError where there are such tables and `nothing` is not said.
    """
    left = untouched(section)
    if left and not nothing:
        names = ", ".join(f"«{sheet}»" for sheet in left)
        raise WorkflowError(
            f"Henüz girilmeyen tablolar var: {names}. Bu yıl için veri ya da değişiklik yoksa bu, "
            "teslimde onaylanmalıdır."
        )
    delivered = submit_section(section, by=by, note=note)
    for sheet in left:
        note_unchanged(delivered, sheet, by)
    return delivered


# -- texts -------------------------------------------------------------------------------------


class _Texts:
    """Narratives of this year and the last, by the section that answers for them."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._found: dict[tuple[int, str], list[str]] = defaultdict(list)
        """Codes of their own."""
        codes = {section.code for section in sections}
        years = {section.year_id for section in sections}
        table = registry.work_tables()["reports.narrative"]
        texts = Narrative.objects.filter(
            table.within(codes), year__in=years | {year - 1 for year in years}
        ).exclude(body="")
        for year, code in texts.values_list("year_id", "section"):
            name = code if code in codes else code.partition("/")[0]
            self._found[year, name].append(code)

    def item(self, user: Visitor, section: Section, *, has_tables: bool) -> Item:
        """The text counts where last year had one, or where nothing else is asked."""
        now = self._found[section.year_id, section.code]
        before = self._found[section.year_id - 1, section.code]
        return Item(
            TEXT,
            _("Bölüm metni"),
            _text_address(user, section, now),
            min(len(now), 1),
            int(bool(now or before or not has_tables)),
            len(now),
            len(before),
            Narrative._meta.label_lower,
            _("yazılmadı"),
            _entered(now),
        )


def _text_address(user: Visitor, section: Section, texts: Sequence[str]) -> str:
    if texts:
        may = user.has_perm("reports.view_narrative") or user.has_perm("reports.change_narrative")
        if not may:
            return ""
        if len(texts) == 1:
            return reverse("admin:text_desk", args=[section.year_id, texts[0]])
        query = urlencode([("year__year__exact", str(section.year_id)), ("q", section.code)])
        return f"{reverse('admin:reports_narrative_changelist')}?{query}"
    if not user.has_perm("reports.add_narrative") or not section.stage.is_editable:
        return ""
    if not access.answers_for(user, section):
        return ""
    return reverse("admin:text_desk", args=[section.year_id, section.code])


# -- records without a sheet -------------------------------------------------------------------


class _Records:
    """Rows of tables that no sheet shows, counted by section and year."""

    def __init__(self, sections: Sequence[Section], shown: set[str]) -> None:
        self._years = {section.year_id for section in sections}
        self._codes = {section.code for section in sections}
        self._tables = [t for t in registry.work_tables().values() if self._counts(t, shown)]
        self._found = {table.model: self._read(table) for table in self._tables}

    def _counts(self, table: WorkTable, shown: set[str]) -> bool:
        if not table.owed or not table.year or table.model in shown:
            return False
        if not any(table.may_hold(code) for code in self._codes):
            return False
        # What a sheet fills in line by line needs no second mention of the whole.
        return not _lines(apps.get_model(table.model)) & shown

    def _read(self, table: WorkTable) -> Mapping[tuple[int, str], int]:
        model = apps.get_model(table.model)
        years = self._years | {year - 1 for year in self._years}
        rows = model._default_manager.order_by().filter(
            table.within(self._codes), **{f"{table.year}__in": years}
        )
        if not table.within([table.place]):
            # One section holds them all: the database counts.
            counted = rows.values_list(table.year).annotate(number=Count("pk"))
            return {(year, table.place): number for year, number in counted}
        found: dict[tuple[int, str], int] = defaultdict(int)
        for row in rows.select_related(*table.related):
            found[table.year_of(row) or 0, table.section(row)] += 1
        return found

    def items(self, user: Visitor, section: Section, started: set[str]) -> Iterable[Item]:
        """`started` are models of which the section's sheets have rows."""
        for table in self._tables:
            if not table.may_hold(section.code):
                continue
            found = self._found[table.model]
            rows = found.get((section.year_id, section.code), 0)
            before = found.get((section.year_id - 1, section.code), 0)
            if not (rows or before) and not self._is_asked(table, section, started):
                continue
            model = apps.get_model(table.model)
            title = str(model._meta.verbose_name_plural)
            yield Item(
                RECORDS,
                capfirst(title),
                _list_address(user, model, table, section.year_id),
                rows if not before else min(rows, before),
                before or rows,
                rows,
                before,
                table.model,
                _("yok"),
                _entered(rows),
            )

    def _is_asked(self, table: WorkTable, section: Section, started: set[str]) -> bool:
        """Tables of one section, and lines of records that are there (evidence of results)."""
        whole = _whole(table)
        if not whole:
            return section.code.partition("/")[0] == table.place
        place = (section.year_id, section.code)
        return whole in started or bool(self._found.get(whole, {}).get(place, 0))


def _lines(model: type[Model]) -> set[str]:
    """The models of a record's lines."""
    related = (field for field in model._meta.related_objects if field.one_to_many)
    return {field.related_model._meta.label_lower for field in related}


def _whole(table: WorkTable) -> str:
    """The model whose records hold these as lines; empty where they stand for themselves."""
    step = table.year.partition("__")[0] if "__" in table.year else ""
    if not step:
        return ""
    related = apps.get_model(table.model)._meta.get_field(step).related_model
    return str(related._meta.label_lower)


def _list_address(user: Visitor, model: type[Model], table: WorkTable, year: int) -> str:
    """The list of the records in the office; empty where the user may not open it."""
    label = model._meta
    may = any(
        user.has_perm(f"{label.app_label}.{a}_{label.model_name}") for a in ("view", "change")
    )
    if not may:
        return ""
    try:
        address = reverse(f"admin:{label.app_label}_{label.model_name}_changelist")
    except NoReverseMatch:
        return ""
    query = {f"{table.year.removesuffix('_id')}__year__exact": year}
    return f"{address}?{urlencode(query)}" if "__" not in table.year else address
