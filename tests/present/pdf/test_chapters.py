"""A report in parts: cut where pages end, kept by content, put together as one file."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from pypdf import PdfReader

from reports.present.pdf import parts
from reports.present.pdf.cache import Cache
from reports.present.pdf.document import report_html
from reports.present.pdf.parts import Part, cut
from reports.present.pdf.renderer import DataFile, RenderError, render, render_in_child

from .sample import sample_edition
from .tagtree import TagTree
from .test_document import flat
from .test_reconciliation import checked_edition

LIMIT = 50_000_000


@pytest.fixture(scope="module")
def html() -> str:
    return report_html(checked_edition())


@pytest.fixture(scope="module")
def pdf(html: str) -> bytes:
    return render(html)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", LIMIT)


@pytest.fixture(scope="module")
def filled(html: str, pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parts of the report as its first printing leaves them."""
    folder = tmp_path_factory.mktemp("filled")
    assert render(html, cache=Cache(folder, LIMIT)) == pdf
    return folder


@pytest.fixture
def warm(filled: Path, cache: Cache) -> Cache:
    """A cache of this test's own that knows the report."""
    shutil.copytree(filled, cache.folder)
    return cache


@pytest.fixture(scope="module")
def short() -> str:
    """A report of two small chapters, where any part will do."""
    edition = sample_edition()
    outline = tuple(node for node in edition.document.outline if node.code in ("SUNUS", "EK"))
    return report_html(replace(edition, document=replace(edition.document, outline=outline)))


@pytest.fixture(scope="module")
def short_pdf(short: str) -> bytes:
    return render(short)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the sample were long: its sections begin pages of their own."""
    monkeypatch.setattr(parts, "BIG", 1_500)


def steps_of(html: str, cache: Cache | None) -> tuple[bytes, list[str]]:
    """The file, and the titles of the parts that were laid out for it."""
    steps: list[str] = []
    pdf = render(html, lambda _percent, step: steps.append(step), cache=cache)
    return pdf, [step.split(": ", 1)[1] for step in steps if "diziliyor: " in step]


def whole(html: str) -> list[Part]:
    report = cut(html)
    assert report is not None
    return list(report.chapters)


def test_chapters_are_the_parts_of_a_small_report(html: str) -> None:
    titles = [part.title for part in whole(html)]
    assert titles == [
        re.sub(r"<[^>]+>", "", title).strip()
        for title in re.findall(r'<h1 id="[^"]+" class="heading">(.*?)</h1>', html)
        if "dizini" not in title
    ]


@pytest.mark.parametrize("big", [1_500, 100_000])
def test_nothing_is_lost_or_doubled_by_cutting(
    html: str, big: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BIG", big)
    report = cut(html)
    assert report is not None
    assert report.back is not None
    pieces = [report.front, *report.chapters, report.back]
    identifiers = [name for part in pieces for name in re.findall(r'\sid="([^"]+)"', part.html)]
    assert identifiers == re.findall(r'\sid="([^"]+)"', html)
    texts = "".join(part.html.split("<body", 1)[1].split(">", 1)[1] for part in pieces)
    body = html.split("<body", 1)[1].split(">", 1)[1]
    assert flat(re.sub(r"<[^>]+>", "", texts)) == flat(re.sub(r"<[^>]+>", "", body))


def test_other_texts_are_laid_out_whole() -> None:
    assert cut('<!DOCTYPE html><html lang="tr"><head></head><body><main></main></body>') is None
    assert cut("<p>") is None


@pytest.mark.usefixtures("small_parts")
def test_finely_cut_report_goes_on_over_its_parts(html: str) -> None:
    assert len(whole(html)) > len(re.findall(r'<h1 id="[^"]+" class="heading">', html))
    pdf = render(html)
    reader = PdfReader(io.BytesIO(pdf))
    pages = [flat(page.extract_text()) for page in reader.pages]
    for number, page in enumerate(pages[2:], start=3):
        assert f"·{number}/{len(pages)}" in page
    text = "".join(pages)
    numbers = [int(n) for n in re.findall(r"Tablo(\d+)\.", text)]
    assert set(numbers) == set(range(1, max(numbers) + 1))
    # The head of a page names its chapter, also where the chapter began in another part.
    inside = next(page for page in pages if "Birinciamaç" in page and "Tablolardizini" not in page)
    assert "IIIFaaliyet" in inside or "III" in inside
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        roots = [flat(item.title) for item in outline.root]
    chapters = re.findall(r'<h1 id="[^"]+" class="heading">(.*?)</h1>', html)
    assert roots[1 : len(chapters) + 1] == [flat(title) for title in chapters]


@pytest.mark.usefixtures("small_parts")
def test_neither_processes_nor_the_cache_change_a_byte(html: str, cache: Cache) -> None:
    """Building again gives the same bytes, in whatever way."""
    alone = render(html)
    cold = render(html, cache=cache, processes=2)
    warm = render(html, cache=cache, processes=2)
    assert alone == cold == warm


def test_unchanged_report_is_not_laid_out_again(html: str, pdf: bytes, warm: Cache) -> None:
    again, laid_out = steps_of(html, warm)
    assert again == pdf
    assert laid_out == ["Sayfa numaraları"]


def test_one_changed_section_costs_its_part_and_the_contents(
    html: str, pdf: bytes, warm: Cache
) -> None:
    old = "Kiralık araçlar dâhil değildir."
    long = " ".join(["Araçların tamamı hizmet dışı bırakılmıştır."] * 150)
    assert html.count(old) >= 1
    changed = html.replace(old, long)
    touched = [part.title for part in whole(changed) if long in part.html]
    longer, laid_out = steps_of(changed, warm)
    assert Counter(laid_out) == Counter([*touched, "İçindekiler", "Dizinler", "Sayfa numaraları"])
    # What follows moved by a page, and yet is the same as if everything had been made anew.
    assert len(PdfReader(io.BytesIO(longer)).pages) > len(PdfReader(io.BytesIO(pdf)).pages)
    assert longer == render(changed)


def test_another_version_of_the_same_text_costs_the_cover(cache: Cache) -> None:
    first = sample_edition()
    render(report_html(first), cache=cache)
    second = replace(first, version=2, sha256="ab" * 32, versions=(1, 2))
    pdf, laid_out = steps_of(report_html(second), cache)
    assert Counter(laid_out) == Counter(["İçindekiler", "İçindekiler", "Sayfa numaraları"])
    pages = [flat(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert all("ABAB-ABAB-ABAB" in page for page in pages)
    assert pdf == render(report_html(second))


def test_words_of_one_document_do_not_reach_another(html: str, pdf: bytes, cache: Cache) -> None:
    secret = "YALNIZTASLAKTA"
    draft = html.replace("Kiralık araçlar", secret)
    assert secret in "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(render(draft, cache=cache))).pages
    )
    clean = render(html, cache=cache)
    assert clean == pdf
    assert secret not in "".join(p.extract_text() for p in PdfReader(io.BytesIO(clean)).pages)


@pytest.mark.parametrize("damage", [b"", b"x" * 400, None])
def test_damaged_entry_is_made_anew(
    short: str, short_pdf: bytes, cache: Cache, damage: bytes | None
) -> None:
    assert render(short, cache=cache) == short_pdf
    entries = sorted(cache.folder.iterdir())
    assert len(entries) > 3
    for entry in entries:
        content = entry.read_bytes()
        entry.write_bytes(content[:-1] if damage is None else damage)
    assert render(short, cache=cache) == short_pdf
    assert sorted(cache.folder.iterdir()) == entries
    _pdf, laid_out = steps_of(short, cache)
    assert laid_out == ["Sayfa numaraları"]


def test_cache_stays_below_its_limit(html: str, pdf: bytes, warm: Cache) -> None:
    sizes = sorted(path.stat().st_size for path in warm.folder.iterdir())
    small = Cache(warm.folder, sum(sizes) // 2)
    assert render(html, cache=small) == pdf
    left = list(warm.folder.iterdir())
    assert 0 < sum(path.stat().st_size for path in left) <= sum(sizes) // 2
    assert len(left) < len(sizes)


def test_cache_that_can_not_be_written_costs_no_file(
    short: str, short_pdf: bytes, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert render(short, cache=Cache(tmp_path / "file" / "below", LIMIT)) == short_pdf


def test_two_at_once_share_a_cache(
    short: str, short_pdf: bytes, cache: Cache, tmp_path: Path
) -> None:
    page = tmp_path / "rapor.html"
    page.write_text(short, encoding="utf-8")
    targets = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    makers = [
        Thread(
            target=render_in_child, args=(page, target, lambda *_: None), kwargs={"cache": cache}
        )
        for target in targets
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [target.read_bytes() for target in targets] == [short_pdf, short_pdf]
    assert all(entry.suffix == ".dizgi" for entry in cache.folder.iterdir())
    assert not [entry for entry in cache.folder.iterdir() if entry.name.startswith(".")]


def test_fault_in_one_part_is_told_from_its_process(html: str) -> None:
    broken = html.replace("Kiralık araçlar", '<a href="#yok">Kiralık</a> araçlar')
    assert broken != html
    with pytest.raises(RenderError, match="yok"):
        render(broken, processes=2)


def test_progress_counts_the_parts_and_never_goes_back(html: str) -> None:
    told: list[tuple[int, str]] = []
    render(html, lambda percent, step: told.append((percent, step)), processes=2)
    percents = [percent for percent, _step in told]
    assert percents == sorted(percents)
    assert percents[-1] < 100
    steps = [step for _percent, step in told if step.startswith("Bölüm ")]
    count = len(steps)
    for number, step in enumerate(steps, start=1):
        assert re.match(rf"Bölüm {number}/{count} diziliyor: .", step)


def test_file_has_every_font_once_and_pages_only_what_they_paint(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = [
            str(item.FontName)
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert max(Counter(fonts).values()) == 1
        for page in file.pages:
            painted = {
                str(operand)
                for instruction in pikepdf.parse_content_stream(page)
                for operand in instruction.operands
            }
            for kind in ("/XObject", "/Pattern", "/Shading"):
                for name in page.obj.Resources.get(kind, {}):
                    assert str(name) in painted


def test_tag_tree_is_one_whole(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        tree = TagTree(file)
        elements = list(tree.elements())
        assert "/Span" not in {str(element.S) for element in elements}
        names = [str(element.ID) for element in elements if "/ID" in element]
        assert len(names) == len(set(names))
        named = {
            str(header)
            for element in elements
            for header in element.get("/A", {}).get("/Headers", [])
        }
        assert named
        assert named <= set(names)
        # What pages and annotations point to are elements of this tree, and lead back.
        reached = {element.objgen for element in elements}
        numbers = list(tree.root.ParentTree.Nums)
        assert numbers[::2] == list(range(len(numbers) // 2))
        for entry in numbers[1::2]:
            for element in entry if isinstance(entry, pikepdf.Array) else [entry]:
                assert element.objgen in reached
        for number, page in enumerate(file.pages):
            assert page.obj.StructParents is not None, number


def test_links_lead_to_places_of_the_same_file(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    known = set(reader.named_destinations)
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    assert len(inside) > 20
    assert set(inside) <= known
    assert not [link for link in links if "invalid" in str(link.get("/A", ""))]


def test_data_are_attached_once(short: str) -> None:
    moment = checked_edition().published_at
    assert moment is not None
    with pikepdf.open(io.BytesIO(render(short, data=DataFile(b"PK", moment)))) as file:
        assert list(file.attachments) == ["veri-paketi.zip"]
        assert len(file.Root.AF) == 1
