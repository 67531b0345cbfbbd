"""What a file says of itself (Info and XMP), and which of it a signing tool may renew."""

from __future__ import annotations

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.metadata.model import NS, ExpandedName, XmpStructure, XmpValue
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp

RENEWED = frozenset({"/ModDate", "/Producer"})
"""Entries of Info that tell of the last program that wrote the file."""

_XMP_RENEWED = frozenset(
    {
        ExpandedName(NS["pdf"], "Producer"),
        ExpandedName(NS["xmp"], "ModifyDate"),
        ExpandedName(NS["xmp"], "MetadataDate"),
        ExpandedName("http://ns.adobe.com/xap/1.0/mm/", "InstanceID"),
    }
)


def is_same_description(old: generic.StreamObject, new: generic.StreamObject) -> bool:
    """Whether two packets of XMP say the same, but for who wrote the file last and when.

    How it is written (attributes or elements, one description or many) makes no difference.
    """
    try:
        before, after = _said(old), _said(new)
    except (ValueError, KeyError, UnicodeDecodeError):
        return False
    return {key: value for key, value in before.items() if key not in _XMP_RENEWED} == {
        key: value for key, value in after.items() if key not in _XMP_RENEWED
    }


def _said(packet: generic.StreamObject) -> dict[ExpandedName, XmpValue]:
    found: dict[ExpandedName, XmpValue] = {}
    descriptions: list[XmpStructure] = parse_xmp(io.BytesIO(packet.data))
    for description in descriptions:
        for name, value in description:
            if found.setdefault(name, value) != value:
                raise ValueError(f"{name} is said twice")
    return found
