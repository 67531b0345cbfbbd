"""Figures, headings and rows as exports of many programs have them (örnek): read, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.collect.reading.cells import Book, Cell, Sheet
from reports.collect.recognising.figures import read_column
from reports.collect.recognising.recognise import Chosen, recognise
from reports.collect.recognising.targets import Table, Target
from reports.collect.recognising.texts import read_text

from .asking import figures_of, recognised
from .grid import INCOME, Value, filled
from .writers import by_hand

NOTHING = Chosen()
MONEY = Target("money", "Tutar", (), True, 2, "TL")
COUNT = Target("count", "Adet", (), True, 0, "adet")
RATE = Target("rate", "Oran", (), True, None, "%")

FIGURES: dict[str, tuple[Target, str, str]] = {
    # "?" is refused; anything else is the figure
    "a soft hyphen inside": (MONEY, "1.2\u00ad34,50", "1234.50"),
    "a hard space": (MONEY, "1\u00a0234,50", "1234.50"),
    "a narrow space": (MONEY, "1\u202f234,50\u202f₺", "1234.50"),
    "an apostrophe before": (MONEY, "'1.234,50", "1234.50"),
    "apostrophes between": (MONEY, "1'234.50", "1234.50"),
    "a currency before": (MONEY, "TL1.234,50", "1234.50"),
    "a code before": (MONEY, "TRY 1.234,50", "1234.50"),
    "a sign behind": (MONEY, "1.234,50₺", "1234.50"),
    "brackets": (MONEY, "(1.234,50)", "-1234.50"),
    "brackets with a sign": (MONEY, "(₺1.234,50)", "-1234.50"),
    "a minus behind": (MONEY, "1.234,50-", "-1234.50"),
    "a plus before": (MONEY, "+1.234,50", "1234.50"),
    "an en dash before": (MONEY, "–5", "?"),
    "a debit's letter": (MONEY, "1.234,50 B", "?"),
    "a credit's letter": (MONEY, "1.234,50 (A)", "?"),
    "an exponent": (MONEY, "1,23E+05", "?"),
    "an exponent of the exact spelling": (MONEY, "1.23E5", "?"),
    "Arabic digits": (COUNT, "٣٤", "?"),
    "full-width digits": (COUNT, "３４", "?"),
    "a superscript": (COUNT, "12²", "?"),
    "a letter O": (COUNT, "1O", "?"),
    "a letter l": (COUNT, "l2", "?"),
    "a percent sign of counts": (COUNT, "%12", "?"),
    "percent before": (RATE, "%51,5", "51.5"),
    "percent behind": (RATE, "51,5%", "51.5"),
    "percent in words": (RATE, "yüzde 51,5", "51.5"),
    "a promille": (RATE, "‰5", "?"),
    "a fraction": (RATE, "1/2", "?"),
    "thousands in words": (MONEY, "12 bin", "?"),
    "millions in words": (MONEY, "1,5 milyon TL", "?"),
    "about": (COUNT, "~12", "?"),
    "more than": (COUNT, ">12", "?"),
    "a footnote's figure": (COUNT, "12(1)", "?"),
    "a date": (COUNT, "12.03.2024", "?"),
    "an hour": (COUNT, "12:30", "?"),
    "a range": (COUNT, "12–15", "?"),
    "two dots": (MONEY, "1..234", "?"),
    "a comma at the end": (MONEY, "1234,", "?"),
    "a comma before": (MONEY, ",50", "?"),
    "groups of two": (MONEY, "12.34.567", "?"),
    "two commas": (MONEY, "1,234,50", "?"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_read_as_it_is_or_refused(name: str) -> None:
    target, text, wanted = FIGURES[name]
    sheet = Sheet("", rows={1: [Cell(1, 1, text)]})
    book = recognised(f'Gelir türü;{target.title}\nSu;"{text}"\n'.encode(), _table(target), NOTHING)
    assert sheet.width == 1

    said = figures_of(book, _table(target))[0].get(target.key)
    if wanted == "?":
        assert said is None
        assert book.problems or not book.is_settled
    else:
        assert said == Decimal(wanted), book.problems


def _table(target: Target) -> Table:
    return Table("Örnek", (Target("name", "Gelir türü", is_name=True), target), year=2024)


@pytest.mark.parametrize("digits", ["1" * 28, "1" * 60, "1.000.000.000.000.000.000.000,00"])
def test_a_figure_that_is_too_long_is_said_to_be_so(digits: str) -> None:
    column = read_column(MONEY, {2: Cell(2, 1, digits)})

    (problem,) = column.problems
    assert "çok büyük" in problem.text
    assert "en çok 27" in problem.text


@pytest.mark.parametrize(
    ("number", "takes", "wanted"),
    [(2024, True, "2024"), (2024.0, True, "2024"), (2024.5, True, ""), (2024, False, "")],
)
def test_whole_numbers_in_a_column_of_texts(number: float, takes: bool, wanted: str) -> None:
    """A year or a house number is one where the column's rows have such; else zeros may be lost."""
    said = read_text(Target("no", "No", takes_number=takes), Cell(2, 1, number))

    assert said.text == wanted
    assert bool(said.wrong) is not bool(wanted)


WORKERS = Table(
    "Personel",
    (
        Target("name", "Müdürlük", is_name=True),
        Target("women", "Kadın", (), True, 0, "kişi"),
        Target("men", "Erkek", (), True, 0, "kişi"),
        Target("share", "Kadın oranı", (), True, None, "%"),
    ),
    year=2024,
)
HEADINGS: dict[str, tuple[list[list[Value]], dict[str, str]]] = {
    "K and E": ([["Müdürlük", "K", "E"], ["Fen", 3, 4]], {"women": "3", "men": "4"}),
    "K. and E.": ([["Müdürlük", "K.", "E."], ["Fen", 3, 4]], {"women": "3", "men": "4"}),
    "K alone": ([["Müdürlük", "K", "Erkek"], ["Fen", 3, 4]], {"men": "4"}),
    "number and rate below": (
        [["Müdürlük", "Kadın", None, "Erkek"], [None, "Sayı", "Oran", "Sayı"],
         ["Fen", 3, 42.5, 4]],
        {"women": "3", "share": "42.5", "men": "4"},
    ),
    "number and percent sign below": (
        [["Müdürlük", "Kadın", None, "Erkek"], [None, "Sayısı", "%", "Sayısı"],
         ["Fen", 3, 42.5, 4]],
        {"women": "3", "share": "42.5", "men": "4"},
    ),
    "counted columns": (
        [["Müdürlük", "Kadın", "Erkek"], [1, 2, 3], ["Fen", 3, 4]], {"women": "3", "men": "4"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_that_are_short_or_of_two_rows(name: str) -> None:
    lines, wanted = HEADINGS[name]
    found = recognised(by_hand(filled(lines)), WORKERS, NOTHING)

    (row,) = figures_of(found, WORKERS)
    said = {key: value for key, value in row.items() if isinstance(value, Decimal)}
    assert said == {key: Decimal(value) for key, value in wanted.items()}


def test_the_first_row_of_a_numbered_list_counts_no_columns() -> None:
    lines: list[list[Value]] = [["Müdürlük", "Kadın", "Erkek"], ["1", 2, 3], ["2", 5, 7]]
    found = recognised(by_hand(filled(lines)), WORKERS, NOTHING)

    assert [row.number for row in found.rows] == [2, 3]


SIGNED: list[list[list[Value]]] = [
    [["Hazırlayan", None, None], ["Tel", "0474 212 00 00", None]],
    [["Tel:", 4742120000, None], ["Dahili", 1234, None]],
    [["Düzenleme tarihi", "31.12.2024", None], ["İmza", None, "Örnek"]],
    [[None, "Tel: 0 (474) 212 00 00", "Onaylayan"]],
    [["e-posta", "ornek@example.org", None]],
]


@pytest.mark.parametrize("lines", SIGNED)
def test_who_made_it_and_who_signs_it_is_no_row(lines: list[list[Value]]) -> None:
    rows: list[list[Value]] = [["Gelir türü", "Gerçekleşme", "Adet"], ["Su", 5.5, 3], [], *lines]
    found = recognised(by_hand(filled(rows)), INCOME, NOTHING)

    assert [row.number for row in found.rows] == [2]
    assert not found.problems
    assert [row.number for row in found.aside] == list(range(4, 4 + len(lines)))


def test_a_telephone_among_the_rows_is_refused() -> None:
    lines: list[list[Value]] = [
        ["Gelir türü", "Gerçekleşme"], ["Su", "0474 212 00 00"], ["Park", 5],
    ]  # fmt: skip
    sheet = Sheet("A")
    for number, line in enumerate(lines, start=1):
        sheet.rows[number] = [
            Cell(number, column, value)
            for column, value in enumerate(line, start=1)
            if isinstance(value, str | int)
        ]
    found = recognise(Book("örnek", [sheet]), sheet, INCOME)

    assert [problem.address for problem in found.problems] == ["B2"]
