"""What stands behind the rows of a sheet of an Excel workbook, and its comments, with marks.

Runs in the confined process of `marking_child`. Nothing of Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VML = "urn:schemas-microsoft-com:vml"
OFFICE = "urn:schemas-microsoft-com:office:office"
EXCEL = "urn:schemas-microsoft-com:office:excel"

SIGNED = 'LEN("portal-isareti")>0'
"""The condition of a mark: always true, and nobody else's."""
AREAS = 500
"""Areas of one conditional format."""
_BEFORE_FORMATS = frozenset(
    ("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
     "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting")
)  # fmt: skip
_AFTER_DRAWING = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
     "tableParts", "extLst")
)  # fmt: skip
"""Elements of a worksheet that stand before a conditional format, and after the old drawing."""
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.S)
_PLACE = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>.*?<x:Column>\s*(\d+)\s*</x:Column>", re.S)
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_SPACES = f'xmlns:v="{VML}" xmlns:o="{OFFICE}" xmlns:x="{EXCEL}"'
_BOX = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
"""The box of a comment, to which its shapes refer."""
_FIRST_SHAPE = 1025
_OF_ONE_MAP = 1024


class Unfit(Exception):
    """The workbook can't be marked as it is."""


def qualified(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def place_of(address: str) -> tuple[int, int]:
    """Row and column of an address, from 1."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise Unfit(address)
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - 64
    return int(found[2]), column


class SheetTail:
    """All that stands behind the rows of a sheet: formats, links, the page, drawings."""

    def __init__(self, root: bytes, tail: bytes) -> None:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        self.tree = etree.fromstring(root + tail, parser)
        if etree.QName(self.tree).namespace != MAIN:
            raise Unfit("another dialect")

    @property
    def drawing(self) -> str:
        """The id under which the sheet draws its comments."""
        found = self.tree.find(qualified("legacyDrawing"))
        return "" if found is None else str(found.get(f"{{{RELATIONS}}}id", ""))

    def mark(self, marks: Iterable[str], style: int) -> bool:
        """Put a look over cells, in place of that of an earlier round; whether anything changed."""
        old = [
            rule
            for rule in self.tree.iter(qualified("cfRule"))
            if (rule.findtext(qualified("formula")) or "").replace(" ", "") == SIGNED
        ]
        for rule in old:
            formats = rule.getparent()
            if formats is not None:
                formats.remove(rule)
                if not len(formats) and (above := formats.getparent()) is not None:
                    above.remove(formats)
        areas = list(_areas(marks))
        if areas:
            # Over all others.
            for rule in self.tree.iter("{*}cfRule"):
                if str(rule.get("priority", "")).isdecimal():
                    rule.set("priority", str(int(rule.get("priority", "0")) + 1))
        for start in range(0, len(areas), AREAS):
            formats = etree.Element(qualified("conditionalFormatting"))
            formats.set("sqref", " ".join(areas[start : start + AREAS]))
            rule = etree.SubElement(
                formats, qualified("cfRule"), type="expression", dxfId=str(style), priority="1"
            )
            etree.SubElement(rule, qualified("formula")).text = SIGNED
            before = [n for n in self.tree if etree.QName(n).localname in _BEFORE_FORMATS]
            if before:
                before[-1].addnext(formats)
            else:
                self.tree.insert(0, formats)
        return bool(old or areas)

    def draw(self, link: str) -> None:
        """Lead to the drawing of the comments."""
        drawing = etree.Element(qualified("legacyDrawing"), nsmap={"r": RELATIONS})
        drawing.set(f"{{{RELATIONS}}}id", link)
        after = [n for n in self.tree if etree.QName(n).localname in _AFTER_DRAWING]
        if after:
            after[0].addprevious(drawing)
        else:
            self.tree.append(drawing)

    def xml(self) -> bytes:
        """With the end of the sheet, without its first tag."""
        if not len(self.tree):
            self.tree.text = ""  # so that it has an end
        whole = etree.tostring(self.tree, encoding="UTF-8", xml_declaration=False)
        return whole[whole.index(b">") + 1 :]


def _areas(marks: Iterable[str]) -> Iterator[str]:
    """Cells as areas; those below one another in a column are one."""
    by_column: dict[str, list[int]] = {}
    for address in marks:
        row, _column = place_of(address)
        by_column.setdefault(address.rstrip("0123456789"), []).append(row)
    for letters, rows in by_column.items():
        rows.sort()
        first = last = rows[0]
        for row in [*rows[1:], 0]:
            if row == last + 1:
                last = row
                continue
            yield f"{letters}{first}" + (f":{letters}{last}" if last > first else "")
            first = last = row


class Notes:
    """The comments of a sheet, and the drawing of their boxes. A person's own stay."""

    def __init__(
        self, comments: etree._Element | None, drawing: bytes, author: str, sign: str
    ) -> None:
        if comments is None:
            empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
            comments = etree.fromstring(empty)
        self.comments = comments
        self.drawing = drawing
        self.author = author
        self.sign = sign
        listed = comments.find(qualified("commentList"))
        authors = comments.find(qualified("authors"))
        if listed is None or authors is None:
            raise Unfit("no comments")
        self.listed, self.authors = listed, authors

    def replace(self, marks: Mapping[str, str]) -> bool:
        """Write the marks, and take away those of an earlier round; whether anything changed."""
        gone = {place for place in self._cleaned() if place is not None}
        is_changed = self._was_signed
        stays = {str(note.get("ref", "")): note for note in self.listed}
        new: list[str] = []
        for address, text in marks.items():
            said = stays.get(address)
            if said is None:
                said = etree.SubElement(
                    self.listed, qualified("comment"), ref=address, authorId=str(self._author())
                )
                etree.SubElement(said, qualified("text"))
                new.append(address)
            self._write(said, text, is_first=address in new)
        boxes = gone - {place_of(ref) for ref in stays}
        self._draw(boxes, new)
        return is_changed or bool(marks)

    def _cleaned(self) -> Iterator[tuple[int, int] | None]:
        """Comments without what an earlier round said; the places of those that were ours alone."""
        self._was_signed = False
        for note in list(self.listed):
            text = note.find(qualified("text"))
            pieces = [] if text is None else list(text.iter(qualified("t")))
            whole = "".join(piece.text or "" for piece in pieces)
            place = whole.find(self.sign)
            if place < 0:
                continue
            self._was_signed = True
            left = len(whole[:place].rstrip("\n"))
            for piece in pieces:
                said = piece.text or ""
                piece.text, left = said[:left], max(0, left - len(said))
            if not whole[:place].strip():
                self.listed.remove(note)
                yield place_of(str(note.get("ref", "")).upper())
        yield None

    def _author(self) -> int:
        for number, author in enumerate(self.authors):
            if author.text == self.author:
                return number
        etree.SubElement(self.authors, qualified("author")).text = self.author
        return len(self.authors) - 1

    def _write(self, note: etree._Element, said: str, *, is_first: bool) -> None:
        text = note.find(qualified("text"))
        if text is None:
            raise Unfit("no text")
        bare = text.find(qualified("t"))
        if bare is not None:
            # A text without runs may have none beside it.
            run = etree.SubElement(text, qualified("r"))
            run.append(bare)
        run = etree.SubElement(text, qualified("r"))
        look = etree.SubElement(run, qualified("rPr"))
        etree.SubElement(look, qualified("sz"), val="9")
        etree.SubElement(look, qualified("rFont"), val="Tahoma")
        etree.SubElement(look, qualified("family"), val="2")
        words = etree.SubElement(run, qualified("t"))
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = f"{'' if is_first else chr(10)}{self.sign}\n{said}"

    def _draw(self, gone: set[tuple[int, int]], new: list[str]) -> None:
        def kept(shape: re.Match[bytes]) -> bytes:
            place = _PLACE.search(shape[0])
            is_note = b'ObjectType="Note"' in shape[0]
            if place and is_note and (int(place[1]) + 1, int(place[2]) + 1) in gone:
                return b""
            return shape[0]

        drawing = _SHAPE.sub(kept, self.drawing) if gone else self.drawing
        if new or not drawing:
            drawing = drawing or _empty(len(new))
            numbers = [int(n) for n in _NUMBER.findall(drawing)]
            start = max([_FIRST_SHAPE - 1, *numbers]) + 1
            shapes = _BOX if b'"_x0000_t202"' not in drawing else ""
            shapes += "".join(_shape(start + n, address) for n, address in enumerate(new))
            end = drawing.rfind(b"</xml>")
            if end < 0:
                raise Unfit("no drawing")
            drawing = drawing[:end] + shapes.encode() + drawing[end:]
        self.drawing = drawing


def _empty(shapes: int) -> bytes:
    maps = ",".join(str(number + 1) for number in range(shapes // _OF_ONE_MAP + 1))
    return (
        f"<xml {_SPACES}>"
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{maps}"/></o:shapelayout>'
        "</xml>"
    ).encode()


def _shape(number: int, address: str) -> str:
    """A hidden box to the right of its cell."""
    row, column = place_of(address)
    top = max(row - 2, 0)
    anchor = f"{column}, 15, {top}, 10, {column + 4}, 15, {top + 7}, 4"
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;height:90pt;'
        'z-index:1;visibility:hidden" fillcolor="infoBackground [80]" o:insetmode="auto">'
        '<v:fill color2="infoBackground [80]"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
