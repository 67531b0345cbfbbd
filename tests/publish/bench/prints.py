"""The portal's own prints that are signed: the full report with both declarations, the summary."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pikepdf

from reports.core.documents import DeclarationBlock, canonical_json, document_hash
from reports.present.editions import Edition
from reports.present.pdf.data import data_file
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import render
from reports.present.pdf.summary import summary_html
from tests.present.pdf.sample import node, sample_edition


def _edition() -> Edition:
    made = sample_edition()
    declaration = DeclarationBlock(
        key="mali-hizmetler",
        title="Mali hizmetler birim yöneticisinin beyanı",
        role="accounting_officer",
        role_label="Mali hizmetler birim yöneticisi",
        signatory="Ayşe Işık",
        institution="Örnek Belediyesi",
        date="28.03.2025",
        body_html="<p>Örnek beyan metni.</p>",
    )
    outline = (*made.document.outline, node("EK2", "Beyan", declaration))
    document = replace(made.document, outline=outline)
    return replace(made, document=document, sha256=document_hash(canonical_json(document)))


@cache
def full() -> bytes:
    """The report of many pages, with its data attached and the fields of both officers."""
    edition = _edition()
    return render(report_html(edition), data=data_file(edition))


@cache
def summary() -> bytes:
    """The citizens' summary with a field for the head of financial services."""
    return render(summary_html(_edition(), for_signing=True))


def with_plain_table(pdf: bytes) -> bytes:
    """The same document as another program may save it: a table of objects that is no stream.

    The portal itself writes tables that are streams, and streams that hold objects.
    """
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = output.getvalue()
    assert b"\nxref\n" in content
    return content
