"""The difference of two published versions: computed once, counted, and as files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404
from django.utils.translation import gettext as _

from reports.present.editions import Edition, edition
from reports.present.standing import standing
from reports.publish.versions.changes import (
    CellChange,
    Change,
    Difference,
    FieldChange,
    FindingChange,
    ItemChange,
    TableChange,
    TextChange,
)
from reports.publish.versions.difference import difference
from reports.publish.versions.properties import spelled
from reports.publish.versions.wording import Wording

RECORD_FIELDS = (
    "part", "change", "section", "table", "row", "row_label", "column", "column_title", "field",
    "unit", "old", "new", "difference", "follows",
)  # fmt: skip
"""What each line of the files says; `follows`: computed from other figures."""


@dataclass(frozen=True)
class Counts:
    """How much differs; `figures` and `words` were entered, `computed` follow from others."""

    figures: int
    computed: int
    words: int
    rows: int
    texts: int
    tables: int
    findings: int


def versions_to_compare(newer: Edition, older: int) -> tuple[Edition, Difference]:
    """The older edition and what differs. Raises Http404 unless it is an earlier version."""
    before = edition(newer.year, older) if older < newer.version else None
    if before is None:
        raise Http404(_("Bu yılın böyle iki sürümü yok; eski sürüm önce yazılır."))
    return before, _difference(
        newer.year, (before.version, before.sha256), (newer.version, newer.sha256)
    )


@lru_cache(maxsize=16)
def _difference(year: int, old: tuple[int, str], new: tuple[int, str]) -> Difference:
    """Publications never change, so the difference of two may be kept as well."""
    before, after = edition(year, old[0]), edition(year, new[0])
    if before is None or after is None:
        raise Http404
    return difference(before.document, after.document)


def counts(found: Difference) -> Counts:
    cells = [cell for table in found.tables for cell in table.cells]
    figures = [cell for cell in cells if cell.column.kind.is_numeric]
    return Counts(
        figures=sum(not cell.follows for cell in figures),
        computed=sum(cell.follows for cell in figures),
        words=len(cells) - len(figures),
        rows=sum(len(table.rows) for table in found.tables),
        texts=len(found.texts),
        tables=sum(table.is_rebuilt for table in found.tables),
        findings=len(found.findings) + len(found.waivers),
    )


# Files ------------------------------------------------------------------------------------------


def as_csv(found: Difference) -> bytes:
    """UTF-8, comma, one heading line; a text that a spreadsheet would compute is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(RECORD_FIELDS)
    for record in records(found):
        writer.writerow([harmless(_cell(record.get(name))) for name in RECORD_FIELDS])
    return out.getvalue().encode("utf-8")


def as_json(found: Difference, old: Edition, new: Edition) -> bytes:
    """Both versions, how much differs, every change in exact spelling; missing is null."""
    content = {
        "year": new.year,
        "old": {"version": old.version, "sha256": old.sha256, **standing(old)},
        "new": {
            "version": new.version,
            "sha256": new.sha256,
            "reason": new.reason,
            **standing(new),
        },
        "counts": vars(counts(found)),
        "changes": [
            {name: value for name, value in record.items() if value != ""}
            for record in records(found)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


_FIGURE = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; figures stay figures."""
    is_formula = text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _FIGURE.fullmatch(text)
    return f"'{text}" if is_formula else text


def _cell(value: object) -> str:
    return "" if value is None else spelled(value)


def records(found: Difference) -> Iterator[dict[str, object]]:
    """Every change as one flat line, in the order of the page."""
    yield from (_field("report", item) for item in found.header)
    for table in found.tables:
        yield from _table(table)
    yield from map(_text, found.texts)
    for name in ("sections", "charts", "headlines", "stated"):
        for item in getattr(found, name):
            yield from _item(name.removesuffix("s"), item, section=item.key * (name == "sections"))
    yield from (_field("checks", item) for item in found.checks)
    yield from (_finding("finding", item) for item in found.findings)
    yield from (_finding("waiver", item) for item in found.waivers)


def _field(part: str, item: FieldChange, **place: str) -> dict[str, object]:
    return {
        "part": part,
        "change": Change.CHANGED.value,
        **place,
        "field": item.field,
        "old": item.old,
        "new": item.new,
    }


def _item(part: str, item: ItemChange, **place: str) -> Iterator[dict[str, object]]:
    place = {**place, "row_label": item.label} | ({"row": item.key} if part != "column" else {})
    if item.change is Change.CHANGED:
        yield from (_field(part, field, **place) for field in item.fields)
    else:
        yield {"part": part, "change": item.change.value, **place}


def _table(table: TableChange) -> Iterator[dict[str, object]]:
    place = {"section": table.section, "table": table.id}
    if table.change is not Change.CHANGED:
        yield {"part": "table", "change": table.change.value, **place, "row_label": table.title}
    yield from (_field("table", field, **place) for field in table.fields)
    for column in table.columns:
        key = column.key.removeprefix("-")
        yield from _item("column", column, **place, column=key, column_title=column.label)
    for row in table.rows:
        side = "new" if row.change is Change.ADDED else "old"
        yield {"part": "row", "change": row.change.value, **place, "row": row.key,
               "row_label": row.label}  # fmt: skip
        for column_, value in row.cells:
            yield {
                "part": "row",
                "change": row.change.value,
                **place,
                "row": row.key,
                "row_label": row.label,
                "column": column_.key,
                "column_title": column_.title,
                "unit": column_.unit,
                side: _plain(value),
            }
    for cell in table.cells:
        yield {**_cell_record(cell), **place}


def _cell_record(cell: CellChange) -> dict[str, object]:
    return {
        "part": "cell",
        "change": Change.CHANGED.value,
        "section": "",
        "table": "",
        "row": cell.row,
        "row_label": cell.row_label,
        "column": cell.column.key,
        "column_title": cell.column.title,
        "unit": cell.unit,
        "old": _plain(cell.old),
        "new": _plain(cell.new),
        "difference": _plain(cell.difference),
        "follows": cell.follows,
    }


def _plain(value: object) -> str | None:
    return None if value is None else spelled(value)


def _text(text: TextChange) -> dict[str, object]:
    return {
        "part": "text",
        "change": text.change.value,
        "section": text.section,
        "row_label": text.label,
        "field": text.place,
        "old": "".join(p.text for p in text.parts if p.wording is not Wording.ADDED),
        "new": "".join(p.text for p in text.parts if p.wording is not Wording.REMOVED),
        "follows": text.follows,
    }


def _finding(part: str, item: FindingChange) -> dict[str, object]:
    finding, before = item.finding, item.before
    old, new = before or finding, finding
    name = "message" if part == "finding" else "waiver_reason"
    return {
        "part": part,
        "change": item.change.value,
        "section": finding.section,
        "table": finding.dataset,
        "row": finding.row,
        "row_label": finding.title,
        "column": finding.column,
        "field": finding.code,
        "old": None if item.change is Change.ADDED else getattr(old, name),
        "new": None if item.change is Change.REMOVED else getattr(new, name),
    }
