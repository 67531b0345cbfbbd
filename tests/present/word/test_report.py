"""The Word file of a draft, read by programs that did not make it: mammoth and LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import mammoth
from docx import Document as read_docx
from lxml import html as lxml_html

from reports.core.documents import ChartBlock, DeclarationBlock, TableBlock
from reports.present.render import PrintLinks, table_view
from reports.present.word.report import draft_word
from tests.present.pdf.sample import sample_document

MADE_AT = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


@cache
def made() -> bytes:
    document = sample_document()
    return draft_word(document, list(document.nodes()), MADE_AT)


@cache
def as_html() -> lxml_html.HtmlElement:
    found = mammoth.convert_to_html(io.BytesIO(made()), external_file_access=False).value
    return lxml_html.fragment_fromstring(found, create_parent="div")


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_sections_are_real_headings_in_their_order() -> None:
    document = sample_document()
    headings = [flat(h.text_content()) for h in as_html().iter("h1", "h2", "h3", "h4", "h5", "h6")]
    labels = [flat(node.label) for node in document.nodes()]

    assert [heading for heading in headings if heading in labels] == labels


def test_every_row_of_every_table_stands_in_a_real_table_with_a_heading_row() -> None:
    document = sample_document()
    shown = [
        table_view(document.resolve(block), PrintLinks(document))
        for node in document.nodes()
        for block in node.blocks
        if isinstance(block, TableBlock)
    ]
    found = [table for table in as_html().iter("table") if table.find("thead") is not None]
    assert len(found) == len(shown) > 2
    for table, view in zip(found, shown, strict=True):
        rows = [[flat(c.text_content()) for c in row] for row in table.iter("tr")]
        total = [view.total] if view.total else []
        assert rows[1:] == [[flat(c.text) for c in row.cells] for row in [*view.rows, *total]]


def test_charts_are_pictures_with_words_and_declarations_are_texts() -> None:
    document = sample_document()
    blocks = [block for node in document.nodes() for block in node.blocks]
    charts = [document.charts[b.chart] for b in blocks if isinstance(b, ChartBlock)]
    pictures = [image.get("alt", "") for image in as_html().iter("img")]

    assert len(pictures) == len(charts) > 0
    for chart, words in zip(charts, pictures, strict=True):
        assert flat(chart.description) in flat(words)
    said = flat(as_html().text_content())
    for block in blocks:
        if isinstance(block, DeclarationBlock):
            assert flat(block.signatory) in said


def test_the_file_says_that_it_is_a_draft_on_every_page_and_in_which_language() -> None:
    word = read_docx(io.BytesIO(made()))

    assert all("TASLAK" in section.header.paragraphs[0].text for section in word.sections)
    assert word.core_properties.language == "tr-TR"
    assert 'w:lang w:val="tr-TR"' in word.styles.element.xml


def test_libreoffice_opens_it_with_its_figures(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program is not None, "bin/setup --dev installs LibreOffice"
    file = tmp_path / "taslak.docx"
    file.write_bytes(made())
    subprocess.run(
        [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "taslak.pdf"), "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip

    assert "123.456.789,10" in text
    assert text.count("TASLAK") >= text.count("\f") > 1
