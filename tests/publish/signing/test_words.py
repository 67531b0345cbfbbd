"""What a stranger's file says of itself reaches no terminal, page or log as it stands there."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from kars_portal.lib.printable import printable
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.judgement import judge_file
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.sign import load_signer
from reports.publish.signing.trust import load_trust

from .conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
NAME = "AYŞE \x1b[2J\x1b]0;x\x07 IŞIK\u202e\x00\r\nKIŞI\u200b"
FIELD = "imza\x1b[31m\u202eilam"


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    authority = make_demo_authority(datetime.now(UTC), finance_officer=NAME)
    authority.write(folder)
    card = authority.pkcs12(authority.officers["mali"], PASSWORD)
    (folder / "kart.p12").write_bytes(card)
    return folder


def signed(pki: Path, frozen: bytes, field: str) -> bytes:
    output = io.BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field),
        load_signer((pki / "kart.p12").read_bytes(), PASSWORD),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(frozen)), output=output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("field", "refusal"),
    [(FINANCE.name, Refusal.WRONG_PERSON), (FIELD, Refusal.WRONG_FIELD)],
)
def test_names_are_shown_without_what_is_not_to_be_seen(
    pki: Path, frozen: bytes, field: str, refusal: Refusal
) -> None:
    trust = load_trust(pki / "trust")
    rules = Rules((Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="B")), trust)

    checked = check_upload(frozen, signed(pki, frozen, field), rules)

    assert checked.refusal is refusal
    assert printable(checked.sentence, 1000) == checked.sentence
    assert "\N{REPLACEMENT CHARACTER}" in checked.sentence
    for signature in checked.signatures:
        assert printable(signature.signer) == signature.signer
        assert printable(signature.field) == signature.field


def test_a_hidden_character_makes_another_name() -> None:
    assert printable("AYŞE\u200b IŞIK") != "AYŞE IŞIK"
    assert len(printable("a" * 1000)) == 200


@pytest.mark.parametrize("believed", [True, False])
def test_the_command_says_a_verdict_and_nothing_raw(
    pki: Path, frozen: bytes, trust_directory: Path, tmp_path: Path, believed: bool
) -> None:
    """In a process of its own: what the libraries have to say is not captured by a test."""
    file, original = tmp_path / "a\x1b[31m.pdf", tmp_path / "b.pdf"
    file.write_bytes(signed(pki, frozen, FINANCE.name))
    original.write_bytes(frozen)
    trust = pki / "trust" if believed else trust_directory

    done = subprocess.run(
        [sys.executable, "manage.py", "verify_signatures", str(file), f"--trust={trust}",
         f"--frozen={original}"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kars_portal.settings_test",
            "KARS_DATA_DIR": str(tmp_path),
            "PYTHONWARNINGS": "ignore",
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert (done.returncode == 0) is believed, done.stderr
    for said in (done.stdout, done.stderr):
        assert all(letter.isprintable() for letter in said.replace("\n", "")), said
        assert "Traceback" not in said
    assert FINANCE.name in done.stdout
    assert len(done.stderr.splitlines()) == (0 if believed else 1), done.stderr
    judged = judge_file(file.read_bytes(), load_trust(trust), frozen=frozen)
    assert (judged.fault is None) is believed
    assert judged.fault is None or judged.fault.sentence in done.stderr
