"""The institution's seal: from a file, from a token, after the officers, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from reports.present.pdf.fields import FINANCE, SEAL, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.configured import configured_seal
from reports.publish.signing.examine import examine
from reports.publish.signing.pki import SEAL_NAME
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.seal import fingerprint, open_seal, parse_place, seal
from reports.publish.signing.sign import SignError
from reports.publish.signing.signatures import Level

from .conftest import PASSWORD, Office
from .token import LABEL, MODULE, TOKEN, Token, make_token


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory, office: Office) -> Token:
    return make_token(tmp_path_factory.mktemp("token"), office.authority.seal)


@pytest.fixture(scope="session")
def rules(office: Office) -> Rules:
    return Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
        seal=office.seal_fingerprint,
    )


@pytest.fixture(scope="session")
def sealed(office: Office, signed: bytes) -> bytes:
    return office.seal(signed)


def test_a_seal_after_both_signatures_is_accepted(
    frozen: bytes, signed: bytes, sealed: bytes, rules: Rules
) -> None:
    checked = check_upload(frozen, sealed, rules, accepted=signed)

    assert (checked.accepted, checked.complete, checked.sealed) == (True, True, True)
    assert [(s.field, s.level, s.problem) for s in checked.signatures] == [
        (FINANCE.name, Level.B_LTA, None),
        (TOP_MANAGER.name, Level.B_LTA, None),
        (SEAL.name, Level.B_LTA, None),
    ]
    assert checked.signatures[2].signer == SEAL_NAME


def test_a_seal_can_be_required(frozen: bytes, signed: bytes, sealed: bytes, rules: Rules) -> None:
    strict = replace(rules, seal_required=True)

    without = check_upload(frozen, signed, strict)

    assert (without.accepted, without.complete) == (True, False)
    assert "kurum mührü bekleniyor" in without.sentence
    assert check_upload(frozen, sealed, strict).complete


def test_a_seal_is_no_substitute_for_an_officer(
    office: Office, frozen: bytes, first: bytes, rules: Rules
) -> None:
    for before in (frozen, first):
        checked = check_upload(frozen, office.seal(before), rules)
        assert checked.refusal is Refusal.SEAL_EARLY
    in_their_place = check_upload(frozen, office.seal(first), replace(rules, ordered=False))
    assert in_their_place.refusal is Refusal.SEAL_EARLY


def test_the_seal_in_the_field_of_an_officer_is_refused(
    office: Office, frozen: bytes, first: bytes, rules: Rules
) -> None:
    office.authority.officers["muhur"] = office.authority.seal
    try:
        upload = office.sign(first, "muhur", TOP_MANAGER)
    finally:
        del office.authority.officers["muhur"]

    assert check_upload(frozen, upload, rules).refusal is Refusal.WRONG_PERSON


def test_an_unknown_seal_is_refused_in_its_own_words(
    office: Office, frozen: bytes, signed: bytes, sealed: bytes, rules: Rules, stranger: Office
) -> None:
    by_an_officer = office.seal(signed, by=office.authority.officers["mali"])

    for upload, accepted in (
        (sealed, replace(rules, seal="")),
        (sealed, replace(rules, seal="00" * 32)),
        (by_an_officer, rules),
        (stranger.seal(signed, Level.B_B), rules),
    ):
        checked = check_upload(frozen, upload, accepted)
        assert checked.refusal is Refusal.SEAL_UNKNOWN
        assert f"“{SEAL.name}” alanındaki mühür" in checked.sentence


def test_a_token_seals_like_a_file(
    office: Office, frozen: bytes, signed: bytes, token: Token, rules: Rules
) -> None:
    for name in (token.uri, token.by_id):
        with open_seal(parse_place(name), token.pin, office.trust.intermediates) as signer:
            assert fingerprint(signer) == office.seal_fingerprint
            upload = seal(
                signed,
                signer,
                level=Level.B_LTA,
                trust=office.trust,
                time_stamper=office.time_stamper(),
            )
        checked = check_upload(frozen, upload, rules, accepted=signed)
        assert (checked.accepted, checked.sealed) == (True, True), checked.sentence
        assert checked.signatures[2].level is Level.B_LTA


@pytest.mark.parametrize(
    ("change", "pin", "sentence"),
    [
        (("", ""), b"9999", "PIN'i kabul etmedi"),
        ((f"token={TOKEN}", "token=YOK"), b"4321", "“YOK” .* açılamadı"),
        ((f"object={LABEL}", "object=yok"), b"4321", "“yok” okunamadı"),
        ((str(MODULE), "/yok/modul.so"), b"4321", "/yok/modul.so ile açılamadı"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(
    token: Token, change: tuple[str, str], pin: bytes, sentence: str
) -> None:
    with (
        pytest.raises(SignError, match=sentence) as raised,
        open_seal(parse_place(token.uri.replace(*change)), pin),
    ):
        pass
    assert pin.decode() not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "yeri anlaşılmadı"),
        ("muhur.p12", "yeri anlaşılmadı"),
        ("pkcs12:muhur.p12", "yeri anlaşılmadı"),
        ("pkcs11:token=A;object=B", "modül ya da belirteç eksik"),
        ("pkcs11:object=B?module-path=/a.so", "modül ya da belirteç eksik"),
        ("pkcs11:token=A?module-path=/a.so", "adı eksik"),
        ("pkcs11:token=A;token=B;object=C?module-path=/a.so", "“token” anlaşılmadı"),
        ("pkcs11:token=A;object=C;renk=mor?module-path=/a.so", "“renk” anlaşılmadı"),
        ("pkcs11:token=A;object=C?module-path=/a.so&pin-value=1234", "PIN bulunamaz"),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(SignError, match=sentence) as raised:
        parse_place(name)
    assert "1234" not in str(raised.value)


def test_letters_of_a_label_may_be_encoded() -> None:
    place = parse_place("pkcs11:serial=01ab;object=Kurum%20M%C3%BChr%C3%BC?module-path=/a.so")

    assert (place.serial, place.token, place.label) == ("01ab", None, "Kurum Mührü")


@pytest.fixture
def pki(tmp_path: Path, settings: Settings) -> Path:
    call_command("demo_pki", f"--output={tmp_path / 'pki'}", verbosity=0)
    settings.SEAL = f"pkcs12:{tmp_path / 'pki' / 'seal' / 'muhur.p12'}"
    settings.SEAL_PASSWORD_FILE = tmp_path / "pki" / "parola.txt"
    settings.TRUST_DIR = tmp_path / "pki" / "trust"
    return tmp_path / "pki"


def test_the_command_seals_with_the_configured_key(
    pki: Path, frozen: bytes, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "rapor.pdf", tmp_path / "muhurlu.pdf"
    source.write_bytes(frozen)
    capsys.readouterr()

    call_command(
        "seal_pdf", str(source), f"--output={output}", f"--tsa={pki / 'tsa' / 'zaman-damgasi.p12'}"
    )

    said = capsys.readouterr().out
    assert output.read_bytes().startswith(frozen)
    with configured_seal() as signer:
        assert f"B-LTA ile basıldı; sertifikanın SHA-256 özeti {fingerprint(signer)}." in said


def test_the_command_says_what_is_missing(
    pki: Path, frozen: bytes, tmp_path: Path, settings: Settings
) -> None:
    source, output = tmp_path / "rapor.pdf", tmp_path / "muhurlu.pdf"
    source.write_bytes(frozen)
    arguments = ["seal_pdf", str(source), f"--output={output}"]

    with pytest.raises(CommandError, match="B-LTA düzeyi zaman damgası ister"):
        call_command(*arguments)
    settings.SEAL_PASSWORD_FILE.write_text("yanlış")
    with pytest.raises(CommandError, match="PKCS#12 dosyası açılamadı"):
        call_command(*arguments, "--level=B-B")
    settings.SEAL = "pkcs12:/yok/muhur.p12"
    with pytest.raises(CommandError, match=r"/yok/muhur\.p12 okunamadı"):
        call_command(*arguments, "--level=B-B")
    settings.SEAL = ""
    with pytest.raises(CommandError, match="KARS_SEAL ayarı verilmelidir"):
        call_command(*arguments, "--level=B-B")
    assert not output.exists()


def test_a_sealed_file_is_examined_like_any_other(office: Office, frozen: bytes) -> None:
    examined = examine(office.seal(frozen, Level.B_B, by=office.authority.seal), office.trust)

    assert examined.believed
    assert PASSWORD.decode() not in repr(examined)
