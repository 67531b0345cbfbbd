"""The safe HTML of a text as paragraphs of a Word document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from lxml import html as lxml_html
from lxml.html import HtmlElement

from .tables import add_table

_HEADINGS: Final = {"h3": 3, "h4": 4, "h5": 5}
_LISTS: Final = {"ul": "List Bullet", "ol": "List Number"}
_DEEPEST: Final = 3
"""Levels of lists that Word's own styles have."""


@dataclass(frozen=True)
class _Look:
    bold: bool = False
    italic: bool = False


def add_prose(word: WordDocument, html: str, level: int) -> None:
    """Add a text (`reports.core.documents.prose`) below a heading of a level."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root:
        _block(word, element, level)


def _block(word: WordDocument, element: HtmlElement, level: int, depth: int = 0) -> None:
    tag = str(element.tag)
    if tag in _HEADINGS:
        heading = word.add_heading("", min(9, level + _HEADINGS[tag] - 2))
        _words(heading, element, _Look())
    elif tag in _LISTS:
        for item in element:
            _item(word, item, tag, level, depth)
    elif tag == "blockquote":
        for inner in element:
            _quoted(word, inner)
    elif tag == "table":
        _table(word, element)
    elif tag != "hr":
        _words(word.add_paragraph(), element, _Look())


def _item(word: WordDocument, item: HtmlElement, tag: str, level: int, depth: int) -> None:
    number = min(depth + 1, _DEEPEST)
    style = _LISTS[tag] if number == 1 else f"{_LISTS[tag]} {number}"
    paragraph = word.add_paragraph(style=style)
    _run(paragraph, item.text, _Look())
    for child in item:
        if child.tag in _LISTS:
            _block(word, child, level, depth + 1)
        else:
            _inline(paragraph, child, _Look())
        _run(paragraph, child.tail, _Look())


def _quoted(word: WordDocument, element: HtmlElement) -> None:
    _words(word.add_paragraph(style="Quote"), element, _Look())


def _table(word: WordDocument, element: HtmlElement) -> None:
    rows = [[cell.text_content().strip() for cell in row] for row in element.iter("tr")]
    if rows and rows[0]:
        add_table(word, rows)


def _words(paragraph: Paragraph, element: HtmlElement, look: _Look) -> None:
    _run(paragraph, element.text, look)
    for child in element:
        _inline(paragraph, child, look)
        _run(paragraph, child.tail, look)


def _inline(paragraph: Paragraph, element: HtmlElement, look: _Look) -> None:
    match str(element.tag):
        case "strong":
            look = replace(look, bold=True)
        case "em":
            look = replace(look, italic=True)
        case "br":
            paragraph.add_run().add_break()
        case "mark":
            look = replace(look, bold=True)
    _words(paragraph, element, look)


def _run(paragraph: Paragraph, text: str | None, look: _Look) -> None:
    words = " ".join((text or "").split("\n"))
    if not words or (not words.strip() and not paragraph.runs):
        return
    run = paragraph.add_run(words)
    # None leaves it to the style; False would take the weight from a heading.
    run.bold = look.bold or None
    run.italic = look.italic or None
