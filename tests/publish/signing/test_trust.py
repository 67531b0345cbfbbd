"""The directory that says whom to believe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from reports.present.pdf.fields import FINANCE
from reports.publish.signing import pki
from reports.publish.signing.examine import examine
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.signatures import Problem
from reports.publish.signing.trust import TrustError, load_trust

from .conftest import Office


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    make_demo_authority(datetime.now(UTC)).write(tmp_path)
    return tmp_path / "trust"


def test_the_directory_of_the_test_authority_is_read(directory: Path) -> None:
    trust = load_trust(directory)

    assert (len(trust.roots), len(trust.intermediates), len(trust.crls)) == (1, 1, 2)


@pytest.mark.parametrize("place", ["roots/a.pem", "intermediates/a.pem", "crls/a.crl"])
def test_a_file_that_is_something_else_is_named(directory: Path, place: str) -> None:
    (directory / place).write_bytes(b"metin")

    with pytest.raises(TrustError, match=place):
        load_trust(directory)


def test_without_a_root_nobody_is_believed(tmp_path: Path) -> None:
    with pytest.raises(TrustError, match="kök sertifika yok"):
        load_trust(tmp_path)


def test_an_older_list_does_not_hide_what_a_newer_one_knows(
    office: Office, frozen: bytes, directory: Path
) -> None:
    """Whatever the files are called."""
    made = office.authority
    officer = made.officers["mali"].certificate.serial_number
    made.write(directory.parent)
    newer = pki._crl(made.intermediate, datetime.now(UTC) + timedelta(minutes=30), (officer,))
    (directory / "crls" / "zz.crl").write_bytes(newer.public_bytes(Encoding.DER))

    examined = examine(office.sign(frozen, "mali", FINANCE), load_trust(directory))

    assert [signature.problem for signature in examined.signatures] == [Problem.REVOKED]
