"""Prose as the rules read it: what somebody typed, apart from the figures quoted by reference.

Every pattern here looks at each character a fixed number of times, so a text of any length costs
its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from .data import CheckData

if TYPE_CHECKING:
    from reports.core.documents.model import ProseBlock

QUOTED = "\ue000"
"""Stands for a figure that a reference has brought into the text."""

_FIGURE = re.compile(
    r'<a class="figure" href="dataset:([^"#]{1,300}+)#?+([^"]{0,300}+)">[^<]{0,200}</a>'
)
_BLOCK = re.compile(r"</(?:p|li|h3|h4|h5|td|th|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<[^<>]{0,1000}>")
_END = re.compile(r"(?<=[.!?;])\s(?=[\"“«A-ZÇĞİÖŞÜ\ue000])|\n")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a section; figures that were not typed are `QUOTED`."""

    section: str
    text: str
    rows: tuple[tuple[str, str], ...] = ()
    """Table and row of each figure quoted."""

    @property
    def quotes(self) -> bool:
        return QUOTED in self.text

    @property
    def shown(self) -> str:
        """For a message: short, with three dots for the figures quoted."""
        text = self.text.replace(QUOTED, "…")
        return text if len(text) <= 160 else f"{text[:157].rstrip()}…"


def sentences(data: CheckData) -> tuple[Sentence, ...]:
    """Every sentence of the report's prose."""
    return data.once("sentences", lambda: tuple(_sentences(data)))


def _sentences(data: CheckData) -> Iterator[Sentence]:
    for code, block in data.texts():
        quoted = iter(_FIGURE.findall(block.html))
        for text in split(typed(block)):
            yield Sentence(code, text, tuple(islice(quoted, text.count(QUOTED))))


def typed(block: ProseBlock) -> str:
    """The text of a block, a line for each paragraph, with `QUOTED` for each figure."""
    html = _BLOCK.sub("\n", _FIGURE.sub(QUOTED, block.html).replace("\n", " "))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", html)).split("\n"))
    return "\n".join(line for line in lines if line)


def split(text: str) -> list[str]:
    return [part for found in _END.split(text) if (part := found.strip())]


def quoted_tables(data: CheckData) -> dict[str, frozenset[str]]:
    """Section → tables that its prose quotes."""

    def find() -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for code, block in data.texts():
            found.setdefault(code, set()).update(name for name, _row in _FIGURE.findall(block.html))
        return {code: frozenset(names) for code, names in found.items()}

    return data.once("quoted tables", find)


def own_tables(data: CheckData) -> dict[str, frozenset[str]]:
    """Section → tables that stand in it or that its prose quotes."""

    def find() -> dict[str, frozenset[str]]:
        quoted = quoted_tables(data)
        return {
            node.code: quoted.get(node.code, frozenset())
            | {block.dataset for block in node.blocks if block.type == "table"}
            for node in data.document.nodes()
        }

    return data.once("own tables", find)
