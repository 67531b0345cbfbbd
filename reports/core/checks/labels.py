"""Names of rows: printed and kept the same, each once, and beside their own figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kars_portal.lib.turkish import slugify
from reports.core.registry import Kind
from reports.core.tables import TOTAL_ROW, Table

from .blocks import row_name
from .data import CheckData, Stated
from .model import HELD, Finding, Held, Rule, Severity
from .spelling import plain_name

_AGAIN = re.compile(r"-\d{1,3}$")

NAMED_SHARE = 2
"""Two in three printed rows bear the name of their row: then the others should, too."""


def printed_names(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Where a printed table names its rows, it names them as the table does.

    A source whose labels say something else than the row (which sum, which chart) is passed over.
    A label that is another row's name is an error: the two have changed places.
    """
    sources: dict[tuple[str, str], list[tuple[Stated, str]]] = defaultdict(list)
    for stated in data.stated:
        value = stated.value
        table = data.table(value.dataset)
        if table is None or value.row in {"", TOTAL_ROW} or not value.label.strip():
            continue
        row = table.by_key.get(value.row)
        if row is not None:
            sources[value.source_table, value.dataset].append((stated, row_name(table, row)))
    for found in sources.values():
        same = [(s, name, plain_name(s.value.label) == plain_name(name)) for s, name in found]
        others = {plain_name(name) for _s, name in found}
        # Two names that have changed places in a short table are names of its rows all the same.
        named = sum(plain_name(s.value.label) in others for s, _name in found)
        if named * (NAMED_SHARE + 1) < len(same) * NAMED_SHARE:
            continue
        seen: set[tuple[str, str]] = set()
        for stated, name, fit in same:
            label = stated.value.label.strip()
            if fit:
                yield HELD
            elif (stated.value.row, label) not in seen:
                seen.add((stated.value.row, label))
                table = data.tables[stated.value.dataset]
                yield rule.finding(
                    f"«{table.title}»: basılı tabloda «{label}», burada «{name}» yazıyor; aynı "
                    "kalem iki ayrı adla anılıyor.",
                    dataset=table.id,
                    row=stated.value.row,
                    column=_name_column(table),
                    stated=label,
                    computed=name,
                    severity=Severity.ERROR if plain_name(label) in others else rule.severity,
                    line=stated.value.line_from,
                    source=stated.value.key,
                )


def _name_column(table: Table) -> str:
    return next((c.key for c in table.columns if c.kind is Kind.TEXT), table.columns[0].key)


def exchanged_names(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A row stands under its own name: its key was made of it and is never made anew.

    A row that bears the name of which another row's key was made has changed places with it, or
    its figures have. A name that was only corrected is no other row's name.
    """
    for table in data.tables.values():
        names = [c.key for c in table.columns if c.kind is Kind.TEXT]
        if not names or not table.rows:
            continue
        column = names[0]
        made = {row.key: slugify(str(table.value(row.key, column) or "")) for row in table.rows}
        own = {key for key, slug in made.items() if slug and _AGAIN.sub("", key) == slug}
        if sum(slug in made for slug in made.values()) * 2 < len(made):
            continue  # keys that are not made of the names
        for key, slug in made.items():
            if not slug or key in own or slug not in made or made[slug] == slug:
                if key in own:
                    yield HELD
                continue
            yield rule.finding(
                f"«{table.title}»: «{key}» satırında «{table.value(key, column)}» yazıyor, oysa bu "
                f"ad «{slug}» satırınındır; iki satırın adları ya da rakamları yer değiştirmiş.",
                dataset=table.id,
                row=key,
                column=column,
                stated=str(table.value(key, column)),
                computed=slug,
            )
