"""Tables as values: totals, formulas, parts, references."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal as D

import pytest

from reports.core.materialising import materialise
from reports.core.registry import Column, Dataset, Kind, Total
from reports.core.tables import Table, UnknownFigure
from reports.models import FiscalYear

YEAR = FiscalYear(year=2031)


@dataclass
class Line:
    """örnek satır"""

    row_key: str
    name: str
    planned: D | None
    spent: D | None


def table(*lines: Line) -> Table:
    return materialise(
        Dataset(
            id="ornek.giderler",
            slug="ornek-giderler",
            title="Örnek giderler",
            section="III.A.1",
            columns=(
                Column("name", "Ad", total=Total.NONE),
                Column("planned", "Ödenek", Kind.MONEY, "TL", total=Total.SUM),
                Column("spent", "Harcama", Kind.MONEY, "TL", total=Total.SUM),
                Column(
                    "rate",
                    "Oran",
                    Kind.PERCENT,
                    formula="spent / planned * 100",
                    total=Total.RATIO,
                ),
                Column("part", "Pay", Kind.PERCENT, formula="share(spent)", total=Total.RATIO),
            ),
            rows=lambda _: lines,
        ),
        YEAR,
    )


LINES = (
    Line("a", "A", D("100"), D("50.00")),
    Line("b", "B", D("300"), D("150.10")),
    Line("c", "C", None, None),
)


def test_sums_leave_out_what_is_missing() -> None:
    assert table(*LINES).number("total", "spent") == D("200.10")


def test_a_rate_is_totalled_from_its_parts_and_never_summed() -> None:
    assert table(*LINES).number("total", "rate") == D("50.025")


def test_shares_are_percent_of_the_column() -> None:
    assert table(*LINES).number("a", "part") == D("24.987506")


def test_a_missing_figure_stays_missing() -> None:
    assert table(*LINES).value("c", "rate") is None
    assert table(Line("a", "A", None, None)).number("total", "spent") is None


def test_the_total_row_is_labelled_in_its_first_text_cell() -> None:
    assert table(*LINES).value("total", "name") == "Toplam"


def test_an_empty_table_has_no_total() -> None:
    assert table().total is None


def test_money_has_two_places() -> None:
    assert str(table(Line("a", "A", D("1"), D("2.5"))).value("a", "planned")) == "1.00"


def test_a_part_of_a_table_is_totalled_anew() -> None:
    part = table(*LINES).selection(("b",), ("name", "spent", "rate"))
    assert [column.key for column in part.columns] == ["name", "spent", "rate"]
    assert part.number("total", "spent") == D("150.10")
    assert part.number("total", "rate") == D("50.033333")


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [("yok", "spent", "«yok» satırı yok"), ("a", "yok", "«yok» sütunu yok")],
)
def test_an_unknown_figure_is_named(row: str, column: str, sentence: str) -> None:
    with pytest.raises(UnknownFigure, match=sentence):
        table(*LINES).value(row, column)


def test_dates_and_codes_keep_their_type() -> None:
    @dataclass
    class Payment:
        row_key: str
        no: str
        day: date | None

    dataset = Dataset(
        id="ornek.odeme",
        slug="ornek-odeme",
        title="Örnek ödemeler",
        section="III.A.1",
        columns=(Column("no", "No", Kind.CODE), Column("day", "Tarih", Kind.DATE)),
        rows=lambda _: [Payment("1", "01", date(2031, 2, 28)), Payment("2", "02", None)],
    )
    found = materialise(dataset, YEAR)
    assert found.column_values("no") == ("01", "02")
    assert found.column_values("day") == (date(2031, 2, 28), None)


def test_a_total_of_which_only_the_label_is_left_is_none() -> None:
    assert table(*LINES).selection(None, ("name",)).total is None
    assert table(*LINES).selection(None, ("name", "spent")).total is not None
