"""What stands in a file, before any program writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from reports.collect.recognising.targets import Table, Target


@dataclass(frozen=True)
class Percentage:
    """A share of one, shown as a percentage: 0.515 as %51,5."""

    share: Decimal


@dataclass(frozen=True)
class Formula:
    """A formula and its stored result; None where the program computed none."""

    text: str
    result: float | None


Value: TypeAlias = str | int | float | Decimal | bool | date | Percentage | Formula | None
Corners: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 1."""


@dataclass
class Grid:
    """Lines of cells from the first row and column on, and which of them are shown as one."""

    lines: list[list[Value]] = field(default_factory=list)
    merged: list[Corners] = field(default_factory=list)


Expected: TypeAlias = list[Mapping[str, str | Decimal | None]]
"""Rows of a table by the keys of its columns; None is an empty cell."""

INCOME = Table(
    "Gelirler",
    (
        Target("name", "Gelir türü", ("gelir adı",), is_name=True),
        Target("estimate", "Bütçe tahmini", ("Bütçe tahmini (TL)",), True, 2, "TL"),
        Target("outturn", "Gerçekleşme", ("Gerçekleşme (TL)",), True, 2, "TL"),
        Target("rate", "Gerçekleşme oranı", ("oran",), True, None, "%"),
        Target("count", "Adet", ("sayı",), True, 0, "adet"),
        Target("area", "Alan", ("Alan (m²)",), True, None, "m²"),
        Target("note", "Açıklama"),
        Target("day", "Tarih", is_date=True),
    ),
    year=2024,
)
STAFF = Table(
    "Personel",
    (
        Target("unit", "Müdürlük", is_name=True),
        Target("kind", "Kadro türü", is_name=True),
        Target("women", "Kadın", (), True, 0, "kişi"),
        Target("men", "Erkek", (), True, 0, "kişi"),
        Target("all", "Toplam", (), True, 0, "kişi", is_computed=True),
    ),
)
CODES = Table(
    "Ekonomik kodlar",
    (
        Target("code", "Kod", ("ekonomik kod",), is_name=True),
        Target("label", "Açıklama"),
        Target("amount", "Tutar", ("Tutar (TL)",), True, 2, "TL"),
    ),
)


def filled(lines: Iterable[Iterable[Value]], merged: Iterable[Corners] = ()) -> Grid:
    """A grid of what is given."""
    return Grid([list(line) for line in lines], list(merged))
