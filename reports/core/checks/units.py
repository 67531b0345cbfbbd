"""Units: a figure has the same one wherever it stands, printed, in its table and in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from kars_portal.lib.numbers import round_half_up
from kars_portal.lib.turkish import casefold
from reports.core.tables import TOTAL_ROW, Row, Table, as_decimal

from .blocks import row_name
from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .typed import unit_of

ANY_COUNT = "adet"
"""What may be counted in pieces, whatever it is: «18 kamera» is «18 adet»."""

_SPELLINGS = {
    "TL": ("tl", "₺", "lira"),
    "kg": ("kg", "kilogram", "kilo"),
    "ton": ("ton",),
    "litre": ("litre", "lt"),
    "m": ("m", "mt", "metre"),
    "km": ("km", "kilometre"),
    "m²": ("m²", "m2", "metrekare"),
    "m³": ("m³", "m3", "metreküp"),
    "hektar": ("hektar", "ha"),
    "dönüm": ("dönüm", "dekar"),
    "gün": ("gün",),
    "ay": ("ay",),
    "yıl": ("yıl",),
    "saat": ("saat",),
    "dakika": ("dakika", "dk"),
    "%": ("%",),
}
MEASURES = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
"""Spelling (casefolded) → measure. One measure is never another; a count may have several names."""

_WORD = "|".join(re.escape(word) for word in sorted(MEASURES, key=len, reverse=True) if word != "%")
_QUOTED = re.compile(
    r'<a class="figure" href="dataset:([^"#]{1,300})#([^"]{0,300})">([^<]{1,200})</a>'
    rf" ?({_WORD})(?:[’'][^\W\d_]{{1,12}}|(?:d[ıiuü]r|t[ıiuü]r|l[ıiuü]k|s[ıiuü]|y[ea]|d[ea]n?))?"
    r"(?![\w²³])",
    re.IGNORECASE,
)

_SHOWN = re.compile(r"(-?\d{1,3}(?:\.\d{3}){0,6})(?:,(\d{1,6}))?")


def differ(one: str, other: str) -> bool:
    """Whether two units can't be those of one figure. What says no unit contradicts none."""
    first, second = (MEASURES.get(casefold(unit.strip()), casefold(unit.strip())) for unit in
                     (one, other))  # fmt: skip
    if not first or not second or first == second:
        return False
    if ANY_COUNT in {first, second}:
        return bool({first, second} & set(_SPELLINGS))
    # «4 sefer» is said of «4 sefer/gün», too.
    return first.partition("/")[0] != second.partition("/")[0]


def stated_units(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A printed figure has the unit that its table gives it."""
    for stated in data.stated:
        value, table = stated.value, data.table(stated.value.dataset)
        if stated.number is None or not value.unit or table is None:
            continue
        row = _row(table, value.row)
        if row is None or value.column not in table.index:
            continue
        unit = unit_of(table, table.index[value.column], row.cells)
        if not differ(value.unit, unit):
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}», {value.label or row_name(table, row)}: basılı raporda birimi "
            f"«{value.unit}», burada «{unit}».",
            dataset=table.id,
            row=value.row,
            column=value.column,
            stated=value.unit,
            computed=unit,
            line=value.line_from,
            source=value.key,
        )


def quoted_units(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A measure that follows a quoted figure in prose is the one of the figure's column."""
    for section, block in data.texts():
        for found in _QUOTED.finditer(block.html):
            dataset, key, shown, word = found.groups()
            table = data.table(dataset)
            row = _row(table, key) if table is not None else None
            if table is None or row is None:
                continue
            units = {unit for unit in _units(table, row, shown) if unit}
            if not units:
                continue
            if any(not differ(word, unit) for unit in units):
                yield HELD
                continue
            unit = ", ".join(sorted(units))
            yield rule.finding(
                f"{section} bölümünün metninde «{shown} {word}» yazıyor; «{table.title}» "
                f"tablosunda bu rakamın birimi «{unit}».",
                dataset=dataset,
                row=key,
                section=section,
                stated=f"{shown} {word}",
                computed=unit,
            )


def _row(table: Table, key: str) -> Row | None:
    return table.total if key == TOTAL_ROW else table.by_key.get(key)


def _units(table: Table, row: Row, shown: str) -> Iterable[str]:
    """Units of the row's figures that read as is shown."""
    found = _SHOWN.fullmatch(shown.strip())
    if found is None:
        return
    part = found[2] or ""
    number = Decimal(found[1].replace(".", "") + (f".{part}" if part else ""))
    for index, cell in enumerate(row.cells):
        value = None if isinstance(cell, bool) else as_decimal(cell)
        if value is not None and round_half_up(value, len(part)) == number:
            yield unit_of(table, index, row.cells)
