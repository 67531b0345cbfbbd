"""The commands, one after the other as in a trial."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.present.pdf.fields import FINANCE
from reports.publish.signing.pki import MARK
from reports.publish.signing.sign import load_signer


def sign_pdf(pki: Path, source: Path, output: Path, *more: str, who: str = "mali") -> None:
    call_command(
        "sign_pdf",
        str(source),
        f"--output={output}",
        f"--field={FINANCE.name}",
        f"--certificate={pki / 'officers' / f'{who}.p12'}",
        f"--password-file={pki / 'parola.txt'}",
        f"--tsa={pki / 'tsa' / 'zaman-damgasi.p12'}",
        f"--trust={pki / 'trust'}",
        *more,
    )


@pytest.fixture
def pki(tmp_path: Path) -> Path:
    call_command("demo_pki", f"--output={tmp_path / 'pki'}", verbosity=0)
    return tmp_path / "pki"


def test_a_trial_from_authority_to_signature(pki: Path, frozen: bytes, tmp_path: Path) -> None:
    source, output = tmp_path / "rapor.pdf", tmp_path / "imzali.pdf"
    source.write_bytes(frozen)

    sign_pdf(pki, source, output, "--level=B-LTA")

    assert output.read_bytes().startswith(frozen)
    assert "DEMO" in (pki / "OKU.txt").read_text("utf-8")
    assert (pki / "parola.txt").stat().st_mode & 0o077 == 0


def test_an_authority_is_never_written_over(pki: Path) -> None:
    with pytest.raises(CommandError, match="boş değil"):
        call_command("demo_pki", f"--output={pki}")


def test_a_wrong_password_is_said(pki: Path, frozen: bytes, tmp_path: Path) -> None:
    source = tmp_path / "rapor.pdf"
    source.write_bytes(frozen)
    (pki / "parola.txt").write_text("yanlış")

    with pytest.raises(CommandError, match="PKCS#12 dosyası açılamadı"):
        sign_pdf(pki, source, tmp_path / "imzali.pdf")
    assert not (tmp_path / "imzali.pdf").exists()


def test_verification_tells_who_signed_and_when(
    pki: Path, frozen: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "rapor.pdf", tmp_path / "imzali.pdf"
    source.write_bytes(frozen)
    sign_pdf(pki, source, output, "--level=B-T")
    capsys.readouterr()

    call_command("verify_signatures", str(output), f"--trust={pki / 'trust'}", f"--frozen={source}")

    said = capsys.readouterr().out
    assert said.startswith(f"{FINANCE.name}: AYŞE IŞIK (ÖRNEK / DEMO), ")
    assert said.endswith("(zaman damgası), B-T: doğrulandı\n")


def test_verification_fails_without_signature_and_on_other_bytes(
    pki: Path, frozen: bytes, first: bytes, tmp_path: Path
) -> None:
    source, strange = tmp_path / "rapor.pdf", tmp_path / "imzali.pdf"
    source.write_bytes(frozen)
    strange.write_bytes(first)
    trust = f"--trust={pki / 'trust'}"

    with pytest.raises(CommandError, match="yeni bir imza yok"):
        call_command("verify_signatures", str(source), trust)
    with pytest.raises(CommandError, match="doğrulanmadı"):
        call_command("verify_signatures", str(strange), trust)
    with pytest.raises(CommandError, match="dondurulan rapor değil"):
        call_command("verify_signatures", str(source), trust, f"--frozen={strange}")
    with pytest.raises(CommandError, match="kök sertifika yok"):
        call_command("verify_signatures", str(strange), f"--trust={pki}")


def test_an_authority_for_the_officers_of_a_report(tmp_path: Path) -> None:
    """So that the certificates fit the declarations; marked as demo all the same."""
    call_command(
        "demo_pki",
        f"--output={tmp_path}",
        "--finance-officer=Dr. Örnek Şişli",
        "--top-manager=Prof. Dr. Işıl İnci",
        verbosity=0,
    )

    password = (tmp_path / "parola.txt").read_bytes()
    subjects = {}
    for name in ("mali", "baskan", "iptal-edilmis"):
        signer = load_signer((tmp_path / "officers" / f"{name}.p12").read_bytes(), password)
        subjects[name] = signer.signing_cert.subject.native  # type: ignore[union-attr]
    assert {name: subject["common_name"] for name, subject in subjects.items()} == {
        "mali": "ÖRNEK ŞİŞLİ",
        "baskan": "IŞIL İNCİ",
        "iptal-edilmis": "ÖRNEK ŞİŞLİ",
    }
    assert {subject["organization_name"] for subject in subjects.values()} == {MARK}
    with pytest.raises(CommandError, match="64 harften uzun"):
        call_command("demo_pki", f"--output={tmp_path / 'x'}", f"--top-manager={'Ö' * 65}")
