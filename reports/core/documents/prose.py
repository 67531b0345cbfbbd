"""Prose: Markdown with figure references, turned into safe HTML.

A reference is `{{ <dataset>.<row>.<column> | <format> }}`: the row and column are the last two
parts,
what stands before them is the dataset. The figure is written in the reader's spelling and links
to the table it comes from, so a sentence can never differ from its table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import count

import nh3
from markdown_it import MarkdownIt

from kars_portal.lib.texts import plain as plain_text
from reports.core.tables import Table, UnknownFigure

from .format import FORMATS, format_value

# Each part takes what it can and gives nothing back: a text without an end is read once. Blanks at
# the ends of the name are taken away later.
REFERENCE = re.compile(r"\{\{([^{}|]++)(?:\|\s*+([a-z]++)\s*+)?\}\}")
_MARK = re.compile("\ue000([0-9]{1,6})\ue001")
_NO_MARKS = {0xE000: None, 0xE001: None}

_TAGS = {
    "p", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


@dataclass(frozen=True)
class Reference:
    """A figure reference of a text."""

    text: str
    dataset: str
    row: str
    column: str
    format: str


@dataclass(frozen=True)
class Rendered:
    html: str
    text: str
    problems: tuple[str, ...]


def references(body: str) -> tuple[Reference, ...]:
    """All references of a text in their order, also malformed ones (with empty parts)."""
    found = []
    for match in REFERENCE.finditer(body):
        parts = match.group(1).strip().split(".")
        dataset, row, column = (
            (".".join(parts[:-2]), parts[-2], parts[-1]) if len(parts) >= 3 else ("", "", "")
        )
        found.append(Reference(match.group(0), dataset, row, column, match.group(2) or "decimal"))
    return tuple(found)


def render(body: str, tables: Mapping[str, Table]) -> Rendered:
    """HTML of a text; an unknown reference is shown as «?» and named in `problems`."""
    body = plain_text(body)  # rows from before texts were asked for it
    found = references(body)
    figures = [_figure(reference, tables) for reference in found]
    links = [
        f"<mark>{escape(text)}</mark>"
        if problem
        else f'<a class="figure" href="{escape(f"dataset:{item.dataset}#{item.row}")}">'
        f"{escape(text)}</a>"
        for item, (text, problem) in zip(found, figures, strict=True)
    ]
    numbers = count()
    marked = REFERENCE.sub(lambda _: f"\ue000{next(numbers)}\ue001", body.translate(_NO_MARKS))
    html = nh3.clean(
        _markdown().render(marked),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "th": {"style"}, "td": {"style"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener",
    )
    plain = re.sub(r"\s+", " ", nh3.clean(html, tags=set())).strip()
    return Rendered(
        _placed(links, html).strip(),
        _placed([text for text, _ in figures], plain),
        tuple(problem for _, problem in figures if problem),
    )


def _placed(figures: Sequence[str], marked: str) -> str:
    """The text with its figures; a mark that somebody typed (`&#57344;`) stands for nothing."""

    def figure(mark: re.Match[str]) -> str:
        number = int(mark[1])
        return figures[number] if number < len(figures) else ""

    return _MARK.sub(figure, marked)


def _figure(reference: Reference, tables: Mapping[str, Table]) -> tuple[str, str]:
    if not reference.dataset:
        return "?", f"{reference.text}: tablo, satır ve sütun nokta ile ayrılarak yazılmalıdır."
    if reference.format not in FORMATS:
        return "?", f"{reference.text}: «{reference.format}» biçimi yok ({', '.join(FORMATS)})."
    table = tables.get(reference.dataset)
    if table is None:
        return "?", f"{reference.text}: «{reference.dataset}» tablosu yok."
    try:
        value = table.value(reference.row, reference.column)
    except UnknownFigure as error:
        return "?", f"{reference.text}: {error.args[0]}."
    if value is None:
        return "—", f"{reference.text}: bu rakam girilmemiş."
    return format_value(value, reference.format), ""
