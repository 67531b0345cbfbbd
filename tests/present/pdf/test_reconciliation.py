"""The annex with the results of the checks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PdfReader

from reports.core.documents import canonical_json, document_hash
from reports.present.editions import Edition
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import render
from tests import checked

from .sample import sample_edition
from .test_document import bookmarks, flat

TITLE = "Ek: Tutarlılık denetimi"

FINDINGS = (
    checked.finding(
        "RPR-001", "Araç sayısı: basılı raporda 41 yazıyor.", dataset="sample.vehicles",
        row="total", column="count", line=12, stated="41", computed="40", difference="1",
        waived=checked.loaded(12),
    ),
    checked.finding(
        "RPR-003", "Oran: basılı raporda %71 yazıyor.", family="ratio", dataset="sample.vehicles",
        row="2", column="share", line=13, stated="71", computed="70", difference="1",
        waived=checked.loaded(13),
    ),
    checked.finding(
        "RPR-031", "«Satırı olmayan tablo» tablosunda satır yok.", severity="warning",
        family="completeness", dataset="sample.empty", section="I.A",
    ),
)  # fmt: skip


def checked_edition() -> Edition:
    edition = sample_edition()
    checks = checked.reconciliation(*FINDINGS)
    document = replace(edition.document, checks=checks)
    return replace(edition, document=document, sha256=document_hash(canonical_json(document)))


@pytest.fixture(scope="module")
def html() -> str:
    return report_html(checked_edition())


@pytest.fixture(scope="module")
def reader(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(render(html)))


@pytest.fixture(scope="module")
def annex(reader: PdfReader) -> str:
    """Text from the annex's first page to the end."""
    first = bookmarks(reader)[flat(TITLE)]
    return flat("".join(page.extract_text() for page in reader.pages[first:]))


def test_the_annex_holds_the_summary_and_every_finding(annex: str) -> None:
    assert flat("17 kural") in annex
    assert flat("1.203 denetim yapıldı; 1.200 tanesi tutuyor, 3 tanesi") in annex
    assert flat("Örnek footing 1.201 1.200 1") in annex
    for finding in FINDINGS:
        assert flat(finding.message) in annex
        assert flat(f"{finding.code} {finding.title}") in annex
    assert flat("Yazan 41 adet Hesaplanan 40 adet Fark +1 adet") in annex
    assert flat("Yazan %71 Hesaplanan %70 Fark +1 puan") in annex


def test_a_common_acceptance_is_printed_once(annex: str) -> None:
    assert annex.count(flat(checked.SHARED)) == 1
    assert flat("Kabul eden: veri aktarımı, 01.04.2025; 2 bulgu.") in annex


def test_contents_and_bookmarks_lead_to_the_annex(reader: PdfReader) -> None:
    number = bookmarks(reader)[flat(TITLE)] + 1

    assert f"{flat(TITLE)}{number}" in flat(reader.pages[1].extract_text())


def test_links_of_the_annex_stay_inside_the_print(html: str) -> None:
    anchors = re.findall(r'id="([^"]+)"', html)

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)
    assert 'href="/' not in html
    assert 'href="#gerekce-1"' in html


def test_headings_of_the_annex_skip_no_level(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]

    assert len(levels) > 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_version_without_checks_has_no_annex() -> None:
    assert TITLE not in report_html(sample_edition())
