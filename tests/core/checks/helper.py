"""Hand-made documents for tests of rules: tables written as small grids.

    grid("tables.subscriptions", '''
        row   | label  | count:integer+ | public:integer | private:integer
        okul  | Okul   | 114            | 71             | 44
    ''')

`+` marks a summed column; an empty cell or `—` is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.core.checks import CheckData, Finding, Rule, RuleResult, run_rules, spell
from reports.core.documents import Document, Header, Node, StatedValue
from reports.core.materialising import materialise
from reports.core.registry import Column, Dataset, Kind, Total
from reports.core.tables import Table, Value
from reports.models import FiscalYear

MISSING = {"", "—"}


def grid(
    dataset: str,
    text: str,
    *,
    title: str = "",
    formulas: dict[str, str] | None = None,
    parts: dict[str, str] | None = None,
) -> Table:
    """A table from a grid; totals are computed as for any other table.

    Columns of `formulas` are computed (whatever the grid has there), those of `parts` say what
    they follow from.
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    head, *body = ([cell.strip() for cell in line.split("|")] for line in lines)
    columns = tuple(
        replace(
            column,
            formula=(formulas or {}).get(column.key, ""),
            parts=(parts or {}).get(column.key, ""),
        )
        for column in map(_column, head[1:])
    )
    rows: list[dict[str, Value]] = []
    for cells in body:
        values = (_value(c, cell) for c, cell in zip(columns, cells[1:], strict=True))
        rows.append({"row": cells[0], **dict(zip((c.key for c in columns), values, strict=True))})
    return materialise(
        Dataset(
            id=dataset,
            slug=dataset,
            title=title or dataset,
            section="I",
            columns=columns,
            rows=lambda _year: rows,
            row_key=lambda row: str(row["row"]),
        ),
        FiscalYear(year=2024),
    )


def _column(cell: str) -> Column:
    key, _, kind = cell.rstrip("+").partition(":")
    return Column(
        key,
        key,
        Kind(kind or "text"),
        total=Total.SUM if cell.endswith("+") else Total.NONE,
    )


def _value(column: Column, cell: str) -> Value:
    if cell in MISSING:
        return None
    match column.kind:
        case Kind.INTEGER:
            return int(cell)
        case Kind.DATE:
            return date.fromisoformat(cell)
        case Kind.TEXT | Kind.CODE:
            return cell
        case _:
            return Decimal(cell)


def stated(
    value: str,
    *,
    dataset: str = "",
    row: str = "",
    column: str = "",
    item: str = "",
    label: str = "",
    source: str = "printed",
    line: int | None = None,
) -> StatedValue:
    """A figure that a printed report states."""
    return StatedValue(
        key=f"{source}-{line or label or row}",
        dataset=dataset,
        row=row,
        column=column,
        value=value,
        unit="",
        label=label,
        item=item,
        source_table=source,
        line_from=line,
        line_to=line,
        note="",
    )


def document(
    *tables: Table,
    stated: Iterable[StatedValue] = (),
    outline: Sequence[Node] = (),
    year: int = 2024,
    figure_status: str = "provisional",
) -> Document:
    """A document with nothing but these tables."""
    return Document(
        schema="",
        header=Header(year, "Örnek Belediyesi", "Örnek", "Faaliyet Raporu", "", figure_status),
        outline=tuple(outline),
        tables={table.id: table for table in tables},
        charts={},
        headlines=(),
        stated=tuple(stated),
    )


def check(
    rules: Sequence[Rule],
    code: str,
    *tables: Table,
    stated: Iterable[StatedValue] = (),
    outline: Sequence[Node] = (),
    previous: Document | None = None,
    numbers: dict[str, Decimal | None] | None = None,
    year: int = 2024,
) -> RuleResult:
    """What one rule says about these tables."""
    rule = next(rule for rule in rules if rule.code == code)
    data = CheckData(
        document(*tables, stated=stated, outline=outline, year=year), previous, numbers or {}
    )
    (result,) = run_rules(data, [rule]).results
    return result


def found(result: RuleResult) -> list[tuple[str, str, str, str]]:
    """The findings as (row, column, stated, computed)."""
    return [places(finding) for finding in result.findings]


def places(finding: Finding) -> tuple[str, str, str, str]:
    return finding.row, finding.column, spell(finding.stated), spell(finding.computed)
