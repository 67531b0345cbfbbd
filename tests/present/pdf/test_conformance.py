"""The validator's word on the sample: every kind of block and the annex of the checks."""

from __future__ import annotations

import io

import pikepdf
import pytest

from reports.present.pdf.data import data_file
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import render

from .test_reconciliation import checked_edition
from .verapdf import ACCESSIBLE, ARCHIVAL, validate


@pytest.fixture(scope="module")
def pdf() -> bytes:
    edition = checked_edition()
    return render(report_html(edition), data=data_file(edition))


def test_one_file_is_archival_and_accessible(pdf: bytes) -> None:
    verdict = validate(pdf)

    assert verdict.broken == []
    assert min(verdict.checked[profile] for profile in (ARCHIVAL, ACCESSIBLE)) > 50_000


def test_language_and_identification_are_in_the_file(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.Root.Metadata.read_bytes().decode()
        assert file.Root.Lang == "tr"
        assert file.Root.ViewerPreferences.DisplayDocTitle
    assert metadata.count("<pdfuaid:part>1</pdfuaid:part>") == 1
    assert 'pdfaid:part="3"' in metadata
