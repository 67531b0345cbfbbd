"""How a PDF's pages are filled, as poppler draws them, and what stands alone on them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from .tagtree import TagTree, kids

THIN = 1 / 3
_DOTS = 20
"""Per inch: a line of text is two dots high."""
_PALE = 245
_HEAD, _FOOT = 20, 18
"""Millimetres of a page that its running head and foot take at most (tokens.css)."""


def fillings(file: Path, folder: Path) -> list[float]:
    """For each page the share of its height, without head and foot, down to the lowest mark."""
    subprocess.run(
        ["pdftoppm", "-r", str(_DOTS), "-gray", str(file), str(folder / "page")], check=True
    )
    return [_filling(image.read_bytes()) for image in sorted(folder.glob("page-*.pgm"))]


def _filling(image: bytes) -> float:
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", image)
    assert head is not None
    width, height = int(head[1]), int(head[2])
    dots = image[head.end() :]
    top, end = (round(mm * _DOTS / 25.4) for mm in (_HEAD, _FOOT))
    lines = range(top, height - end)
    inked = [line for line in lines if min(dots[line * width : (line + 1) * width]) < _PALE]
    return (inked[-1] + 1 - top) / len(lines) if inked else 0.0


def chapter_ends(pdf: pikepdf.Pdf) -> set[int]:
    """The last pages, counted from 0, of what the side bar shows at its first level."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        starts = {numbers[item.destination[0].objgen] for item in outline.root}  # type: ignore[index]
    return {start - 1 for start in starts} | {len(pdf.pages) - 1}


def orphans(pdf: pikepdf.Pdf) -> list[str]:
    """Headings at a page's foot, single rows and notes away from their tables, in words.

    A row counts as single where its table has others; one that fills the page does not.
    """
    return list(_Reader(pdf).orphans())


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.tree = TagTree(pdf)
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def orphans(self) -> Iterator[str]:
        heading: tuple[str, int] | None = None
        table: list[tuple[Any, int]] = []
        before = ""
        for element in self.blocks():
            role = str(element.S)[1:]
            page = self.first(element)
            if heading is not None and heading[1] != page:
                yield f"sayfa {heading[1] + 1}: başlık sayfanın dibinde: {heading[0]}"
            is_heading = re.fullmatch("H[1-6]", role)
            heading = (self.words(element), self.last(element)) if is_heading else None
            if role == "Table":
                if before != "Table" or self.has_caption(element):
                    yield from self.single(table)
                    table = []
                table += [(row, self.first(row)) for row in self.body(element)]
            elif role == "L" and before == "Table" and table and page != table[-1][1]:
                yield f"sayfa {page + 1}: notlar tablodan ayrı: {self.words(element)[:60]}"
            before = role
        yield from self.single(table)

    def blocks(self) -> Iterator[Any]:
        """Headings, tables, lists, texts and drawings that stand in no other one.

        A table or list that goes on over a page is one element on each.
        """
        waiting = [self.tree.root.K[0]]
        while waiting:
            element = waiting.pop()
            if re.fullmatch("H[1-6]|P|Table|L|Figure|Form", str(element.S)[1:]):
                if self.pages(element):
                    yield element
            else:
                waiting += [kid for kid in reversed(kids(element)) if _is_element(kid)]

    def single(self, table: list[tuple[Any, int]]) -> Iterator[str]:
        pages = [page for _row, page in table]
        for row, page in table if len(table) > 2 else []:
            if pages.count(page) == 1:
                yield f"sayfa {page + 1}: tek satır: {self.words(row)[:60]}"

    def has_caption(self, table: Any) -> bool:
        return any(str(part.S) == "/Caption" for part in self.tree.elements(table))

    def body(self, table: Any) -> list[Any]:
        """Rows with cells of data: those of a repeated head have none."""
        return [
            row
            for row in self.tree.elements(table)
            if str(row.S) == "/TR"
            and any(_is_element(kid) and str(kid.S) == "/TD" for kid in kids(row))
        ]

    def words(self, element: Any) -> str:
        return " ".join(" ".join(item.text for item in self.tree.spoken(element)).split())

    def pages(self, element: Any) -> list[int]:
        found = []
        for part in self.tree.elements(element):
            if "/Pg" in part and any(isinstance(kid, int) for kid in kids(part)):
                found.append(self.numbers[part.Pg.objgen])
        return found

    def first(self, element: Any) -> int:
        return min(self.pages(element), default=-1)

    def last(self, element: Any) -> int:
        return max(self.pages(element), default=-1)
