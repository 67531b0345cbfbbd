"""The citizens' summary of a version: a few pages in large type, in plain words.

What is said comes from the apps (`reports.core.registry.summary`), computed from the tables of the
document; this module knows the questions and the paper, not the money.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_integer
from kars_portal.lib.turkish import casefold
from reports.core import registry
from reports.core.documents import Document, HeadlineValue
from reports.core.registry import Bars, Divided, Listing, Piece, Question, Statement
from reports.enums import FigureStatus
from reports.models import Publication
from reports.present.editions import Edition
from reports.present.editions import edition as published_edition
from reports.present.findings import tally
from reports.present.pdf.fields import SUMMARY_FIELDS
from reports.present.render.links import row_id

from .address import version_address
from .composing import imprint, signing_places, width_rules
from .renderer import Progress, silent

LONGEST_BAR = 430
"""The longest bar, in thousandths of its cell; the amount stands beside it."""
LABEL_LETTERS = 70
MOST_HEADLINES = 8


@dataclass(frozen=True)
class Source:
    """The table that figures are from; without address in a draft."""

    title: str
    href: str


@dataclass(frozen=True)
class StatementView:
    text: str
    source: Source | None
    type: str = "statement"


@dataclass(frozen=True)
class BarsView:
    """`lines` are label, class of the bar's width, text."""

    title: str
    head: str
    value_head: str
    lines: tuple[tuple[str, str, str], ...]
    note: str
    source: Source | None
    type: str = "bars"


@dataclass(frozen=True)
class PartView:
    label: str
    tone: str
    count: str
    width: str


@dataclass(frozen=True)
class DividedView:
    """`heads` are tone and label of the parts; `lines` are label and parts."""

    title: str
    head: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, tuple[PartView, ...]], ...]
    source: Source | None
    type: str = "divided"


@dataclass(frozen=True)
class EntryView:
    label: str
    text: str
    note: str
    source: Source | None


@dataclass(frozen=True)
class ListingView:
    title: str
    explanation: str
    groups: tuple[tuple[str, tuple[EntryView, ...]], ...]
    source: Source | None
    type: str = "listing"


PieceView = StatementView | BarsView | DividedView | ListingView


@dataclass(frozen=True)
class Chapter:
    anchor: str
    title: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True)
class Figure:
    """A headline, and what it was in the year before where that was published."""

    label: str
    text: str
    note: str
    before: str
    source: Source | None


def questions() -> dict[Question, str]:
    """How the questions are asked, in their order."""
    return {
        Question.MONEY: _("Para nereden geldi, nereye gitti?"),
        Question.PROMISES: _("Sözler tutuldu mu?"),
        Question.WORK: _("Neler yapıldı?"),
        Question.STANDING: _("Borçlar, çalışanlar, denetçiler"),
    }


def edition_before(edition: Edition) -> Edition | None:
    """The year before as it was published when this edition was made.

    Publications never change, so the same edition always finds the same one.
    """
    rows = Publication.objects.filter(year_id=edition.year - 1)
    if edition.made_at is not None:
        rows = rows.filter(published_at__lte=edition.made_at)
    version = rows.order_by("-version").values_list("version", flat=True).first()
    return None if version is None else published_edition(edition.year - 1, version)


def summary_html(
    edition: Edition,
    progress: Progress | None = None,
    *,
    before: Document | None = None,
    for_signing: bool = False,
) -> str:
    """The summary as HTML; the same edition always gives the same text.

    `before` is the document of the year before, for comparison; `for_signing` gives it fields for
    the signature of the head of financial services and the seal.
    """
    with translation.override("tr"):
        return _Builder(edition, progress or silent, before, for_signing=for_signing).html()


class _Builder:
    """Asks every app for its answers and measures the bars."""

    def __init__(
        self, edition: Edition, progress: Progress, before: Document | None, *, for_signing: bool
    ) -> None:
        self.for_signing = for_signing
        self.edition = edition
        self.document = edition.document
        self.progress = progress
        self.before = before
        self.site = version_address(edition)
        self.widths: set[int] = set()

    def html(self) -> str:
        chapters = tuple(self._chapters())
        figures = tuple(self._figures())
        self.progress(100, _("Bölümler hazırlandı"))
        context = {
            **imprint(self.edition),
            "site": self.site,
            "provisional": self.document.header.figure_status == FigureStatus.PROVISIONAL,
            "figures": figures,
            "before_year": str(self.before.header.year) if self.before else "",
            "chapters": chapters,
            "tally": tally(self.document),
            "open_errors": format_integer(len(self.document.checks.open_errors)),
            "signing": signing_places(SUMMARY_FIELDS) if self.for_signing else None,
            "column_rules": width_rules(self.widths),
        }
        said = casefold(" ".join(_words(chapters, figures)) + render_to_string(
            "present/pdf/summary_check.html", context
        ))  # fmt: skip
        terms = [term for term in registry.terms() if casefold(term.name) in said]
        return render_to_string("present/pdf/summary.html", {**context, "terms": terms})

    def _source(self, dataset: str, row: str = "") -> Source | None:
        table = self.document.tables.get(dataset)
        if table is None:
            return None
        place = f"#{row_id(row)}" if row in table.by_key else ""
        return Source(table.title, f"{self.site}veri/{table.slug}{place}" if self.site else "")

    def _figures(self) -> Iterable[Figure]:
        earlier = {item.key: item for item in self.before.headlines} if self.before else {}
        for item in self.document.headlines[:MOST_HEADLINES]:
            yield Figure(
                item.label,
                with_unit(item, self.document),
                item.note,
                with_unit(earlier[item.key], self.before)
                if self.before and item.key in earlier
                else "",
                self._source(item.dataset, item.row),
            )

    def _chapters(self) -> Iterable[Chapter]:
        parts = registry.summary_parts()
        for question, title in questions().items():
            pieces = [
                piece
                for part in parts
                if part.question is question
                for piece in part.build(self.document.tables)
            ]
            if pieces:
                scales = _scales(pieces)
                views = tuple(self._view(piece, scales) for piece in pieces)
                yield Chapter(question.value, title, views)

    def _view(self, piece: Piece, scales: dict[str, Decimal]) -> PieceView:
        source = self._source(piece.dataset)
        match piece:
            case Statement():
                return StatementView(piece.text, source)
            case Bars():
                lines = tuple(
                    (bar.label, self._width(bar.value, scales[piece.unit], LONGEST_BAR), bar.text)
                    for bar in piece.bars
                )
                return BarsView(
                    piece.title, piece.head, piece.value_head, lines, piece.note, source
                )
            case Divided():
                return self._divided(piece, source)
            case Listing():
                return self._listing(piece, source)

    def _width(self, value: Decimal | int, scale: Decimal | int, longest: int) -> str:
        """Class of a bar's width; a bar below zero can't be drawn from zero and has none."""
        width = int(longest * max(value, 0) / scale) if scale else 0
        self.widths.add(width)
        return f"w-{width}"

    def _divided(self, piece: Divided, source: Source | None) -> DividedView:
        longest = max((sum(s.count for s in shares) for _l, shares in piece.lines), default=0)
        lines = tuple(
            (
                textwrap.shorten(label, LABEL_LETTERS, placeholder=" …"),
                tuple(
                    PartView(
                        share.label,
                        share.tone,
                        format_integer(share.count),
                        self._width(share.count, longest, 1000),
                    )
                    for share in shares
                ),
            )
            for label, shares in piece.lines
        )
        heads = tuple((s.tone, s.label) for s in piece.lines[0][1]) if piece.lines else ()
        return DividedView(piece.title, piece.head, heads, lines, source)

    def _listing(self, piece: Listing, source: Source | None) -> ListingView:
        groups: dict[str, list[EntryView]] = {}
        for entry in piece.entries:
            own = self._source(entry.dataset) if entry.dataset else None
            groups.setdefault(entry.group, []).append(
                EntryView(entry.label, entry.text, entry.note, own)
            )
        for views in groups.values():
            for place, (view, following) in enumerate(pairwise(views)):
                if view.source == following.source:
                    views[place] = replace(view, source=None)  # said once, below the last
        return ListingView(
            piece.title,
            piece.explanation,
            tuple((name, tuple(entries)) for name, entries in groups.items()),
            None if any(entry.dataset for entry in piece.entries) else source,
        )


def with_unit(item: HeadlineValue, document: Document) -> str:
    """A headline with the unit of its column or table where its spelling has none."""
    if not item.text.replace(".", "").replace(",", "").isdigit():
        return item.text
    table = document.tables.get(item.dataset)
    unit = "" if table is None or table.unit in {"TL", "TRY"} else table.unit
    return f"{item.text} {unit}".strip()


def _scales(pieces: Iterable[Piece]) -> dict[str, Decimal]:
    """The longest bar of each unit: charts under one question can be compared."""
    scales: dict[str, Decimal] = {}
    for piece in pieces:
        if isinstance(piece, Bars):
            longest = max((bar.value for bar in piece.bars), default=Decimal(0))
            scales[piece.unit] = max(scales.get(piece.unit, Decimal(0)), longest)
    return scales


def _words(chapters: Iterable[Chapter], figures: Iterable[Figure]) -> Iterable[str]:
    """Everything that the summary says, to find the words that need explaining."""
    for figure in figures:
        yield from (figure.label, figure.note)
    for chapter in chapters:
        for piece in chapter.pieces:
            match piece:
                case StatementView():
                    yield piece.text
                case BarsView():
                    yield piece.head
                    yield from (label for label, _width, _text in piece.lines)
                case DividedView():
                    yield from (piece.title, piece.head)
                case ListingView():
                    yield piece.title
                    yield from (name for name, _entries in piece.groups)
