"""The two other prints of a version: a directorate's unit report and the citizens' summary."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from pypdf import PdfReader

from reports.core import registry
from reports.core.documents import DeclarationBlock, Document, canonical_json, document_hash
from reports.core.registry import Bar, Bars, Question, SummaryPart
from reports.enums import PdfKind
from reports.present.editions import Edition
from reports.present.pdf.fields import FINANCE, SEAL, SPENDING_OFFICER, SignatureField
from reports.present.pdf.prints import print_data, print_html
from reports.present.pdf.renderer import DATA_NAME, RenderError, render
from reports.present.pdf.summary import summary_html
from reports.present.pdf.unit import unit_of
from tests import checked
from tests.site import sample

from .test_document import flat
from .verapdf import ACCESSIBLE, ARCHIVAL, validate

UNIT = "ornek-isler"
NAME = "Örnek İşler Müdürlüğü"


def edition_of(document: Document, *, version: int = 1) -> Edition:
    return Edition(
        document=document,
        drawings={"finance.spending": sample.DRAWING},
        version=version,
        sha256=document_hash(canonical_json(document)),
        published_at=datetime(2025, 4, 1, 6, 0, tzinfo=UTC) if version else None,
        reason="",
        is_current=True,
        versions=(version,) if version else (),
    )


def plain_edition(*, version: int = 1) -> Edition:
    return edition_of(sample.document(), version=version)


def checked_edition() -> Edition:
    """With one finding about the directorate and one about another table."""
    document = replace(
        sample.document(),
        checks=checked.reconciliation(
            checked.finding(
                "RPR-002", "Hakediş tutmuyor.", dataset="payments.ornek_yol", row="1",
                column="payment", stated="4.35", computed="4.25", difference="0.10",
                waived=checked.loaded(3),
            ),
            checked.finding("RPR-001", "Başka tablo tutmuyor.", dataset="finance.expenditure",
                            row="total", column="spent", stated="251", computed="250"),
        ),
    )  # fmt: skip
    return edition_of(document)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def summary(edition: Edition) -> str:
    return summary_html(edition)


def unit(edition: Edition, code: str = UNIT) -> str:
    return print_html(edition, PdfKind.UNIT, code)


# The unit report -------------------------------------------------------------------------------


def test_a_unit_report_holds_what_belongs_to_the_directorate() -> None:
    text = words(unit(plain_edition()))

    assert "Birim Faaliyet Raporu" in text
    for part in (NAME, "Örnek anlatım.", "4.713.286,67", "Örnek yol yapımı", "4,25", "Ağaç sayısı"):
        assert part in text, part
    for foreign in ("Işık sayısı", "Kitap sayısı", "Şeker", "Başka İşler"):
        assert foreign not in text, foreign


def test_its_tables_show_the_directorates_rows_alone() -> None:
    found = unit_of(sample.document(), UNIT)

    assert [[row.key for row in table.rows] for table in found.budget] == [[UNIT]]
    assert [[row.key for row in table.rows] for table in found.indicators] == [["1-1-1"]]
    assert [table.id for table in found.others] == ["departments.contracts"]
    assert "department" not in found.others[0].index


def test_a_directorate_without_a_section_says_so() -> None:
    text = words(unit(plain_edition(), "baska-isler"))

    assert "Bu bölümde yayımlanan içerik yoktur." in text
    assert "Başka İşler Müdürlüğü" in text


def test_an_unknown_directorate_is_named() -> None:
    with pytest.raises(RenderError, match="«yok» kodlu müdürlük yok"):
        unit(plain_edition(), "yok")


def test_its_findings_and_no_others_are_explained() -> None:
    html = unit(checked_edition())

    assert "Hakediş tutmuyor." in html
    assert "Başka tablo tutmuyor." not in html
    assert '4,25<sup class="mark">a</sup>' in html
    anchors = re.findall(r'id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_without_a_statement_its_place_is_marked() -> None:
    text = words(unit(plain_edition()))

    assert "Bu sürümde harcama yetkilisinin beyan metni kayıtlı değildir." in text
    for label in ("Adı soyadı:", "Unvanı:", "Tarih:", "İmza:"):
        assert label in text


def test_a_recorded_statement_is_printed_instead() -> None:
    statement = DeclarationBlock(
        UNIT, "Örnek beyan", "spending_officer", "Harcama yetkilisi", "Örnek Yetkili", NAME,
        "28.02.2025", "<p>Örnek beyan metni.</p>",
    )  # fmt: skip
    document = sample.document()
    outline = tuple(
        replace(top, children=tuple(
            replace(node, children=tuple(
                replace(child, blocks=(*child.blocks, statement)) for child in node.children
            )) for node in top.children
        )) for top in document.outline
    )  # fmt: skip
    edition = edition_of(replace(document, outline=outline))
    text = words(unit(edition))
    to_sign = print_html(edition, PdfKind.UNIT, UNIT, for_signing=True)

    assert text.count("Örnek beyan metni.") == 1
    assert "Örnek Yetkili" in text
    assert "kayıtlı değildir" not in text + to_sign
    places = [to_sign.index(part) for part in (
        "Örnek beyan metni.", "Örnek Yetkili", SPENDING_OFFICER.name, SEAL.name,
    )]  # fmt: skip
    assert places == sorted(places)


def test_without_a_statement_the_signature_is_said_to_hold_none() -> None:
    text = words(print_html(plain_edition(), PdfKind.UNIT, UNIT, for_signing=True))

    assert "aşağıdaki imza böyle bir beyan içermez" in text
    assert "İmza:" not in text


def test_a_unit_report_carries_its_tables_and_names_the_document() -> None:
    edition = plain_edition()
    data = print_data(edition, PdfKind.UNIT, UNIT)
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
        names = archive.namelist()
        indicators = archive.read("veri/gostergeler.csv").decode()

    assert descriptor["sha256"] == edition.sha256
    assert descriptor["name"] == "birim-raporu-ornek-isler-2024-s1"
    assert descriptor["figure_status"] == "provisional"
    assert [item["path"] for item in descriptor["resources"]] == names[1:]
    assert [line.split(",")[0] for line in indicators.splitlines()] == ["row", "1-1-1"]
    assert print_data(plain_edition(version=0), PdfKind.UNIT, UNIT) is None


# The summary -----------------------------------------------------------------------------------


def test_the_summary_says_only_what_the_tables_say() -> None:
    text = words(summary(plain_edition()))

    assert "Para nereye gitti?" in text
    assert "Yıl içinde 250 TL harcandı." in text
    assert "150 TL (60,0 TL)" in text
    assert "Para nereden geldi?" not in text.replace("Para nereden geldi, nereye gitti?", "")
    assert "Hedef 40 adet, gerçekleşen 10 adet. Neden: Örnek neden." in text
    assert "Hedef 8 adet, gerçekleşen 6 adet. Neden yazılmamış." in text
    assert "borç" not in text.lower().replace("borçlar, çalışanlar", "")


def test_every_answer_names_its_table() -> None:
    html = summary(plain_edition())
    statements = re.findall(r'<div class="statement">(.*?)</div>', html, re.DOTALL)
    figures = re.findall(r'<figure class="(?:bars|divided)">(.*?)</figure>', html, re.DOTALL)

    assert statements
    assert figures
    for piece in (*statements, *figures):
        assert re.search(r'Tablo: <a href="http[^"]+/2024/v1/veri/[^"]+">', piece), piece


def test_no_bar_begins_elsewhere_than_at_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths are in proportion, across the charts of a question."""

    def bars(*amounts: int) -> Bars:
        found = tuple(Bar(f"Kalem {n}", sample.D(n), f"{n} TL") for n in amounts)
        return Bars("Örnek", "finance.expenditure", "Kalem", found, "TL", "Tutar")

    part = SummaryPart(Question.MONEY, lambda _tables: [bars(1000, 0), bars(500, 250)])
    monkeypatch.setattr(registry, "summary_parts", lambda: (part,))
    widths = [int(w) for w in re.findall(r"bars__bar w-(\d+)", summary(plain_edition()))]

    assert widths == [430, 0, 215, 107]


def test_the_year_before_stands_beside_where_it_was_published() -> None:
    document = sample.document()
    earlier = replace(
        document,
        header=replace(document.header, year=2023),
        headlines=tuple(replace(item, text="99 milyon TL") for item in document.headlines),
    )
    text = words(summary_html(plain_edition(), before=earlier))

    assert "2023: 99 milyon TL" in text
    assert "enflasyondan arındırılmamıştır" in text
    assert "enflasyondan" not in words(summary(plain_edition()))


def test_only_words_that_are_used_are_explained() -> None:
    terms = summary(plain_edition()).partition('id="sozluk"')[2]

    assert "SHA-256 özeti:" in terms
    assert "Ödenek:" not in terms
    assert "Ret ve iade:" not in terms


def test_the_summary_names_the_document_and_carries_nothing() -> None:
    edition = checked_edition()
    html = summary(edition)

    assert edition.sha256 in words(html)
    assert "/2024/v1/" in html
    assert "1 hata var" in words(html)
    assert print_data(edition, PdfKind.SUMMARY) is None


def test_a_draft_is_called_one() -> None:
    for kind, code in ((PdfKind.SUMMARY, ""), (PdfKind.UNIT, UNIT)):
        html = print_html_of(plain_edition(version=0), kind, code)
        assert "TASLAK: yayımlanmamıştır" in html
        assert "http" not in html


def print_html_of(edition: Edition, kind: PdfKind, code: str) -> str:
    """Without asking the database for the year before."""
    return summary(edition) if kind is PdfKind.SUMMARY else print_html(edition, kind, code)


# Both ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "code"), [(PdfKind.SUMMARY, ""), (PdfKind.UNIT, UNIT)])
def test_the_file_is_archival_accessible_and_the_same_every_time(kind: PdfKind, code: str) -> None:
    first, second = (
        render(print_html_of(edition, kind, code), data=print_data(edition, kind, code))
        for edition in (checked_edition(), checked_edition())
    )
    assert first == second
    verdict = validate(first)
    assert verdict.broken == []
    assert min(verdict.checked[profile] for profile in (ARCHIVAL, ACCESSIBLE)) > 5_000
    with pikepdf.open(io.BytesIO(first)) as file:
        assert list(file.attachments) == ([DATA_NAME] if code else [])


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: summary_html(checked_edition(), for_signing=True), [FINANCE, SEAL]),
        (
            lambda: print_html(checked_edition(), PdfKind.UNIT, UNIT, for_signing=True),
            [SPENDING_OFFICER, SEAL],
        ),
    ],
    ids=["summary", "unit"],
)
def test_the_file_that_waits_for_its_signatures_is_archival_and_accessible(
    make: Callable[[], str], fields: list[SignatureField]
) -> None:
    content = render(make())
    assert validate(content).broken == []
    with pikepdf.open(io.BytesIO(content)) as file:
        names = [str(item.T) for item in file.Root.AcroForm.Fields]
    assert names == [field.name for field in fields]


def test_the_foot_of_every_page_names_the_document() -> None:
    edition = plain_edition()
    reader = PdfReader(io.BytesIO(render(unit(edition))))
    code = "-".join(edition.sha256[n : n + 4].upper() for n in (0, 4, 8))

    assert len(reader.pages) > 3
    assert all(flat(code) in flat(page.extract_text()) for page in reader.pages)
