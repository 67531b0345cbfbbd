"""Fields, stamps and signatures of a real file."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.present.pdf.fields import FINANCE, SEAL, TOP_MANAGER
from reports.publish.signing.pki import MARK
from reports.publish.signing.sign import SignError, Stamp, load_signer, sign
from reports.publish.signing.signatures import Level

from .conftest import PASSWORD, Office


def test_the_fields_are_there_before_the_file_is_frozen(frozen: bytes) -> None:
    fields = PdfReader(io.BytesIO(frozen)).get_fields() or {}

    assert {name: field["/FT"] for name, field in fields.items()} == {
        FINANCE.name: "/Sig",
        TOP_MANAGER.name: "/Sig",
        SEAL.name: "/Sig",
    }


def test_every_signature_only_adds_to_the_file(frozen: bytes, first: bytes, signed: bytes) -> None:
    assert first.startswith(frozen)
    assert signed.startswith(first)
    assert len(frozen) < len(first) < len(signed)


def test_the_stamp_says_name_role_and_that_it_is_a_demo(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "imzali.pdf"
    file.write_bytes(signed)

    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True).stdout

    for line in ("AYŞE IŞIK", FINANCE.role, "İBRAHİM ÇAĞLAR", TOP_MANAGER.role):
        assert line in said
    assert said.count(f"{MARK} – hukuken imza değildir") == 2


@pytest.mark.parametrize("level", list(Level))
def test_pdfsig_confirms_the_digest_of_every_level(
    office: Office, frozen: bytes, level: Level, tmp_path: Path
) -> None:
    file = tmp_path / "imzali.pdf"
    file.write_bytes(office.sign(frozen, "mali", FINANCE, level))

    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True)

    assert re.findall(r"Signature Validation: (.*)", said.stdout)[0] == "Signature is Valid."


def test_pdfsig_confirms_both_signatures(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "imzali.pdf"
    file.write_bytes(signed)

    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True)

    assert re.findall(r"Signature Validation: (.*)", said.stdout)[:2] == ["Signature is Valid."] * 2


def test_a_field_that_is_not_there_is_named(office: Office, frozen: bytes) -> None:
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)

    with pytest.raises(SignError, match="“yok” adlı imza alanı yok; olanlar: imza_mali"):
        sign(frozen, "yok", load_signer(card, PASSWORD), Stamp("Rol", datetime.now(UTC)))


def test_a_field_is_signed_once(office: Office, first: bytes) -> None:
    with pytest.raises(SignError, match="imzalanmış"):
        office.sign(first, "mali", FINANCE)


def test_a_revoked_certificate_signs_nothing_for_the_long_term(
    office: Office, frozen: bytes
) -> None:
    with pytest.raises(SignError, match="sertifika geçerli"):
        office.sign(frozen, "iptal-edilmis", FINANCE, Level.B_LT)


def test_subject_and_issuer_of_every_certificate_say_that_it_is_a_demo(office: Office) -> None:
    made = office.authority
    for issued in (made.root, made.intermediate, made.tsa, made.seal, *made.officers.values()):
        assert MARK in issued.certificate.subject.rfc4514_string()
        assert MARK in issued.certificate.issuer.rfc4514_string()
