"""Last touches on the objects of a PDF before it is written. Imports nothing of Django."""

from __future__ import annotations

from typing import Any

from reports.signing.fields import make_signature_fields

PART = b"1"
_END = b"</rdf:RDF>"

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


def finish(_document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: PDF/A-3a and PDF/UA-1 in one file, with fields that can be signed."""
    _identify(pdf)
    make_signature_fields(pdf)
    if "AF" in pdf.catalog:
        # WeasyPrint lists an associated file once as a whole and once more for its variant.
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _identify(pdf: Any) -> None:
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            text: bytes = item.stream[0]
            if text.count(_END) != 1:
                raise ValueError("the metadata of the PDF does not look as expected")
            item.stream = [text.replace(_END, UA_IDENTIFICATION + _END)]
            return
    raise ValueError("the PDF has no metadata")
