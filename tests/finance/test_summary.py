"""What the citizens' summary says of money; sentences only where the tables have figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from finance.summary import auditors, companies, debts, money
from reports.core.registry import Bars, Column, Kind, Listing, Piece, Statement
from reports.core.tables import Row, Table, Value

D = Decimal


def table(id_: str, columns: str, *rows: tuple[str, tuple[Value, ...]]) -> Table:
    """Columns by their keys; a row called total is the total."""
    lines = tuple(Row(key, cells) for key, cells in rows if key != "total")
    total = next((Row(key, cells) for key, cells in rows if key == "total"), None)
    return Table(
        id=id_, slug=id_.replace(".", "-"), title=f"Örnek {id_}", section="III.A.1",
        columns=tuple(Column(key, key, Kind.MONEY) for key in columns.split()),
        rows=lines, total=total, unit="TL",
    )  # fmt: skip


def tables(*found: Table) -> dict[str, Table]:
    return {item.id: item for item in found}


def said(pieces: Iterable[Piece]) -> list[str]:
    return [piece.text for piece in pieces if isinstance(piece, Statement)]


def bars_of(pieces: Iterable[Piece]) -> Bars:
    (found,) = (piece for piece in pieces if isinstance(piece, Bars))
    return found


REVENUE = table(
    "finance.revenue", "name revised_estimate net",
    ("01", ("Vergi", D(500), D(300))),
    ("05", ("Diğer", D(500), D(600))),
    ("09", ("İade", None, D(-100))),
    ("total", ("Toplam", D(1000), D(800))),
)  # fmt: skip


def test_revenue_is_compared_with_what_was_expected() -> None:
    pieces = list(money(tables(REVENUE)))
    bars = bars_of(pieces)

    assert said(pieces) == [
        "Yıl içinde 800 TL gelir elde edildi. Bütçede beklenen gelir 1 bin TL idi; beklenenin "
        "%80 kadarı gerçekleşti."
    ]
    assert [(bar.label, bar.value, bar.text) for bar in bars.bars] == [
        ("Diğer", D(600), "600 TL (66,7 TL)"),
        ("Vergi", D(300), "300 TL (33,3 TL)"),
    ]
    assert bars.note.startswith("Sıfırın altındaki")


def test_spending_without_an_appropriation_is_not_compared() -> None:
    spending = table(
        "finance.expenditure", "name spent", ("01", ("Personel", D(5))), ("total", ("", D(5)))
    )
    assert said(money(tables(spending))) == ["Yıl içinde 5 TL harcandı."]


@pytest.mark.parametrize(
    ("balance", "text"),
    [
        (D(25), "Gelir, gideri 25 TL aştı."),
        (D(-25), "Gider, geliri 25 TL aştı."),
        (D(0), "Gelir ile gider birbirine eşit oldu."),
    ],
)
def test_the_balance_is_said_in_the_right_direction(balance: Decimal, text: str) -> None:
    outcome = table("finance.budget_outcome", "label actual", ("balance", ("Denge", balance)))
    assert said(money(tables(outcome))) == [text]


def test_what_is_missing_is_not_said() -> None:
    nothing = tables(
        table("finance.revenue", "name net", ("total", ("Toplam", None))),
        table("finance.budget_outcome", "label actual", ("balance", ("Denge", None))),
    )
    assert list(money(nothing)) == []
    assert [*money({}), *debts({}), *auditors({}), *companies({})] == []


def test_debts_are_told_apart_from_no_debts() -> None:
    empty = table("finance.debts", "label opening closing")
    assert said(debts(tables(empty))) == ["Borçların tutarı bu sürümde yer almıyor."]
    owed = table(
        "finance.debts", "label opening closing",
        *((str(n), (f"Alacaklı {n}", D(1), D(n))) for n in range(1, 8)),
        ("total", ("Toplam", D(7), D(28))),
    )  # fmt: skip
    pieces = list(debts(tables(owed)))
    bars = bars_of(pieces)
    assert said(pieces) == ["Yıl sonunda 28 TL borç vardı; yılın başında 7 TL idi."]
    assert [bar.label for bar in bars.bars] == [f"Alacaklı {n}" for n in (7, 6, 5, 4, 3)]
    assert bars.note == "Alacaklıların tamamı tablodadır."


def test_remarks_of_auditors_are_counted_by_what_became_of_them() -> None:
    remarks = table(
        "finance.audit_remarks", "subject status_label",
        *((str(n), (f"Konu {n}", "Açık" if n > 2 else "Giderildi")) for n in range(1, 6)),
    )  # fmt: skip
    pieces = list(auditors(tables(remarks)))
    (listing,) = (piece for piece in pieces if isinstance(piece, Listing))
    assert said(pieces) == ["Denetçiler 5 bulgu bildirdi. Bulguların durumu: açık 3, giderildi 2."]
    assert [entry.label for entry in listing.entries] == ["Konu 1", "Konu 2", "Konu 3"]
    assert listing.explanation
