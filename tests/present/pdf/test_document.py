"""The print as text and structure: everything is in it, links lead somewhere, heads repeat."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, Destination
from pytest_django import Settings

from reports.present.editions import Edition
from reports.present.pdf.address import qr_code, short_code, verification_address
from reports.present.pdf.document import report_html
from reports.present.pdf.items import lower_headings
from reports.present.pdf.renderer import RenderError, render

from .sample import sample_edition

WAITING_FOR_NUMBERS = re.compile(r"\s+")


def flat(text: str) -> str:
    """Text without line breaks and doubled blanks, as extraction differs in them."""
    return WAITING_FOR_NUMBERS.sub("", text)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return sample_edition()


@pytest.fixture(scope="module")
def html(edition: Edition) -> str:
    return report_html(edition)


@pytest.fixture(scope="module")
def pdf(html: str) -> bytes:
    return render(html)


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    return [flat(page.extract_text()) for page in reader.pages]


def bookmarks(reader: PdfReader) -> dict[str, int]:
    found: dict[str, int] = {}

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            elif isinstance(item, Destination):
                number = reader.get_destination_page_number(item)
                found.setdefault(flat(str(item.title)), -1 if number is None else number)

    walk(list(reader.outline))
    return found


def test_every_section_and_every_table_with_rows_is_in_it(
    edition: Edition, pages: list[str]
) -> None:
    text = "".join(pages)
    for node in edition.document.nodes():
        assert flat(node.label) in text
    for table in edition.document.tables.values():
        assert (flat(table.title) in text) is bool(table.rows)


def test_every_cell_of_every_table_is_in_it(edition: Edition, html: str) -> None:
    for table in edition.document.tables.values():
        if table.rows:
            assert f'id="tablo-{table.slug}"' in html
    # The table that is too wide for a page is cut, not shortened: its last column is there.
    assert "Sözleşmeler (1/2)" in html
    assert len(re.findall(r">\s*Tutar 9", html)) == 1


def test_cover_says_what_it_is(edition: Edition, pages: list[str]) -> None:
    cover = pages[0]
    for words in ("Örnek Belediyesi", "2024 Yılı Faaliyet Raporu", "01.04.2025", "Geçici"):
        assert flat(words) in cover
    assert edition.sha256 in cover
    assert f"/dogrula/{edition.sha256[:12]}/" in cover
    assert "TASLAK" not in cover


def test_every_page_names_the_short_code_of_the_document(
    edition: Edition, pages: list[str]
) -> None:
    code = short_code(edition.sha256)
    assert re.fullmatch(r"(?:[0-9A-F]{4}-){2}[0-9A-F]{4}", code)
    assert code.replace("-", "").lower() == edition.sha256[:12]
    assert [number for number, page in enumerate(pages) if code not in page] == []


def test_qr_code_leads_to_what_is_known_of_the_print(html: str, settings: Settings) -> None:
    settings.SITE_URL = "https://rapor.example.org"
    address = verification_address(sample_edition())
    code = sample_edition().sha256[:12]
    assert address == f"https://rapor.example.org/dogrula/{code}/"
    drawing = qr_code(address)
    assert f"<title>Karekod: {address}</title>" in drawing
    assert drawing in report_html(sample_edition())


def test_draft_is_marked_on_its_cover_and_leads_nowhere() -> None:
    draft = report_html(sample_edition(version=0))
    assert "TASLAK" in draft
    assert 'class="qr"' not in draft


def test_contents_lead_to_the_pages_they_name(reader: PdfReader, edition: Edition) -> None:
    marks = bookmarks(reader)
    links = 0
    for page in reader.pages[1:2]:
        for annotation in page["/Annots"]:  # type: ignore[attr-defined]
            target = annotation.get_object()["/Dest"]
            assert isinstance(target, ArrayObject) or target in reader.named_destinations
            links += 1
    top = edition.document.outline
    assert links >= len(top)
    contents = flat(reader.pages[1].extract_text())
    for node in top:
        page_number = marks[flat(node.label)] + 1
        assert f"{flat(node.label)}{page_number}" in contents


def test_bookmarks_follow_the_outline(reader: PdfReader, edition: Edition) -> None:
    marks = bookmarks(reader)
    for node in edition.document.nodes():
        assert marks[flat(node.label)] >= 0


def test_no_link_leads_nowhere(html: str) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert len(anchors) == len(re.findall(r'id="([^"]+)"', html))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in anchors
    assert 'href="dataset:' not in html


def test_table_head_repeats_and_total_does_not(pages: list[str]) -> None:
    long = [page for page in pages if "KodAdıSayı(adet)" in page]
    assert len(long) >= 3
    assert sum("Toplam7.260" in page for page in pages) == 1


def test_headings_never_skip_a_level(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pages_are_numbered_and_lie_as_their_tables_need(
    reader: PdfReader, pages: list[str]
) -> None:
    total = len(reader.pages)
    assert pages[-1].endswith(f"{total}/{total}") or f"{total}/{total}" in pages[-1]
    landscape = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    budget = next(n for n, page in enumerate(pages) if "Bütçegiderleri(TL)" in page)
    assert landscape[budget]
    # What follows upright starts a page of its own.
    after = next(n for n, page in enumerate(pages) if n > 1 and "Tablo4.İşmakineleri" in page)
    assert after == budget + 1
    assert not landscape[after]
    assert not landscape[0]


def test_file_is_tagged_turkish_archival_and_embeds_its_font(reader: PdfReader) -> None:
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "tr"  # type: ignore[index]
    assert catalog["/MarkInfo"]["/Marked"]  # type: ignore[index]
    metadata = catalog["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    fonts = {
        font.get_object()["/BaseFont"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("Source-Sans-3" in str(font) for font in fonts)


def test_same_publication_gives_the_same_bytes(pdf: bytes) -> None:
    assert render(report_html(sample_edition())) == pdf


def test_missing_target_is_an_error(html: str) -> None:
    with pytest.raises(RenderError, match="PDF üretilemedi"):
        render(html.replace('id="icindekiler"', "").replace("#bolum-sunus", "#yok"))


def test_headings_of_prose_close_up_to_their_section() -> None:
    assert lower_headings("<h3>A</h3><h5>B</h5>", 2) == "<h2>A</h2><h3>B</h3>"
    assert lower_headings("<p>h3</p>", 2) == "<p>h3</p>"
