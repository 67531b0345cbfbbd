"""Tables of a Word file: a kind is suggested where one reading is possible; nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.collect.wording import planning
from reports.collect.wording.planning import Choices, Mode, plan
from reports.collect.wording.tables import ColumnChoice, FoundTable, ReadTable, TableChoice
from reports.core.registry import Kind as K
from reports.core.registry import NewColumn, NewTable

from .made import FILES, docx, read, table


def found(*rows: tuple[str, ...]) -> FoundTable:
    [only] = read(docx(table(*rows))).tables
    return FoundTable(1, only)


def chosen(table: FoundTable, *kinds: str, **more: ColumnChoice) -> ReadTable:
    columns = {n: ColumnChoice(kind) for n, kind in enumerate(kinds, start=1) if kind}
    columns |= {int(name[1:]): choice for name, choice in more.items()}
    return table.read(TableChoice(is_taken=True, columns=columns))


def test_a_table_is_read_in_the_kinds_that_it_admits() -> None:
    [only] = read((FILES / "python-docx.docx").read_bytes()).tables
    table = FoundTable(1, only)

    assert table.suggested == {1: "text", 2: "date", 3: "money"}
    read_ = table.read(TableChoice())
    assert read_.is_settled
    assert read_.aside == ["toplam satırı: Toplam"]
    assert read_.new_table() == NewTable(
        "Tablo 2: Örnek harcamalar",
        (
            NewColumn("Kalem", K.TEXT),
            NewColumn("Tarih", K.DATE),
            NewColumn("Tutar (TL)", K.MONEY, is_summed=True),
        ),
        (
            ("Örnek mal", date(2024, 9, 30), Decimal("1000000.50")),
            ("Örnek hizmet", date(2024, 10, 1), Decimal("250000.00")),
        ),
    )


def test_a_heading_of_two_rows_and_a_dash_are_understood() -> None:
    [only] = read((FILES / "libreoffice.docx").read_bytes()).tables
    table = FoundTable(1, only)

    assert table.headings == ["Birim", "Kişi Kadın", "Kişi Erkek"]
    assert table.read(TableChoice()).rows == [["Örnek birim", 12, 30], ["İkinci birim", 8, None]]


def test_a_number_with_two_readings_waits_for_a_person() -> None:
    table = found(("Ad", "Ölçüm"), ("bir", "6.600"), ("iki", "1.250"))

    assert table.suggested[2] == ""
    assert chosen(table).unsaid == ["Ölçüm"]
    assert not chosen(table).is_settled
    assert [row[1] for row in chosen(table, "", "integer").rows] == [6600, 1250]

    as_decimal = chosen(table, "", "decimal")
    [column] = as_decimal.open_columns
    assert {r.way: r.total for r in column.readings} == {
        "tr": Decimal("7850"),
        "en": Decimal("7.850"),
    }
    assert not as_decimal.is_settled
    assert as_decimal.lines(9) == [["bir", "6.600"], ["iki", "1.250"]]
    assert chosen(table).lines(1) == [["bir", "6.600"]]
    settled = chosen(table, c2=ColumnChoice("decimal", way="en"))
    assert [row[1] for row in settled.rows] == [Decimal("6.600"), Decimal("1.250")]


def test_a_cell_that_does_not_fit_stands_against_the_table() -> None:
    table = found(("Ad", "Sayı"), ("bir", "12"), ("iki", "on beş"))

    assert table.suggested[2] == "text"
    wrong = chosen(table, "", "integer")
    assert not wrong.is_settled
    assert [problem.value for problem in wrong.problems] == ["on beş"]
    assert wrong.lines(9) == [["bir", 12], ["iki", "on beş"]]
    assert chosen(table, "", "-").is_settled


def test_percentages_and_shares_are_asked() -> None:
    percent = found(("Ad", "Oran"), ("a", "%51,5"), ("b", "%40"))
    assert percent.suggested[2] == "percent"
    assert [row[1] for row in chosen(percent).rows] == [Decimal("51.5"), Decimal("40")]

    share = found(("Ad", "Oran (%)"), ("a", "0,515"), ("b", "0,4"))
    assert not chosen(share, "", "percent").is_settled
    answered = chosen(share, c2=ColumnChoice("percent", is_share=True))
    assert [row[1] for row in answered.rows] == [Decimal("51.5"), Decimal("40")]


def test_thousands_in_a_heading_are_asked() -> None:
    table = found(("Ad", "Tutar (Bin TL)"), ("a", "12,5"), ("b", "1"))

    assert not chosen(table, "", "money").is_settled
    columns = {2: ColumnChoice("money")}
    times = table.read(TableChoice(columns=columns, scale=True))
    assert [row[1] for row in times.rows] == [Decimal("12500"), Decimal("1000")]


def test_a_row_that_counts_the_columns_is_told() -> None:
    table = found(("Ad", "Sayı", "Oran"), ("1", "2", "3"), ("bir", "20", "30"))
    read_ = chosen(table)

    assert read_.rows == [["bir", 20, 30]]
    assert read_.aside == ["başlık satırı: 1 · 2 · 3"]


def test_a_total_that_does_not_add_up_is_told_and_not_taken() -> None:
    table = found(("Ad", "Sayı"), ("bir", "2"), ("iki", "3"), ("Toplam", "6"))
    read_ = chosen(table)

    assert read_.wrong_totals == ["Satır 4: basılı toplam 6, satırların toplamı 5."]
    assert read_.new_table().columns[1].is_summed is False


def test_columns_of_one_name_are_told_apart_and_nameless_ones_named() -> None:
    table = found(("Ad", "Sayı", "Sayı", ""), ("a", "1", "2", "x"))

    assert table.headings == ["Ad", "Sayı", "Sayı (2)", "Sütun 4"]
    assert chosen(table).rows == [["a", 1, 2, "x"]]


def test_a_name_over_several_rows_stands_in_each_and_an_amount_in_one() -> None:
    merge, go_on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"

    def cell(text: str, look: str = "") -> str:
        return f"<w:tc>{look}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = [
        cell("Tür") + cell("Ad") + cell("Sayı"),
        cell("Örnek", merge) + cell("a") + cell("5", merge),
        cell("", go_on) + cell("b") + cell("", go_on),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    [only] = read(docx(body)).tables

    assert FoundTable(1, only).read(TableChoice()).rows == [["Örnek", "a", 5], ["Örnek", "b", None]]


def test_tables_are_taken_in_several_goes_where_they_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "MOST_ROWS", 8)
    word = read(docx(*[table(("Ad", "Sayı"), *[(f"a{n}", str(n)) for n in range(4)])] * 3))
    taken = dict.fromkeys(range(1, 4), TableChoice(is_taken=True))

    two = plan(word, "Söz", Choices(Mode.KEEP, tables={n: taken[n] for n in (1, 2)}), {})
    three = plan(word, "Söz", Choices(Mode.KEEP, tables=taken), {})

    assert (two.is_possible, len(two.new_tables)) == (True, 2)
    assert not three.is_possible
    assert "8 satırdan çok" in three.problems[0]


def test_a_long_table_is_shown_the_other_way() -> None:
    table = found(("Ad", "Sayı"), *[(f"a{n}", str(n)) for n in range(501)])

    assert table.is_too_long
    assert not chosen(table).is_settled
