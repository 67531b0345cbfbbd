"""What a screen reader says of the 2024 report, compared with what the document says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from itertools import pairwise

import pikepdf
import pytest

from reports.core.documents import Node
from reports.present.editions import Edition
from reports.present.pdf.address import short_code
from reports.present.pdf.columns import fit
from reports.present.pdf.document import SIGNED_DECLARATIONS
from reports.present.render import (
    BlockView,
    ChartView,
    DeclarationView,
    PrintLinks,
    ProseView,
    TableView,
    block_views,
)
from reports.present.render.notes import with_notes
from tests.present.pdf.tagtree import Spoken, TagTree

from .test_pdf import flat, printed, published

RUNNING = ("P", "Link", "LBody", "Lbl", "LI")
SECTIONS = {
    # Prose with figures that lead to their tables, tables, a chart.
    "I.C.1": {"P", "Link", "Caption", "TH", "TD", "Figure"},
    # A table that lies across the page.
    "III.A.1": {"P", "Link", "Caption", "TH", "TD", "Figure"},
    # Charts, and a table cut over pages.
    "III.B.3": {"P", "Link", "Caption", "Figure"},
    # Declarations with the fields that the officers sign in.
    "EK": {"P", "Form"},
}


@pytest.fixture
def edition(report: object) -> Edition:
    return published()


@cache
def read_aloud() -> tuple[Spoken, ...]:
    """Walking all the tags of the report takes seconds."""
    with pikepdf.open(io.BytesIO(printed())) as file:
        return tuple(TagTree(file).spoken())


@pytest.fixture
def spoken(edition: Edition) -> list[Spoken]:
    return list(read_aloud())


@pytest.mark.parametrize("code", SECTIONS)
def test_sections_are_read_in_the_order_of_the_document(
    code: str, edition: Edition, spoken: list[Spoken]
) -> None:
    node = edition.document.node_by_code[code]
    expected = list(said(edition, node, inherited(edition.document.outline, code)))
    title = flat(expected[0][1])
    start = next(
        place
        for place, item in enumerate(spoken)
        if re.fullmatch("H[1-6]", item.role) and flat(item.text) == title
    )
    heads = [tuple(flat(head.title) for head in view.heads) for view in tables(edition, node)]
    found = list(plain(without_repeated_heads(spoken[start:], heads), len(expected)))
    assert {item.role for item in spoken[start:]} >= SECTIONS[code]
    for want, got in zip(expected, found, strict=True):
        assert got == (want[0], flat(want[1]))


def test_nothing_of_the_margins_is_read(spoken: list[Spoken], edition: Edition) -> None:
    code = short_code(edition.sha256)
    assert sum(code in item.text for item in spoken) == 1, "the cover alone names the code"
    assert {item.role for item in spoken} <= {
        "P", "Link", "LBody", "Lbl", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD",
        "Caption", "Figure", "Form", "NonStruct", "Div", "BlockQuote", "Span",
    }  # fmt: skip


def test_headings_go_down_one_level_at_a_time(spoken: list[Spoken]) -> None:
    levels = [int(item.role[1]) for item in spoken if re.fullmatch("H[1-6]", item.role)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def views(edition: Edition, node: Node) -> Iterator[BlockView]:
    """Blocks of a section; a table too wide for a page in parts, one after the other."""
    links = PrintLinks(edition.document)
    for view in block_views(node, edition.document, edition.drawings, links):
        if isinstance(view, TableView):
            noted = with_notes(view, edition.document)
            yield from (part.view for part in fit(noted))
        else:
            yield view


def tables(edition: Edition, node: Node) -> Iterator[TableView]:
    for view in views(edition, node):
        if isinstance(view, TableView):
            yield view
    for child in node.children:
        yield from tables(edition, child)


def inherited(nodes: Sequence[Node], code: str, basis: str = "") -> str:
    """The legal basis that the sections above a section have already named."""
    for node in nodes:
        if any(below.code == code for child in node.children for below in child.walk()):
            return inherited(node.children, code, node.basis or basis)
    return basis


def said(edition: Edition, node: Node, basis: str) -> Iterator[tuple[str, str]]:
    """Roles and texts of a section in the order of the document; running text is one piece."""
    yield "H", node.label
    running = f"Dayanak: {node.basis}" if node.basis != basis and node.basis else ""
    if not node.blocks and not node.children:
        running += "Bu bölümde yayımlanan içerik yoktur."
    for view in views(edition, node):
        match view:
            case ProseView():
                running += _words(view.html)
            case TableView():
                if running:
                    yield "P", running
                unit = f"({view.unit})" if view.unit else ""
                mark = f"· {view.status}" if view.status else ""
                yield "Caption", f"{view.title}{unit}{mark}"
                for head in view.heads:
                    unit = f"({head.unit})" if head.unit and head.unit != "%" else ""
                    yield "TH", f"{head.title}{unit}"
                for row in (*view.rows, *([view.total] if view.total else [])):
                    for cell in filter(lambda cell: cell.text, row.cells):
                        yield ("TH" if cell.is_header else "TD"), f"{cell.text}{cell.mark}"
                running = "".join(f"{note.mark or '*'}{note.text}" for note in view.notes)
                running += view.note + (f"Dayanak: {view.basis}" if view.basis else "")
            case ChartView():
                if running:
                    yield "P", running
                yield "Caption", view.title
                yield "Figure", view.title
                running = view.description + view.table_title
            case DeclarationView():
                if running:
                    yield "P", running
                yield "H", view.title
                yield (
                    "P",
                    _words(view.body)
                    + view.signatory
                    + view.role
                    + view.institution
                    + ("" if view.place == view.institution else view.place)
                    + view.date
                    + (f"Metnin onayı: {view.confirmation}" if view.confirmation else ""),
                )
                running = ""
                if view.role_code in SIGNED_DECLARATIONS:
                    yield "Form", SIGNED_DECLARATIONS[view.role_code].label
    if running:
        yield "P", running
    for child in node.children:
        yield from said(edition, child, node.basis or basis)


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def without_repeated_heads(spoken: list[Spoken], heads: list[tuple[str, ...]]) -> Iterator[Spoken]:
    """A table that goes on over a page says its head again there."""
    place = 0
    fresh = False
    while place < len(spoken):
        item = spoken[place]
        if item.role == "Caption":
            fresh = True
        for head in heads:
            run = spoken[place : place + len(head)]
            if item.role == "TH" and [_bare(cell.text) for cell in run] == list(head):
                if not fresh:
                    place += len(head)
                else:
                    yield from run
                    place += len(head)
                fresh = False
                break
        else:
            yield item
            place += 1


def _bare(text: str) -> str:
    return re.sub(r"\([^()]*\)$", "", flat(text))


def plain(spoken: Iterator[Spoken], count: int) -> Iterator[tuple[str, str]]:
    """Running text in one piece, without the numbers that the stylesheet writes."""
    running = ""
    given = 0
    for item in spoken:
        if item.role in RUNNING:
            running += item.text
            continue
        if running:
            yield "P", flat(running)
            given, running = given + 1, ""
        if given == count:
            return
        text = re.sub(r"^(Tablo|Grafik)\d+\.", "", flat(item.text))
        yield ("H" if re.fullmatch("H[1-6]", item.role) else item.role), text
        given += 1
        if given == count:
            return
