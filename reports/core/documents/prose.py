"""Prose: Markdown with figure references, turned into safe HTML.

A reference is `{{ <dataset>.<row>.<column> | <format> }}`: the row and column are the last two
parts,
what stands before them is the dataset. The figure is written in the reader's spelling and links
to the table it comes from, so a sentence can never differ from its table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt

from reports.core.tables import Table, UnknownFigure

from .format import FORMATS, format_value

REFERENCE = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([a-z]+)\s*)?\}\}")

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
        parts = match.group(1).split(".")
        dataset, row, column = (
            (".".join(parts[:-2]), parts[-2], parts[-1]) if len(parts) >= 3 else ("", "", "")
        )
        found.append(Reference(match.group(0), dataset, row, column, match.group(2) or "decimal"))
    return tuple(found)


def render(body: str, tables: Mapping[str, Table]) -> Rendered:
    """HTML of a text; an unknown reference is shown as «?» and named in `problems`."""
    problems: list[str] = []
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    for number, reference in enumerate(references(body)):
        mark = f"\ue000{number}\ue001"
        text, problem = _figure(reference, tables)
        if problem:
            problems.append(problem)
            links[mark] = f"<mark>{escape(text)}</mark>"
        else:
            target = f"dataset:{reference.dataset}#{reference.row}"
            links[mark] = f'<a class="figure" href="{escape(target)}">{escape(text)}</a>'
        texts[mark] = text
        body = body.replace(reference.text, mark, 1)
    html = nh3.clean(
        _markdown().render(body),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "th": {"style"}, "td": {"style"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener",
    )
    plain = re.sub(r"\s+", " ", nh3.clean(html, tags=set())).strip()
    for mark, link in links.items():
        html = html.replace(mark, link)
        plain = plain.replace(mark, texts[mark])
    return Rendered(html.strip(), plain, tuple(problems))


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
