"""What the consistency engine costs: all rules over 1, 10 and 100 times the rows of a report.

    .venv/bin/python -m tests.benchmarks.checks [--rounds 3] [--print]

Loads the 2024 package into a database of its own, enlarges the document (every row again under
another name, every stated figure with it) and writes the table of docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.core.checks import CheckResult
    from reports.core.documents import Document, StatedValue
    from reports.core.tables import Row, Table

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- checks: start -->", "<!-- checks: end -->"
YEAR = 2024
TIMES = (1, 10, 100)


def load(folder: str) -> Document:
    """The 2024 document from the fixtures, through a database that is thrown away."""
    for name in [name for name in os.environ if name.startswith("KARS_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"KARS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "kars_portal.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    from reports.core.building import build_document
    from reports.models import Report

    call_command("migrate", verbosity=0)
    call_command("load_report", str(ROOT / "fixtures" / str(YEAR)), verbosity=0)
    return build_document(Report.objects.select_related("year").get(year_id=YEAR))


def enlarged(document: Document, times: int) -> Document:
    """Every table and stated figure `times` times."""
    return replace(
        document,
        tables={key: _longer(table, times) for key, table in document.tables.items()},
        stated=tuple(_again(document.stated, times)),
    )


def _longer(table: Table, times: int) -> Table:
    from reports.core.materialising import materialise
    from reports.core.registry import Dataset, Kind

    texts = [n for n, c in enumerate(table.columns) if c.kind in {Kind.TEXT, Kind.CODE}]

    def cells(row: Row, n: int) -> dict[str, object]:
        values = list(row.cells)
        if n and texts and values[texts[0]] is not None:
            values[texts[0]] = f"{values[texts[0]]}.{n}"
        return dict(zip((c.key for c in table.columns), values, strict=True))

    rows = [
        {"": f"{row.key}-x{n}" if n else row.key, **cells(row, n)}
        for n in range(times)
        for row in table.rows
    ]
    made = materialise(
        Dataset(
            id=table.id,
            slug=table.slug,
            title=table.title,
            section=table.section,
            columns=table.columns,
            rows=lambda _year: rows,
            row_key=lambda row: str(row[""]),
            total_label=table.total_label,
            in_section=table.in_section,
        ),
        None,  # type: ignore[arg-type]  # these rows belong to no year
    )
    return replace(made, basis=table.basis)


def _again(stated: tuple[StatedValue, ...], times: int) -> Iterator[StatedValue]:
    from reports.core.tables import TOTAL_ROW

    for value in stated:
        yield value
        for n in range(1, times):
            if value.row and value.row != TOTAL_ROW:
                yield replace(value, key=f"{value.key}-x{n}", row=f"{value.row}-x{n}")


def measure(document: Document, rounds: int) -> tuple[float, CheckResult]:
    """The smallest of some rounds; on a shared machine other work can only add to it."""
    from reports.core import registry
    from reports.core.checks import CheckData, run_rules

    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        result = run_rules(CheckData(document), registry.rules())
        spent.append(time.perf_counter() - begin)
    return min(spent), result


def report(document: Document, rounds: int) -> str:
    lines = [
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}, the 2024 "
        f"report; load of the machine {os.getloadavg()[0]:.1f}. The document stands in memory; the "
        "rules ask no database. Larger documents repeat every row and every stated figure under "
        "another name.",
        "",
        "| document | published rows | stated figures | checked | s | times the first |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    first = 0.0
    for times in TIMES:
        larger = enlarged(document, times)
        spent, result = measure(larger, rounds if times < 100 else 1)
        first = first or spent
        rows = sum(len(table.rows) for table in larger.tables.values())
        lines.append(
            f"| × {times} | {rows} | {len(larger.stated)} | {result.checked} | {spent:.2f} "
            f"| {Decimal(spent / first):.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = report(load(folder), options.rounds)
    if options.print:
        print(table)
        return
    before, start, rest = PAGE.read_text("utf-8").partition(START)
    _old, end, after = rest.partition(END)
    if not (start and end):
        sys.exit(f"{PAGE.name} has no {START} … {END}")
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
