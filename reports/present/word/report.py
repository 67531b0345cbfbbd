"""A draft, or sections of it, as a Word file.

What stands in the file is what page and PDF show, made of the same views. It is a draft for
reading: nothing is read back from it but by the page for Word files, which asks for each number.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kars_portal.lib.tokens import token
from reports.core.charts import draw, raster
from reports.core.documents import ChartBlock, Document, Node
from reports.core.registry import Kind
from reports.present.render import (
    BlockView,
    ChartView,
    DeclarationView,
    PrintLinks,
    ProseView,
    TableView,
    block_views,
)

from .prose import add_prose
from .tables import add_table

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCENT: Final = RGBColor.from_string(token("accent").lstrip("#"))
ALARM: Final = RGBColor.from_string(token("alarm").lstrip("#"))
DEEPEST: Final = 9
_WIDE: Final = 8
"""Columns from which on a table is set on a page of its own way."""

Progress = Callable[[int, str], None]


def silent(percent: int, step: str) -> None:
    """Progress for callers that do not want any."""


def draft_word(
    document: Document,
    nodes: Sequence[Node],
    made_at: datetime,
    progress: Progress = silent,
) -> bytes:
    """The Word file of some sections, in their order, each with its own content only.

    Sections below another are named on their own. `progress` is told percents and Turkish steps.
    """
    word = new_document()
    _set_up(word, document, made_at)
    title = document.header.title
    year = str(document.header.year)
    word.add_heading(title if year in title else f"{year} Yılı {title}", 0)
    _mark(word.add_paragraph(), made_at)
    levels = {node.code: level for level, node in _levels(document.outline)}
    highest = min((levels[node.code] for node in nodes), default=1)
    for number, node in enumerate(nodes):
        progress(100 * number // max(1, len(nodes)), _("Bölüm yazılıyor: %s") % node.label)
        _section(word, node, document, levels[node.code] - highest + 1)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _levels(nodes: Iterable[Node], level: int = 1) -> Iterable[tuple[int, Node]]:
    for node in nodes:
        yield level, node
        yield from _levels(node.children, level + 1)


def _section(word: WordDocument, node: Node, document: Document, level: int) -> None:
    word.add_heading(node.label, min(level, DEEPEST))
    if node.basis:
        _small(word.add_paragraph(), f"{_('Dayanak')}: {node.basis}")
    drawings = {
        block.chart: draw(document.charts[block.chart].spec, block.chart)
        for block in node.blocks
        if isinstance(block, ChartBlock)
    }
    for view in block_views(node, document, drawings, PrintLinks(document)):
        _block(word, view, min(level + 1, DEEPEST), drawings)


def _block(word: WordDocument, view: BlockView, level: int, drawings: dict[str, str]) -> None:
    match view:
        case ProseView():
            add_prose(word, view.html, level)
        case TableView():
            _table(word, view)
        case ChartView():
            _chart(word, view, drawings[view.id])
        case DeclarationView():
            word.add_heading(view.title, level)
            add_prose(word, view.body, level)
            for line in (view.signatory, view.role, view.place, view.date):
                if line:
                    word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(word: WordDocument, view: TableView) -> None:
    is_wide = len(view.heads) >= _WIDE
    if is_wide:
        _turn(word, landscape=True)
    unit = f" ({view.unit})" if view.unit else ""
    status = f" · {view.status}" if view.status else ""
    caption = word.add_paragraph(style="Caption")
    caption.add_run(f"{view.title}{unit}{status}")
    caption.paragraph_format.keep_with_next = True
    heading = [f"{h.title} ({h.unit})" if h.unit and h.unit != "%" else h.title for h in view.heads]
    rows = [[cell.text for cell in row.cells] for row in view.rows]
    if view.total is not None:
        rows.append([cell.text for cell in view.total.cells])
    numeric = frozenset(
        number for number, head in enumerate(view.heads) if Kind(head.kind).is_numeric
    )
    add_table(
        word,
        [heading, *rows],
        numeric=numeric,
        has_total=view.total is not None,
        words=view.description or view.title,
        room=257 if is_wide else 170,
    )
    for note in (view.note, f"{_('Dayanak')}: {view.basis}" if view.basis else ""):
        if note:
            _small(word.add_paragraph(), note)
    if is_wide:
        _turn(word, landscape=False)


def _turn(word: WordDocument, *, landscape: bool) -> None:
    """A new page that lies, or stands again."""
    section = word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    )


def _chart(word: WordDocument, view: ChartView, svg: str) -> None:
    caption = word.add_paragraph(style="Caption")
    caption.add_run(view.title)
    caption.paragraph_format.keep_with_next = True
    picture = word.add_picture(io.BytesIO(raster(svg)), width=Cm(16))
    # The words that a screen reader says instead of the drawing.
    picture._inline.docPr.set("descr", f"{view.title}. {view.description}")
    _small(word.add_paragraph(), view.description)


# -- the document --------------------------------------------------------------------------------


def _set_up(word: WordDocument, document: Document, made_at: datetime) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "tr-TR")
    normal.element.get_or_add_rPr().append(language)
    caption = word.styles["Caption"]
    caption.font.color.rgb = ACCENT
    caption.paragraph_format.space_before = Pt(10)
    for level in range(1, DEEPEST + 1):
        word.styles[f"Heading {level}"].font.color.rgb = ACCENT
    about = word.core_properties
    about.title = f"{document.header.year} {document.header.title} ({_('TASLAK')})"
    about.author = document.header.institution
    about.language = "tr-TR"
    about.comments = _("Yayımlanmamış taslak")
    about.created = about.modified = made_at.replace(tzinfo=None)
    _mark(section.header.paragraphs[0], made_at)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(foot, "PAGE")


def _mark(paragraph: Paragraph, made_at: datetime) -> None:
    run = paragraph.add_run(
        _("TASLAK: yayımlanmamıştır, resmî rapor değildir · %(date)s")
        % {"date": f"{made_at:%d.%m.%Y %H:%M}"}
    )
    run.bold = True
    run.font.size = Pt(9)
    run.font.color.rgb = ALARM


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(8)
    run.italic = True


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that the program works out: the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = name
        run._r.append(part)
