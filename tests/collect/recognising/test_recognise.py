"""What is found in sheets as people make them; nothing of them is a report's own figure (örnek)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.collect.reading.cells import Book, Cell, CellValue, ErrorValue, Merged, Sheet
from reports.collect.recognising.recognise import Chosen, Recognised, recognise
from reports.collect.recognising.rows import RowKind
from reports.collect.recognising.targets import Table, Target

TABLE = Table(
    "Gelirler",
    (
        Target("name", "Gelir türü", ("gelir adı",), is_name=True),
        Target("estimate", "Bütçe tahmini", ("Bütçe tahmini (TL)",), True, 2, "TL"),
        Target("outturn", "Gerçekleşme", ("Gerçekleşme (TL)",), True, 2, "TL"),
        Target("rate", "Gerçekleşme oranı", ("oran",), True, None, "%"),
        Target("count", "Adet", ("sayı",), True, 0, "adet"),
        Target("area", "Alan", ("Alan (m²)",), True, None, "m²"),
        Target("note", "Not"),
        Target("day", "Tarih", is_date=True),
    ),
)
Line = list[CellValue | Cell]
NOTHING = Chosen()


def sheet(*lines: Line, merged: list[Merged] | None = None) -> Sheet:
    made = Sheet("Örnek", merged=merged or [])
    for row, line in enumerate(lines, start=1):
        cells = []
        for column, value in enumerate(line, start=1):
            if isinstance(value, Cell):
                cells.append(Cell(row, column, value.value, value.format, value.formula))
            elif value not in (None, ""):
                cells.append(Cell(row, column, value))
        if cells:
            made.rows[row] = cells
    return made


def found(*lines: Line, chosen: Chosen = NOTHING, **kwargs: list[Merged]) -> Recognised:
    made = sheet(*lines, **kwargs)
    return recognise(Book("örnek", [made]), made, TABLE, chosen)


def column(result: Recognised, key: str) -> list[str]:
    return [row.cells[key] for row in result.rows if key in row.cells]


HEAD: Line = ["Gelir türü", "Bütçe tahmini", "Gerçekleşme (TL)"]


def test_a_heading_below_titles_is_found() -> None:
    result = found(
        ["KARS BELEDİYESİ ÖRNEK TABLOSU"], [], ["2024 yılı gelirleri"], HEAD, ["Vergi", 5, 7.5]
    )

    assert result.heading is not None
    assert list(result.heading.rows) == [4]
    assert column(result, "estimate") == ["5,00"]
    assert column(result, "outturn") == ["7,50"]


def test_a_heading_of_two_rows_with_merged_cells() -> None:
    result = found(
        ["Gelir türü", "Bütçe", None, "Not"],
        [None, "tahmini", "Gerçekleşme"],
        ["Vergi", 5, 7],
        merged=[Merged(1, 1, 2, 1), Merged(1, 2, 1, 3)],
    )

    assert result.heading is not None
    assert list(result.heading.rows) == [1, 2]
    assert column(result, "name") == ["Vergi"]
    assert column(result, "estimate") == ["5,00"]


@pytest.mark.parametrize("words", ["GELİR TÜRÜ", "gelir turu", "  Gelir\nTürü ", "Gelir Türü (ad)"])
def test_names_are_matched_folded(words: str) -> None:
    assert column(found([words, "ADET"], ["Su", 3]), "name") == ["Su"]


def test_what_resembles_a_column_is_only_suggested() -> None:
    result = found(["Gelir türü", "Bütçe tahminleri", "Gerçekleşme"], ["Su", 3, 4])

    assert result.mapping.suggested[2][0].key == "estimate"
    assert column(result, "estimate") == []
    assert "estimate" in [target.key for target in result.mapping.lacking]
    chosen = Chosen(columns={"butce tahminleri": "estimate"})
    again = found(["Gelir türü", "Bütçe tahminleri", "Gerçekleşme"], ["Su", 3, 4], chosen=chosen)
    assert column(again, "estimate") == ["3,00"]


def test_two_columns_for_one_are_not_guessed() -> None:
    result = found(["Gelir türü", "Adet", "Sayı"], ["Su", 1, 2])

    assert result.mapping.twice == {"count": [2, 3]}
    assert not result.is_settled


def test_rows_that_are_none_are_set_aside_and_listed() -> None:
    result = found(
        HEAD,
        ["VERGİ GELİRLERİ"],
        ["Emlak", 1, 2],
        ["Çevre", 3, 4],
        ["Ara toplam", 4, 6],
        HEAD,
        ["Su", 5, 5],
        ["GENEL TOPLAM", 9, 12],
        ["* Rakamlar kesin değildir."],
    )

    assert column(result, "name") == ["Emlak", "Çevre", "Su"]
    assert [(row.number, row.kind) for row in result.aside] == [
        (2, RowKind.GROUP),
        (5, RowKind.TOTAL),
        (6, RowKind.REPEATED),
        (8, RowKind.TOTAL),
        (9, RowKind.NOTE),
    ]
    assert [(t.row, t.key, t.holds) for t in result.totals] == [
        (5, "estimate", True), (5, "outturn", True),
        (8, "estimate", True), (8, "outturn", False),
    ]  # fmt: skip
    assert result.totals[-1].computed == Decimal(11)


def test_a_row_of_the_table_may_be_called_a_total() -> None:
    table = Table(TABLE.title, TABLE.targets, frozenset({"toplam"}))
    made = sheet(HEAD, ["Toplam", 5, 5])

    assert len(recognise(Book("", [made]), made, table).rows) == 1


@pytest.mark.parametrize(
    ("key", "cells", "read"),
    [
        ("outturn", ["1.234,50", "2.000,00"], ["1234,50", "2000,00"]),
        ("outturn", ["1,234.50", "2,000.00"], ["1234,50", "2000,00"]),
        ("outturn", ["1.200", "3.400"], ["1200", "3400"]),  # no third decimal in money
        ("count", ["6.600", "12"], ["6600", "12"]),
        ("count", ["1,200", "12"], ["1200", "12"]),
        ("outturn", ["5 TL", "₺ 7,5"], ["5", "7,5"]),
        ("area", ["12 m²", "3,5"], ["12", "3,5"]),
        ("outturn", [9.899999999999999, 0.1 + 0.2], ["9,90", "0,30"]),
        ("outturn", ["-", "—"], ["", ""]),
        ("outturn", ["0", 0], ["0", "0,00"]),
        ("outturn", ["-5,25", "−1"], ["-5,25", "-1"]),
    ],
)
def test_figures_with_one_reading(key: str, cells: Line, read: list[str]) -> None:
    title = TABLE.target(key).title
    result = found(["Gelir türü", title, "Not"], *([str(n), cell] for n, cell in enumerate(cells)))

    assert column(result, key) == read
    assert not result.problems


@pytest.mark.parametrize("cells", [["6.600", "1.234,50"], ["6,600", "1,5"], ["1.250"], ["1,250"]])
def test_no_cell_settles_another_one(cells: Line) -> None:
    """Both readings, with their totals; what a person chooses is taken."""
    lines: list[Line] = [["Gelir türü", "Alan"], *([str(n), cell] for n, cell in enumerate(cells))]
    result = found(*lines)

    assert not result.is_settled
    (waiting,) = result.open_columns
    first, second = waiting.readings
    assert first.total != second.total
    assert column(result, "area") == []
    chosen = found(*lines, chosen=Chosen(ways={"area": "tr"}))
    assert chosen.is_settled
    assert len(column(chosen, "area")) == len(cells)


def test_a_column_spelled_in_two_ways_waits_and_refuses_the_other() -> None:
    lines: list[Line] = [["Gelir türü", "Alan"], ["a", "1,5"], ["b", "2.5"]]

    assert [r.refused for r in found(*lines).open_columns[0].readings] == [("B3",), ("B2",)]
    chosen = found(*lines, chosen=Chosen(ways={"area": "tr"}))
    assert [problem.address for problem in chosen.problems] == ["B3"]


@pytest.mark.parametrize(
    ("key", "cell", "words"),
    [
        ("outturn", "beş", "sayı olarak okunamadı"),
        ("outturn", "12 civarı", "sayı olarak okunamadı"),
        ("outturn", 1.234, "fazla ayrıntılı"),
        ("count", 1.5, "tam sayı"),
        ("count", "1,5", "tam sayı"),
        ("count", "%5", "birimi adet"),
        ("count", Cell(1, 1, 0.05, "0%"), "yüzde olarak biçimlendirilmiş"),
        ("area", "150 TL", "birimi m²"),
        ("outturn", True, "doğru/yanlış"),
        ("outturn", ErrorValue("#N/A"), "#N/A"),
        ("outturn", Cell(1, 1, None, "", "=A1*2"), "sonucu dosyada yok"),
        ("note", ErrorValue("#REF!"), "#REF!"),
        ("note", 12.5, "sayı olarak biçimlendirilmiş"),
        ("note", 12, "sayı olarak biçimlendirilmiş"),
    ],
)
def test_a_cell_that_says_no_figure_is_refused_with_its_place(
    key: str, cell: CellValue | Cell, words: str
) -> None:
    other = "Adet" if key == "outturn" else "Gerçekleşme"
    result = found(["Gelir türü", other, TABLE.target(key).title], ["Su", 1, cell])

    (problem,) = result.problems
    assert problem.address == "C2"
    assert words in problem.text


def test_a_percentage_is_read_as_it_is_shown() -> None:
    """0,515 shown as %51,5."""
    result = found(["Gelir türü", "Oran"], ["Su", Cell(1, 1, 0.515, "0.0%")])

    assert column(result, "rate") == ["51,5"]
    assert result.changes[0].taken == Decimal("51.5")


def test_shares_are_asked_for() -> None:
    lines: list[Line] = [["Gelir türü", "Oran"], ["Su", 0.515], ["Çöp", 1]]

    assert not found(*lines).is_settled
    yes = found(*lines, chosen=Chosen(shares={"rate": True}))
    assert column(yes, "rate") == ["51,5", "100"]
    no = found(*lines, chosen=Chosen(shares={"rate": False}))
    assert column(no, "rate") == ["0,515", "1"]


def test_thousands_of_a_title_are_asked_for_and_reach_only_money() -> None:
    lines: list[Line] = [["Gelirler (Bin TL)"], ["Gelir türü", "Gerçekleşme", "Adet"], ["Su", 5, 3]]

    assert found(*lines).asks_scale
    yes = found(*lines, chosen=Chosen(scale=True))
    assert (column(yes, "outturn"), column(yes, "count")) == (["5000,00"], ["3"])
    assert column(found(*lines, chosen=Chosen(scale=False)), "outturn") == ["5,00"]


def test_a_name_given_twice_is_refused_with_both_rows() -> None:
    result = found(HEAD, ["Su", 1, 1], ["SU ", 2, 2])

    assert "satır 2 ve satır 3" in result.problems[0].text


def test_a_sheet_of_something_else_has_no_heading() -> None:
    assert found(["Sayın ilgili"], ["Rapor ektedir"]).heading is None
    assert found([1, 2, 3], [4, 5, 6]).heading is None
