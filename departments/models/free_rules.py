"""What holds for the columns and rows of a free table, and the keys that are made for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from departments.cells import cell_problem
from departments.enums import NUMERIC_CELLS, CellKind
from departments.formulas import formula_problem
from kars_portal.lib.turkish import slugify
from reports.core.tables import TOTAL_ROW


class Column(Protocol):
    """What the rules read of a column (`FreeColumn` is one)."""

    @property
    def key(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def formula(self) -> str: ...


def formula_problems(columns: Sequence[Column]) -> dict[str, str]:
    """Column key → sentence, for every formula of a table that names what it may not use.

    Formulas are computed from left to right, so a formula may use an earlier one, not a later one.
    """
    numeric = {c.key for c in columns if c.kind in NUMERIC_CELLS}
    computed = [c.key for c in columns if c.formula]
    problems: dict[str, str] = {}
    for column in columns:
        if column.formula:
            later = set(computed[computed.index(column.key) :])
            problem = formula_problem(column.formula, numeric - later, what="sütun")
            if problem:
                problems[column.key] = problem
    return problems


def row_problems(values: object, columns: Sequence[Column]) -> dict[str, str]:
    """Column key → sentence, for every cell of a row that does not fit the table."""
    if not isinstance(values, Mapping):
        return {"": "Satırın değerleri sütun anahtarlarıyla yazılmalıdır."}
    by_key = {column.key: column for column in columns}
    problems: dict[str, str] = {}
    for key, value in values.items():
        column = by_key.get(key)
        if column is None:
            problems[key] = (
                f"«{key}» diye bir sütun yok. Tablonun sütunları: {', '.join(by_key) or '(yok)'}."
            )
        elif column.formula:
            problems[key] = (
                f"«{column.title}» sütunu hesaplanır («{column.formula}»); değer yazılamaz."
            )
        else:
            problem = cell_problem(column.kind, value, column.title)
            if problem:
                problems[key] = problem
    return problems


def make_row_key(
    values: Mapping[str, str], columns: Sequence[Column], taken: Collection[str]
) -> str:
    """A row's key from its first text cell (else its last code); `-2` and so on when taken."""
    texts = [c.key for c in columns if c.kind == CellKind.TEXT]
    codes = [c.key for c in reversed(columns) if c.kind == CellKind.CODE]
    found = (slugify(values[key]) for key in (*texts, *codes) if values.get(key))
    base = next((slug for slug in found if slug), "satir")
    return free_name(base, taken if TOTAL_ROW in taken else {*taken, TOTAL_ROW})


def free_name(base: str, taken: Collection[str]) -> str:
    """`base`, or `base-2`, `base-3` … when it is taken."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def column_key(title: str) -> str:
    """A column key made from its title: `2024’te kapanan` → `s_2024te_kapanan`."""
    key = slugify(title, max_length=50).replace("-", "_")
    return key if key[:1].isalpha() else f"s_{key}"
