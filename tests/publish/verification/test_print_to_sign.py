"""A print made to be signed is known again: as printed, with signatures behind, and taken in."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from reports.enums import PdfKind
from reports.models import PdfExport, Publication
from reports.present.editions import edition
from reports.present.pdf.fields import FINANCE
from reports.present.pdf.jobs import request_export
from reports.publish.signing.readers import public_file
from reports.publish.verification.judge import Outcome, Tone, judge

from .conftest import Lab, keep, printed, with_a_blank_page
from .test_judge import with_a_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def print_to_sign(first: Publication, tmp_path: Path) -> bytes:
    """The summary as the command writes it."""
    target = tmp_path / "ozet.pdf"
    arguments = ("--summary", "--for-signing", "--output", str(target))
    call_command("export_pdf", "2024", *arguments, verbosity=0, stdout=io.StringIO())
    return target.read_bytes()


def receive(content: bytes, folder: Path) -> str:
    file = folder / "gelen.pdf"
    file.write_bytes(content)
    out = io.StringIO()
    call_command("receive_print", file, stdout=out)
    return out.getvalue()


def test_the_whole_way(print_to_sign: bytes, trusting: None, lab: Lab, tmp_path: Path) -> None:
    verdict = judge(print_to_sign)
    assert (verdict.outcome, verdict.tone) == (Outcome.SAME, Tone.GOOD)
    assert "2024 raporunun 1. sürümünün özeti olarak portalın imza için hazırladığı" in (
        verdict.sentence
    )

    signed = lab.sign(print_to_sign, "mali", FINANCE)
    verdict = judge(signed)
    assert verdict.outcome is Outcome.SIGNED
    assert "imza için hazırladığı dosyadır; sonradan yalnızca imza" in verdict.sentence

    assert "İmzalar tamamlandı." in receive(signed, tmp_path)
    assert "daha önce alınmış" in receive(signed, tmp_path)
    assert PdfExport.objects.count() == 2
    verdict = judge(signed)
    assert (verdict.outcome, verdict.kind) == (Outcome.SAME, PdfKind.SUMMARY)
    assert verdict.signed is not None
    assert len(verdict.signed.signers) == 1
    assert judge(print_to_sign).outcome is Outcome.SAME


def test_nothing_is_said_of_data_that_a_summary_does_not_have(
    print_to_sign: bytes, client: Client
) -> None:
    with pikepdf.open(io.BytesIO(print_to_sign)) as pdf:
        assert not pdf.attachments
    file = SimpleUploadedFile("ozet.pdf", print_to_sign, content_type="application/pdf")

    page = client.post("/dogrula/", {"dosya": file}).content.decode()

    assert "Özet baskısının ekinde veri dosyası yoktur" in page
    assert "Veriler dosyanın içindedir" not in page
    assert "belge.json" not in page
    assert "pdfdetach" not in page
    changed = bytearray(print_to_sign)
    changed[len(changed) // 3] ^= 1
    assert "değiştirilmiş bir özet" in judge(bytes(changed)).problem


def test_readers_get_another_file(print_to_sign: bytes, first: Publication) -> None:
    source = edition(2024)
    assert source is not None

    assert public_file(source, PdfKind.SUMMARY) is None
    export = request_export(first.year, first, kind=PdfKind.SUMMARY)
    assert not export.for_signing


@pytest.mark.parametrize("what", ["unsigned", "changed", "saved again", "another"])
def test_what_is_not_taken_in(
    print_to_sign: bytes, trusting: None, what: str, first: Publication, tmp_path: Path
) -> None:
    content, sentence = {
        "unsigned": (print_to_sign, "imza"),
        "changed": (with_a_note(print_to_sign), "ekle"),
        "saved again": (with_a_blank_page(print_to_sign), "hazırladığı bir baskıyla"),
        "another": (b"%PDF-1.7 \xc3\xb6rnek", "hazırladığı bir baskıyla"),
    }[what]

    with pytest.raises(CommandError, match=sentence):
        receive(content, tmp_path)

    assert PdfExport.objects.get().for_signing


def test_a_version_is_written_as_readers_have_it(first: Publication, tmp_path: Path) -> None:
    content = printed(first)
    keep(first, content)
    target = tmp_path / "rapor.pdf"

    call_command("export_pdf", "2024", "--output", str(target), verbosity=0, stdout=io.StringIO())

    assert target.read_bytes() == content
    assert judge(target.read_bytes()).outcome is Outcome.SAME
