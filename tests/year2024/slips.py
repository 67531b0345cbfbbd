"""Changes of the 2024 document: what people get wrong, and what is another way to say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.core.documents import DeclarationBlock, Document, Node, ProseBlock
from reports.core.documents.model import Block
from reports.core.documents.prose import render
from reports.core.tables import Table, Value

from .conftest import FIXTURES
from .mutations import Place, Slip, remade, with_slip

Make = Callable[[Document], Document]
Rows = list[dict[str, Value]]


@dataclass(frozen=True)
class Change:
    """A document made of another one; `code` is the rule that has to find it."""

    name: str
    make: Make
    code: str = ""

    def __call__(self, before: Document) -> Document:
        return self.make(before)


# -- ways to change --------------------------------------------------------------------------------


def figure(dataset: str, row: str, column: str, number: str) -> Make:
    """A figure of a table becomes another; what follows from it is computed again."""
    slip = Slip(Place(dataset, row, column), "planted", Decimal(0), Decimal(number))
    return lambda before: with_slip(before, slip)


def rows(dataset: str, change: Callable[[Rows], Rows]) -> Make:
    """The rows of a table (column → cell, and the key under no name) become others."""

    def make(before: Document) -> Document:
        return _with(before, remade(before.tables[dataset], change(_rows(before.tables[dataset]))))

    return make


def cell(dataset: str, row: str, column: str, value: Value) -> Make:
    return rows(
        dataset,
        lambda found: [{**r, column: value} if r[""] == row else r for r in found],
    )


def exchanged(dataset: str, one: str, other: str, *columns: str) -> Make:
    """Two rows exchange some cells."""

    def change(found: Rows) -> Rows:
        by_key = {str(row[""]): row for row in found}
        first, second = dict(by_key[one]), dict(by_key[other])
        for column in columns:
            by_key[one][column], by_key[other][column] = second[column], first[column]
        return found

    return rows(dataset, change)


def removed(dataset: str, key: str) -> Make:
    return rows(dataset, lambda found: [row for row in found if row[""] != key])


def doubled(dataset: str, key: str, **other: Value) -> Make:
    """A row stands a second time, with some other cells."""

    def change(found: Rows) -> Rows:
        at = next(n for n, row in enumerate(found) if row[""] == key)
        return [*found[: at + 1], {**found[at], "": f"{key}-2", **other}, *found[at + 1 :]]

    return rows(dataset, change)


def prose(section: str, old: str, new: str) -> Make:
    """The text of a section with some words replaced."""

    def make(before: Document) -> Document:
        body = (FIXTURES / "prose" / f"{section}.md").read_text(encoding="utf-8")
        assert old in body, (section, old)
        rendered = render(body.replace(old, new, 1), before.tables)
        block = ProseBlock(rendered.html, rendered.text, rendered.problems)
        return _each(before, section, lambda old: block if old.type == "prose" else old)

    return make


def without_prose(section: str) -> Make:
    return lambda before: _each(
        before, section, lambda block: None if block.type == "prose" else block
    )


def declaration(role: str, *, signatory: str | None = None, date: str | None = None) -> Make:
    """A declaration signed by somebody else or at another day; without either it is not there."""

    def change(block: Block) -> Block | None:
        if not isinstance(block, DeclarationBlock) or block.role != role:
            return block
        if signatory is None and date is None:
            return None
        return replace(
            block,
            signatory=block.signatory if signatory is None else signatory,
            date=block.date if date is None else date,
        )

    return lambda before: _each(before, "EK", change)


def titled(title: str) -> Make:
    return lambda before: replace(before, header=replace(before.header, title=title))


def stated(key: str, value: str) -> Make:
    """A printed figure was copied wrong."""
    return lambda before: replace(
        before,
        stated=tuple(replace(s, value=value) if s.key == key else s for s in before.stated),
    )


def all_of(*makes: Make) -> Make:
    def make(before: Document) -> Document:
        for one in makes:
            before = one(before)
        return before

    return make


def _rows(table: Table) -> Rows:
    keys = [column.key for column in table.columns]
    return [{"": row.key, **dict(zip(keys, row.cells, strict=True))} for row in table.rows]


def _with(before: Document, table: Table) -> Document:
    return replace(before, tables={**before.tables, table.id: table})


def _each(before: Document, section: str, change: Callable[[Block], Block | None]) -> Document:
    """The blocks of a section, changed or (None) left out."""

    def node(old: Node) -> Node:
        blocks = old.blocks
        if old.code == section:
            made = (change(block) for block in old.blocks)
            blocks = tuple(block for block in made if block is not None)
        return replace(old, blocks=blocks, children=tuple(map(node, old.children)))

    return replace(before, outline=tuple(map(node, before.outline)))
