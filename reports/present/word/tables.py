"""Real tables of a Word document: heading rows that repeat, numbers to the right, totals bold."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

STYLE = "Table Grid"
SIZES = ((12, 6), (8, 7), (0, 8))
"""Points of the type from so many columns on."""
MARGIN = 45
"""Twentieths of a point beside a cell's text."""
LONGEST = 45
"""Letters of a line that a column of words asks for at most."""


def add_table(
    word: WordDocument,
    rows: Sequence[Sequence[str]],
    *,
    numeric: frozenset[int] = frozenset(),
    has_total: bool = False,
    words: str = "",
    room: int = 170,
) -> Table:
    """Add a table whose first row is its heading. `numeric` are the columns of numbers; `words`
    tell a screen reader what the table holds, `room` is the width between the margins in mm.
    """
    width = len(rows[0])
    table: Table = word.add_table(rows=len(rows), cols=width, style=STYLE)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    # Asked for once: each question for a cell counts all cells anew.
    cells = table._cells
    size = next(Pt(points) for columns, points in SIZES if width >= columns)
    for number, row in enumerate(rows):
        is_bold = number == 0 or (has_total and number == len(rows) - 1)
        for column, text in enumerate(row):
            paragraph = cells[number * width + column].paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = size
            run.bold = is_bold
            paragraph.paragraph_format.space_after = Pt(0)
            if column in numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _widen(table, _shares(rows, numeric), room)
    _repeat(table)
    _describe(table, words)
    return table


def _shares(rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> list[int]:
    """How much room each column asks for: numbers all of theirs, words as much as others leave."""
    found = []
    for column in range(len(rows[0])):
        texts = [row[column] for row in rows]
        longest_word = max(len(word) for text in texts for word in (text.split() or [""]))
        if column in numeric:
            figures = max((len(text) for text in texts[1:]), default=0)
            found.append(max(figures + 2, longest_word, 5))
        else:
            longest = max(map(len, texts))
            found.append(max(min(longest, LONGEST), longest_word, 5))
    return found


def _widen(table: Table, shares: Sequence[int], room: int) -> None:
    widths = [Mm(room * share / sum(shares)) for share in shares]
    table.autofit = False
    _narrow_margins(table)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def _narrow_margins(table: Table) -> None:
    """Less between a figure and its line than the program would leave."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _repeat(table: Table) -> None:
    """The heading stands again on each page, and no row breaks in two."""
    for number, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _describe(table: Table, words: str) -> None:
    if words:
        described = OxmlElement("w:tblDescription")
        described.set(qn("w:val"), words[:500])
        table._tbl.tblPr.append(described)
