"""Marks cells of a stranger's Excel workbook; runs in a confined process only. Nothing of Django.

The workbook stays the person's own: rows, formulas with their results, looks, other sheets, charts
and pictures are copied as they are. A mark is a conditional format, which lies over the look of the
cell and hides none of it, and a comment. Both are recognised in the next round and taken away.
"""

from __future__ import annotations

import base64
import io
import json
import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from typing import TypedDict

from lxml import etree

from reports.collect.reading.cells import Said
from reports.collect.reading.child import UNREADABLE
from reports.collect.reading.packages import Package, attribute
from reports.collect.reading.xlsx import tabs_of

from .marking_sheet import MAIN, RELATIONS, Notes, SheetTail, Unfit, qualified

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = ("vbaProject", "wordVbaData", "origin")
"""Parts that are left out with all that they lead to; the last are signatures of the package."""
MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_PIECE = 3 * 2**16
"""Bytes at a time, of which base 64 makes whole signs."""
_CARRY = 256
_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']""")
_LONGEST_TAIL = 64 * 2**20


class Order(TypedDict):
    """What is to be marked: sheet → cell → text; colours as RRGGBB, who says so, and after what."""

    marks: dict[str, dict[str, str]]
    fill: str
    font: str
    author: str
    sign: str


def mark(content: bytes) -> Iterator[Said]:
    """An `Order` in the first line, the workbook behind it: the marked one, unless it is unfit."""
    head, _line, workbook = content.partition(b"\n")
    order: Order = json.loads(head)
    try:
        marked = _Marking(workbook, order).run()
    except (Unfit, KeyError, *UNREADABLE):
        yield {"state": "unfit"}
    else:
        for start in range(0, len(marked), _PIECE):
            yield {"piece": base64.b64encode(marked[start : start + _PIECE]).decode()}
        yield {"state": "marked"}


class _Marking:
    def __init__(self, content: bytes, order: Order) -> None:
        self.order = order
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.package = Package(self.archive)
        self.written: dict[str, bytes] = {}
        """Parts that are others now, or new."""
        self.left: set[str] = set()
        self.tails: dict[str, SheetTail] = {}
        self.new_comments: list[str] = []

    def run(self) -> bytes:
        main = next(
            (li.target for li in self.package.links("").values() if li.kind == "officeDocument"),
            "xl/workbook.xml",
        )
        workbook = self.package.tree(main)
        if etree.QName(workbook).namespace != MAIN:
            raise Unfit("another dialect")
        links = self.package.links(main)
        if any(link.kind in MACRO_SHEETS for link in links.values()):
            raise Unfit("sheets of macros")
        for part in ("", main):
            self._leave_macros(part)
        styles = next((link.target for link in links.values() if link.kind == "styles"), "")
        style = self._style(styles) if any(self.order["marks"].values()) else 0
        for tab in tabs_of(self.package, main, workbook):
            self._sheet(tab.part, self.order["marks"].get(tab.name, {}), style)
        self._types(main)
        return self._whole()

    def _leave_macros(self, part: str) -> None:
        name = _links_of(part)
        if name not in self.package:
            return
        tree = self.package.tree(name)
        targets = {mark: link.target for mark, link in self.package.links(part).items()}
        for link in list(tree):
            if str(link.get("Type", "")).rpartition("/")[2] in MACROS:
                self._leave(targets[str(link.get("Id"))])
                tree.remove(link)
                self.written[name] = _xml(tree)

    def _leave(self, part: str) -> None:
        if part.lower() not in self.left:
            self.left |= {part.lower(), _links_of(part).lower()}
            for link in self.package.links(part).values():
                self._leave(link.target)

    def _style(self, part: str) -> int:
        """The number of the look of a mark among the workbook's."""
        tree = self.package.tree(part)
        looks = tree.find(f"{{{MAIN}}}dxfs")
        if looks is None:
            looks = etree.Element(f"{{{MAIN}}}dxfs")
            before = [*tree.iterchildren(*(f"{{{MAIN}}}{n}" for n in ("cellStyles", "cellXfs")))]
            if not before:
                raise Unfit("no styles")
            before[-1].addnext(looks)
        own = etree.SubElement(looks, f"{{{MAIN}}}dxf")
        font = etree.SubElement(own, f"{{{MAIN}}}font")
        etree.SubElement(font, f"{{{MAIN}}}color", rgb=f"FF{self.order['font']}")
        fill = etree.SubElement(etree.SubElement(own, f"{{{MAIN}}}fill"), f"{{{MAIN}}}patternFill")
        etree.SubElement(fill, f"{{{MAIN}}}bgColor", rgb=f"FF{self.order['fill']}")
        said = _plain(own)
        # Of an earlier round.
        for number, look in enumerate(list(looks)[:-1]):
            if _plain(look) == said:
                looks.remove(own)
                return number
        looks.set("count", str(len(looks)))
        self.written[part] = _xml(tree)
        return len(looks) - 1

    def _sheet(self, part: str, marks: Mapping[str, str], style: int) -> None:
        links = self.package.links(part)
        tail = SheetTail(*self._cut(part))
        by_kind = {link.kind: link.target for link in links.values()}
        comments, drawing = by_kind.get("comments", ""), links.get(tail.drawing)
        vml = drawing.target if drawing else ""
        is_changed = tail.mark(marks, style)
        if comments or marks:
            notes = Notes(
                self.package.tree(comments) if comments else None,
                self._bytes(vml) if vml else b"",
                self.order["author"],
                self.order["sign"],
            )
            if notes.replace(marks):
                comments = comments or self._new("xl/comments", ".xml")
                self.written[comments] = _xml(notes.comments)
                vml = vml or self._new("xl/drawings/vmlDrawing", ".vml")
                self.written[vml] = notes.drawing
                if "comments" not in by_kind:
                    self._link(part, "comments", comments)
                    self.new_comments.append(comments)
                if drawing is None:
                    tail.draw(self._link(part, "vmlDrawing", vml))
                    is_changed = True
        if is_changed:
            self.tails[part.lower()] = tail

    def _cut(self, part: str) -> tuple[bytes, bytes]:
        """The first tag of a sheet, and all that stands behind its rows."""
        with self.package.open(part) as source:
            head = source.read(2**16)
            encoding = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
            if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
                raise Unfit("encoding")
            root = _ROOT.search(head)
            if root is None:
                raise Unfit("no sheet")
            seen = head
            while (end := _END.search(seen)) is None:
                piece = source.read(_PIECE)
                if not piece:
                    raise Unfit("no rows")
                seen = seen[-_CARRY:] + piece
            tail = seen[end.end() :] + source.read(_LONGEST_TAIL)
            if source.read(1):
                raise Unfit("too long")
        return root[0], tail

    def _bytes(self, part: str) -> bytes:
        with self.package.open(part) as source:
            return source.read()

    def _new(self, start: str, end: str) -> str:
        number = 1
        while (name := f"{start}{number}{end}") in self.package or name in self.written:
            number += 1
        return name

    def _link(self, part: str, kind: str, target: str) -> str:
        """Lead from one part to another; the id of the relationship."""
        name = _links_of(part)
        if name in self.written:
            tree = etree.fromstring(self.written[name])
        elif name in self.package:
            tree = self.package.tree(name)
        else:
            tree = etree.fromstring(f'<Relationships xmlns="{LINKS}"/>')
        taken = {link.get("Id") for link in tree}
        number = 1
        while (own := f"rId{number}") in taken:
            number += 1
        etree.SubElement(
            tree, f"{{{LINKS}}}Relationship",
            Id=own, Type=f"{RELATIONS}/{kind}", Target=f"/{target}",
        )  # fmt: skip
        self.written[name] = _xml(tree)
        return own

    def _types(self, main: str) -> None:
        name = "[Content_Types].xml"
        tree = self.package.tree(name)
        for said in list(tree):
            part = attribute(said, "PartName").lstrip("/").lower()
            if part in self.left:
                tree.remove(said)
            elif part == main.lower():
                said.set("ContentType", BOOK_TYPE)
        if not any(attribute(said, "Extension").lower() == "vml" for said in tree):
            tree.insert(
                0, etree.Element(f"{{{TYPES}}}Default", Extension="vml", ContentType=VML_TYPE)
            )
        for part in self.new_comments:
            etree.SubElement(
                tree, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=COMMENTS_TYPE
            )
        self.written[name] = _xml(tree)

    def _whole(self) -> bytes:
        out = io.BytesIO()
        written = {name.lower(): (name, content) for name, content in self.written.items()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
            for item in self.archive.infolist():
                folded = item.filename.replace("\\", "/").lstrip("/").lower()
                if folded in self.left or item.is_dir():
                    continue
                if folded in written:
                    target.writestr(item.filename, written.pop(folded)[1])
                elif folded in self.tails:
                    self._copy(item, target, self.tails[folded])
                else:
                    with self.archive.open(item) as source, target.open(item.filename, "w") as part:
                        shutil.copyfileobj(source, part, _PIECE)
            for name, content in written.values():
                target.writestr(name, content)
        return out.getvalue()

    def _copy(self, item: zipfile.ZipInfo, target: zipfile.ZipFile, tail: SheetTail) -> None:
        """A sheet up to the end of its rows, byte by byte, and what stands behind them now."""
        with self.archive.open(item) as source, target.open(item.filename, "w") as part:
            seen = source.read(2**16)
            while (end := _END.search(seen)) is None:
                part.write(seen[:-_CARRY])
                piece = source.read(_PIECE)
                if not piece:
                    raise Unfit("no rows")
                seen = seen[-_CARRY:] + piece
            part.write(seen[: end.end()] + tail.xml())


def _links_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _xml(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _plain(look: etree._Element) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (etree.QName(item).localname, sorted((str(k), str(v)) for k, v in item.attrib.items()))
        for item in look.iter(qualified("*"))
    ]
