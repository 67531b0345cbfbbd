"""How full pages are, and the closer setting that spares one with hardly anything on it.

Imports nothing of Django. A typesetter's way: where a text ends with some lines on a page of their
own, it is set a little closer, if that takes them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint import Page

THIN = 1 / 3
"""A page filled less than that is one that nobody wants to turn to."""

_CLOSER = '<body data-set="closer"'


def closer(html: str) -> str:
    """The same text with less between its lines (components/page.css)."""
    return html.replace("<body", _CLOSER, 1)


def filling(page: Page) -> float:
    """The share of a page's height between its margins down to what stands lowest."""
    # No public attribute tells where things stand; WeasyPrint's version is pinned.
    box = page._page_box
    top, height = box.content_box_y(), box.height
    lowest = top
    # Heads and feet are the page's children as well; the text is the first.
    waiting = [box.children[0]]
    while waiting:
        item = waiting.pop()
        children = getattr(item, "children", None)
        if children:
            waiting.extend(children)
        elif item.height != "auto":
            lowest = max(lowest, item.position_y + item.height)
    return float((lowest - top) / height) if height else 1.0


def thin(pages: Sequence[Page]) -> int:
    """How many pages are filled less than a third."""
    return sum(filling(page) < THIN for page in pages)
