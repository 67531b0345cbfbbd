"""What sections owe: their text, their sheets, and records that have pages of their own.

Everything is counted for many sections at once, with a few queries for each table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, Model
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.collect.sheets import progress_of
from reports.collect.sheets.listing import may_open
from reports.collect.workflow import access
from reports.core import registry
from reports.core.registry import WorkTable
from reports.ground.actors import Visitor
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

    @property
    def is_complete(self) -> bool:
        return self.filled >= self.expected

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
    shares = [min(i.filled, i.expected) * 100 // i.expected for i in items if i.expected]
    return Filled(sum(shares), 100 * len(shares))


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
            )
            for sheet, progress in sheets[section]
        ]
        items += records.items(user, section, {item.model for item in items if item.rows})
        found[section.pk] = [texts.item(user, section, has_tables=bool(items)), *items]
    return found


# -- texts -------------------------------------------------------------------------------------


class _Texts:
    """Narratives of this year and the last, by the section that answers for them."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._found: dict[tuple[int, str], list[int]] = defaultdict(list)
        codes = {section.code for section in sections}
        years = {section.year_id for section in sections}
        table = registry.work_tables()["reports.narrative"]
        texts = Narrative.objects.filter(
            table.within(codes), year__in=years | {year - 1 for year in years}
        ).exclude(body="")
        for pk, year, code in texts.values_list("pk", "year_id", "section"):
            name = code if code in codes else code.partition("/")[0]
            self._found[year, name].append(pk)

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
        )


def _text_address(user: Visitor, section: Section, texts: Sequence[int]) -> str:
    if texts:
        may = user.has_perm("reports.view_narrative") or user.has_perm("reports.change_narrative")
        if not may:
            return ""
        if len(texts) == 1:
            return reverse("admin:reports_narrative_change", args=[texts[0]])
        query = urlencode([("year__year__exact", str(section.year_id)), ("q", section.code)])
        return f"{reverse('admin:reports_narrative_changelist')}?{query}"
    if not user.has_perm("reports.add_narrative") or not section.stage.is_editable:
        return ""
    if not access.answers_for(user, section):
        return ""
    query = urlencode([("year", str(section.year_id)), ("section", section.code)])
    return f"{reverse('admin:reports_narrative_add')}?{query}"


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
                title[:1].replace("i", "İ").upper() + title[1:],
                _list_address(user, model, table, section.year_id),
                rows if not before else min(rows, before),
                before or rows,
                rows,
                before,
                table.model,
                _("yok"),
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
