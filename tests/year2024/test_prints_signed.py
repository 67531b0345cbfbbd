"""Unit report and summary of 2024 printed to be signed: standard files when they are sealed.

The sealed file begins with the bytes of the unsigned one and only adds to them; that a print is a
standard file before anybody has signed it is shown on the sample
(tests/present/pdf/test_prints.py).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pypdf import PageObject, PdfReader
from pytest_django import Settings

from reports.models import Report
from reports.present.pdf.fields import FINANCE, SEAL, SPENDING_OFFICER, SignatureField
from reports.present.pdf.prints import print_data
from reports.present.pdf.renderer import render
from reports.present.pdf.summary import summary_html
from reports.present.pdf.unit import unit_html
from reports.publish.signing.examine import examine
from reports.publish.signing.signatures import Level
from reports.publish.signing.trust import load_trust
from tests.loops import without_a_running_loop
from tests.present.pdf.verapdf import validate

from .test_pdf import published
from .test_prints import UNIT, summary_pdf, unit_pdf

FRAME_MM = (72, 26)
"""A field lies inside its frame, with a little room between."""


@cache
def unit_to_sign() -> bytes:
    html = unit_html(published(), UNIT, for_signing=True)
    return render(html, data=print_data(published(), "unit", UNIT))


@cache
def summary_to_sign() -> bytes:
    return render(summary_html(published(), for_signing=True))


PRINTS = [
    pytest.param(unit_to_sign, SPENDING_OFFICER, id="unit"),
    pytest.param(summary_to_sign, FINANCE, id="summary"),
]


@pytest.fixture(autouse=True)
def only_once(report: Report) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the file does not depend on the database: examined in the run on SQLite")
    published()


@pytest.fixture
def pki(tmp_path: Path, settings: Settings) -> Path:
    directory = tmp_path / "pki"
    call_command("demo_pki", f"--output={directory}", verbosity=0)
    settings.SEAL = f"pkcs12:{directory / 'seal' / 'muhur.p12'}"
    settings.SEAL_PASSWORD_FILE = directory / "parola.txt"
    settings.TRUST_DIR = directory / "trust"
    return directory


def sign_and_seal(pki: Path, content: bytes, field: SignatureField) -> tuple[bytes, bytes]:
    """By the commands: first the officer, then the institution."""
    plain, signed, sealed = (pki / f"{name}.pdf" for name in ("baski", "imzali", "muhurlu"))
    plain.write_bytes(content)
    tsa = f"--tsa={pki / 'tsa' / 'zaman-damgasi.p12'}"
    with without_a_running_loop():
        call_command(
            "sign_pdf",
            str(plain),
            f"--output={signed}",
            f"--field={field.name}",
            f"--certificate={pki / 'officers' / 'mali.p12'}",
            f"--password-file={pki / 'parola.txt'}",
            f"--trust={pki / 'trust'}",
            "--reason=Örnek gerekçe",
            "--level=B-LTA",
            tsa,
        )
        call_command("seal_pdf", str(signed), f"--output={sealed}", tsa)
    return signed.read_bytes(), sealed.read_bytes()


@pytest.mark.parametrize(("make", "field"), PRINTS)
def test_a_print_that_was_signed_and_sealed_is_a_standard_file(
    make: Callable[[], bytes], field: SignatureField, pki: Path
) -> None:
    plain = make()
    signed, sealed = sign_and_seal(pki, plain, field)

    verdict = validate(sealed)
    assert verdict.broken == []
    assert min(verdict.checked.values()) > 20_000
    assert signed.startswith(plain)
    assert sealed.startswith(signed)
    trust = load_trust(pki / "trust")
    with without_a_running_loop():
        examined = examine(sealed, trust)
        found = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures
        verdicts = [validate_pdf_signature(one, trust.context(), trust.context()) for one in found]
    assert examined.believed
    assert examined.covered
    assert [(one.field, one.level) for one in examined.signatures] == [
        (field.name, Level.B_LTA),
        (SEAL.name, Level.B_LTA),
    ]
    assert [verdict.bottom_line for verdict in verdicts] == [True, True]


@pytest.mark.parametrize(("make", "field"), PRINTS)
def test_its_fields_are_framed_tagged_and_on_the_last_page(
    make: Callable[[], bytes], field: SignatureField
) -> None:
    with pikepdf.open(io.BytesIO(make())) as file:
        last = file.pages[-1]
        fields = {str(item.T): item for item in file.Root.AcroForm.Fields}
        assert list(fields) == [field.name, SEAL.name]
        for item in fields.values():
            assert item.FT == "/Sig"
            assert item.P.objgen == last.obj.objgen
            left, bottom, right, top = (float(n) for n in item.Rect)
            size = ((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4)
            assert size == pytest.approx(FRAME_MM, abs=2.5)
            assert "/StructParent" in item
        labels = [str(item.TU) for item in fields.values()]
        assert labels == [field.label, SEAL.label]


@pytest.mark.parametrize(("make", "field"), [(unit_pdf, SPENDING_OFFICER), (summary_pdf, FINANCE)])
def test_the_public_prints_have_no_fields(
    make: Callable[[], bytes], field: SignatureField, pki: Path
) -> None:
    assert "/AcroForm" not in PdfReader(io.BytesIO(make())).root_object
    with pytest.raises(CommandError, match=f"“{field.name}” adlı imza alanı yok; olanlar: hiç yok"):
        sign_and_seal(pki, make(), field)


@pytest.mark.parametrize(
    ("make", "plain"), [(unit_to_sign, unit_pdf), (summary_to_sign, summary_pdf)]
)
def test_signing_costs_one_page_at_the_most(
    make: Callable[[], bytes], plain: Callable[[], bytes]
) -> None:
    """And changes none before it."""
    to_sign, public = (PdfReader(io.BytesIO(one())).pages for one in (make, plain))
    last = len(public) - 1

    assert 0 <= len(to_sign) - len(public) <= 1
    assert [_words(page) for page in to_sign[:last]] == [_words(page) for page in public[:last]]


def _words(page: PageObject) -> str:
    """Without the foot, which counts the pages."""
    return re.sub(r"·\s*\S+(\s*/\s*\d+)?\s*$", "", page.extract_text())
