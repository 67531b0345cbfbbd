"""The difference of two documents: every kind of change, and nothing that is left unsaid."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command

from departments.models import Vehicle
from reports.core.building import build_document
from reports.core.documents import (
    DeclarationBlock,
    Document,
    Node,
    ProseBlock,
    TableBlock,
    canonical_json,
    from_json,
)
from reports.core.registry import Column, Kind
from reports.core.tables import Row, Table
from reports.core.tables.values import Value
from reports.models import Report
from reports.publish.versions.changes import Change, Difference, TextChange
from reports.publish.versions.difference import difference
from reports.publish.versions.wording import TextPart, Wording, compare_words
from tests import checked
from tests.counting import counted
from tests.site import sample

D = Decimal
OLD = sample.document(checks=checked.reconciliation(checked.finding("RPR-001", "Örnek bulgu.")))


def with_table(table: Table, document: Document = OLD) -> Document:
    return replace(document, tables=document.tables | {table.id: table})


def with_cell(table: Table, row: str, column: str, value: Value) -> Table:
    """The table with another value in one cell; totals stay as they are."""
    position = table.index[column]

    def changed(item: Row) -> Row:
        cells = (*item.cells[:position], value, *item.cells[position + 1 :])
        return replace(item, cells=cells) if item.key == row else item

    total = changed(table.total) if table.total else None
    return replace(table, rows=tuple(map(changed, table.rows)), total=total)


def with_block(code: str, *blocks: Any) -> Document:
    def changed(node: Node) -> Node:
        children = tuple(map(changed, node.children))
        return replace(node, children=children, blocks=blocks if node.code == code else node.blocks)

    return replace(OLD, outline=tuple(map(changed, OLD.outline)))


def only_text(found: Difference) -> TextChange:
    assert not any(value for name, value in vars(found).items() if name != "texts")
    (text,) = found.texts
    return text


def test_the_same_document_has_no_difference() -> None:
    assert difference(OLD, from_json(canonical_json(OLD))).is_empty


def test_a_changed_figure_has_both_values_and_what_lies_between_them() -> None:
    table = with_cell(sample.SPENDING, "02", "spent", D("149.99"))
    table = with_cell(table, "02", "rate", D("74.995"))
    table = with_cell(table, "total", "spent", D("249.99"))

    (change,) = difference(OLD, with_table(table)).tables

    assert [
        (c.row, c.row_label, c.column.key, c.unit, c.old, c.new, c.difference, c.follows)
        for c in change.cells
    ] == [
        ("02", "Çivi", "spent", "TL", D("150.00"), D("149.99"), D("-0.01"), False),
        ("02", "Çivi", "rate", "%", D(75), D("74.995"), D("-0.005"), True),
        ("total", "Toplam", "spent", "TL", D("250.00"), D("249.99"), D("-0.01"), True),
    ]
    assert not change.is_rebuilt


def test_a_missing_figure_is_not_zero() -> None:
    table = with_cell(sample.SPENDING, "03", "spent", D("0.00"))

    (change,) = difference(OLD, with_table(table)).tables

    (cell,) = change.cells
    assert (cell.old, cell.new, cell.difference) == (None, D("0.00"), None)


def test_a_text_in_a_table_has_no_arithmetic_difference() -> None:
    table = with_cell(sample.SPENDING, "03", "name", "Zımba teli")

    (cell,) = difference(OLD, with_table(table)).tables[0].cells

    assert (cell.old, cell.new, cell.difference) == ("Zımba", "Zımba teli", None)


def test_rows_come_and_go_with_what_stands_in_them() -> None:
    rows = (*sample.GOALS.rows[1:], Row("3", ("3", None)))

    (change,) = difference(OLD, with_table(replace(sample.GOALS, rows=rows))).tables

    assert [(row.change, row.key, row.label) for row in change.rows] == [
        (Change.ADDED, "3", "3"),
        (Change.REMOVED, "1", "Örnek amaç"),
    ]
    assert [value for _column, value in change.rows[1].cells] == ["1", "Örnek amaç"]
    assert [value for _column, value in change.rows[0].cells] == ["3"]
    assert change.cells == ()


def test_a_column_comes_goes_and_is_renamed() -> None:
    table = sample.CONTRACTS
    columns = (
        Column("work", "Yapılan iş"),
        *table.columns[1:3],
        Column("place", "Yer"),
    )
    rows = tuple(replace(row, cells=(*row.cells[:3], "Örnek")) for row in table.rows)
    total = replace(table.total, cells=("Toplam", None, D("10.50"), None)) if table.total else None

    (change,) = difference(
        OLD, with_table(replace(table, columns=columns, rows=rows, total=total))
    ).tables

    assert [(c.change, c.key, c.label) for c in change.columns] == [
        (Change.CHANGED, "work", "Yapılan iş"),
        (Change.ADDED, "place", "Yer"),
        (Change.REMOVED, "-contract_date", "Sözleşme tarihi"),
    ]
    assert [(f.field, f.old, f.new) for f in change.columns[0].fields] == [
        ("key", "title", "work"),
        ("title", "İş", "Yapılan iş"),
    ]
    assert change.cells == ()
    assert change.is_rebuilt


def test_tables_come_and_go_in_the_order_of_their_sections() -> None:
    tables = {key: item for key, item in OLD.tables.items() if key != sample.GOALS.id}
    extra = replace(sample.GOALS, id="x.ek", slug="ek", section="III.A.1", title="Örnek ek")

    found = difference(OLD, replace(OLD, tables=tables | {"x.ek": extra}))

    assert [(t.change, t.id, t.row_count) for t in found.tables] == [
        (Change.ADDED, "x.ek", 2),
        (Change.REMOVED, "performance.goals", 2),
    ]


def test_a_text_is_compared_word_by_word() -> None:
    html = "<p>Örnek kısa anlatım.</p><p>Ek cümle.</p>"
    new = with_block(
        "III.B.1/ornek-isler",
        ProseBlock(html, "Örnek kısa anlatım. Ek cümle."),
        TableBlock("payments.ornek_yol"),
    )

    text = only_text(difference(OLD, new))

    assert (text.section, text.label, text.place) == (
        "III.B.1/ornek-isler", "1 Örnek İşler Müdürlüğü", "text",
    )  # fmt: skip
    assert [(part.wording.value, part.text) for part in text.parts] == [
        ("same", "Örnek "),
        ("added", "kısa "),
        ("same", "anlatım."),
        ("added", "\nEk cümle."),
    ]
    assert not text.follows


def test_figures_that_a_text_takes_from_a_table_follow_from_it() -> None:
    blocks = OLD.node_by_code["III.A.1"].blocks
    prose = blocks[0]
    assert isinstance(prose, ProseBlock)
    taken = ProseBlock(prose.html.replace("250 TL", "260 TL"), "Gider 260 TL; yok.")
    typed = ProseBlock(prose.html.replace("Gider", "Harcama"), "Harcama 250 TL; yok.")

    assert only_text(difference(OLD, with_block("III.A.1", taken, *blocks[1:]))).follows
    assert not only_text(difference(OLD, with_block("III.A.1", typed, *blocks[1:]))).follows


def test_a_declaration_shows_who_signs_and_what_it_says() -> None:
    (block,) = OLD.node_by_code["SUNUS"].blocks
    assert isinstance(block, DeclarationBlock)

    text = only_text(difference(OLD, with_block("SUNUS", replace(block, signatory="Başka Kişi"))))

    assert text.place == "sunus"
    assert TextPart(Wording.REMOVED, "Örnek") in text.parts
    assert TextPart(Wording.ADDED, "Başka") in text.parts


def test_findings_and_their_acceptance_come_and_go() -> None:
    one = checked.finding("A-1", "Bir", dataset="x.y", stated="1")
    other = checked.finding("A-2", "İki", dataset="x.y")
    third = checked.finding("A-3", "Üç", dataset="x.y")
    before = sample.document(checks=checked.reconciliation(one, other, third))
    after = sample.document(
        checks=checked.reconciliation(
            checked.finding("A-1", "Bir buçuk", dataset="x.y", stated="1.5"),
            checked.finding("A-2", "İki", dataset="x.y", waived=("Neden", "Kişi", "2025-01-02")),
            checked.finding("A-4", "Dört", dataset="x.y"),
        )
    )

    found = difference(before, after)

    assert [(f.change, f.finding.code) for f in found.findings] == [
        (Change.CHANGED, "A-1"), (Change.ADDED, "A-4"), (Change.REMOVED, "A-3"),
    ]  # fmt: skip
    assert found.findings[0].before == one
    assert [(w.change, w.finding.waiver_reason) for w in found.waivers] == [(Change.ADDED, "Neden")]
    back = difference(after, before)
    assert [w.change for w in back.waivers] == [Change.REMOVED]


def test_the_figures_status_is_named() -> None:
    new = replace(OLD, header=replace(OLD.header, figure_status="final"))

    (field,) = difference(OLD, new).header

    assert (field.field, field.old, field.new) == ("figure_status", "provisional", "final")


SPENDING, INDICATORS = sample.SPENDING, sample.INDICATORS
SMALL_CHANGES: dict[str, Document] = {
    "title of a table": with_table(replace(SPENDING, title="Başka")),
    "note of a table": with_table(replace(SPENDING, note="Not")),
    "order of rows": with_table(replace(SPENDING, rows=SPENDING.rows[::-1])),
    "link of a row": with_table(
        replace(SPENDING, rows=(replace(SPENDING.rows[0], link="/x"), *SPENDING.rows[1:]))
    ),
    "formula": with_table(
        replace(
            SPENDING,
            columns=(*SPENDING.columns[:-1], replace(SPENDING.columns[-1], formula="spent")),
        )
    ),
    "total gone": with_table(replace(SPENDING, total=None)),
    "unit": with_table(replace(SPENDING, unit="bin TL")),
    "spelling": with_table(with_cell(INDICATORS, "1-1-1", "rate", D("100.0"))),
    "title of a section": replace(
        OLD, outline=(replace(OLD.outline[0], title="Önsöz"), *OLD.outline[1:])
    ),
    "order of sections": replace(OLD, outline=OLD.outline[::-1]),
    "facts": replace(OLD, outline=(replace(OLD.outline[0], facts={"a": 1}), *OLD.outline[1:])),
    "section gone": replace(OLD, outline=OLD.outline[:-1]),
    "chart": replace(OLD, charts={"finance.spending": replace(sample.CHART, spec={"mark": "x"})}),
    "no chart": replace(OLD, charts={}),
    "headline": replace(OLD, headlines=()),
    "stated": replace(OLD, stated=(replace(sample.STATED[0], value="252.00"), *sample.STATED[1:])),
    "order of stated": replace(OLD, stated=sample.STATED[::-1]),
    "checks": replace(OLD, checks=replace(OLD.checks, rules=18)),
    "emphasis": with_block(
        "III.B.1/ornek-isler",
        ProseBlock("<p><em>Örnek</em> anlatım.</p>", "Örnek anlatım."),
        TableBlock("payments.ornek_yol"),
    ),
    "blocks": with_block("III.B.2", TableBlock("performance.indicators", rows=("1-1-1",))),
    "schema": replace(OLD, schema="kars-faaliyet-raporu/2"),
}  # fmt: skip


@pytest.mark.parametrize("name", SMALL_CHANGES)
def test_nothing_that_differs_is_left_unsaid(name: str) -> None:
    new = SMALL_CHANGES[name]

    assert canonical_json(new) != canonical_json(OLD)
    assert not difference(OLD, new).is_empty
    assert not difference(new, OLD).is_empty
    assert difference(OLD, new) == difference(OLD, from_json(canonical_json(new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "Yeni metin."),
        ("Bir iki üç dört.\nBeş altı.", "Bir  üç dört beş.\nBeş altı.\nYedi."),
        ("a b c d", "x y c z"),
        ("kelime " * 5000, "sözcük " * 5000),
        ("aynı", "aynı"),
    ],
)
def test_the_parts_give_both_texts_back(old: str, new: str) -> None:
    parts = compare_words(old, new)

    assert "".join(p.text for p in parts if p.wording is not Wording.ADDED) == old
    assert "".join(p.text for p in parts if p.wording is not Wording.REMOVED) == new
    assert all(a.wording is not b.wording for a, b in pairwise(parts))


def test_words_that_were_replaced_together_stand_together() -> None:
    parts = compare_words("bir eski cümle burada biter", "bir yeni söz burada biter")

    assert [p.text for p in parts] == ["bir ", "eski cümle", "yeni söz", " burada biter"]


@pytest.mark.django_db
def test_one_vehicle_more_flows_into_the_totals_of_the_real_report() -> None:
    call_command("load_report", "fixtures/2024", verbosity=0, stdout=io.StringIO())
    report = Report.objects.get(year_id=2024)
    old = build_document(report)
    vehicle = Vehicle.objects.filter(year_id=2024, owned__gt=0).order_by("pk")[0]
    vehicle.owned = (vehicle.owned or 0) + 1
    vehicle.save()
    new = build_document(report)

    found, calls = counted(lambda: difference(old, new))

    cells = sum(len(table.rows) * len(table.columns) for table in new.tables.values())
    assert cells > 5_000
    assert calls < 200 * cells, "about 55 now: nothing is compared with everything"
    (table,) = [table for table in found.tables if table.id == "departments.vehicles"]
    entered = [cell for cell in table.cells if not cell.follows]
    assert [(c.row_label, c.column.key, c.difference) for c in entered] == [
        (vehicle.name, "owned", D(1))
    ]
    followers = {(c.row, c.column.key): c.difference for c in table.cells if c.follows}
    assert followers["total", "owned"] == followers["total", "total"] == D(1)
    assert all(not cell.follows or cell.difference for cell in table.cells)
    assert difference(old, from_json(canonical_json(old))).is_empty
    assert all(text.follows for text in found.texts)
    assert Kind.INTEGER in {cell.column.kind for cell in table.cells}
