"""A plan as its page shows it: words with their differences, tables and references with choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kars_portal.lib.numbers import format_decimal
from reports.collect.recognising.figures import WAYS, WORDS, FigureColumn
from reports.collect.wording.figures import Offer
from reports.collect.wording.planning import Plan
from reports.collect.wording.tables import KINDS, LEFT_OUT, ReadTable
from reports.core.documents import Document
from reports.core.documents.format import format_text
from reports.core.documents.prose import render
from reports.core.registry import Kind
from reports.core.tables import Value
from reports.publish.versions.wording import TextPart, compare_words

from .choices import MODES, table_name

ROWS_SHOWN: Final = 12
_LINKED_FIGURE: Final = re.compile(r'<a class="figure" href="[^"<>]*">')
KIND_WORDS: Final = {
    Kind.TEXT: gettext_lazy("Metin"),
    Kind.INTEGER: gettext_lazy("Tam sayı"),
    Kind.DECIMAL: gettext_lazy("Ondalıklı sayı"),
    Kind.MONEY: gettext_lazy("Tutar (TL)"),
    Kind.PERCENT: gettext_lazy("Yüzde"),
    Kind.DATE: gettext_lazy("Tarih"),
}


@dataclass(frozen=True)
class Option:
    """One thing to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A choice that a table waits for, or has been given."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ShownColumn:
    """A column with the choice of its kind and how its figures are read."""

    heading: str
    kind: Question
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class ShownTable:
    """A table of the file with all that is to be said of it."""

    read: ReadTable
    name: str
    columns: tuple[ShownColumn, ...]
    questions: tuple[Question, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class ShownOffer:
    """A number of the text that equals a figure."""

    offer: Offer
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """All of a preview."""

    plan: Plan
    html: SafeString
    present_html: SafeString
    missing: tuple[str, ...]
    parts: tuple[TextPart, ...]
    modes: tuple[Option, ...]
    tables: tuple[ShownTable, ...]
    offers: tuple[ShownOffer, ...]


def shown(plan: Plan, document: Document | None) -> Shown:
    """The preview of a plan; figures are today's."""
    tables = document.tables if document is not None else {}
    after, before = render(plan.body, tables), render(plan.present, tables)
    return Shown(
        plan,
        _safe(after.html),
        _safe(before.html),
        after.problems,
        compare_words(plan.present, plan.body) if plan.changes_text else (),
        tuple(Option(m.value, str(w), m is plan.choices.mode) for m, w in MODES.items()),
        tuple(_table(table) for table in plan.tables),
        tuple(ShownOffer(o, o.key in plan.choices.references) for o in plan.offers.offers),
    )


def _safe(html: str) -> SafeString:
    """The HTML of a text, cleaned by `render`; its figures lead nowhere on this page."""
    return mark_safe(_LINKED_FIGURE.sub('<a class="figure">', html))  # noqa: S308


def _table(read: ReadTable) -> ShownTable:
    number = read.of.number
    lines = read.lines(ROWS_SHOWN)
    return ShownTable(
        read,
        table_name(number),
        tuple(_column(read, column) for column in read.of.columns),
        tuple(_scale(read)),
        tuple(read.of.headings[column - 1] for column in read.shown_columns),
        tuple(tuple(_cell(value) for value in line) for line in lines),
        len(read.rows) - len(lines),
        tuple(_lacks(read)),
    )


def _cell(value: Value) -> str:
    match value:
        case None:
            return "—"
        case str() | date():
            return format_text(value)
    return format_decimal(value)


def _column(read: ReadTable, column: int) -> ShownColumn:
    number = read.of.number
    heading = read.of.headings[column - 1]
    name = read.names[column]
    options = [Option("", _("— seçilmeli"), not name)] if not read.of.suggested[column] else []
    options += [Option(kind.value, str(KIND_WORDS[kind]), name == kind) for kind in KINDS]
    options.append(Option(LEFT_OUT, _("Bu sütun alınmaz"), name == LEFT_OUT))
    kind = Question(table_name(number, column), _("Tür"), tuple(options))
    return ShownColumn(heading, kind, tuple(_readings(read, column)))


def _readings(read: ReadTable, column: int) -> Iterator[Question]:
    """How the figures of a column are spelled, and whether they are shares: asked, or answered."""
    number, said = read.of.number, read.choice.columns.get(column)
    opened = {figures.target.key: figures for figures in read.open_columns}
    figures = opened.get(f"wxq{column}")
    way = said.way if said else None
    if (figures and figures.readings) or way:
        yield Question(
            table_name(number, column, "yazim"),
            _("Sayıların yazımı"),
            (
                Option("", _("— seçilmeli"), way is None),
                *(Option(w, WORDS[w] + _total(figures, w), way == w) for w in WAYS),
            ),
        )
    share = said.is_share if said else None
    if (figures and figures.asks_share) or share is not None:
        yield Question(
            table_name(number, column, "oran"),
            _("0 ile 1 arasındaki sayılar"),
            (
                Option("", _("— seçilmeli"), share is None),
                Option("1", _("orandır: 0,515 = %51,5"), share is True),
                Option("0", _("yüzdedir: 0,515 = %0,515"), share is False),
            ),
        )


def _total(figures: FigureColumn | None, way: str) -> str:
    """The total of a column in one of its readings."""
    for reading in figures.readings if figures is not None else ():
        if reading.way == way:
            total = format_decimal(reading.total)
            return ", " + _("toplamı %(total)s") % {"total": total}
    return ""


def _scale(read: ReadTable) -> Iterator[Question]:
    if read.found.scale == 1:
        return
    factor = format_decimal(read.found.scale)
    yield Question(
        table_name(read.of.number, "bin"),
        _("Başlık tutarların %(factor)s ile çarpılacağını söylüyor") % {"factor": factor},
        (
            Option("", _("— seçilmeli"), read.choice.scale is None),
            Option("1", _("çarpılır"), read.choice.scale is True),
            Option("0", _("yazıldığı gibi alınır"), read.choice.scale is False),
        ),
    )


def _lacks(read: ReadTable) -> Iterator[str]:
    """What has to be done before the table can be taken."""
    if read.of.is_too_long:
        yield _(
            "Tablo çok uzun; serbest tablo elle açılıp satırları Excel dosyasından yüklenmelidir."
        )
    for heading in read.unsaid:
        yield _("«%(column)s» sütununun türü seçilmelidir.") % {"column": heading}
    for figures in read.open_columns:
        if figures.readings:
            title = figures.target.title
            yield _("«%(column)s» sütunundaki sayıların yazımı seçilmelidir.") % {"column": title}
        else:
            title = figures.target.title
            yield _("«%(column)s» sütunundaki sayıların oran mı yüzde mi olduğu seçilmelidir.") % {
                "column": title
            }
    if read.found.asks_scale:
        yield _("Tutarların çarpılıp çarpılmayacağı seçilmelidir.")
    if not read.taken:
        yield _("En az bir sütun alınmalıdır.")
    elif not read.rows:
        yield _("Tabloda alınacak satır yok.")
