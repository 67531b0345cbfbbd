"""Signatures, seal and renewal leave the report archival and accessible."""

from __future__ import annotations

import io

import pikepdf

from reports.present.pdf.fields import SEAL, TOP_MANAGER
from reports.publish.signing.examine import examine
from reports.publish.signing.extend import extend
from reports.publish.signing.signatures import Level
from tests.present.pdf.verapdf import validate

from .conftest import Office


def test_the_seal_has_its_place_on_the_page_of_the_last_declaration(long_report: bytes) -> None:
    with pikepdf.open(io.BytesIO(long_report)) as pdf:
        widgets = {
            str(note.T): (number, [float(value) for value in note.Rect])
            for number, page in enumerate(pdf.pages)
            for note in page.get("/Annots", pikepdf.Array())
            if note.get("/Subtype") == "/Widget"
        }
    page, officer = widgets[TOP_MANAGER.name]
    assert set(widgets) == {TOP_MANAGER.name, SEAL.name}
    assert widgets[SEAL.name][0] == page
    left, bottom, right, top = widgets[SEAL.name][1]
    assert top < officer[1]
    assert (right - left) * (top - bottom) < (officer[2] - officer[0]) * (officer[3] - officer[1])


def test_signed_sealed_and_renewed_it_stays_archival_and_accessible(
    office: Office, long_report: bytes
) -> None:
    """The same report before anybody signed: tests/present/pdf/test_conformance.py."""
    signed = office.sign(long_report, "baskan", TOP_MANAGER, Level.B_LTA)
    sealed = office.seal(signed)
    renewed = extend(sealed, office.trust, office.time_stamper(), skip_diff=True)

    assert validate(renewed).broken == []
    examined = examine(renewed, office.trust, skip_diff=True)
    assert [(s.field, s.level) for s in examined.signatures] == [
        (TOP_MANAGER.name, Level.B_LTA),
        (SEAL.name, Level.B_LTA),
    ]
