"""No note beside a table calls a figure computed that the table itself does not show."""

from __future__ import annotations

import re

import pytest

from kars_portal.lib.numbers import parse_decimal, round_half_up
from reports.core.tables import TOTAL_ROW, Table
from reports.present.render import PrintLinks, table_view
from reports.present.render.finding_values import values_of
from reports.present.render.notes import with_notes

from .built import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]

COMPUTED = re.compile(r"hesaplanan (?:%)?([\d.]+(?:,\d+)?)")


def notes(dataset: str) -> list[str]:
    found = document()
    view = with_notes(table_view(found.tables[dataset], PrintLinks(found)), found)
    return [note.text for note in view.notes]


def shows(table: Table, spelling: str) -> bool:
    """Whether the table has this figure somewhere, at the precision in which it is said."""
    number = parse_decimal(spelling.replace(".", "").replace(",", "."))
    places = len(spelling.partition(",")[2])
    rows = [*table.rows, *([table.total] if table.total else [])]
    figures = (
        table.number(row.key, column.key)
        for row in rows
        for column in table.columns
        if column.kind.is_numeric
    )
    return any(f is not None and round_half_up(f, places) == number for f in figures)


def test_every_computed_value_in_a_note_stands_in_its_table() -> None:
    said = {
        (dataset, spelling)
        for dataset in document().tables
        for text in notes(dataset)
        for spelling in COMPUTED.findall(text)
    }

    assert len(said) > 40
    assert [place for place in said if not shows(document().tables[place[0]], place[1])] == []


def test_every_value_called_computed_is_the_one_at_its_place() -> None:
    """The same on the page of all findings, which is not bound to what a view shows."""
    wrong = []
    for finding in document().checks.findings:
        table = document().tables.get(finding.dataset)
        if table is None or not finding.row:
            continue
        labels = dict(values_of(finding, table))
        if "Hesaplanan" in labels:
            there = table.number(finding.row, finding.column)
            if there is None or round_half_up(there, 6) != round_half_up(
                parse_decimal(finding.computed), 6
            ):
                wrong.append(finding.mark)

    assert wrong == []


#   dataset                     | the printed total  | the table's own    | what the parts give
TOTALS = [
    ("finance.expenditure",       "904.115.581,04", "904.115.581,04", "904.115.581,24"),
    ("tables.accruals_bimonthly", "28.232.473,91",  "28.432.473,91",  "28.218.473,91"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "printed", "own", "parts"), TOTALS)
def test_of_a_total_beside_wrong_parts_both_facts_are_said(
    dataset: str, printed: str, own: str, parts: str
) -> None:
    column = {"finance.expenditure": "total_appropriation"}.get(dataset, "total_accrual")
    (finding,) = (
        f
        for f in document().checks.findings
        if (f.code, f.dataset, f.row, f.column) == ("RPR-001", dataset, TOTAL_ROW, column)
    )
    table = document().tables[dataset]

    assert shows(table, own)
    assert all(figure in finding.message for figure in (printed, own, parts))
    assert not any(f"hesaplanan {parts}" in text for text in notes(dataset))


def test_the_right_total_of_the_expenditure_is_not_called_wrong() -> None:
    (note,) = (text for text in notes("finance.expenditure") if "904.115.581,04" in text)

    assert note.startswith("Basılı 904.115.581,04 TL tablodaki rakamdır")
