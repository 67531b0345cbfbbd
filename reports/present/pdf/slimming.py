"""Fewer and truer objects in a PDF being written. Imports nothing of Django.

Examining a signature means walking every path through the file (`reports.publish.signing.check`).
With one table of resources for all pages, and an element around every run of text, that took the
examiner of the whole report more than ten minutes.
"""

from __future__ import annotations

import re

import pydyf

_OWN = ("ExtGState", "XObject", "Pattern", "Shading")
_PAINTED = re.compile(rb"/([A-Za-z0-9._-]+) (?:Do|sh|scn|SCN|gs)\b")
_HOLLOW = ("/Span", "/NonStruct")


def slim(pdf: pydyf.PDF) -> None:
    """Everything below, in the order that it asks for."""
    set_apart_margins(pdf)
    dissolve_hollow_elements(pdf)
    give_pages_their_own_resources(pdf)


def referenced(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    """The dictionary that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def content_of(pdf: pydyf.PDF, page: pydyf.Dictionary) -> pydyf.Stream:
    """What a page paints."""
    return pdf.objects[int(page["Contents"].split()[0])]


def pages(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    """The page objects in their order."""
    return [referenced(pdf, reference) for reference in pdf.page_references]


def give_pages_their_own_resources(pdf: pydyf.PDF) -> None:
    """WeasyPrint gives all pages one table of resources; each gets what it paints itself."""
    for page in pages(pdf):
        shared = referenced(pdf, page["Resources"])
        painted = set(_PAINTED.findall(_content(content_of(pdf, page))))
        own = pydyf.Dictionary(shared)
        for kind in _OWN:
            own[kind] = pydyf.Dictionary(
                {name: value for name, value in shared[kind].items() if name.encode() in painted}
            )
        pdf.add_object(own)
        page["Resources"] = own.reference


def _content(stream: pydyf.Stream) -> bytes:
    return b"\n".join(
        part if isinstance(part, bytes) else str(part).encode()
        for part in stream.stream
        if not isinstance(part, pydyf.Object)
    )


def set_apart_margins(pdf: pydyf.PDF) -> None:
    """Running heads and page numbers become artifacts, which no screen reader reads aloud.

    WeasyPrint tags them, but hangs the elements nowhere.
    """
    root = _root(pdf)
    document = referenced(pdf, root["K"][0])
    linked = set(document["K"])
    loose: dict[bytes, bool] = {document.reference: False}

    def is_loose(reference: bytes) -> bool:
        if reference not in loose:
            parent = referenced(pdf, reference)["P"]
            if parent == document.reference:
                loose[reference] = reference not in linked
            else:
                loose[reference] = is_loose(parent)
        return loose[reference]

    marks = _marks(pdf, root)
    for page in pages(pdf):
        entries = marks[page["StructParents"]]
        outside = {mark for mark, element in enumerate(entries) if is_loose(element)}
        if outside:
            _make_artifacts(content_of(pdf, page).stream, outside)
        while entries and len(entries) - 1 in outside:
            entries.pop()
        if any(mark in outside for mark in range(len(entries))):
            raise ValueError("margins are painted before the page that they belong to")
    for item in pdf.objects:
        if _is_element(item) and item is not document and is_loose(item.reference):
            item.free = "f"


def _make_artifacts(stream: list[object], marks: set[int]) -> None:
    for position, part in enumerate(stream):
        if isinstance(part, dict) and part.get("MCID") in marks:
            pagination = pydyf.Dictionary({"Type": "/Pagination"})
            stream[position - 1 : position + 1] = [b"/Artifact", pagination]


def dissolve_hollow_elements(pdf: pydyf.PDF) -> None:
    """Elements that say nothing about their content give it to their parents."""
    root = _root(pdf)
    document = root["K"][0]
    gone: dict[bytes, pydyf.Dictionary] = {}
    for item in pdf.objects:
        if _is_element(item) and item["S"] in _HOLLOW and "Alt" not in item:
            parent = referenced(pdf, item["P"])
            # Marks are counted by page, and the document itself holds elements only.
            if item["P"] != document and parent.get("Pg") == item["Pg"]:
                gone[item.reference] = item

    def heir(reference: bytes) -> bytes:
        while reference in gone:
            reference = gone[reference]["P"]
        return reference

    def kids(of: list[bytes | int]) -> list[bytes | int]:
        found: list[bytes | int] = []
        for kid in of:
            found += kids(gone[kid]["K"]) if isinstance(kid, bytes) and kid in gone else [kid]
        return found

    for item in pdf.objects:
        if not _is_element(item) or item.reference in gone:
            continue
        if isinstance(item["K"], list):
            item["K"][:] = kids(item["K"])
        if item.reference != document:
            item["P"] = heir(item["P"])
    entries = referenced(pdf, root["ParentTree"])["Nums"]
    for position in range(1, len(entries), 2):
        if isinstance(entries[position], list):
            entries[position][:] = [heir(element) for element in entries[position]]
        else:
            entries[position] = heir(entries[position])
    for item in gone.values():
        item.free = "f"


def _root(pdf: pydyf.PDF) -> pydyf.Dictionary:
    return referenced(pdf, pdf.catalog["StructTreeRoot"])


def _marks(pdf: pydyf.PDF, root: pydyf.Dictionary) -> dict[int, list[bytes]]:
    entries = referenced(pdf, root["ParentTree"])["Nums"]
    return dict(zip(entries[::2], entries[1::2], strict=True))


def _is_element(item: object) -> bool:
    return (
        isinstance(item, pydyf.Dictionary)
        and item.get("Type") == "/StructElem"
        and item.free != "f"
    )
