"""Answers about single certificates (OCSP) count like lists do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateRevocationList

from reports.present.pdf.fields import FINANCE
from reports.publish.signing import pki
from reports.publish.signing.examine import examine
from reports.publish.signing.sign import SignError
from reports.publish.signing.signatures import Level, Problem
from reports.publish.signing.trust import Trust, TrustError, load_trust

from .conftest import Office


def answers(office: Office, *who: str) -> tuple[asn1_ocsp.OCSPResponse, ...]:
    """What is said today of these certificates, and of intermediate and time stamp."""
    made = office.authority
    asked = (made.intermediate, made.tsa, *(made.officers[name] for name in who))
    return tuple(
        asn1_ocsp.OCSPResponse.load(made.ocsp(one, datetime.now(UTC)).public_bytes(Encoding.DER))
        for one in asked
    )


def by_answers_only(office: Office, *who: str) -> Trust:
    return replace(office.trust, crls=(), ocsps=answers(office, *who))


def test_a_good_answer_stands_for_a_list(office: Office, frozen: bytes) -> None:
    signed = office.sign(frozen, "mali", FINANCE, Level.B_T)

    silent = examine(signed, by_answers_only(office))
    asked = examine(signed, by_answers_only(office, "mali"))

    assert [s.problem for s in silent.signatures] == [Problem.REVOCATION_UNKNOWN]
    assert [(s.problem, s.level) for s in asked.signatures] == [(None, Level.B_T)]


def test_a_list_that_knows_better_is_asked_beside_a_good_answer(
    office: Office, frozen: bytes
) -> None:
    serial = office.authority.officers["mali"].certificate.serial_number
    lists = (*_of_root(office), _revoking(office, serial))
    trust = replace(by_answers_only(office, "mali"), crls=lists)

    examined = examine(office.sign(frozen, "mali", FINANCE), trust)

    assert [s.problem for s in examined.signatures] == [Problem.REVOKED]


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T])
def test_an_answer_that_tells_of_a_revocation_refuses(
    office: Office, frozen: bytes, level: Level
) -> None:
    signed = office.sign(frozen, "iptal-edilmis", FINANCE, level)

    examined = examine(signed, by_answers_only(office, "iptal-edilmis"))

    assert [s.problem for s in examined.signatures] == [Problem.REVOKED]


def test_an_answer_about_somebody_else_says_nothing(office: Office, frozen: bytes) -> None:
    examined = examine(office.sign(frozen, "mali", FINANCE), by_answers_only(office, "baskan"))

    assert [s.problem for s in examined.signatures] == [Problem.REVOCATION_UNKNOWN]


def test_an_answer_that_a_stranger_signed_says_nothing(
    office: Office, frozen: bytes, stranger: Office
) -> None:
    trust = replace(office.trust, crls=_of_root(office), ocsps=answers(stranger, "mali"))

    examined = examine(office.sign(frozen, "mali", FINANCE), trust)

    assert [s.problem for s in examined.signatures] == [Problem.REVOCATION_UNKNOWN]


def test_a_revocation_that_the_directory_knows_is_not_hidden_by_an_answer_in_the_file(
    office: Office, frozen: bytes
) -> None:
    """The file was signed for the long term while the answer was still a good one."""
    good = Office(office.authority, by_answers_only(office, "mali"))
    signed = good.sign(frozen, "mali", FINANCE, Level.B_LT)
    serial = office.authority.officers["mali"].certificate.serial_number
    lists = (office.authority.crls[0], _revoked(office, serial))
    later = Office(replace(office.authority, crls=lists), office.trust)

    examined = examine(signed, by_answers_only(later, "mali"))

    assert [s.problem for s in examined.signatures] == [Problem.REVOKED]


def _of_root(office: Office) -> tuple[asn1_crl.CertificateList, ...]:
    root = office.trust.roots[0].subject
    return tuple(item for item in office.trust.crls if item.issuer == root)


def _revoked(office: Office, serial: int) -> CertificateRevocationList:
    return pki._crl(office.authority.intermediate, datetime.now(UTC), (serial,))


def _revoking(office: Office, serial: int) -> asn1_crl.CertificateList:
    return asn1_crl.CertificateList.load(_revoked(office, serial).public_bytes(Encoding.DER))


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_answers_inside_the_file_are_enough_for_the_long_term(
    office: Office, frozen: bytes, level: Level
) -> None:
    signer = Office(office.authority, by_answers_only(office, "mali"))
    signed = signer.sign(frozen, "mali", FINANCE, level)

    alone = Trust(roots=office.trust.roots)

    assert [(s.problem, s.level) for s in examine(signed, alone).signatures] == [(None, level)]


def test_a_revoked_certificate_does_not_sign_for_the_long_term(
    office: Office, frozen: bytes
) -> None:
    signer = Office(office.authority, by_answers_only(office, "iptal-edilmis"))

    with pytest.raises(SignError, match="sertifika geçerli"):
        signer.sign(frozen, "iptal-edilmis", FINANCE, Level.B_LT)


def test_answers_are_read_from_the_directory(office: Office, frozen: bytes, tmp_path: Path) -> None:
    office.authority.write(tmp_path)
    for path in (tmp_path / "trust" / "crls").iterdir():
        path.unlink()
    (tmp_path / "trust" / "ocsps").mkdir()
    for number, answer in enumerate(answers(office, "mali")):
        (tmp_path / "trust" / "ocsps" / f"{number}.der").write_bytes(answer.dump())

    trust = load_trust(tmp_path / "trust")

    assert (len(trust.crls), len(trust.ocsps)) == (0, 3)
    assert examine(office.sign(frozen, "mali", FINANCE, Level.B_T), trust).believed


def test_an_answer_that_only_tells_of_a_failure_is_named(office: Office, tmp_path: Path) -> None:
    office.authority.write(tmp_path)
    (tmp_path / "trust" / "ocsps").mkdir()
    failed = asn1_ocsp.OCSPResponse({"response_status": "unauthorized"})
    (tmp_path / "trust" / "ocsps" / "a.der").write_bytes(failed.dump())

    with pytest.raises(TrustError, match=r"ocsps/a\.der"):
        load_trust(tmp_path / "trust")
