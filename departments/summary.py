"""What the citizens' summary says of the work of the directorates and of the people in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, format_integer, format_percent
from reports.core.registry import (
    Bar,
    Bars,
    Entry,
    Listing,
    Piece,
    Question,
    Statement,
    SummaryPart,
    Tables,
    Term,
)
from reports.core.tables import Table, UnknownFigure, as_decimal

DEPARTMENTS = "departments.departments"
ACTIVITIES = "departments.activities"
STATUS = "departments.personnel_by_status"
GENDER = "departments.personnel_by_gender"
FIGURES = "figures."
SECTION = "III.B.1/"

SHOWN_FIGURES = 2
NO_WORK = frozenset({"", "%", "TRY", "yıl", "ay", "gün", "saat", "sıra"})
MONEY = "TL"
"""Units of rates, money (also `TL/ton`) and time: not what was done. The 95th meeting is no 95
meetings: an ordinal has the unit `sıra`.
"""


def work(tables: Tables) -> Iterator[Piece]:
    """For each directorate the largest numbers of its lists of figures."""
    table = tables.get(DEPARTMENTS)
    if table is None:
        return
    name = table.index["name"]
    entries = [
        entry for row in table.rows for entry in _figures_of(tables, row.key, str(row.cells[name]))
    ]
    if entries:
        yield Listing(
            title="Müdürlüklerin işlerinden",
            dataset=DEPARTMENTS,
            entries=tuple(entries),
            explanation=(
                f"Her müdürlüğün rakam listelerindeki en büyük {SHOWN_FIGURES} sayı; para, oran ve "
                "süreler dışında. Listelerin ve faaliyetlerin tamamı tam rapordadır."
            ),
        )
    activities = tables.get(ACTIVITIES)
    if activities is not None and activities.rows:
        yield Statement(
            f"Müdürlükler ayrıca {format_integer(len(activities.rows))} faaliyeti ayrı ayrı "
            "anlattı.",
            ACTIVITIES,
        )


def _figures_of(tables: Tables, code: str, name: str) -> list[Entry]:
    found: list[tuple[Decimal, Entry]] = []
    for table in tables.values():
        if table.id.startswith(FIGURES) and table.section == f"{SECTION}{code}":
            found.extend(_counted(table, name))
    found.sort(key=lambda item: (-item[0], item[1].label))
    return [entry for _value, entry in found[:SHOWN_FIGURES]]


def _counted(table: Table, name: str) -> Iterator[tuple[Decimal, Entry]]:
    places = [table.index.get(key) for key in ("label", "value", "unit")]
    if None in places:
        return
    label, value, unit = (place for place in places if place is not None)
    for row in table.rows:
        number, counted = as_decimal(row.cells[value]), str(row.cells[unit] or "")
        if number is not None and number > 0 and _is_work(counted):
            yield (
                number,
                Entry(
                    str(row.cells[label]),
                    f"{format_decimal(number)} {counted}",
                    group=name,
                    dataset=table.id,
                ),
            )


def _is_work(unit: str) -> bool:
    return unit not in NO_WORK and not unit.startswith(MONEY)


def people(tables: Tables) -> Iterator[Piece]:
    """How many people work there, in which status, and the share of women."""
    table = tables.get(STATUS)
    whole = None if table is None else _figure(table, "total", "count")
    if table is not None and whole:
        yield Statement(f"Yıl sonunda {format_integer(whole)} kişi çalışıyordu.", STATUS)
        label, count = table.index["label"], table.index["count"]
        bars = tuple(
            Bar(
                str(row.cells[label]),
                number,
                f"{format_integer(number)} kişi ({format_percent(number / whole * 100)})",
            )
            for row in table.rows
            if (number := as_decimal(row.cells[count])) is not None
        )
        if len(bars) > 1:
            yield Bars("Çalışanların statüsü", STATUS, "Statü", bars, "kişi", "Kişi (payı)")
    gender = tables.get(GENDER)
    women = None if gender is None else _figure(gender, "female", "total_share")
    if women is not None:
        yield Statement(f"Çalışanların {format_percent(women)} kadarı kadındı.", GENDER)


def _figure(table: Table, row: str, column: str) -> Decimal | None:
    try:
        return table.number(row, column)
    except UnknownFigure:
        return None


SUMMARY = (
    SummaryPart(Question.WORK, work, 10),
    SummaryPart(Question.STANDING, people, 15),
)

TERMS = (Term("Şirket personeli", "Belediyenin şirketinde, belediye işlerinde çalışanlar."),)
