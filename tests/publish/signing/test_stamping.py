"""Time stamps over HTTP: the right one is taken, and no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.management import call_command
from pytest_django.fixtures import Settings

from reports.present.pdf.fields import FINANCE
from reports.publish.signing.configured import configured_time_stamper
from reports.publish.signing.examine import examine
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.sign import SignError, Stamp, load_signer, sign
from reports.publish.signing.signatures import Level
from reports.publish.signing.stamping import (
    HttpTimeStamper,
    Identity,
    IdentityHeader,
    TimeStampError,
    read_identity,
)
from reports.publish.signing.trust import Trust

from .authority import Change, StampServer, stamp_server
from .conftest import PASSWORD, Office

CUSTOMER, SECRET = 123456, "çok gizli"


@pytest.fixture
def server(office: Office) -> Iterator[StampServer]:
    with stamp_server(office.authority) as server:
        yield server


def stamped(
    office: Office, pdf: bytes, stamper: HttpTimeStamper, level: Level = Level.B_T
) -> bytes:
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)
    return sign(
        pdf,
        FINANCE.name,
        load_signer(card, PASSWORD),
        Stamp(FINANCE.role, datetime.now(UTC)),
        level=level,
        trust=office.trust,
        time_stamper=stamper,
    )


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_stamps_come_over_the_network(
    office: Office, frozen: bytes, server: StampServer, level: Level
) -> None:
    content = stamped(office, frozen, HttpTimeStamper(server.url, trust=office.trust), level)

    examined = examine(content, office.trust)
    assert [(s.level, s.problem) for s in examined.signatures] == [(level, None)]
    assert examined.signatures[0].stamped_at is not None
    assert all(request["nonce"].native for request, _headers in server.asked)


def other_nonce(request: tsp.TimeStampReq, _headers: dict[str, str]) -> None:
    request["nonce"] = int(request["nonce"].native) + 1


def no_nonce(request: tsp.TimeStampReq, _headers: dict[str, str]) -> None:
    request["nonce"] = None


def other_digest(request: tsp.TimeStampReq, _headers: dict[str, str]) -> None:
    request["message_imprint"]["hashed_message"] = hashlib.sha256(b"baska").digest()


def refusing(_request: tsp.TimeStampReq, _headers: dict[str, str]) -> None:
    raise PermissionError("kontör bitti")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (other_nonce, "bu isteğe ait değil"),
        (no_nonce, "bu isteğe ait değil"),
        (other_digest, "istenen özete ait değil"),
        (refusing, r"damga vermedi \(kontör bitti\)"),
    ],
)
def test_an_answer_to_another_question_is_not_used(
    office: Office, frozen: bytes, wrong: Change, sentence: str
) -> None:
    with (
        stamp_server(office.authority, wrong=wrong) as server,
        pytest.raises(TimeStampError, match=sentence),
    ):
        stamped(office, frozen, HttpTimeStamper(server.url))


@pytest.mark.parametrize(
    ("answer", "status", "kind"),
    [
        (b"", 503, "text/plain"),
        (b"<html>", 200, "text/html"),
    ],
)
def test_what_is_no_stamp_is_named(
    office: Office, frozen: bytes, answer: bytes, status: int, kind: str
) -> None:
    with (
        stamp_server(office.authority, answer=answer, status=status, kind=kind) as server,
        pytest.raises(TimeStampError, match="yanıt alınamadı"),
    ):
        stamped(office, frozen, HttpTimeStamper(server.url))


@pytest.mark.parametrize("answer", [b"", b"0", b"\x30\x03\x02\x01\x00", b"\xff" * 40])
def test_bytes_that_are_no_stamp_are_named(office: Office, frozen: bytes, answer: bytes) -> None:
    with (
        stamp_server(office.authority, answer=answer) as server,
        pytest.raises(TimeStampError, match="sunucusun"),
    ):
        stamped(office, frozen, HttpTimeStamper(server.url))


def test_an_authority_that_is_down_is_named(office: Office, frozen: bytes) -> None:
    with stamp_server(office.authority) as server:
        address = server.url

    with pytest.raises(TimeStampError, match="yanıt alınamadı; adres ve ağ") as raised:
        stamped(office, frozen, HttpTimeStamper(address))
    assert isinstance(raised.value, SignError)


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LTA])
def test_a_stranger_s_stamp_is_not_used(office: Office, frozen: bytes, level: Level) -> None:
    with (
        stamp_server(make_demo_authority(datetime.now(UTC))) as server,
        pytest.raises(TimeStampError, match="güvenilen bir köke bağlanmıyor"),
    ):
        stamped(office, frozen, HttpTimeStamper(server.url, trust=office.trust), level)


def test_a_certificate_that_may_not_stamp_is_not_used(office: Office, frozen: bytes) -> None:
    with (
        stamp_server(office.authority, key=office.authority.officers["mali"]) as server,
        pytest.raises(TimeStampError, match="güvenilen bir köke bağlanmıyor ya da geçerli değil"),
    ):
        stamped(office, frozen, HttpTimeStamper(server.url, trust=office.trust))


@pytest.mark.parametrize("address", ["", "zaman.example.org", "ftp://a/b", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(TimeStampError, match="bir http ya da https adresi değil"):
        HttpTimeStamper(address)


def asks_who(request: tsp.TimeStampReq, headers: dict[str, str]) -> None:
    """What the authority does with the header: decrypts it and compares."""
    header = IdentityHeader.load(bytes.fromhex(headers["identity"]), strict=True).native
    key = hashlib.pbkdf2_hmac("sha256", SECRET.encode(), header["salt"], header["iterations"], 32)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(header["vector"])).decryptor()
    fill = padding.PKCS7(128).unpadder()
    try:
        text = decryptor.update(header["digest"]) + decryptor.finalize()
        digest = fill.update(text) + fill.finalize()
    except ValueError:
        digest = b""
    expected = request["message_imprint"]["hashed_message"].native
    if (header["customer"], digest) != (CUSTOMER, expected):
        raise PermissionError("kimlik yanlış")


def test_an_authority_that_wants_to_know_its_customer(office: Office, frozen: bytes) -> None:
    with stamp_server(office.authority, wrong=asks_who) as server:
        known = HttpTimeStamper(server.url, identity=read_identity(f"{CUSTOMER}:{SECRET}\n"))
        content = stamped(office, frozen, known)
        unknown = HttpTimeStamper(server.url, identity=Identity(CUSTOMER, "yanlış"))
        with pytest.raises(TimeStampError, match="kimlik yanlış"):
            stamped(office, frozen, unknown)

    assert examine(content, office.trust).signatures[0].level is Level.B_T


@pytest.mark.parametrize("text", ["", "parola", "123456", "123456:", "ali:parola", ":parola"])
def test_an_identity_that_cannot_be_read_is_not_repeated(text: str) -> None:
    with pytest.raises(TimeStampError, match="müşteri numarası:parola") as raised:
        read_identity(text)
    assert not text or f" {text} " not in str(raised.value)


def test_the_configured_authority(
    office: Office, frozen: bytes, tmp_path: Path, settings: Settings
) -> None:
    settings.TSA_URL, settings.TSA_IDENTITY_FILE = "", None
    assert configured_time_stamper(office.trust) is None

    (tmp_path / "kimlik").write_text(f"{CUSTOMER}:{SECRET}")
    settings.TSA_IDENTITY_FILE = tmp_path / "kimlik"
    with stamp_server(office.authority, wrong=asks_who) as server:
        settings.TSA_URL = server.url
        stamper = configured_time_stamper(office.trust)
        assert stamper is not None
        content = stamped(office, frozen, stamper, Level.B_LT)
    assert examine(content, office.trust).signatures[0].level is Level.B_LT


def test_the_customer_s_number_goes_to_no_other_authority(
    office: Office, frozen: bytes, tmp_path: Path, settings: Settings, server: StampServer
) -> None:
    pki = tmp_path / "pki"
    call_command("demo_pki", f"--output={pki}", verbosity=0)
    settings.TSA_URL = "http://zaman.example.org/"
    settings.TSA_IDENTITY_FILE = tmp_path / "kimlik"
    settings.TSA_IDENTITY_FILE.write_text(f"{CUSTOMER}:{SECRET}")
    (tmp_path / "rapor.pdf").write_bytes(frozen)

    call_command(
        "sign_pdf",
        str(tmp_path / "rapor.pdf"),
        f"--output={tmp_path / 'imzali.pdf'}",
        f"--field={FINANCE.name}",
        f"--certificate={pki / 'officers' / 'mali.p12'}",
        f"--password-file={pki / 'parola.txt'}",
        f"--tsa={server.url}",
        "--level=B-T",
    )

    assert server.asked
    assert not any("identity" in headers for _request, headers in server.asked)


def test_a_stamp_is_judged_by_the_given_roots_only(
    office: Office, frozen: bytes, server: StampServer
) -> None:
    nobody = Trust(roots=())

    with pytest.raises(TimeStampError, match="güvenilen bir köke bağlanmıyor"):
        stamped(office, frozen, HttpTimeStamper(server.url, trust=nobody))
