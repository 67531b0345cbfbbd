"""What a screen reader meets: the tag tree of a PDF in its order, with its texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_LINE = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


@dataclass(frozen=True)
class Spoken:
    """One element with text of its own, or with words instead of what is drawn."""

    role: str
    text: str


class TagTree:
    """Reads the elements below any element, and the text behind their marks."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self.file = file
        self.root: Any = file.Root.StructTreeRoot
        self.texts: dict[tuple[int, int], dict[int, str]] = {}

    def spoken(self, element: Any = None) -> list[Spoken]:
        """The whole document, or one element; runs of text in one element are one."""
        return list(self._walk(self.root.K[0] if element is None else element))

    def elements(self, element: Any = None) -> Iterator[Any]:
        """Every element, from the document down."""
        element = self.root.K[0] if element is None else element
        yield element
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self.elements(kid)

    def _walk(self, element: Any) -> Iterator[Spoken]:
        role = str(element.S)[1:]
        if "/Alt" in element:
            yield Spoken(role, str(element.Alt))
            return
        if role == "Form":
            yield Spoken(role, str(element.K.Obj.TU))
            return
        text = ""
        for kid in kids(element):
            if isinstance(kid, int):
                text += self._text(element.Pg, kid)
            elif "/S" in kid:
                if text.strip():
                    yield Spoken(role, text)
                text = ""
                yield from self._walk(kid)
        if text.strip():
            yield Spoken(role, text)

    def _text(self, page: Any, mark: int) -> str:
        if page.objgen not in self.texts:
            self.texts[page.objgen] = marked_texts(page)
        return self.texts[page.objgen][mark]


def kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def marked_texts(page: Any) -> dict[int, str]:
    """Text of a page by its marks; what is drawn inside of pictures is not in it."""
    maps = {name: _characters(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = defaultdict(str)
    marks: list[int | None] = []
    font: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BMC":
                marks.append(None)
            case "BDC":
                entry: Any = operands[1]
                mark = int(entry.MCID) if "/MCID" in entry else None
                marks.append(mark)
                if mark is not None:
                    found[mark] += ""
            case "EMC":
                marks.pop()
            case "Tf":
                font = maps[str(operands[0])]
            case "TJ" if marks and marks[-1] is not None:
                found[marks[-1]] += "".join(
                    _decoded(bytes(piece), font)
                    for piece in operands[0]
                    if isinstance(piece, pikepdf.String)
                )
    return found


def _decoded(codes: bytes, font: dict[int, str]) -> str:
    return "".join(
        font[int.from_bytes(codes[place : place + 2], "big")] for place in range(0, len(codes), 2)
    )


def _characters(font: Any) -> dict[int, str]:
    lines = font.ToUnicode.read_bytes().split(b"endcodespacerange", 1)[1]
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _LINE.findall(lines)
    }
