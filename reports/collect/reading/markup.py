"""Reads tables of web pages and of Excel 2003 XML; both are often named ".xls"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time

from lxml import etree, html

from .bounds import Counter, Refused
from .cells import Cell, CellValue, ErrorValue, Merged, Said, figure
from .looks import PLAIN, SMALLEST, Look, Seen, indent_of, is_white, shows_nothing
from .sniffing import has_definitions
from .telling import tell_look, tell_sheet
from .text import decoded

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MAX_SPAN = 1000
_APART = frozenset({"br", "p", "div", "li", "ul", "ol", "table", "tr", "td", "th"})
_LINES = frozenset({"br", "p", "div", "li"})
_HIDES = "display:none"
_MOST_ABOUT = 30
_MOST_WORDS = 200
_WHITE_TEXT = re.compile(r"(?:^|;)color:(?:white|#f{3}(?:f{3})?)(?:;|$)")
_TINY = re.compile(r"font-size:[01](?:\.[0-9]+)?(?:pt|px)?(?:;|$)")
_PADDED = re.compile(r"(?:padding-left|text-indent|mso-char-indent-count):([1-9][0-9]{0,2})")
_BLANK = " \t\r\n\u00a0"


# -- web pages ------------------------------------------------------------------------------------


def read_html(content: bytes, counter: Counter) -> Iterator[Said]:
    """Every table that is no cell of another one."""
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    text = _page_text(content)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged", what="web sayfası (HTML)") from error
    tables = _Tables()
    tables.look(root)
    if not tables.found:
        raise Refused("no_sheet")
    for number, (table, about) in enumerate(tables.found, start=1):
        reading = _HtmlTable(table)
        name = reading.title or (f"Tablo {number}" if len(tables.found) > 1 else "")
        yield from tell_sheet(name, reading.cells(counter), counter)
        yield tell_look(
            reading.merged, reading.hidden, about=about[-_MOST_ABOUT:], seen=reading.seen
        )


def _page_text(content: bytes) -> str:
    """The page's text: by its bytes where they decide, else by what its head states."""
    head = content[:4096].lower()
    for name in (b"windows-1254", b"iso-8859-9"):
        if b"charset=" + name in head or b'charset="' + name in head:
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                return content.decode("cp1254", errors="replace")
    return decoded(content)[0]


class _Tables:
    """Tables of a page, each with the words that stand before it, the last with those after it.

    A table that only lays out others is none.
    """

    def __init__(self) -> None:
        self.found: list[tuple[etree._Element, list[str]]] = []
        self._words: list[str] = []

    def look(self, root: etree._Element) -> None:
        self._walk(root)
        if self.found:
            self.found[-1][1].extend(self._words)

    def _walk(self, element: etree._Element) -> None:
        if element.tag in ("script", "style") or not isinstance(element.tag, str):
            return
        if element.tag == "table" and not any(map(_is_grid, element.iterdescendants("table"))):
            self.found.append((element, self._words))
            self._words = []
            return
        self._say(element.text)
        for part in element:
            self._walk(part)
            self._say(part.tail)

    def _say(self, text: str | None) -> None:
        words = " ".join((text or "").split())
        if words:
            self._words.append(words[:_MOST_WORDS])


def _is_grid(table: etree._Element) -> bool:
    """Whether a table inside of another is one of rows and columns, and no layout of a cell."""
    wide = [
        line
        for line in table.iter("tr")
        if next(line.iterancestors("table"), None) is table
        and sum(cell.tag in ("td", "th") for cell in line) > 1
    ]
    return len(wide) > 1


class _HtmlTable:
    """A table, its spans laid out as a browser does."""

    def __init__(self, table: etree._Element) -> None:
        self._table = table
        self.merged: list[Merged] = []
        self.hidden: list[int] = []
        self.seen = Seen()
        caption = table.find("caption")
        self.title = _words(caption) if caption is not None else ""

    def cells(self, counter: Counter) -> Iterator[Cell]:
        taken: dict[int, int] = {}
        """Column → last row that a cell above it covers."""
        row = 0
        for line in self._table.iter("tr"):
            if next(line.iterancestors("table"), None) is not self._table:
                continue
            row += 1
            if _is_hidden(line, "visibility:"):
                self.hidden.append(row)
            column = 0
            for cell in line:
                if cell.tag not in ("td", "th") or _is_hidden(cell):
                    continue
                column += 1
                while taken.get(column, 0) >= row:
                    column += 1
                across, down = _span(cell, "colspan"), _span(cell, "rowspan")
                if across > 1 or down > 1:
                    self.merged.append(Merged(row, column, row + down - 1, column + across - 1))
                    for covered in range(column, column + across):
                        taken[covered] = row + down - 1
                value, format_ = _html_value(cell)
                if value not in (None, ""):
                    self.seen.take(row, column, _html_look(line, cell))
                    yield Cell(row, column, value, format_)
                column += across - 1
                if column > counter.bounds.columns + _MAX_SPAN:
                    counter.cell(self.title, row, column, "")


def _span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name, "1")).strip()
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _is_hidden(element: etree._Element, *more: str) -> bool:
    style = str(element.get("style", "")).replace(" ", "").lower()
    style = style.replace("visibility:visible", "")
    return any(word in style for word in (_HIDES, *more))


def _html_look(line: etree._Element, cell: etree._Element) -> Look:
    """How a cell looks by the styles beside it; sheets of styles are not looked at."""
    inside = list(cell.iter(etree.Element))
    struck = sum(len(_words(part)) for part in inside if _is_struck(part))
    is_struck = _is_struck(line) or 0 < len(_words(cell)) <= struck
    styles = [_style(line), *(_style(part) for part in inside)]
    is_bare = not any(
        "background" in str(element.get("style", "")) or element.get("bgcolor")
        for element in (line, cell, *cell.iterancestors("table"))
    )
    is_pale = any(_WHITE_TEXT.search(style) for style in styles) or any(
        part.tag == "font" and is_white(part.get("color")) for part in inside
    )
    is_tiny = any(_TINY.search(style) for style in styles)
    said = (str(text) for text in cell.itertext())
    text = next((text for text in said if text.strip(_BLANK)), "").lstrip(" \t\r\n")
    padded = _PADDED.search(_style(cell))
    indent = len(text) - len(text.lstrip("\u00a0")) or int(padded[1] if padded else 0)
    return Look(is_struck, is_tiny or (is_pale and is_bare), indent)


def _style(element: etree._Element) -> str:
    return str(element.get("style", "")).replace(" ", "").lower()


def _is_struck(element: etree._Element) -> bool:
    return element.tag in ("s", "strike", "del") or "line-through" in _style(element)


def _html_value(cell: etree._Element) -> tuple[CellValue, str]:
    """The number that Excel (`x:num`) or LibreOffice (`sdval`) writes beside the text; else that.

    A date stays what is shown: the number beside it counts days from an epoch of its own.
    """
    words = _words(cell)
    format_ = str(cell.get("sdnum", "")).rpartition(";")[2]
    is_date = re.search("[dmyh]", format_.partition('"')[0], re.IGNORECASE) is not None
    stated = cell.get("x:num") or (None if is_date else cell.get("sdval"))
    if stated:
        number = figure(str(stated))
        if isinstance(number, int | float):
            return number, format_ or ("0.00%" if "%" in words else "")
    return words, ""


def _words(element: etree._Element) -> str:
    """What an element shows; lines stay apart, or "12" above "345" would be one number."""
    pieces: list[str] = []
    for part in element.iter():
        if part.tag in ("script", "style"):
            continue
        if part.tag in _APART and part is not element:
            pieces.append("\n" if part.tag in _LINES else " ")
        pieces += [_flat(part.text), _flat(part.tail) if part is not element else ""]
        if part.tag in _LINES and part.tag != "br" and part is not element:
            pieces.insert(-1, "\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ")


# -- Excel 2003 XML -------------------------------------------------------------------------------


def read_xml(content: bytes, counter: Counter) -> Iterator[Said]:
    """Every worksheet of an XML spreadsheet."""
    if has_definitions(content):
        raise Refused("definitions")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged", what="Excel 2003 XML") from error
    looks = {str(style.get(f"{_SS}ID")): _xml_look(style) for style in root.iter(f"{_SS}Style")}
    formats = {
        str(style.get(f"{_SS}ID")): str(shown.get(f"{_SS}Format", ""))
        for style in root.iter(f"{_SS}Style")
        for shown in style.iter(f"{_SS}NumberFormat")
    }
    sheets = list(root.iter(f"{_SS}Worksheet"))
    if not sheets:
        raise Refused("no_sheet")
    for sheet in sheets:
        reading = _XmlSheet(sheet, formats, looks)
        yield from tell_sheet(
            str(sheet.get(f"{_SS}Name", "")),
            reading.cells(),
            counter,
            is_hidden=reading.is_hidden,
        )
        yield tell_look(
            reading.merged,
            reading.hidden,
            is_filtered=reading.is_filtered,
            about=reading.about,
            seen=reading.seen,
        )


class _XmlSheet:
    def __init__(
        self, sheet: etree._Element, formats: dict[str, str], looks: dict[str, Look]
    ) -> None:
        self._looks = looks
        self.seen = Seen()
        self._sheet = sheet
        self._formats = formats
        self.merged: list[Merged] = []
        self.hidden: list[int] = []
        visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
        self.is_hidden = visible is not None and "Hidden" in (visible.text or "")
        self.is_filtered = sheet.find(f"{_EXCEL}AutoFilter") is not None
        self.about = [
            str(part.get(f"{_EXCEL}Data", ""))
            for part in (*sheet.iter(f"{_EXCEL}Header"), *sheet.iter(f"{_EXCEL}Footer"))
        ]

    def cells(self) -> Iterator[Cell]:
        row = 0
        for line in self._sheet.iter(f"{_SS}Row"):
            row = _index(line, row)
            if line.get(f"{_SS}Hidden") == "1":
                self.hidden.append(row)
            column = 0
            for cell in line.iter(f"{_SS}Cell"):
                column = _index(cell, column)
                across = _count(cell, f"{_SS}MergeAcross")
                down = _count(cell, f"{_SS}MergeDown")
                if across or down:
                    self.merged.append(Merged(row, column, row + down, column + across))
                value = _xml_value(cell.find(f"{_SS}Data"))
                formula = str(cell.get(f"{_SS}Formula", ""))
                if value is not None or formula:
                    style = str(cell.get(f"{_SS}StyleID", ""))
                    format_ = self._formats.get(style, "")
                    self.seen.take(row, column, self._looks.get(style, PLAIN))
                    is_number = isinstance(value, int | float) and not isinstance(value, bool)
                    yield Cell(row, column, value, _format(format_) if is_number else "", formula)
                column += across
            row += _count(line, f"{_SS}Span")


def _xml_look(style: etree._Element) -> Look:
    """How a style shows its cells; what it takes from another one is not looked up."""
    font, ground = style.find(f"{_SS}Font"), style.find(f"{_SS}Interior")
    shown, alignment = style.find(f"{_SS}NumberFormat"), style.find(f"{_SS}Alignment")
    is_struck = is_tiny = is_pale = False
    if font is not None:
        is_struck = font.get(f"{_SS}StrikeThrough") == "1"
        size = str(font.get(f"{_SS}Size", ""))
        is_tiny = size.replace(".", "", 1).isdecimal() and float(size) < SMALLEST
        is_pale = is_white(font.get(f"{_SS}Color"))
    is_bare = ground is None or not ground.get(f"{_SS}Color")
    is_blank = shown is not None and shows_nothing(str(shown.get(f"{_SS}Format", "")))
    indent = str(alignment.get(f"{_SS}Indent", "0")) if alignment is not None else "0"
    return Look(is_struck, is_tiny or is_blank or (is_pale and is_bare), indent_of(indent))


def _index(element: etree._Element, before: int) -> int:
    found = _count(element, f"{_SS}Index")
    return found or before + 1


def _count(element: etree._Element, name: str) -> int:
    text = str(element.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _format(name: str) -> str:
    known = {"Percent": "0.00%", "General": "", "General Number": "", "Fixed": "0.00"}
    return known.get(name, name)


def _xml_value(data: etree._Element | None) -> CellValue:
    if data is None:
        return None
    text = "".join(str(piece) for piece in data.itertext())
    try:
        match data.get(f"{_SS}Type"):
            case "Number":
                return figure(text)
            case "Boolean":
                return text.strip() == "1"
            case "DateTime":
                found = datetime.fromisoformat(text.strip()[:19])
                return found.date() if found.time() == time() else found
            case "Error":
                return ErrorValue(text)
    except (ValueError, OverflowError):
        return ErrorValue("#HATA!")
    return text
