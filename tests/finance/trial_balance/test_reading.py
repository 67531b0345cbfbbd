"""Trial balances in the forms that people have are read, and checked against themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finance.trial_balance.checking import in_words
from finance.trial_balance.intake import Looked
from finance.trial_balance.intake import look as look_at
from finance.trial_balance.rules import ensure_rules
from reports.collect.reading.files import read_file
from reports.collect.recognising.recognise import Chosen

from .files import HEADING, LEAVES, Cell, line, looked, rows

pytestmark = pytest.mark.django_db


def spending(found: Looked) -> dict[str, Decimal]:
    """Economic code → amount of the expenditure table."""
    postings = found.mapped.postings["expenditure"]
    return {posting.row: posting.amount for posting in postings}


EXPECTED = {
    "01.1.1.01": Decimal("450.25"),
    "01.1.2.01": Decimal("49.75"),
    "03.2.1.01": Decimal("100.00"),
}


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    ensure_rules()


def split_rows() -> list[list[Cell]]:
    """Codes in several columns, as the Ministry's form has them; numbers without zeros."""
    found: list[list[Cell]] = [
        ["Ana Hesap", "I", "II", "III", "IV", "Hesabın Adı", "Tutar", "Tutar", "Kalan", "Kalan"],
        [None, None, None, None, None, None, "Borç", "Alacak", "Borç", "Alacak"],
    ]
    for code, name, debit, credit in LEAVES:
        main, *details = (int(part) for part in code.split("."))
        levels: list[Cell] = [*details, *[None] * (4 - len(details))]
        found.append([main, *levels, *line(code, name, debit, credit)[1:]])
    return found


def two_heads() -> list[list[Cell]]:
    return [["Hesap Kodu", "Hesap Adı", "Toplam Borç", "Toplam Alacak"], *leaves_only()]


def leaves_only() -> list[list[Cell]]:
    return [line(*leaf)[:4] for leaf in LEAVES]


@pytest.mark.parametrize(
    "given",
    [
        rows(),
        split_rows(),
        two_heads(),
        [["Hesap No", "Açıklama", "Borç Tutarı", "Alacak Tutarı"], *leaves_only()],
        [
            [*HEADING[:2], "Borç Kalanı", "Alacak Kalanı"],
            *([code, name, *line(code, name, d, c)[4:]] for code, name, d, c in LEAVES),
        ],
        [
            ["Hesap Kodu", "Hesap Adı", "Bu Ay Borç", "Bu Ay Alacak", "Borç", "Alacak"],
            *([r[0], r[1], 1, 2, *r[2:]] for r in leaves_only()),
        ],
        [
            HEADING[:4],
            *([str(r[0]).replace(".", "-"), *r[1:]] for r in leaves_only()),
        ],
    ],
    ids=["dots", "columns", "total", "words", "balances only", "other months", "hyphens"],
)
def test_the_forms_of_a_trial_balance_give_the_same_amounts(given: list[list[Cell]]) -> None:
    found = looked(given)

    assert spending(found) == EXPECTED
    assert not found.is_wrong
    assert not found.has_doubts


def test_text_files_are_read_through_the_same_door() -> None:
    lines = ["Örnek Belediyesi", "Hesap Kodu;Hesap Adı;Borç;Alacak"]
    lines += [
        f"{code};{name};{debit.replace('.', ',')};{credit.replace('.', ',')}"
        for code, name, debit, credit in LEAVES
    ]
    csv = "\r\n".join(lines).encode("cp1254")
    cells = "".join(
        f"<tr><td>{code}</td><td>{name}</td><td>{d.replace('.', ',')}</td><td>{c}</td></tr>"
        for code, name, d, c in LEAVES
    )
    head = "<tr><th>Hesap Kodu</th><th>Hesap Adı</th><th>Borç</th><th>Alacak</th></tr>"
    html = (
        f"<html><meta charset='utf-8'><table>{head}{cells.replace('.00<', ',00<')}</table></html>"
    )

    for content in (csv, html.encode()):
        found = look_at(read_file(content), None, Chosen(), 2024)
        assert spending(found) == EXPECTED, found.found.problems


def test_only_leaves_are_summed_and_upper_accounts_are_checked() -> None:
    found = looked(rows(a830_01=("505.00", "0")))

    assert spending(found) == EXPECTED
    (difference,) = found.checked.differences
    assert difference.text.startswith("830.01:")
    assert in_words(difference) == "505,00 TL ve 500,00 TL; fark 5,00 TL"
    doubtful = {p.row for p in found.mapped.postings["expenditure"] if p.doubts}
    assert doubtful == {"01.1.1.01", "01.1.2.01"}, "what does not lie below it has no doubt"


def test_a_difference_is_told_where_it_begins() -> None:
    """830.01 and 830 print five lira more than their details, since 830.01.1 does."""
    more = ("505.00", "0")
    found = looked(rows(a830_01_1=more, a830_01=more, a830=("625.00", "20.00")))

    assert [difference.text[:9] for difference in found.checked.differences] == ["830.01.1:"]


def test_the_balance_of_an_account_is_debit_less_credit() -> None:
    given = rows()
    at = next(number for number, row in enumerate(given) if row[0] == "830.03.2.1.01")
    given[at][4] = 90.0
    found = looked(given)

    (difference,) = found.checked.differences
    assert difference.row == at + 1
    assert (difference.one, difference.other) == (Decimal(90), Decimal(100))
    (posting,) = [p for p in found.mapped.postings["expenditure"] if p.doubts]
    assert posting.row == "03.2.1.01"


def test_totals_and_mirrors_that_do_not_hold_are_told_with_both_values() -> None:
    leaves = [leaf for leaf in LEAVES if leaf[0] != "962"] + [("805.1", "Ö", "0", "1.00")]
    given = rows(leaves)
    given[-1][2] = 1.0
    texts = [difference.text for difference in looked(given).checked.differences]

    assert "Borç ve alacak toplamları eşit değil." in texts
    assert "Dosyanın borç toplamı ayrıntı hesapların toplamı değil." in texts
    assert any(text.startswith("800 alacak bakiyesi, 805 + 810") for text in texts)
    assert looked(given).has_doubts


def test_a_closed_trial_balance_is_not_taken() -> None:
    leaves = [
        (code, name, str(max(Decimal(d), Decimal(c))), str(max(Decimal(d), Decimal(c))))
        for code, name, d, c in LEAVES
    ]
    found = looked(rows(leaves))

    for postings in found.mapped.postings.values():
        assert all("kapanmış" in " ".join(posting.blocks) for posting in postings)


def test_a_balance_on_the_wrong_side_is_a_doubt() -> None:
    found = looked(rows([("830.01.1", "Örnek", "0", "5.00")]))
    (posting,) = found.mapped.postings["expenditure"]
    assert (posting.amount, posting.doubts) == (Decimal("-5.00"), ["bakiye ters tarafta"])


def test_an_account_without_figures_says_nothing_and_zero_is_zero() -> None:
    given: list[list[Cell]] = [
        HEADING[:4],
        ["830.01.1", "Örnek boş", None, None],
        ["830.03.2", "Örnek sıfır", 0, 0],
    ]
    assert spending(looked(given)) == {"03.2": Decimal()}


def test_an_account_whose_name_is_that_of_a_total_is_none() -> None:
    """Names stand before the codes, so that they are the first words of a row."""
    given: list[list[Cell]] = [
        ["Hesap Adı", "Hesap Kodu", "Borç", "Alacak"],
        ["Örnek kira toplamı", "830.03.2", 5, 0],
        ["Fark", "830.03.5", 7, 0],
        ["Örnek", "835", 0, 12],
        ["GENEL TOPLAM", None, 12, 12],
    ]
    found = looked(given)

    assert spending(found)["03.2"] == 5
    assert [stray.row for stray in found.balance.strays] == [3] or "03.5" in spending(found)
    assert found.balance.printed[-1][0] == 5


def test_a_title_of_another_year_is_told() -> None:
    given: list[list[Cell]] = [["2023 yılı mizanı"], HEADING[:4], ["835", "Örnek", 0, 12]]

    assert any("2023" in note for note in looked(given).found.notes)


HOSTILE: list[tuple[list[Cell], str]] = [
    (["830.01.1.1.01", "Örnek", "beş yüz", 0], "sayı olarak okunamadı"),
    ([830.01, "Örnek", 1, 0], "Hücre sayı olarak biçimlendirilmiş"),
    (["830.03.2.1.01", "Örnek tekrar", 1, 0], "Bu hesap 4. satırda da var"),
    (["830.3.2.1.1", "Örnek sıfırsız tekrar", 1, 0], "Bu hesap 4. satırda da var"),
    (["83001010101", "Örnek bitişik", 1, 1], "Hesap kodu okunamadı"),
    (["=2+3", "Örnek", 1, 1], "Hesap kodu okunamadı"),
    (["8300", "Örnek", 1, 1], "Hesap kodu okunamadı"),
    (["9" * 500, "Örnek", 1, 1], "Hesap kodu okunamadı"),
    ([None, "Örnek hesapsız tutar", 1, 1], "Hesap kodu yok"),
]


@pytest.mark.parametrize(("wrong", "sentence"), HOSTILE)
def test_a_line_that_cannot_be_read_is_told_and_stops_the_file(
    wrong: list[Cell], sentence: str
) -> None:
    good: list[list[Cell]] = [["Örnek"], HEADING[:4], ["800", "Örnek", 0, 5]]
    found = looked([*good, ["830.03.2.1.01", "Örnek", 5, 0], wrong])

    said = [p.text for p in found.found.problems] + [s.why for s in found.balance.strays]
    assert any(sentence in text for text in said), said
    assert found.is_wrong or found.has_doubts


def test_a_code_that_is_no_economic_code_is_listed_not_guessed() -> None:
    found = looked([HEADING[:4], ["830.46.31.01.38", "Örnek kurum", 5, 0], ["800", "Ö", 0, 5]])

    (posting,) = found.mapped.postings["expenditure"]
    assert posting.blocks == ["hesabın ayrıntısında ekonomik kod yok"]


def test_a_file_without_a_heading_says_so() -> None:
    found = looked([["Örnek", "tablo"], [1, 2]])

    assert found.is_wrong
    assert not found.balance.accounts


def test_five_thousand_accounts_are_mapped_in_a_moment() -> None:
    leaves = [
        (f"830.{1 + a:02}.{1 + b}.{1 + c}.{1 + d:02}", "Örnek ayrıntı", "2.50", "0.50")
        for a in range(8)
        for b in range(7)
        for c in range(9)
        for d in range(10)
    ]
    found = looked(rows(leaves))

    assert len(found.balance.accounts) > 5000
    assert len(found.checked.leaves) == len(leaves) == 5040
    assert sum(spending(found).values()) == 5040 * 2
    assert not [d for d in found.checked.differences if not d.is_of_file]
