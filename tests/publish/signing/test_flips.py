"""Every changed byte of a signed file is reported by its signatures, without anything beside it.

A run changes a few bytes of every kind of place (places.py), the same ones with the same seed; the
sweep changes many of each, and hundreds drawn from the whole file.
"""

from __future__ import annotations

import functools
import hashlib
import re
from datetime import UTC, datetime

import pytest
from asn1crypto import cms

from reports.present.pdf.fields import FINANCE, TOP_MANAGER, SignatureField
from reports.publish.signing.check import check_upload
from reports.publish.signing.examine import examine
from reports.publish.signing.reading import Unreadable
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.sign import Stamp, load_signer, sign
from reports.publish.signing.signatures import Examined, Level
from reports.publish.signing.stamping import HttpTimeStamper
from tests import sweep

from .authority import stamp_server
from .conftest import PASSWORD, Office
from .places import KINDS, STAMP, Flip, Places, drawn, places_of, unnoticed

OF_A_KIND = sweep.times(3, 40)
UPLOADS_OF_A_KIND = sweep.times(1, 4)
RSA_KEY = b"300D06092A864886F70D0101010500"
"""How a certificate names the kind of its key (AlgorithmIdentifier, RFC 3279), as written."""


def over_network(office: Office, pdf: bytes, *signers: tuple[str, SignatureField]) -> bytes:
    """Signed by all for the long term, with stamps that bring the root along, as real ones do."""
    with stamp_server(office.authority) as server:
        stamper = HttpTimeStamper(server.url, trust=office.trust)
        for who, field in signers:
            card = office.authority.pkcs12(office.authority.officers[who], PASSWORD)
            last = (who, field) == signers[-1]
            pdf = sign(
                pdf,
                field.name,
                load_signer(card, PASSWORD),
                Stamp(field.role, datetime.now(UTC)),
                level=Level.B_LTA if last else Level.B_LT,
                trust=office.trust,
                time_stamper=stamper,
            )
    return pdf


@pytest.fixture(scope="module")
def small(office: Office, frozen: bytes) -> bytes:
    return over_network(office, frozen, ("mali", FINANCE), ("baskan", TOP_MANAGER))


@pytest.fixture(scope="module")
def signed_report(office: Office, long_report: bytes) -> bytes:
    return over_network(office, long_report, ("baskan", TOP_MANAGER))


def holds(content: bytes, office: Office, expected: Examined, *, skip_diff: bool) -> bool:
    """Whether the file still counts as the signed one: same people, same level, all believed."""
    try:
        examined = examine(content, office.trust, skip_diff=skip_diff)
    except Unreadable:
        return False
    return examined.believed and [(s.fingerprint, s.level) for s in examined.signatures] == [
        (s.fingerprint, s.level) for s in expected.signatures
    ]


@pytest.fixture(scope="module")
def places(frozen: bytes, small: bytes) -> Places:
    return places_of(small, len(frozen))


@pytest.fixture(scope="module")
def expected(office: Office, small: bytes) -> Examined:
    found = examine(small, office.trust)
    assert [s.level for s in found.signatures] == [Level.B_LTA] * 2
    assert found.covered
    return found


def anywhere(content: bytes, count: int, *, name: str) -> list[Flip]:
    chance = sweep.chance(name)
    return [(place, chance.randrange(8)) for place in chance.sample(range(len(content)), count)]


def test_no_kind_of_place_is_forgotten(small: bytes, frozen: bytes, places: Places) -> None:
    assert set(places) == set(KINDS)
    known = {place for of_kind in places.values() for place in of_kind}
    assert known == set(range(len(small)))


def test_the_unchanged_file_holds(office: Office, small: bytes, expected: Examined) -> None:
    for skip_diff in (False, True):
        assert holds(small, office, expected, skip_diff=skip_diff)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_of_every_kind_is_reported_by_the_signatures(
    office: Office, small: bytes, places: Places, expected: Examined, kind: str
) -> None:
    still = functools.partial(holds, office=office, expected=expected, skip_diff=False)
    flips = drawn(places, kind, OF_A_KIND, name="signatures")

    assert unnoticed(small, flips, still) == []


@pytest.mark.exhaustive("every kind has its own bytes in every run")
def test_hundreds_of_flipped_bits_are_reported(
    office: Office, small: bytes, expected: Examined
) -> None:
    still = functools.partial(holds, office=office, expected=expected, skip_diff=False)

    assert unnoticed(small, anywhere(small, 400, name="whole file"), still) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_of_every_kind_is_refused_as_an_upload(
    office: Office, frozen: bytes, small: bytes, places: Places, kind: str
) -> None:
    """And by the hash that is published: both need no certificate."""
    rules = Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
        minimum=Level.B_LTA,
    )
    published = hashlib.sha256(small).digest()

    def counts(changed: bytes) -> bool:
        checked = check_upload(frozen, changed, rules)
        same = hashlib.sha256(changed).digest() == published
        return same or (checked.accepted and checked.complete)

    flips = drawn(places, kind, UPLOADS_OF_A_KIND, name="uploads")
    assert unnoticed(small, flips, counts) == []


def test_the_unchanged_file_is_taken_as_an_upload(
    office: Office, frozen: bytes, small: bytes
) -> None:
    rules = Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
        minimum=Level.B_LTA,
    )
    assert check_upload(frozen, small, rules).complete


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith(STAMP)])
def test_a_flipped_bit_of_the_last_stamp_is_reported_at_the_first_look(
    office: Office, small: bytes, places: Places, expected: Examined, kind: str
) -> None:
    """No later signature covers it, and it brings a certificate that nobody needs. Without what
    compares revisions, as the public page examines a file at first.
    """
    still = functools.partial(holds, office=office, expected=expected, skip_diff=True)
    flips = drawn(places, kind, sweep.times(5, 40), name="last stamp")

    assert unnoticed(small, flips, still) == []


def test_a_flipped_byte_of_how_a_key_is_named_is_reported(
    office: Office, small: bytes, expected: Examined
) -> None:
    """A root beside the stamp whose own key can't be read any more is its own issuer by name."""
    start = small.rindex(b"<3082")
    found = [match.start() for match in re.finditer(RSA_KEY, small) if match.start() > start]
    assert len(found) > 1
    still = functools.partial(holds, office=office, expected=expected, skip_diff=True)

    for number, first in enumerate(found):
        flips = [(first + place, 0) for place in range(len(RSA_KEY))]
        some = sweep.some(flips, 6, f"name of key {number}")
        assert unnoticed(small, some, still) == []


@pytest.mark.parametrize(
    ("what", "few"),
    [("length", 8), ("version", 4), ("signer's version", 4), ("issuer", 16), ("parameters", 6)],
)
def test_a_flipped_byte_that_no_validator_reads_is_reported(
    office: Office, small: bytes, expected: Examined, what: str, few: int
) -> None:
    """Lengths around the whole, versions, the letters of an issuer's name, parameters of a digest:
    none of it is signed, and validators read it loosely or not at all.
    """
    start = small.rindex(b"<3082") + 1
    data = bytes.fromhex(small[start : small.index(b">", start)].decode())
    signed = cms.ContentInfo.load(data)["content"]
    signer = signed["signer_infos"][0].dump()
    issuer = signed["signer_infos"][0]["sid"].chosen["issuer"].dump()
    digest = signed["signer_infos"][0]["digest_algorithm"].dump()
    head = data.index(signer)
    name, kind = data.index(issuer, head), data.index(digest, head)
    at = {
        "length": range(2, 4),
        "version": [data.index(bytes.fromhex("020103")) + 2],
        "signer's version": [head + 6],
        "issuer": range(name + 12, name + len(issuer)),
        "parameters": range(kind + len(digest) - 2, kind + len(digest)),
    }[what]
    flips = [(start + 2 * byte + half, bit) for byte in at for half in (0, 1) for bit in (0, 1, 2)]
    still = functools.partial(holds, office=office, expected=expected, skip_diff=True)

    assert unnoticed(small, sweep.some(flips, few, what), still) == []


def test_flipped_bits_of_a_whole_report_are_reported(office: Office, signed_report: bytes) -> None:
    expected = examine(signed_report, office.trust, skip_diff=True)
    still = functools.partial(holds, office=office, expected=expected, skip_diff=True)
    assert expected.believed
    assert expected.covered
    assert len(signed_report) > 150_000
    assert still(signed_report)

    flips = anywhere(signed_report, sweep.times(8, 48), name="report")

    assert unnoticed(signed_report, flips, still) == []
