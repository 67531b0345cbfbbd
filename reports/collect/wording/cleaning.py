"""A Word document's XML before it is read for what it means: what is no text goes, and is counted.

Deletions, comments, hidden words, pictures, tables of contents and page numbers are taken out;
text boxes become paragraphs below the one that they hang on; fields become their last result.
Imports nothing of Django.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from reports.collect.reading.bounds import Refused

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_VML = "urn:schemas-microsoft-com:vml"
W = f"{{{_W}}}"

MOST_PARAGRAPHS = 10_000
MOST_ELEMENTS = 200_000
"""A text of a hundred pages has some tens of thousands."""
MOST_FIELDS = 50
"""Fields within fields."""
MOST_LEVELS = 9
"""Levels of headings; a higher number says that a paragraph is none."""
MOST_STEPS = 20
_CONTENTS = ("table of contents", "table of figures", "table of tables")
_FIELD = re.compile(r"\s*([A-Za-z]+)")
_OFF = ("0", "false", "off")
_DROPPED = {"TOC": "contents", "INDEX": "contents", "PAGE": "pages", "NUMPAGES": "pages"}
_SILENT = ("HYPERLINK", "FORMCHECKBOX", "FORMTEXT", "")
"""Fields that say nothing of their own: a link, a place to fill in."""


def parsed(content: bytes) -> etree._Element:
    """The XML of a part; nothing outside of it is ever looked up. Raises Refused where it is too
    deep, XMLSyntaxError where it is none.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise Refused("nested", what="öğeler") from error
        raise


def clean(root: etree._Element, counts: Counter[str]) -> None:
    """Take out what is no text, and count it. Raises Refused with too many parts."""
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Refused("parts")
    if sum(1 for _ in root.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise Refused("paragraphs", most=f"{MOST_PARAGRAPHS:,}".replace(",", "."))
    _alternatives(root)
    _revisions(root, counts)
    _contents(root, counts)
    _fields(root, counts)
    _hidden(root, counts)
    _drawn(root, counts)
    counts["comments"] += _drop(root.iter(f"{W}commentReference"))
    counts["chunks"] += _drop(root.iter(f"{W}altChunk"))
    counts["equations"] += _drop(
        [m for m in root.iter(f"{{{_MATH}}}oMath") if m.getparent() is not None]
    )
    _unwrap(root.iter(f"{W}fldSimple", f"{W}dir", f"{W}bdo"))
    _renamed(root)
    counts["struck"] += sum(map(_is_struck, root.iter(f"{W}r")))
    _number(root)


def heading_styles(root: etree._Element) -> dict[str, int]:
    """Styles of paragraphs that are headings, by what they are based on → level from 1."""
    based: dict[str, str] = {}
    found: dict[str, int] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        base, level = style.find(f"{W}basedOn"), style.find(f"{W}pPr/{W}outlineLvl")
        if base is not None:
            based[name] = base.get(f"{W}val", "")
        number = level.get(f"{W}val", "") if level is not None else ""
        if number.isascii() and number.isdigit() and int(number) < MOST_LEVELS:
            found[name] = int(number) + 1
    for name in based:
        above, steps = name, 0
        while above not in found and above in based and steps < MOST_STEPS:
            above, steps = based[above], steps + 1
        if above in found:
            found[name] = found[above]
    return found


def letters(root: etree._Element) -> int:
    """How many characters of text are left in it."""
    return sum(len(text.text or "") for text in root.iter(f"{W}t"))


def _alternatives(root: etree._Element) -> None:
    """Of what is said in a new and an old way, the new one."""
    for both in list(root.iter(f"{{{_MC}}}AlternateContent")):
        chosen = both.find(f"{{{_MC}}}Choice")
        if chosen is None:
            chosen = both.find(f"{{{_MC}}}Fallback")
        _replace(both, list(chosen) if chosen is not None else [])


def _revisions(root: etree._Element, counts: Counter[str]) -> None:
    """Tracked changes: what is deleted goes. Deleted marks are left to the library, which
    joins the paragraphs."""
    marks = (f"{W}rPr", f"{W}trPr")
    for inserted in root.iter(f"{W}ins", f"{W}moveTo"):
        parent = inserted.getparent()
        counts["inserted"] += parent is not None and parent.tag != f"{W}rPr"
    gone = []
    for deleted in root.iter(f"{W}del", f"{W}moveFrom"):
        parent = deleted.getparent()
        is_mark = parent is not None and parent.tag in marks
        counts["deleted"] += not is_mark or (parent is not None and parent.tag == f"{W}trPr")
        if not is_mark:
            gone.append(deleted)
    _drop(gone)
    _drop([r for r in root.iter(f"{W}tr") if r.find(f"{W}trPr/{W}del") is not None])


def _contents(root: etree._Element, counts: Counter[str]) -> None:
    for control in list(root.iter(f"{W}sdt")):
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val", "").lower() in _CONTENTS:
            counts["contents"] += _drop([control])


def _fields(root: etree._Element, counts: Counter[str]) -> None:
    """What fields show stays, but for contents and page numbers, which the portal makes itself."""
    for field in list(root.iter(f"{W}fldSimple")):
        name = _field_name(field.get(f"{W}instr", ""))
        dropped = _DROPPED.get(name)
        if dropped:
            counts[dropped] += _drop([field])
        else:
            counts["fields"] += name not in _SILENT
    open_: list[str | None] = []
    dropping = 0  # of those that are open
    gone: list[etree._Element] = []
    for run in root.iter(f"{W}r"):
        was_dropped = dropping > 0
        for part in run:
            if part.tag == f"{W}fldChar":
                kind = part.get(f"{W}fldCharType")
                if kind == "begin":
                    open_.append(None)
                    if len(open_) > MOST_FIELDS:
                        raise Refused("nested", what="alanlar")
                elif kind == "end" and open_:
                    dropping -= open_.pop() in _DROPPED
            elif part.tag == f"{W}instrText" and open_ and open_[-1] is None and part.text:
                name = _field_name(part.text)
                open_[-1] = name
                if name in _DROPPED:
                    dropping += 1
                    counts[_DROPPED[name]] += 1
                else:
                    counts["fields"] += name not in _SILENT
        if was_dropped or dropping:
            gone.append(run)
    _drop(gone)


def _field_name(instruction: str) -> str:
    found = _FIELD.match(instruction)
    return found[1].upper() if found else ""


def _hidden(root: etree._Element, counts: Counter[str]) -> None:
    hidden = []
    for run in root.iter(f"{W}r"):
        mark = run.find(f"{W}rPr/{W}vanish")
        if mark is not None and mark.get(f"{W}val") not in _OFF:
            hidden.append(run)
    counts["hidden"] += _drop(hidden)


def _drawn(root: etree._Element, counts: Counter[str]) -> None:
    """Pictures and drawings go; the paragraphs of text boxes follow the one that they hang on."""
    boxes = [b for b in root.iter(f"{W}txbxContent") if _holder(b) is not None]
    for box in boxes:
        holder = _holder(box)
        counts["boxes"] += 1
        if holder is not None:
            last = holder
            for inside in list(box):
                last.addnext(inside)
                last = inside
    for drawing in list(root.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
        if drawing.getparent() is None:
            continue
        pictures = sum(1 for _ in drawing.iter(f"{{{_PIC}}}pic", f"{{{_VML}}}imagedata"))
        if drawing.tag == f"{W}object":
            counts["objects"] += 1
        elif pictures:
            counts["pictures"] += pictures
        elif drawing.find(f".//{W}txbxContent") is None:
            counts["objects"] += 1
        _drop([drawing])


def _holder(box: etree._Element) -> etree._Element | None:
    """The paragraph that a text box hangs on; of a box within a box, the outermost."""
    holders = list(box.iterancestors(f"{W}p"))
    return holders[-1] if holders else None


def _number(root: etree._Element) -> None:
    """Note at each item which list it belongs to, where the library keeps it: its alignment."""
    for number in root.iter(f"{W}numId"):
        properties = number.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if paragraph is None or paragraph.tag != f"{W}pPr":
            continue
        _drop(paragraph.findall(f"{W}jc"))
        alignment = etree.SubElement(paragraph, f"{W}jc")
        alignment.set(f"{W}val", number.get(f"{W}val", ""))
    for alignment in list(root.iter(f"{W}jc")):
        properties = alignment.getparent()
        if properties is not None and properties.find(f"{W}numPr/{W}numId") is None:
            _drop([alignment])


def _renamed(root: etree._Element) -> None:
    """Older names of a line break and a tab, which the library would pass by."""
    for old, new in (("cr", "br"), ("ptab", "tab")):
        for element in root.iter(f"{W}{old}"):
            element.tag = f"{W}{new}"
            element.attrib.clear()


def _is_struck(run: etree._Element) -> bool:
    """Whether a run's words are struck through: they are taken, and it is said."""
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("strike", "dstrike"))
    is_struck = any(mark is not None and mark.get(f"{W}val") not in _OFF for mark in marks)
    return is_struck and any((text.text or "").strip() for text in run.iter(f"{W}t"))


def _unwrap(elements: Iterable[etree._Element]) -> None:
    for element in list(elements):
        _replace(element, list(element))


def _replace(element: etree._Element, by: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent.remove(element)
    for offset, child in enumerate(by):
        parent.insert(place + offset, child)


def _drop(elements: Iterable[etree._Element]) -> int:
    """Take elements out of their parents; returns how many."""
    number = 0
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
            number += 1
    return number
