"""Reads Excel workbooks (.xlsx, .xlsm): sheets, shared texts, styles. Nothing of Django.

The XML is read as it comes, by lxml: only what the cells say is looked at, so that what other
programs spell wrongly elsewhere (fills, names, properties) stands in nobody's way. Names of
elements are compared without their space, which the strict dialect of ISO 29500 spells otherwise.
Macros are not looked at.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from .bounds import Counter, Refused
from .cells import Said
from .packages import Package, attribute
from .telling import tell_look, tell_sheet
from .xlsx_looks import is_struck_string, looks_of
from .xlsx_sheet import Ground, XlsxSheet, string_of

_GENERAL = "General"
_MOST_ABOUT = 200
_MOST_FORMAT = 255
"""Signs of a number format: what Excel takes."""


@dataclass(frozen=True)
class Tab:
    name: str
    part: str
    is_hidden: bool


def read(content: bytes, counter: Counter) -> Iterator[Said]:
    """Every worksheet, in the order of the tabs; chart and dialogue sheets hold no table."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = Package(archive)
        main = next(
            (link.target for link in package.links("").values() if link.kind == "officeDocument"),
            "xl/workbook.xml",
        )
        workbook = package.tree(main)
        tabs = list(tabs_of(package, main, workbook))
        if not tabs:
            raise Refused("no_sheet")
        by_kind = {link.kind: link.target for link in package.links(main).values()}
        calculation = next(iter(workbook.iter("{*}calcPr")), None)
        if calculation is not None and calculation.get("calcMode") == "manual":
            yield {"note": "manual"}
        properties = next(iter(workbook.iter("{*}workbookPr")), None)
        strings, struck = _strings(package, by_kind.get("sharedStrings", ""))
        formats = _formats(package, by_kind.get("styles", ""))
        ground = Ground(
            strings=strings,
            formats=formats,
            looks=looks_of(package, by_kind.get("styles", ""), formats),
            struck=struck,
            is_1904=properties is not None and is_set(properties.get("date1904")),
            # What such a file keeps as a formula's result is a place holder.
            is_uncomputed=calculation is not None and is_set(calculation.get("fullCalcOnLoad")),
        )
        for tab in tabs:
            sheet = XlsxSheet(package, tab.part, ground)
            yield from tell_sheet(tab.name, sheet.cells(), counter, is_hidden=tab.is_hidden)
            yield tell_look(
                sheet.merged,
                sheet.hidden_rows,
                sheet.hidden_columns,
                is_filtered=sheet.is_filtered and bool(sheet.hidden_rows),
                about=[*sheet.about, *_boxes(package, tab.part)],
                seen=sheet.seen,
            )


def is_set(value: str | None) -> bool:
    return value in ("1", "true")


def tabs_of(package: Package, main: str, workbook: etree._Element) -> Iterator[Tab]:
    links = package.links(main)
    for sheet in workbook.iter("{*}sheet"):
        link = links.get(attribute(sheet, "id"))
        if link is None or link.kind != "worksheet" or link.target not in package:
            continue
        is_hidden = sheet.get("state", "visible") != "visible"
        yield Tab(str(sheet.get("name", "")), link.target, is_hidden)


def _strings(package: Package, part: str) -> tuple[list[str], frozenset[int]]:
    """The shared texts, and the places of those that are struck through."""
    if part not in package:
        return [], frozenset()
    strings, struck = [], []
    for place, element in enumerate(package.elements(part, "si")):
        strings.append(string_of(element))
        if is_struck_string(element):
            struck.append(place)
    return strings, frozenset(struck)


def _formats(package: Package, part: str) -> list[str]:
    """Number format of each style, "" for the general one."""
    if part not in package:
        return []
    styles = package.tree(part)
    own = {
        str(told.get("numFmtId")): str(told.get("formatCode", ""))
        for told in styles.iter("{*}numFmt")
    }
    found = []
    for styled in styles.iterfind("{*}cellXfs/{*}xf"):
        number = str(styled.get("numFmtId", "0"))
        format_ = own.get(number)
        if format_ is None:
            built_in = BUILTIN_FORMATS.get(int(number), "") if number.isdecimal() else ""
            # Each program shows its own country's currency for these.
            format_ = str(built_in).replace('"$"', "")
        found.append("" if format_ == _GENERAL else format_[:_MOST_FORMAT])
    return found


def _boxes(package: Package, part: str) -> list[str]:
    """Texts of boxes drawn over the cells."""
    said: list[str] = []
    for link in package.links(part).values():
        if link.kind != "drawing" or link.target not in package:
            continue
        for paragraph in package.elements(link.target, "p"):
            text = "".join(t.text or "" for t in paragraph.iter("{*}t")).strip()
            if text and len(said) < _MOST_ABOUT:
                said.append(text[:_MOST_ABOUT])
    return said
