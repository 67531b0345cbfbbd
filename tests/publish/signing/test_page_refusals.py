"""Every refusal of an upload, with its cure, on the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pytest_django import Settings

from reports.models import SignaturePolicy, SignatureUpload
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.sign import load_signer
from reports.publish.signing.signatures import Level

from .conftest import PASSWORD, Office, small_pdf
from .report import Browser, Desk
from .test_check import annotated
from .test_page import PAGE, judge, send, text


def _certified(frozen: bytes, office: Office) -> bytes:
    card = load_signer(
        office.authority.pkcs12(office.authority.officers["mali"], PASSWORD), PASSWORD
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FINANCE.name, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS
    )
    output = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(frozen)), metadata, card, output=output)
    return output.getvalue()


def _elsewhere(frozen: bytes, office: Office) -> bytes:
    card = load_signer(
        office.authority.pkcs12(office.authority.officers["mali"], PASSWORD), PASSWORD
    )
    output = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(frozen)),
        signers.PdfSignatureMetadata(field_name="Imza1"),
        card,
        new_field_spec=SigFieldSpec("Imza1"),
        output=output,
    )
    return output.getvalue()


def _broken(frozen: bytes, office: Office) -> bytes:
    content = bytearray(office.sign(frozen, "mali", FINANCE))
    place = content.rindex(b"/Reason")
    content[place + 12] ^= 1
    return bytes(content)


def _stranger(frozen: bytes, office: Office) -> bytes:
    other = Office(make_demo_authority(datetime.now(UTC)), office.trust)
    return other.sign(frozen, "mali", FINANCE)


Upload = Callable[[bytes, Office], bytes]
REFUSED: dict[Refusal, tuple[Upload, str]] = {
    Refusal.WRONG_FILE: (
        lambda _frozen, office: office.sign(small_pdf("Başka"), "mali", FINANCE),
        "portaldan indirilen dosya, imza eklemek dışında değiştirilmeden yüklenmelidir",
    ),
    Refusal.UNSIGNED: (
        lambda frozen, _office: frozen,
        "imza aracında imzalanan dosya yüklenmelidir",
    ),
    Refusal.BROKEN: (_broken, "güncel dosya indirilip yeniden imzalanmalıdır"),
    Refusal.ADDED: (
        lambda frozen, office: office.sign(annotated(frozen), "mali", FINANCE),
        "yalnızca imzalanmalıdır",
    ),
    Refusal.WRONG_FIELD: (_elsewhere, f"{FINANCE.name}, {TOP_MANAGER.name}"),
    Refusal.WRONG_ORDER: (
        lambda frozen, office: office.sign(frozen, "baskan", TOP_MANAGER),
        f"sıradaki imza: {FINANCE.role}",
    ),
    Refusal.WRONG_PERSON: (
        lambda frozen, office: office.sign(frozen, "baskan", FINANCE),
        "kendi sertifikasıyla imzalamalıdır",
    ),
    Refusal.CERTIFIED: (_certified, "olağan imza seçilerek yeniden imzalanmalıdır"),
    Refusal.UNTRUSTED: (_stranger, "nitelikli elektronik sertifika kullanılmalıdır"),
    Refusal.EXPIRED: (
        lambda frozen, office: office.sign(frozen, "suresi-dolmus", FINANCE),
        "geçerli bir sertifikayla yeniden imzalanmalıdır",
    ),
    Refusal.REVOKED: (
        lambda frozen, office: office.sign(frozen, "iptal-edilmis", FINANCE),
        "iptal edilmiş; geçerli bir sertifikayla",
    ),
    Refusal.LOW_LEVEL: (
        lambda frozen, office: office.sign(frozen, "mali", FINANCE, Level.B_B),
        "en az B-T düzeyinde imzalanmalıdır",
    ),
}


@pytest.mark.parametrize("refusal", REFUSED)
def test_every_refusal_names_its_cure_on_the_page(
    browser: Browser, desk: Desk, office: Office, frozen: bytes, refusal: Refusal
) -> None:
    make, cure = REFUSED[refusal]
    if refusal is Refusal.LOW_LEVEL:
        SignaturePolicy.objects.create(from_year=2024, minimum_level="B-T")
    client = browser("signatory")

    assert send(client, make(frozen, office)).status_code == 302
    judge()

    upload = SignatureUpload.objects.get()
    assert upload.refusal == refusal
    page = text(client.get(PAGE))
    assert cure in page
    assert "Kabul edilmedi" in page
    assert 'role="alert"' in page
    assert desk.stored() == []
    assert "00000000001" not in page


@pytest.mark.parametrize("lost", ["crls", "tsa"])
def test_unknown_revocation_and_time_stamps(
    browser: Browser,
    desk: Desk,
    office: Office,
    frozen: bytes,
    settings: Settings,
    tmp_path: Path,
    lost: str,
) -> None:
    trust = tmp_path / "trust"
    if lost == "crls":
        office.authority.write(tmp_path)
        for path in (trust / "crls").iterdir():
            path.unlink()
        upload, refusal = office.sign(frozen, "mali", FINANCE), Refusal.REVOCATION_UNKNOWN
    else:
        stranger = make_demo_authority(datetime.now(UTC))
        stamped_by_another = Office(
            replace(office.authority, tsa=stranger.tsa),
            office.trust,
        )
        office.authority.write(tmp_path)
        upload = stamped_by_another.sign(frozen, "mali", FINANCE, Level.B_T)
        refusal = Refusal.TIME_STAMP
    settings.TRUST_DIR = trust
    client = browser("signatory")

    send(client, upload)
    judge()

    assert SignatureUpload.objects.get().refusal == refusal
    assert SignatureUpload.objects.get().sentence in text(client.get(PAGE))


def test_another_revision_is_refused_on_the_page(
    browser: Browser, desk: Desk, office: Office, frozen: bytes, first: bytes
) -> None:
    client = browser("signatory")
    send(client, first)
    judge()
    send(client, office.sign(frozen, "baskan", TOP_MANAGER))
    judge()

    assert "güncel dosya portaldan indirilip imzalanmalıdır" in text(client.get(PAGE))
