"""The whole report of 2024 signed by both officers: still a standard file, and soon examined."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from reports.publishing import Edition
from reports.signing.check import check_upload
from reports.signing.fields import FINANCE, TOP_MANAGER
from reports.signing.rules import Rules, Signatory
from reports.signing.signatures import Level
from tests.pdf.verapdf import validate
from tests.signing.conftest import Office, office

from .test_pdf import printed, published

__all__ = ["office"]

MOST_SECONDS = 90
"""Of processor time; about 25 on the machine that docs/performance.md names, and more than 600
before the tables of resources and the tags were slimmed."""


@pytest.fixture
def edition(report: object) -> Edition:
    if connection.vendor == "postgresql":
        pytest.skip("the file does not depend on the database: examined in the run on SQLite")
    return published()


def signed_by_both(office: Office) -> tuple[bytes, bytes]:
    first = office.sign(printed(), "mali", FINANCE, Level.B_LT)
    return first, office.sign(first, "baskan", TOP_MANAGER, Level.B_LTA)


@pytest.mark.usefixtures("edition")
def test_signatures_over_the_whole_report_are_examined_in_seconds(office: Office) -> None:
    rules = Rules(
        signatories=(
            Signatory(FINANCE, name="Ayşe Işık"),
            Signatory(TOP_MANAGER, name="İbrahim Çağlar"),
        ),
        trust=office.trust,
    )
    first, both = signed_by_both(office)
    start = time.process_time()
    checked = check_upload(printed(), both, rules, accepted=first)
    seconds = time.process_time() - start

    assert (checked.accepted, checked.complete) == (True, True), checked.sentence
    assert seconds < MOST_SECONDS
    verdict = validate(both)
    assert verdict.broken == []
    assert min(verdict.checked.values()) > 500_000
