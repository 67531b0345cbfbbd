"""Every changed byte of a signed file is reported by its signatures, without anything beside it."""

from __future__ import annotations

import functools
import hashlib
import random
import re
from datetime import UTC, datetime

import pytest
from asn1crypto import cms

from reports.pdf.data import data_file
from reports.pdf.document import report_html
from reports.pdf.renderer import render
from reports.signing.check import Rules, Signatory, check_upload
from reports.signing.examine import Examined, Unreadable, examine
from reports.signing.fields import FINANCE, TOP_MANAGER, SignatureField
from reports.signing.sign import Level, Stamp, load_signer, sign
from reports.signing.stamping import HttpTimeStamper
from tests.pdf.sample import sample_edition

from .authority import stamp_server
from .conftest import PASSWORD, Office
from .test_tamper import flipped

PLACES = 200
PLACES_IN_A_REPORT = 48
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
def report(office: Office) -> bytes:
    """A report of many pages, tables and charts."""
    edition = sample_edition()
    pdf = render(report_html(edition), data=data_file(edition))
    return over_network(office, pdf, ("baskan", TOP_MANAGER))


def holds(content: bytes, office: Office, expected: Examined, *, skip_diff: bool) -> bool:
    """Whether the file still counts as the signed one: same people, same level, all believed."""
    try:
        examined = examine(content, office.trust, skip_diff=skip_diff)
    except Unreadable:
        return False
    return examined.believed and [(s.fingerprint, s.level) for s in examined.signatures] == [
        (s.fingerprint, s.level) for s in expected.signatures
    ]


def test_every_flipped_byte_is_reported_by_the_signatures(office: Office, small: bytes) -> None:
    chance = random.Random(200)
    expected = examine(small, office.trust)
    assert [s.level for s in expected.signatures] == [Level.B_LTA] * 2
    assert expected.covered
    still = functools.partial(holds, office=office, expected=expected, skip_diff=False)
    assert still(small)

    places = chance.sample(range(len(small)), PLACES)

    assert [p for p in places if still(flipped(small, p, chance.randrange(8)))] == []


def test_every_flipped_byte_is_refused_as_an_upload(
    office: Office, frozen: bytes, small: bytes
) -> None:
    """And by the hash that is published: both need no certificate."""
    rules = Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
        minimum=Level.B_LTA,
    )
    assert check_upload(frozen, small, rules).complete
    chance = random.Random(201)
    published = hashlib.sha256(small).digest()

    for place in chance.sample(range(len(small)), PLACES // 4):
        changed = flipped(small, place, chance.randrange(8))
        assert hashlib.sha256(changed).digest() != published
        checked = check_upload(frozen, changed, rules)
        assert not (checked.accepted and checked.complete), place


def test_every_flipped_byte_of_the_last_stamp_is_reported(office: Office, small: bytes) -> None:
    """No later signature covers it, and it brings a certificate that nobody needs."""
    chance = random.Random(202)
    expected = examine(small, office.trust)
    start = small.rindex(b"<3082")
    end = small.index(b"00000000", start)
    assert end - start > 4_000

    places = chance.sample(range(start, end), PLACES // 2)

    assert [
        place for place in places if holds(flipped(small, place), office, expected, skip_diff=True)
    ] == []


def test_a_flipped_byte_of_how_a_key_is_named_is_reported(office: Office, small: bytes) -> None:
    """A root beside the stamp whose own key can't be read any more is its own issuer by name."""
    expected = examine(small, office.trust)
    start = small.rindex(b"<3082")
    found = [match.start() for match in re.finditer(RSA_KEY, small) if match.start() > start]
    assert len(found) > 1

    places = [first + place for first in found for place in range(len(RSA_KEY))]

    assert [
        place for place in places if holds(flipped(small, place), office, expected, skip_diff=True)
    ] == []


def test_a_flipped_byte_that_no_validator_reads_is_reported(office: Office, small: bytes) -> None:
    """Lengths around the whole, versions, the letters of an issuer's name, parameters of a digest:
    none of it is signed, and validators read it loosely or not at all.
    """
    expected = examine(small, office.trust)
    start = small.rindex(b"<3082") + 1
    data = bytes.fromhex(small[start : small.index(b">", start)].decode())
    signed = cms.ContentInfo.load(data)["content"]
    signer = signed["signer_infos"][0].dump()
    issuer = signed["signer_infos"][0]["sid"].chosen["issuer"].dump()
    digest = signed["signer_infos"][0]["digest_algorithm"].dump()
    head = data.index(signer)
    name, kind = data.index(issuer, head), data.index(digest, head)
    at = [*range(2, 4), data.index(bytes.fromhex("020103")) + 2, head + 6]
    at += [
        *range(name + 12, name + len(issuer)),
        *range(kind + len(digest) - 2, kind + len(digest)),
    ]
    flips = [(2 * byte + half, bit) for byte in at for half in (0, 1) for bit in (0, 1, 2)]

    assert [
        (place // 2, bit)
        for place, bit in flips
        if holds(flipped(small, start + place, bit), office, expected, skip_diff=True)
    ] == []


def test_every_flipped_byte_of_a_whole_report_is_reported(office: Office, report: bytes) -> None:
    chance = random.Random(203)
    expected = examine(report, office.trust, skip_diff=True)
    still = functools.partial(holds, office=office, expected=expected, skip_diff=True)
    assert expected.believed
    assert expected.covered
    assert len(report) > 150_000
    assert still(report)

    places = chance.sample(range(len(report)), PLACES_IN_A_REPORT)

    assert [p for p in places if still(flipped(report, p, chance.randrange(8)))] == []
