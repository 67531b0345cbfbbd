"""Last touches on the objects of a PDF before it is written. Imports nothing of Django."""

from __future__ import annotations

import pydyf

from reports.present.pdf.fields import make_signature_fields

from .parts import LINK
from .slimming import (
    content_of,
    give_pages_their_own_resources,
    pages,
    set_apart_margins,
    slim,
)

PART = b"1"
_END = b"</rdf:RDF>"

FORM = "Bolum-AcroForm"
"""Where a part keeps its form until the whole file gets it."""

# WeasyPrint identifies a file as PDF/A or as PDF/UA. For both, the second has to say so in the same
# RDF, and PDF/A-3 wants the schema of every property that it does not know described beside it.
UA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>" + PART + b"</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file follows"
    b"</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def finish(pdf: pydyf.PDF) -> None:
    """A whole file: PDF/A-3a and PDF/UA-1 in one, with fields that can be signed."""
    _identify(pdf)
    make_signature_fields(pdf)
    slim(pdf)
    _attach_once(pdf)


def finish_part(pdf: pydyf.PDF, mark: str) -> None:
    """Some pages of a report that becomes one file later (`merging`).

    `mark` begins the names of table cells, which must differ from those of the other parts.
    """
    make_signature_fields(pdf)
    slim(pdf)
    for page in pages(pdf):
        _enclose(content_of(pdf, page))
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("Type") == "/StructElem":
            _rename_cells(item, mark)
        elif item.get("Subtype") == "/Link" and "A" in item:
            _lead_inside(item)
    # The whole file has names and bookmarks of its own, made of what `engine` tells.
    for entry in ("Names", "Outlines"):
        pdf.catalog.pop(entry, None)
    if "AcroForm" in pdf.catalog:
        form = pdf.catalog.pop("AcroForm")
        pdf.add_object(form)
        pdf.catalog[FORM] = form.reference


def finish_shell(pdf: pydyf.PDF) -> None:
    """What surrounds the parts: metadata, attachments, feet of pages."""
    _identify(pdf)
    set_apart_margins(pdf)
    give_pages_their_own_resources(pdf)
    _attach_once(pdf)


def _attach_once(pdf: pydyf.PDF) -> None:
    if "AF" in pdf.catalog:
        # WeasyPrint lists an associated file once as a whole and once more for its variant.
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _enclose(stream: pydyf.Stream) -> None:
    """The foot that is painted later starts from an untouched state."""
    stream.stream.insert(0, b"q")
    stream.stream.append(b"Q")


def _rename_cells(element: pydyf.Dictionary, mark: str) -> None:
    if "ID" in element:
        element["ID"] = pydyf.String(f"{mark}-{element['ID'].string}")
    headers = element.get("A", {}).get("Headers")
    if headers:
        element["A"]["Headers"] = pydyf.Array(
            pydyf.String(f"{mark}-{header.string}") for header in headers
        )


def _lead_inside(link: pydyf.Dictionary) -> None:
    """A link to another part was laid out as one to the web."""
    address = link["A"]["URI"].string
    if address.startswith(LINK):
        del link["A"]
        link["Dest"] = link["Contents"] = pydyf.String(address.removeprefix(LINK))


def _identify(pdf: pydyf.PDF) -> None:
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            text: bytes = item.stream[0]
            if text.count(_END) != 1:
                raise ValueError("the metadata of the PDF does not look as expected")
            item.stream = [text.replace(_END, UA_IDENTIFICATION + _END)]
            return
    raise ValueError("the PDF has no metadata")
