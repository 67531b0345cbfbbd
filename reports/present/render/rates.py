"""Of what each percentage of a table is a part: what its column says, or how it is computed."""

from __future__ import annotations

import re

from reports.core.registry import Column, Kind
from reports.core.tables import Table


def rate_notes(table: Table) -> tuple[tuple[str, str], ...]:
    """Titles of the columns of percentages and what they are of; those of one meaning together.

    A column of which nothing is known has no line.
    """
    found: dict[str, list[str]] = {}
    for column in table.columns:
        if column.kind is Kind.PERCENT and (meaning := meaning_of(column, table)):
            found.setdefault(meaning, []).append(column.title)
    return tuple((", ".join(titles), meaning) for meaning, titles in found.items())


def meaning_of(column: Column, table: Table) -> str:
    """A sentence, or a computation in the words of the table; empty where neither is known."""
    return column.description or spelled_formula(column, table)


def spelled_formula(column: Column, table: Table) -> str:
    """A column's formula with the titles of the columns that it reads."""
    titles = {other.key: other.title for other in table.columns}
    formula = re.sub(r"share\((\w+)\)", r"\1 / toplamı * 100", column.formula)
    return re.sub(r"[A-Za-z_]\w*", lambda m: titles.get(m[0], m[0]), formula).replace("*", "×")
