"""Cells whose look says more than their value: struck through, not to be seen, set in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font, PatternFill

from reports.collect.recognising.recognise import Chosen, Recognised
from reports.collect.recognising.rows import RowKind
from tests.collect.reading.made import workbook

from .asking import recognised
from .grid import INCOME, filled
from .writers import packed_xlsx, sheet_xml

NOTHING = Chosen()
LOOK, ODS_LOOK = ' ss:StyleID="z"', ' table:style-name="z"'
ROWS = (("Gelir türü", "Gerçekleşme", "Adet"), ("Su", 5.5, 3), ("Park", 7.5, 4), ("Yol", 2, 9))


def styled(
    font: Font | None = None, format_: str = "", *, fill: str = "", indent: int = 0
) -> bytes:
    """A workbook of which the third row looks otherwise."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ROWS:
        page.append(list(row))
    for cell in page[3]:
        if font:
            cell.font = font
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if format_:
            cell.number_format = format_
        if indent:
            cell.alignment = Alignment(indent=indent)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(style: str = "", around: str = "{}", tag: str = "td") -> bytes:
    rows = []
    for number, row in enumerate(ROWS):
        cells = [
            around.format(cell) if number == 2 else str(cell).replace(".", ",") for cell in row
        ]
        cells = [cell.replace("7.5", "7,5") for cell in cells]
        look = f' style="{style}"' if style and number == 2 else ""
        rows.append("<tr>" + "".join(f"<{tag}{look}>{cell}</{tag}>" for cell in cells) + "</tr>")
    return f"<html><meta charset=utf-8><table>{''.join(rows)}</table></html>".encode()


def xml_2003(style: str) -> bytes:
    lines = "".join(
        "<Row>" + "".join(
            f"<Cell{LOOK if number == 2 else ''}><Data ss:Type='"
            f"{'String' if isinstance(cell, str) else 'Number'}'>{cell}</Data></Cell>"
            for cell in row
        ) + "</Row>"
        for number, row in enumerate(ROWS)
    )  # fmt: skip
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>'
        f'<Style ss:ID="z">{style}</Style></Styles><Worksheet ss:Name="A"><Table>{lines}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


def ods(style: str) -> bytes:
    lines = "".join(
        "<table:table-row>" + "".join(
            f"<table:table-cell{ODS_LOOK if number == 2 else ''} "
            + (f'office:value-type="string"><text:p>{cell}</text:p>' if isinstance(cell, str)
               else f'office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>')
            + "</table:table-cell>"
            for cell in row
        ) + "</table:table-row>"
        for number, row in enumerate(ROWS)
    )  # fmt: skip
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )  # fmt: skip
    content = (
        f"<office:document-content{spaces}><office:automatic-styles><style:style style:name='z' "
        f"style:family='table-cell'>{style}</style:style></office:automatic-styles><office:body>"
        f"<office:spreadsheet><table:table table:name='A'>{lines}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def _rich() -> bytes:
    """A name of which all runs are struck through."""
    content = workbook(*map(list, ROWS))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/sharedStrings.xml":
                old, new = b"<t>Park</t>", b"<r><rPr><strike/></rPr><t>Park</t></r>"
                assert old in part
                part = part.replace(old, new)
            target.writestr(name, part)
    return made.getvalue()


STRUCK: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: styled(Font(strike=True)),
    "a rich text": _rich,
    "a rich text inline": lambda: packed_xlsx(
        sheet_xml(filled(ROWS)).replace(
            "<is><t>Park</t></is>", "<is><r><rPr><strike/></rPr><t>Park</t></r></is>"
        )
    ),
    "a page's style": lambda: page("text-decoration: line-through"),
    "a page's <s>": lambda: page(around="<s>{}</s>"),
    "a page's <del>": lambda: page(around="<b><del>{}</del></b>"),
    "XML 2003": lambda: xml_2003('<Font ss:StrikeThrough="1"/>'),
    "ODS": lambda: ods("<style:text-properties style:text-line-through-style='solid'/>"),
}
UNSEEN: dict[str, Callable[[], bytes]] = {
    "white letters": lambda: styled(Font(color="FFFFFFFF")),
    "tiny letters": lambda: styled(Font(sz=1)),
    "a format that shows nothing": lambda: styled(format_=";;;"),
    "white letters of a page": lambda: page("color: #ffffff"),
    "tiny letters of a page": lambda: page("font-size: 1px"),
    "white letters of XML 2003": lambda: xml_2003('<Font ss:Color="#FFFFFF"/>'),
    "a format of XML 2003": lambda: xml_2003('<NumberFormat ss:Format=";;;"/>'),
    "white letters of ODS": lambda: ods("<style:text-properties fo:color='#ffffff'/>"),
}
SEEN: dict[str, Callable[[], bytes]] = {
    "plain": styled,
    "white letters on a dark ground": lambda: styled(Font(color="FFFFFFFF"), fill="FF000000"),
    "not struck": lambda: styled(Font(strike=False, b=True)),
    "ODS without a line": lambda: ods(
        "<style:text-properties style:text-line-through-style='none' fo:color='#000000'/>"
    ),
}


def found_in(content: bytes, chosen: Chosen = NOTHING) -> Recognised:
    return recognised(content, INCOME, chosen)


@pytest.mark.parametrize("name", STRUCK)
def test_rows_that_are_struck_through_are_asked_about(name: str) -> None:
    content = STRUCK[name]()
    found = found_in(content)

    assert not found.is_settled
    (doubt,) = found.doubts
    assert doubt.rows == (3,)
    assert "A3" in doubt.text
    left = found_in(content, Chosen(doubts={doubt.key: False}))
    assert [row.number for row in left.rows] == [2, 4]
    assert [(row.number, row.kind) for row in left.aside] == [(3, RowKind.LEFT)]
    taken = found_in(content, Chosen(doubts={doubt.key: True}))
    assert ([row.number for row in taken.rows], taken.is_settled) == ([2, 3, 4], True)


@pytest.mark.parametrize("name", UNSEEN)
def test_cells_that_nobody_sees_are_told(name: str) -> None:
    found = found_in(UNSEEN[name]())

    assert any("görünmeyen" in note and "B3" in note for note in found.notes), found.notes
    assert [row.number for row in found.rows] == [2, 3, 4]


@pytest.mark.parametrize("name", SEEN)
def test_a_look_that_hides_nothing_is_not_told(name: str) -> None:
    found = found_in(SEEN[name]())

    assert (found.notes, found.doubts) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: _indented(), id="xlsx"),
        pytest.param(lambda: _padded("padding-left: 12px", ""), id="a page's style"),
        pytest.param(lambda: _padded("", "&nbsp;&nbsp;"), id="a page's spaces"),
    ],
)
def test_parts_that_are_set_in_by_their_look_are_parts(content: Callable[[], bytes]) -> None:
    found = found_in(content())

    assert [row.number for row in found.rows] == [3, 4]
    assert [(row.number, row.kind) for row in found.aside] == [(2, RowKind.TOTAL)]


def _indented() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (ROWS[0], ("Harçlar", 13, 7), *ROWS[1:3]):
        sheet.append(list(row))
    for number in (3, 4):
        sheet.cell(number, 1).alignment = Alignment(indent=1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _padded(style: str, before: str) -> bytes:
    return (
        "<html><meta charset=utf-8><table><tr><td>Gelir türü<td>Gerçekleşme<td>Adet</tr>"
        "<tr><td>Harçlar<td>13<td>7</tr>"
        f"<tr><td style='{style}'>{before}Su<td>5,5<td>3</tr>"
        f"<tr><td style='{style}'>{before}Park<td>7,5<td>4</tr></table></html>"
    ).encode()
