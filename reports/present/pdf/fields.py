"""Named signature fields, there before the file is frozen.

A field that is added later can't enter the tag tree, and PDF/UA is lost. So the HTML holds a form
field, and while the PDF is written it becomes an empty signature field with its place in the tags.
Imports nothing of Django: the PDF is written in a process without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pydyf

from kars_portal.lib.tokens import token

_PRINT = 4
_LOCKED = 128
_SIGNED_BY_APPENDING = 1 | 2
"""Already in the frozen file, so that a signature need not change it."""
_BOX_ONLY = ("V", "AP", "AS", "MK", "Border")

FIELD_CSS = (
    "input.signature-field{appearance:auto;display:block;box-sizing:border-box;"
    f"width:80mm;height:28mm;border:.5pt solid {token('field-frame')}}}"
    "input.signature-field--seal{width:60mm;height:18mm;border:0}"
)
"""Size and frame of a field; the frame is what shows while it is empty. The seal's has none: where
no seal is used, nothing shows."""


@dataclass(frozen=True)
class SignatureField:
    """A place for one signature."""

    name: str
    role: str
    is_seal: bool = False
    """Whether it is the institution's: a seal stands for no officer."""

    @property
    def label(self) -> str:
        """What a screen reader says."""
        return f"{self.role} elektronik {'mühür' if self.is_seal else 'imza'} alanı"


FINANCE = SignatureField("imza_mali_hizmetler", "Mali hizmetler birim yöneticisi")
TOP_MANAGER = SignatureField("imza_ust_yonetici", "Üst yönetici")
SPENDING_OFFICER = SignatureField("imza_harcama_yetkilisi", "Harcama yetkilisi")
"""Head of a directorate, who makes its unit report and gives the assurance in it (Law 5018)."""
SEAL = SignatureField("imza_kurum_muhru", "Kurum mührü", is_seal=True)
REPORT_FIELDS = (FINANCE, TOP_MANAGER, SEAL)
"""Of the report, in every version: the officers sign their declarations."""
UNIT_FIELDS = (SPENDING_OFFICER, SEAL)
"""Of a unit report that was printed to be signed."""
SUMMARY_FIELDS = (FINANCE, SEAL)
"""Of a citizens' summary that was printed to be signed."""
ALL_FIELDS = (*REPORT_FIELDS, SPENDING_OFFICER)


def field_html(field: SignatureField, *, framed: bool | None = None) -> str:
    """The field's place in the document, as safe HTML; wants `FIELD_CSS`.

    An officer's field is framed and a seal's is not, unless `framed` says otherwise.

    A check box, since for a field of text WeasyPrint embeds the whole font, with glyphs that no
    character leads to; PDF/A allows none.
    """
    name, label = escape(field.name), escape(field.label)
    framed = not field.is_seal if framed is None else framed
    look = "signature-field" if framed else "signature-field signature-field--seal"
    return f'<p><input class="{look}" type="checkbox" name="{name}" title="{label}"></p>'


def make_signature_fields(
    pdf: pydyf.PDF, fields: Sequence[SignatureField] = ALL_FIELDS
) -> list[str]:
    """Turn the named form fields of a PDF being written into signature fields.

    To be called from WeasyPrint's `finisher`. Gives the names that were found.
    """
    names = {field.name for field in fields}
    found = []
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("Subtype") == "/Widget" and item["T"].string in names:
            _to_signature(pdf, item)
            found.append(item["T"].string)
        elif item.get("S") == "/Form" and isinstance(item["K"], list) and len(item["K"]) == 1:
            # A list of one object is no place where a later signature may change anything.
            item["K"] = item["K"][0]
    if found:
        form: pydyf.Dictionary = pdf.catalog["AcroForm"]
        form.pop("NeedAppearances", None)
        form.pop("DR", None)
        form["SigFlags"] = _SIGNED_BY_APPENDING
    return found


def _to_signature(pdf: pydyf.PDF, widget: pydyf.Dictionary) -> None:
    mark = widget["AP"]["N"]["on"]
    for item in pdf.objects:
        if getattr(item, "reference", None) == mark:
            item.free = "f"
    for key in _BOX_ONLY:
        widget.pop(key, None)
    x1, y1, x2, y2 = (float(value) for value in widget["Rect"])
    left, right = sorted((x1, x2))
    bottom, top = sorted((y1, y2))
    empty = pydyf.Stream(
        [b""],
        pydyf.Dictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, right - left, top - bottom]),
            }
        ),
    )
    pdf.add_object(empty)
    widget["FT"] = "/Sig"
    widget["F"] = _PRINT | _LOCKED
    widget["Rect"] = pydyf.Array([left, bottom, right, top])
    widget["AP"] = pydyf.Dictionary({"N": empty.reference})
