"""The verdict on files: the portal's own, added to, changed, foreign, hostile."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic as pyhanko_objects
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kars_portal.lib.confined import End
from reports.core.documents import DeclarationBlock
from reports.enums import PdfKind
from reports.models import Publication
from reports.present.editions import edition
from reports.present.pdf.data import data_file
from reports.present.pdf.document import report_html
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.present.pdf.renderer import DataFile, render
from reports.publish.signing.signatures import Level, Problem
from reports.publish.verification import child, signed
from reports.publish.verification import judge as judging
from reports.publish.verification.judge import Outcome, Tone, judge
from reports.publish.verification.signed import Integrity, Revocation, Trusted
from tests.site import sample

from .conftest import (
    Lab,
    accept,
    freeze,
    keep,
    page,
    printed,
    publish,
    resaved,
    with_a_blank_page,
    zipped,
)

pytestmark = pytest.mark.django_db


def with_a_note(content: bytes) -> bytes:
    """A comment appended as readers append it, in a new revision."""
    generic: Any = pyhanko_objects
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content))
    note = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
            generic.NameObject("/Rect"): generic.ArrayObject(
                [generic.FloatObject(number) for number in (50, 700, 300, 750)]
            ),
            generic.NameObject("/Contents"): generic.pdf_string("Toplam: 999"),
        }
    )
    writer.register_annotation(writer.root["/Pages"]["/Kids"].raw_get(0), writer.add_object(note))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_published_file_is_the_published_file(first: Publication) -> None:
    content = printed(first)
    keep(first, content)

    verdict = judge(content)

    assert (verdict.outcome, verdict.tone) == (Outcome.SAME, Tone.GOOD)
    assert "2024 raporunun 1. sürümü" in verdict.sentence
    assert "bayt bayt aynıdır" in verdict.sentence
    assert verdict.edition is not None
    assert verdict.edition.sha256 == first.sha256
    assert verdict.signed == signed.UNSIGNED


def test_the_file_that_was_accepted_last_is_the_published_one(
    first: Publication, trusting: None, lab: Lab
) -> None:
    """What was frozen and what only one officer had signed are earlier states of it."""
    frozen = printed(first)
    keep(first, frozen)
    one = lab.sign(frozen, "mali", FINANCE)
    both = lab.sign(one, "baskan", TOP_MANAGER, Level.B_LTA)
    accept(first, one)
    accept(first, both)

    published, before, unsigned = judge(both), judge(one), judge(frozen)

    assert published.outcome is Outcome.SAME
    assert published.signed is not None
    assert [signer.field for signer in published.signed.signers] == [
        FINANCE.name,
        TOP_MANAGER.name,
    ]
    assert (before.outcome, unsigned.outcome) == (Outcome.EARLIER, Outcome.EARLIER)
    assert published.edition is not None
    assert signed.signatures_of(published.edition) == published.signed


def test_the_whole_sample_report_signed_by_both(trusting: None, lab: Lab, db: None) -> None:
    """A report with every kind of block, its PDF signed for the long term and published so."""
    declarations = [
        DeclarationBlock(
            role, "Beyan", role, "Beyan", "Örnek Kişi", "", "01.02.2025", "<p>Metin</p>"
        )
        for role in ("accounting_officer", "top_manager")
    ]
    annex = sample.node("EK", "ek", "Beyanlar", *declarations)
    publication = publish(outline=(*sample.OUTLINE, annex))
    known = edition(2024, 1)
    assert known is not None
    made = render(report_html(known), data=data_file(known))
    both = lab.sign_both(made)
    keep(publication, both)

    verdict = judge(both)

    assert verdict.outcome is Outcome.SAME
    assert verdict.signed is not None
    assert [(s.role, s.name, s.level) for s in verdict.signed.signers] == [
        (FINANCE.role, "AYŞE IŞIK", "PAdES B-LTA"),
        (TOP_MANAGER.role, "İBRAHİM ÇAĞLAR", "PAdES B-LTA"),
    ]
    for signer in verdict.signed.signers:
        assert signer.claimed_at
        assert signer.stamped_at
        assert (signer.integrity, signer.trusted) == (Integrity.INTACT, Trusted.YES)
        assert signer.revocation is Revocation.GOOD
        assert signer.demo
    assert len(verdict.signed.archived_at) == 1
    # Trial signatures never get the good mark.
    assert verdict.tone is Tone.CAUTION


def test_a_portal_without_roots_believes_nobody(first: Publication, lab: Lab) -> None:
    content = lab.sign(printed(first), "mali", FINANCE, Level.B_B)
    keep(first, content)

    found = judge(content).signed

    assert found is not None
    [signer] = found.signers
    assert (signer.trusted, signer.problem) == (Trusted.NO_ROOTS, Problem.UNTRUSTED)
    assert signer.integrity is Integrity.INTACT
    assert not found.are_believed


@pytest.mark.usefixtures("trusting")
def test_a_revoked_certificate_is_told(first: Publication, lab: Lab) -> None:
    content = lab.sign(printed(first), "iptal-edilmis", FINANCE, Level.B_B)
    keep(first, content)

    found = judge(content).signed

    assert found is not None
    assert [(s.problem, s.revocation) for s in found.signers] == [
        (Problem.REVOKED, Revocation.REVOKED)
    ]


def test_a_superseded_version_is_genuine_and_marked(first: Publication) -> None:
    content = printed(first)
    keep(first, content)
    publish(2, headlines=())

    verdict = judge(content)

    assert verdict.outcome is Outcome.SAME
    assert not verdict.is_current
    assert verdict.tone is Tone.CAUTION


def test_what_was_handed_out_before_it_was_signed_is_known(first: Publication, lab: Lab) -> None:
    made = printed(first)
    one = lab.sign(made, "mali", FINANCE)
    keep(first, lab.sign(one, "baskan", TOP_MANAGER))

    unsigned, half = judge(made), judge(one)

    assert (unsigned.outcome, half.outcome) == (Outcome.EARLIER, Outcome.EARLIER)
    assert unsigned.signed is not None
    assert half.signed is not None
    assert (len(unsigned.signed.signers), len(half.signed.signers)) == (0, 1)
    # Half a file is no state of it.
    assert judge(one[:-300]).outcome not in (Outcome.EARLIER, Outcome.SAME)


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("level", [Level.B_B, Level.B_LTA])
def test_a_signature_added_elsewhere(first: Publication, lab: Lab, level: Level) -> None:
    content = printed(first)
    keep(first, content)
    more = lab.sign(content, "mali", FINANCE, level)

    verdict = judge(more)

    assert (verdict.outcome, verdict.tone) == (Outcome.SIGNED, Tone.CAUTION)
    assert "yalnızca imza eklenmiştir" in verdict.sentence
    assert verdict.appended == len(more) - len(content)
    assert verdict.signed is not None
    assert verdict.signed.additions is False


@pytest.mark.usefixtures("trusting")
def test_anything_else_that_was_added_is_a_change(first: Publication, lab: Lab) -> None:
    content = printed(first)
    keep(first, content)
    signed_file = lab.sign(content, "mali", FINANCE)

    for changed in (
        with_a_note(content),
        with_a_note(signed_file),
        lab.sign(with_a_note(content), "mali", FINANCE),
        content + b"\n% more",
        signed_file + b"\n% more",
    ):
        verdict = judge(changed)
        assert (verdict.outcome, verdict.tone) == (Outcome.ALTERED, Tone.BAD)
        assert "değiştirilmiştir" in verdict.sentence


def test_a_large_addition_is_not_examined(
    first: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = printed(first)
    keep(first, content)
    monkeypatch.setattr(judging, "MAX_APPENDED_BYTES", 2**20)

    verdict = judge(with_a_note(content) + b"%" * 2**20)

    assert (verdict.outcome, verdict.tone) == (Outcome.APPENDED, Tone.CAUTION)
    assert "1 MB" in verdict.problem


@pytest.mark.usefixtures("trusting")
def test_an_addition_that_takes_too_long_is_not_called_a_signature(
    first: Publication, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = printed(first)
    keep(first, content)
    whole = child.ask

    def only_the_beginning(*arguments: object, **more: object) -> child.Answer:
        answer = whole(*arguments, **more)  # type: ignore[arg-type]
        return child.Answer(answer.lines[:1], End.CLOCK)

    monkeypatch.setattr(signed, "ask", only_the_beginning)
    verdict = judge(lab.sign(content, "mali", FINANCE))

    assert verdict.outcome is Outcome.APPENDED
    assert "ayrılan sürede" in verdict.problem
    assert verdict.signed is not None
    assert [signer.name for signer in verdict.signed.signers] == ["AYŞE IŞIK"]


def test_other_pages_with_the_same_data(first: Publication) -> None:
    content = printed(first)
    changed = with_a_blank_page(content)
    assert judge(changed).outcome is Outcome.NO_OWN_FILE
    keep(first, content)

    verdict = judge(changed)

    assert (verdict.outcome, verdict.tone) == (Outcome.DATA_SAME, Tone.CAUTION)
    assert verdict.data is not None
    assert verdict.data.are_same
    assert verdict.data.compared > 5
    assert "sayfaları farklıdır" in verdict.sentence
    assert verdict.signed is None


def test_changed_missing_and_added_data_are_named(first: Publication) -> None:
    content = printed(first)
    keep(first, content)

    verdict = judge(printed(first, belge_json=b"{}", ek_txt=b"1"))

    assert (verdict.outcome, verdict.tone) == (Outcome.CHANGED, Tone.BAD)
    assert verdict.data is not None
    assert (verdict.data.changed, verdict.data.added) == (("belge.json",), ("ek.txt",))
    assert verdict.data.problems == (
        "Ekteki «belge.json» değiştirilmiştir.",
        "Ekteki «ek.txt» sonradan eklenmiştir.",
    )


def test_one_table_left_out(first: Publication) -> None:
    source = edition(2024, 1)
    data = data_file(source) if source else None
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    del files["veri/gider-ekonomik.csv"]

    verdict = judge(render(page(first.sha256), data=DataFile(zipped(files), data.moment)))

    assert verdict.outcome is Outcome.CHANGED
    assert verdict.data is not None
    assert verdict.data.missing == ("veri/gider-ekonomik.csv",)


def test_the_hash_of_another_document_in_the_description(first: Publication) -> None:
    def rename(file: pikepdf.Pdf) -> None:
        file.docinfo["/Subject"] = f"Sürüm 1, SHA-256 {'0' * 64}"

    verdict = judge(resaved(printed(first), rename))

    assert verdict.outcome is Outcome.CHANGED
    assert verdict.data is not None
    assert verdict.data.problems == (
        f"PDF'nin künyesinde başka bir belgenin özeti yazılıdır: {'0' * 64}.",
    )


def test_a_document_that_was_never_published(first: Publication) -> None:
    descriptor = b'{"name": "faaliyet-raporu-2031-s1"}'

    verdict = judge(printed(first, belge_json=b"{}", datapackage_json=descriptor))

    assert (verdict.outcome, verdict.tone) == (Outcome.FOREIGN, Tone.BAD)
    assert "yayımlanmış hiçbir sürümün özeti değildir" in verdict.problem


def test_unpublished_reports_and_drafts_tell_nothing(first: Publication) -> None:
    frozen, draft = printed(first) + b"\n", with_a_blank_page(printed(first))
    keep(freeze(), frozen)
    keep(None, draft)

    unpublished, drafted = judge(frozen), judge(draft)

    assert (unpublished.outcome, drafted.outcome) == (Outcome.UNPUBLISHED, Outcome.DRAFT)
    for verdict in (unpublished, drafted):
        assert verdict.tone is Tone.BAD
        assert verdict.edition is None
        assert not re.search(r"\d", verdict.sentence)
        assert (verdict.signed, verdict.data, verdict.document_sha256) == (None, None, "")


@pytest.mark.parametrize(
    ("kind", "unit", "words"),
    [
        (PdfKind.UNIT, "ornek-isler", "birim raporu (ornek-isler)"),
        (PdfKind.SUMMARY, "", "1. sürümünün özeti"),
    ],
)
def test_other_prints_of_a_version_are_known_by_their_bytes(
    first: Publication, kind: PdfKind, unit: str, words: str
) -> None:
    content = render("<!DOCTYPE html><html lang='tr'><title>Örnek</title><h1>Özet</h1></html>")
    keep(first, content, kind=kind, unit=unit)

    verdict = judge(content)

    assert verdict.outcome is Outcome.SAME
    assert words in verdict.sentence
    assert judge(with_a_blank_page(content)).outcome is Outcome.FOREIGN
