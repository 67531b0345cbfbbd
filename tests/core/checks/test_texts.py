"""Texts, outline, repetitions, change and personal data: each rule of the core, both ways."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.core.consistency import RULES
from reports.core.documents import Node, ProseBlock

from .helper import check, document, found, grid


def section(code: str, *texts: str, problems: tuple[str, ...] = (), title: str = "Bölüm") -> Node:
    blocks = tuple(ProseBlock(f"<p>{text}</p>", text, problems) for text in texts)
    return Node(code, code.lower(), "", title, "5018 s. Kanun m. 41", blocks, (), {})


def parent(code: str, *children: Node) -> Node:
    return Node(code, code.lower(), "", "Üst bölüm", "", (), children, {})


def test_figure_references_lead_somewhere() -> None:
    problem = "finance.revenue.total.nett: böyle bir sütun yok"
    good, bad = section("I.A", "Metin"), section("I.B", "Metin", problems=(problem,))

    result = check(RULES, "RPR-020", outline=[good, bad])

    assert result.held == 1
    assert [(f.section, f.stated) for f in result.findings] == [("I.B", problem)]


def test_sections_of_the_law_say_something() -> None:
    outline = [section("I.A", "Metin"), section("I.B"), parent("II", section("II.A", "Metin"))]

    (finding,) = check(RULES, "RPR-030", outline=outline).findings

    assert (finding.section, finding.basis) == ("I.B", "5018 s. Kanun m. 41")


def test_published_tables_have_rows() -> None:
    full = grid("finance.debts", "row | label\na | A")
    empty = grid("finance.companies", "row | label")

    result = check(RULES, "RPR-031", full, empty)

    assert result.held == 1
    assert [finding.dataset for finding in result.findings] == ["finance.companies"]


#   columns               | rows                                   | repeated row
REPEATED = [
    ("label",               ["Kazımpaşa", "KAZIMPAŞA "],             "1"),
    ("label",               ["Kazımpaşa", "Halitpaşa"],              None),
    ("label | n:integer+",  ["Mesken | 3", "mesken | 4"],            "1"),
    # Two texts tell a row apart; a list of movements may repeat one.
    ("label | place",       ["Emeklilik | Memur", "Emeklilik | Şef"], None),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "repeated"), REPEATED)
def test_a_name_stands_once_in_a_list(columns: str, rows: list[str], repeated: str | None) -> None:
    body = "\n".join(f"{number} | {row}" for number, row in enumerate(rows))
    table = grid("tables.example", f"row | {columns}\n{body}")

    result = check(RULES, "RPR-040", table)

    assert [finding.row for finding in result.findings] == ([] if repeated is None else [repeated])


#   last year | this year | is worth a look
CHANGES = [
    ("100", "299", False),
    ("100", "300", True),
    ("300", "100", True),
    ("300", "101", False),
    ("100", "0", True),
    ("5", "19", False),  # too small to mean anything
]


@pytest.mark.parametrize(("before", "now", "unusual"), CHANGES)
def test_unusual_changes_deserve_a_look(before: str, now: str, unusual: bool) -> None:
    earlier, later = (
        grid("departments.example", f"row | label | count:integer\na | A | {number}")
        for number in (before, now)
    )

    result = check(RULES, "RPR-050", later, previous=document(earlier, year=2023))

    assert found(result) == ([("a", "count", now, before)] if unusual else [])


def test_without_a_year_before_nothing_has_changed() -> None:
    table = grid("departments.example", "row | label | count:integer\na | A | 5000")

    result = check(RULES, "RPR-050", table)

    assert (result.held, result.findings) == (0, ())


#   text                                  | what it is taken for
PERSONAL = [
    ("Kimlik no 12345678901",              "kimlik numarasına benzeyen bir sayı"),
    ("Telefon 0532 123 45 67",             "cep telefonu numarası"),
    ("Yazışma: ornek@example.org",         "e-posta adresi"),
    ("Kadın Destek Hattı 0474 223 44 79",  None),
    ("Bedeli 12.345.678.901 TL",           None),
    ("Sayı 123456789012",                  None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "taken_for"), PERSONAL)
def test_personal_data_stay_out_of_public_text(text: str, taken_for: str | None) -> None:
    table = grid("tables.example", f"row | label\na | {text}")
    expected = [] if taken_for is None else [taken_for]

    in_prose = check(RULES, "RPR-060", outline=[section("I.A", text)])
    in_table = check(RULES, "RPR-060", table)

    assert [finding.stated for finding in in_prose.findings] == expected
    assert [finding.stated for finding in in_table.findings] == expected


def test_a_finding_does_not_repeat_the_personal_data() -> None:
    table = grid("tables.example", "row | label\na | 0532 123 45 67")

    (finding,) = check(RULES, "RPR-060", table).findings

    assert "532" not in finding.message + str(finding.stated)
    assert finding.difference is None
    assert finding.computed is None


def test_a_difference_needs_two_numbers() -> None:
    before, now = (
        grid("departments.example", f"row | label | count:integer\na | A | {number}")
        for number in ("10", "90")
    )
    (finding,) = check(RULES, "RPR-050", now, previous=document(before)).findings

    assert finding.difference == Decimal(80)
