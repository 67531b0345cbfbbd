"""A difference as its page needs it: every value spelled, every change with its two addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kars_portal.lib.numbers import format_decimal, format_integer, plain
from reports.core.documents.format import format_cell
from reports.core.registry import Column, Kind
from reports.core.tables import Value
from reports.enums import FigureStatus
from reports.ground.languages import Turkish, in_turkish
from reports.present import shapes
from reports.present.editions import Edition
from reports.present.links import SiteLinks
from reports.publish.versions.changes import (
    CellChange,
    Change,
    Difference,
    FieldChange,
    FindingChange,
    ItemChange,
    RowChange,
    TableChange,
    TextChange,
)
from reports.publish.versions.wording import TextPart, Wording, compare_words

from .difference_words import change_words, field_words
from .differences import counts

SHOWN = 200
"""Cells of one table that the page shows; the files have all."""
OPEN = 8
"""So many computed figures stand unfolded."""
SENTENCE = 60
"""Values with more letters are compared word by word."""
AROUND = 12
"""Words that are shown before and after a change of a text."""


@dataclass(frozen=True)
class CellLine:
    row: str
    column: str
    kind: str
    old: str
    new: str
    old_href: str
    new_href: str
    difference: str


@dataclass(frozen=True)
class FieldLine:
    """A property that changed; without values where they would say nothing to a reader."""

    label: str
    old: str
    new: str
    parts: tuple[TextPart, ...] = ()
    """Both values word by word where they are sentences."""

    @property
    def has_values(self) -> bool:
        return bool(self.old or self.new)


@dataclass(frozen=True)
class ItemLine:
    label: str
    change: str
    words: str
    href: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class RowLine:
    label: str
    change: str
    words: str
    href: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableLines:
    anchor: str
    title: str
    change: str
    words: str
    row_count: str
    old_href: str
    new_href: str
    fields: tuple[FieldLine, ...]
    columns: tuple[ItemLine, ...]
    rows: tuple[RowLine, ...]
    entered: tuple[CellLine, ...]
    computed: tuple[CellLine, ...]
    computed_words: str
    is_open: bool
    hidden: str


@dataclass(frozen=True)
class TextLines:
    label: str
    words: str
    old_href: str
    new_href: str
    parts: tuple[TextPart, ...]
    follows: bool
    is_form_only: bool


@dataclass(frozen=True)
class FindingLine:
    code: str
    message: str
    change: str
    words: str
    note: str
    href: str


@dataclass(frozen=True)
class Version:
    number: str
    href: str
    published_at: datetime | None
    figure_status: str


class DifferenceView:
    """What the page of two versions shows."""

    def __init__(
        self, found: Difference, old: Edition, new: Edition, was: SiteLinks, is_: SiteLinks
    ) -> None:
        self.found, self.old_links, self.new_links = found, was, is_
        self.old, self.new = _version(old, was), _version(new, is_)
        self.reason = new.reason

    @cached_property
    def tally(self) -> tuple[tuple[str, str], ...]:
        """Figure and noun of everything that there is at all."""
        n = counts(self.found)
        parts = (
            (n.figures, ngettext("rakam", "rakam", n.figures)),
            (n.computed, ngettext("hesaplanan rakam", "hesaplanan rakam", n.computed)),
            (n.words, ngettext("tablo yazısı", "tablo yazısı", n.words)),
            (n.rows, ngettext("eklenen veya çıkarılan satır", "eklenen veya çıkarılan satır",
                              n.rows)),
            (n.texts, ngettext("metin", "metin", n.texts)),
            (n.tables, ngettext("tablo", "tablo", n.tables)),
            (n.findings, ngettext("denetim bulgusu", "denetim bulgusu", n.findings)),
        )  # fmt: skip
        return tuple((format_integer(count), word) for count, word in parts if count)

    @property
    def summary(self) -> str:
        return ", ".join(f"{count} {word}" for count, word in self.tally)

    @property
    def header(self) -> tuple[FieldLine, ...]:
        return _fields(self.found.header)

    @property
    def checks(self) -> tuple[FieldLine, ...]:
        return _fields(self.found.checks)

    @cached_property
    def tables(self) -> tuple[TableLines, ...]:
        return tuple(map(self._table, self.found.tables))

    @cached_property
    def texts(self) -> tuple[TextLines, ...]:
        return tuple(map(self._text, self.found.texts))

    @cached_property
    def others(self) -> tuple[tuple[str, str, tuple[ItemLine, ...]], ...]:
        """Anchor, heading and lines of what is neither a table nor a text."""
        found = self.found
        groups = (
            ("bolumler", _("Bölümlerin düzeni"), found.sections),
            ("grafikler", _("Grafikler"), found.charts),
            ("ozet", _("Özet sayfasının rakamları"), found.headlines),
            ("basili", _("Basılı raporun yazdığı rakamlar"), found.stated),
        )
        return tuple(
            (
                anchor,
                title,
                tuple(self._item(i, self._section(i.key, i.change)
                                 if items is found.sections else "") for i in items),
            )
            for anchor, title, items in groups
            if items
        )  # fmt: skip

    @cached_property
    def findings(self) -> tuple[FindingLine, ...]:
        return tuple(self._finding(item, is_waiver=False) for item in self.found.findings)

    @cached_property
    def waivers(self) -> tuple[FindingLine, ...]:
        return tuple(self._finding(item, is_waiver=True) for item in self.found.waivers)

    # Parts --------------------------------------------------------------------------------------

    def _links(self, change: Change) -> SiteLinks:
        return self.old_links if change is Change.REMOVED else self.new_links

    def _section(self, code: str, change: Change) -> str:
        links = self._links(change)
        node = links.document.node_by_code.get(code)
        return links.section(node) if node else ""

    def _section_name(self, code: str) -> str:
        documents = (self.new_links.document, self.old_links.document)
        found = (document.node_by_code.get(code) for document in documents)
        return next((shapes.full_label(node) for node in found if node), "")

    def _table(self, table: TableChange) -> TableLines:
        shown = table.cells[:SHOWN]
        computed = tuple(self._cell(cell, table.id) for cell in shown if cell.follows)
        slug = self._links(table.change).document.tables[table.id].slug
        hidden = len(table.cells) - len(shown)
        return TableLines(
            anchor=f"tablo-{slug}",
            title=table.title,
            change=table.change.value,
            words=change_words("table", table.change),
            row_count=format_integer(table.row_count),
            old_href=self.old_links.table(table.id),
            new_href=self.new_links.table(table.id),
            fields=_fields(table.fields),
            columns=tuple(self._item(item, part="column") for item in table.columns),
            rows=tuple(self._row(row, table.id) for row in table.rows),
            entered=tuple(self._cell(cell, table.id) for cell in shown if not cell.follows),
            computed=computed,
            computed_words=ngettext(
                "Hesaplanan %(count)s değer", "Hesaplanan %(count)s değer", len(computed)
            )
            % {"count": format_integer(len(computed))},
            is_open=len(computed) <= OPEN,
            hidden=format_integer(hidden) if hidden else "",
        )

    def _cell(self, cell: CellChange, table: str) -> CellLine:
        old, new = _spelled(cell.old, cell.new, cell.column)
        unit = "" if cell.column.kind is Kind.PERCENT else cell.unit
        return CellLine(
            row=cell.row_label,
            column=f"{cell.column.title} ({unit})" if unit else cell.column.title,
            kind=cell.column.kind.value,
            old=old,
            new=new,
            old_href=self.old_links.table(table, cell.row),
            new_href=self.new_links.table(table, cell.row),
            difference=_difference(cell.difference, cell.column),
        )

    def _row(self, row: RowChange, table: str) -> RowLine:
        return RowLine(
            label=row.label,
            change=row.change.value,
            words=change_words("row", row.change),
            href=self._links(row.change).table(table, row.key),
            cells=tuple(
                (column.title, format_cell(value, column))
                for column, value in row.cells
                if value != row.label
            ),
        )

    def _item(self, item: ItemChange, href: str = "", part: str = "item") -> ItemLine:
        return ItemLine(
            label=Turkish(self._section_name(item.key) or item.label) or _("Sıralama"),
            change=item.change.value,
            words=change_words(part, item.change),
            href=href,
            fields=_fields(item.fields),
        )

    def _text(self, text: TextChange) -> TextLines:
        return TextLines(
            label=self._section_name(text.section) or text.label,
            words=change_words("text", text.change),
            old_href="" if text.change is Change.ADDED
            else self._section(text.section, Change.REMOVED),
            new_href="" if text.change is Change.REMOVED
            else self._section(text.section, Change.ADDED),
            parts=shortened(text.parts),
            follows=text.follows,
            is_form_only=all(part.wording is Wording.SAME for part in text.parts),
        )  # fmt: skip

    def _finding(self, item: FindingChange, *, is_waiver: bool) -> FindingLine:
        # An acceptance that was taken back belongs to a finding that the newer version still has.
        links = self.new_links if is_waiver else self._links(item.change)
        older = item.before or item.finding
        note: str = Turkish(item.finding.waiver_reason or older.waiver_reason if is_waiver else "")
        if item.change is Change.CHANGED and not is_waiver:
            note = format_html(_("Önceki sürümde: {message}"), message=in_turkish(older.message))
        return FindingLine(
            code=item.finding.code,
            message=item.finding.message,
            change=item.change.value,
            words=change_words("waiver" if is_waiver else "finding", item.change),
            note=note,
            href=f"{links.checks}#bulgu-{item.finding.mark}",
        )


def _version(edition: Edition, links: SiteLinks) -> Version:
    status = FigureStatus(edition.document.header.figure_status).label
    return Version(str(edition.version), links.front, edition.published_at, str(status))


def _fields(changes: Iterable[FieldChange]) -> tuple[FieldLine, ...]:
    lines = []
    for change in changes:
        label, old, new = field_words(change)
        is_sentence = min(len(old), len(new)) > SENTENCE
        parts = shortened(compare_words(old, new)) if is_sentence else ()
        lines.append(FieldLine(label, old, new, parts))
    return tuple(lines)


def _spelled(old: Value, new: Value, column: Column) -> tuple[str, str]:
    """Both values as tables print them, or exactly where that would look the same."""
    texts = format_cell(old, column), format_cell(new, column)
    if texts[0] != texts[1] or not isinstance(old, Decimal) or not isinstance(new, Decimal):
        return texts
    sign = "%" if column.kind is Kind.PERCENT else ""
    return f"{sign}{format_decimal(old)}", f"{sign}{format_decimal(new)}"


def _difference(value: Decimal | None, column: Column) -> str:
    if value is None:
        return ""
    money = column.kind is Kind.MONEY
    size = format_decimal(abs(value), 2) if money else format_decimal(plain(abs(value)))
    text = f"{'−' if value < 0 else '+' if value else ''}{size}"
    return _("%(points)s puan") % {"points": text} if column.kind is Kind.PERCENT else text


def shortened(parts: Sequence[TextPart]) -> tuple[TextPart, ...]:
    """The changes of a text with some words around them; what is left out is "…"."""
    found = []
    for position, part in enumerate(parts):
        words = part.text.split(" ")
        if part.wording is not Wording.SAME or len(words) <= 2 * AROUND + 1:
            found.append(part)
            continue
        before = " ".join(words[:AROUND]) if position else ""
        after = " ".join(words[-AROUND:]) if position < len(parts) - 1 else ""
        found.append(TextPart(part.wording, _edges(before, after)))
    return tuple(found)


def _edges(before: str, after: str) -> str:
    return " ".join(filter(None, (before, "…", after)))
