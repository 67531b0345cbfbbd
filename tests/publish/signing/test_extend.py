"""Signatures that outlive certificates: data and stamps are added before these run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pyhanko.sign.timestamps import TimeStamper

from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing import pki
from reports.publish.signing.examine import examine
from reports.publish.signing.extend import ExtendError, extend
from reports.publish.signing.pki import DemoAuthority, Issued, make_demo_authority
from reports.publish.signing.sign import load_signer, local_time_stamper
from reports.publish.signing.signatures import Level, Problem
from reports.publish.signing.trust import Trust, load_trust

from .conftest import PASSWORD, Office
from .places import flipped

YEAR = timedelta(days=365)
NOW = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


def stamper_of(authority: DemoAuthority, tsa: Issued) -> TimeStamper:
    return local_time_stamper(replace(authority, tsa=tsa).pkcs12(tsa, PASSWORD), PASSWORD)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def authority(clock: time_machine.Traveller) -> DemoAuthority:
    """Its first stamps can be judged for two years, its lists for one."""
    made = make_demo_authority(NOW)
    period = (NOW - YEAR, NOW + 2 * YEAR)
    tsa = pki._issue("Deneme Damgası 1", 31, made.root, period, pki._time_stamping())
    return replace(made, tsa=tsa)


@pytest.fixture
def later_tsa(authority: DemoAuthority) -> Issued:
    period = (NOW, NOW + 9 * YEAR)
    return pki._issue("Deneme Damgası 2", 32, authority.root, period, pki._time_stamping())


def trust_of(authority: DemoAuthority, directory: Path, when: datetime) -> Trust:
    """Roots, and the lists of that day."""
    fresh = replace(
        authority,
        crls=(
            pki._crl(authority.root, when, ()),
            pki._crl(authority.intermediate, when, ()),
        ),
    )
    fresh.write(directory)
    return load_trust(directory / "trust")


def signed_by_both(office: Office, frozen: bytes) -> bytes:
    first = office.sign(frozen, "mali", FINANCE, Level.B_LT)
    return office.sign(first, "baskan", TOP_MANAGER, Level.B_LTA)


def test_a_renewed_file_outlives_the_certificate_of_its_first_stamp(
    clock: time_machine.Traveller,
    authority: DemoAuthority,
    later_tsa: Issued,
    frozen: bytes,
    tmp_path: Path,
) -> None:
    signed = signed_by_both(Office(authority, trust_of(authority, tmp_path / "0", NOW)), frozen)
    in_time, too_late = NOW + timedelta(days=600), NOW + 5 * YEAR

    clock.move_to(in_time)
    trust = trust_of(authority, tmp_path / "1", in_time)
    extended = extend(signed, trust, stamper_of(authority, later_tsa))

    clock.move_to(too_late)
    late_trust = trust_of(authority, tmp_path / "2", too_late)
    assert extended.startswith(signed)
    examined = examine(extended, late_trust)
    assert examined.believed
    assert [s.level for s in examined.signatures] == [Level.B_LTA] * 2
    assert examined.archived_at == (NOW, in_time)

    # What was not renewed can't be judged any more, and is not renewed blindly.
    assert examine(signed, late_trust).problem is Problem.TIME_STAMP
    with pytest.raises(ExtendError, match="belge zaman damgası: zaman damgası doğrulanmıyor"):
        extend(signed, late_trust, stamper_of(authority, later_tsa))


def test_the_moment_can_be_given_instead_of_waiting_for_it(
    clock: time_machine.Traveller,
    authority: DemoAuthority,
    later_tsa: Issued,
    frozen: bytes,
    tmp_path: Path,
) -> None:
    trust = trust_of(authority, tmp_path / "0", NOW)
    extended = extend(
        signed_by_both(Office(authority, trust), frozen), trust, stamper_of(authority, later_tsa)
    )

    moment = NOW + 5 * YEAR
    examined = examine(extended, trust_of(authority, tmp_path / "1", moment), moment)

    assert examined.believed
    assert {s.level for s in examined.signatures} == {Level.B_LTA}


@pytest.mark.parametrize("level", list(Level))
def test_every_level_becomes_one_for_the_long_term(
    office: Office, frozen: bytes, level: Level
) -> None:
    signed = office.sign(frozen, "mali", FINANCE, level)

    extended = extend(signed, office.trust, office.time_stamper())

    examined = examine(extended, office.trust)
    assert extended.startswith(signed)
    assert [(s.level, s.problem) for s in examined.signatures] == [(Level.B_LTA, None)]
    assert examined.covered
    # The data of a B-LT signature follows it; the next stamp covers that too.
    assert examine(signed, office.trust).covered is (level is not Level.B_LT)


def test_repeating_it_adds_a_stamp_and_no_data_twice(office: Office, frozen: bytes) -> None:
    signed = office.sign(frozen, "mali", FINANCE, Level.B_T)
    once = extend(signed, office.trust, office.time_stamper())
    twice = extend(once, office.trust, office.time_stamper())

    crl = office.trust.crls[0].dump()
    assert twice.startswith(once)
    assert once.count(crl) == twice.count(crl) == 1
    assert len(twice) - len(once) < len(once) - len(signed)
    examined = examine(twice, office.trust)
    assert examined.believed
    assert len(examined.archived_at) == 2


def test_a_seal_is_renewed_with_the_rest(office: Office, signed: bytes) -> None:
    sealed = office.seal(signed, Level.B_T)

    examined = examine(extend(sealed, office.trust, office.time_stamper()), office.trust)

    assert [s.level for s in examined.signatures] == [Level.B_LTA] * 3


def test_what_does_not_hold_is_not_extended(office: Office, frozen: bytes, signed: bytes) -> None:
    broken = flipped(signed, signed.index(b"/Type /Catalog"))
    unknown = replace(office, trust=replace(office.trust, crls=()))
    stranger = make_demo_authority(datetime.now(UTC))
    foreign = Office(stranger, office.trust).sign(frozen, "mali", FINANCE)

    for content, trust, sentence in (
        (b"metin", office.trust, "bozuk ya da PDF değil"),
        (frozen, office.trust, "imza yok"),
        (broken, office.trust, "bozuk"),
        (foreign, office.trust, f"{FINANCE.name}: {Problem.UNTRUSTED}"),
        (office.sign(frozen, "iptal-edilmis", FINANCE), office.trust, "iptal edilmiş"),
        (office.sign(frozen, "mali", FINANCE), unknown.trust, "iptal durumu bilinmiyor"),
    ):
        with pytest.raises(ExtendError, match=sentence):
            extend(content, trust, office.time_stamper())


def test_a_stamp_of_a_stranger_is_not_added(office: Office, signed: bytes) -> None:
    stranger = make_demo_authority(datetime.now(UTC))

    with pytest.raises(ExtendError, match="zaman damgası dosyaya eklenemedi"):
        extend(signed, office.trust, stamper_of(stranger, stranger.tsa))


def test_the_command_extends_and_says_what_is_missing(
    frozen: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = make_demo_authority(datetime.now(UTC))
    (tmp_path / "parola").write_bytes(authority.write(tmp_path / "pki"))
    office = Office(authority, trust_of(authority, tmp_path / "pki", datetime.now(UTC)))
    source, output = tmp_path / "imzali.pdf", tmp_path / "uzun.pdf"
    source.write_bytes(office.sign(frozen, "mali", FINANCE, Level.B_T))
    key = tmp_path / "pki" / "tsa" / "zaman-damgasi.p12"
    password = tmp_path / "pki" / "parola.txt"
    arguments = ["extend_signatures", str(source), f"--output={output}"]
    trust = f"--trust={tmp_path / 'pki' / 'trust'}"

    with pytest.raises(CommandError, match="KARS_TSA_URL verilmelidir"):
        call_command(*arguments, trust)
    with pytest.raises(CommandError, match="KARS_TRUST_DIR verilmelidir"):
        call_command(*arguments, f"--tsa={key}", f"--password-file={password}")
    assert not output.exists()
    call_command(*arguments, trust, f"--tsa={key}", f"--password-file={password}")

    assert "yeni zaman damgası eklendi" in capsys.readouterr().out
    assert load_signer(key.read_bytes(), password.read_bytes()).signing_cert is not None
    assert examine(output.read_bytes(), office.trust).signatures[0].level is Level.B_LTA
