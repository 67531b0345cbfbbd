"""The whole report of 2024 signed by both officers: still a standard file, and soon examined.

It begins with the bytes of the unsigned one, so a fault of those would be one of this file.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from reports.present.editions import Edition
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.signatures import Level
from tests.present.pdf.verapdf import validate
from tests.publish.conftest import judged_in_place
from tests.publish.signing.conftest import Office, office

from .test_pdf import printed, published

__all__ = ["judged_in_place", "office"]


@pytest.fixture
def edition(report: object) -> Edition:
    if connection.vendor == "postgresql":
        pytest.skip("the file does not depend on the database: examined in the run on SQLite")
    return published()


def signed_by_both(office: Office) -> tuple[bytes, bytes]:
    first = office.sign(printed(), "mali", FINANCE, Level.B_LT)
    return first, office.sign(first, "baskan", TOP_MANAGER, Level.B_LTA)


@pytest.mark.usefixtures("edition")
def test_signatures_over_the_whole_report_are_examined_without_detours(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Rules(
        signatories=(
            Signatory(FINANCE, name="Ayşe Işık"),
            Signatory(TOP_MANAGER, name="İbrahim Çağlar"),
        ),
        trust=office.trust,
    )
    first, both = signed_by_both(office)
    with monkeypatch.context() as patch:
        looks = counted_looks(patch)
        checked = check_upload(printed(), both, rules, accepted=first)

    assert (checked.accepted, checked.complete) == (True, True), checked.sentence
    assert both.startswith(first)
    assert first.startswith(printed())
    size = int(PdfFileReader(io.BytesIO(both)).trailer["/Size"])
    assert size > 20_000
    # Only what a signature writes is looked at, however large the report is.
    assert 100 < len(looks) < size, len(looks) / size
    verdict = validate(both)
    assert verdict.broken == []
    assert min(verdict.checked.values()) > 500_000


def counted_looks(patch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one whenever the examiner looks an object up, in any revision."""
    looks: list[None] = []

    def counting(look: Any) -> Any:
        def look_and_count(*args: Any, **options: Any) -> Any:
            looks.append(None)
            return look(*args, **options)

        return look_and_count

    for reader in (PdfFileReader, HistoricalResolver):
        patch.setattr(reader, "get_object", counting(reader.get_object))
    return looks
