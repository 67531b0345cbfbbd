"""No byte of a signed file can be changed unnoticed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from pypdf import PdfReader

from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.examine import examine
from reports.publish.signing.reading import Unreadable
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.signatures import Level, Problem
from tests import sweep

from .conftest import Office, small_pdf
from .places import drawn, flipped, unnoticed


@pytest.fixture(scope="session")
def rules(office: Office) -> Rules:
    return Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
    )


def test_a_flipped_byte_of_the_report_is_noticed_by_its_signatures(
    office: Office, frozen: bytes, signed: bytes
) -> None:
    def believed(content: bytes) -> bool:
        try:
            return examine(content, office.trust).believed
        except Unreadable:
            return False

    assert believed(signed)
    places = {"frozen": list(range(len(frozen)))}
    flips = drawn(places, "frozen", sweep.times(4, 24), name="report")
    assert unnoticed(signed, flips, believed) == []


def test_a_flipped_byte_of_what_was_appended_is_refused(
    frozen: bytes, first: bytes, signed: bytes, rules: Rules
) -> None:
    def accepted(content: bytes) -> bool:
        return check_upload(frozen, content, rules, accepted=first).accepted

    assert accepted(signed)
    places = {"appended": list(range(len(first), len(signed)))}
    flips = drawn(places, "appended", sweep.times(6, 36), name="accepted")
    assert unnoticed(signed, flips, accepted) == []


def test_bytes_hidden_behind_the_signature_are_noticed(office: Office, frozen: bytes) -> None:
    signed = office.sign(frozen, "mali", FINANCE)
    end_of_gap = signed.index(b"0>", len(frozen))

    examined = examine(flipped(signed, end_of_gap), office.trust)

    assert [signature.problem for signature in examined.signatures] == [Problem.BROKEN]


def shifted(pdf: bytes, by: int) -> bytes:
    """The same file as it has to be written to stand `by` bytes behind the start of another."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    body, table, end = output.getvalue().rpartition(b"xref\n0 ")
    end = re.sub(rb"(\d{10})(?= 00000 n)", lambda m: b"%010d" % (int(m[1]) + by), end)
    start = len(body) + by
    return body + table + re.sub(rb"startxref\n\d+", b"startxref\n%d" % start, end)


def test_another_report_behind_the_frozen_bytes_is_refused(
    office: Office, frozen: bytes, rules: Rules
) -> None:
    """The upload starts with the frozen bytes, and readers show something else."""
    other = frozen + shifted(small_pdf("Başka rapor"), len(frozen))
    upload = office.sign(other, "mali", FINANCE)
    assert "Başka rapor" in PdfReader(io.BytesIO(upload)).pages[0].extract_text()

    assert check_upload(frozen, upload, rules).refusal is Refusal.ADDED


def test_a_cut_file_is_refused(frozen: bytes, first: bytes, rules: Rules) -> None:
    checked = check_upload(frozen, first[:-200], rules)

    assert checked.refusal in {Refusal.UNREAD, Refusal.UNSIGNED}


def test_long_term_signatures_outlive_certificates_and_lists(office: Office, signed: bytes) -> None:
    """In five years the officers' certificates and the lists have long run out."""
    later = datetime.now(UTC) + timedelta(days=5 * 365)
    examined = examine(signed, replace(office.trust, require_revocation=False), later)

    assert examined.believed
    assert [signature.level for signature in examined.signatures] == [Level.B_LTA] * 2


def test_a_plain_signature_does_not(office: Office, frozen: bytes) -> None:
    later = datetime.now(UTC) + timedelta(days=5 * 365)
    plain = examine(office.sign(frozen, "mali", FINANCE), office.trust, later)

    assert [signature.problem for signature in plain.signatures] == [Problem.EXPIRED]
