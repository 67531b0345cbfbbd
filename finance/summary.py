"""What the citizens' summary says of money: where it came from, where it went, what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from finance.chart_shapes import ranked
from kars_portal.lib.numbers import (
    format_compact_money,
    format_decimal,
    format_integer,
    format_percent,
    round_half_up,
)
from kars_portal.lib.turkish import lower
from reports.core.registry import (
    Bar,
    Bars,
    Entry,
    Listing,
    Piece,
    Question,
    Statement,
    SummaryPart,
    Tables,
    Term,
)
from reports.core.tables import Table, UnknownFigure

REVENUE = "finance.revenue"
EXPENDITURE = "finance.expenditure"
OUTCOME = "finance.budget_outcome"
DEBTS = "finance.debts"
REMARKS = "finance.audit_remarks"
COMPANIES = "finance.companies"

SHOWN_CREDITORS = 5
SHOWN_REMARKS = 3


def money(tables: Tables) -> Iterator[Piece]:
    """Revenue and spending with what the budget had foreseen, and who got the money."""
    yield from _revenue(tables)
    yield from _spending(tables)
    balance = _figure(tables.get(OUTCOME), "balance", "actual")
    if balance is not None:
        amount = format_compact_money(abs(balance))
        if balance > 0:
            text = f"Gelir, gideri {amount} aştı."
        elif balance < 0:
            text = f"Gider, geliri {amount} aştı."
        else:
            text = "Gelir ile gider birbirine eşit oldu."
        yield Statement(text, OUTCOME)


def _revenue(tables: Tables) -> Iterator[Piece]:
    yield from _against_budget(
        tables.get(REVENUE),
        ("net", "revised_estimate"),
        "Yıl içinde %(actual)s gelir elde edildi.",
        "Bütçede beklenen gelir %(planned)s idi; beklenenin %(rate)s kadarı gerçekleşti.",
        ("Para nereden geldi?", "Gelir kaynağı"),
    )


def _spending(tables: Tables) -> Iterator[Piece]:
    yield from _against_budget(
        tables.get(EXPENDITURE),
        ("spent", "total_appropriation"),
        "Yıl içinde %(actual)s harcandı.",
        "Harcanmasına izin verilen tutar (ödenek) %(planned)s idi; bunun %(rate)s kadarı "
        "kullanıldı.",
        ("Para nereye gitti?", "Gider türü"),
    )


def _against_budget(
    table: Table | None,
    columns: tuple[str, str],
    said: str,
    compared: str,
    heads: tuple[str, str],
) -> Iterator[Piece]:
    """The total of the first column beside what the second had foreseen, then its items."""
    column, foreseen = columns
    actual, planned = _figure(table, "total", column), _figure(table, "total", foreseen)
    if table is None or actual is None:
        return
    words = {"actual": format_compact_money(actual)}
    if planned:
        said = f"{said} {compared}"
        words |= {
            "planned": format_compact_money(planned),
            "rate": format_percent(actual / planned * 100),
        }
    yield Statement(said % words, table.id)
    yield from _bars(table, column, *heads)


def _bars(table: Table, column: str, title: str, head: str) -> Iterator[Bars]:
    """Each item with its part of every 100 lira."""
    items = ranked(table, "name", column)
    whole = sum((amount for _name, amount in items), Decimal(0))
    if len(items) < 2:
        return
    below = any((value := _figure(table, row.key, column)) is not None and value < 0
                for row in table.rows)  # fmt: skip
    yield Bars(
        title=title,
        dataset=table.id,
        head=head,
        bars=tuple(
            Bar(
                name,
                amount,
                _with_part(amount, whole),
            )
            for name, amount in items
        ),
        unit="TL",
        value_head="Tutar (her 100 TL içindeki payı)",
        note="Sıfırın altındaki kalemler çubuk olarak çizilmemiştir." if below else "",
    )


def _with_part(amount: Decimal, whole: Decimal) -> str:
    part = format_decimal(round_half_up(amount / whole * 100, 1))
    return f"{format_compact_money(amount)} ({part} TL)"


def debts(tables: Tables) -> Iterator[Piece]:
    """What the municipality owes at the end of the year, and to whom."""
    table = tables.get(DEBTS)
    if table is None:
        return
    closing = _figure(table, "total", "closing")
    if closing is None:
        yield Statement("Borçların tutarı bu sürümde yer almıyor.", DEBTS)
        return
    opening = _figure(table, "total", "opening")
    words = {"closing": format_compact_money(closing)}
    if opening is None:
        text = "Yıl sonunda %(closing)s borç vardı."
    else:
        words["opening"] = format_compact_money(opening)
        text = "Yıl sonunda %(closing)s borç vardı; yılın başında %(opening)s idi."
    yield Statement(text % words, DEBTS)
    items = ranked(table, "label", "closing")
    if len(items) > 1:
        yield Bars(
            title="En büyük borçlar",
            dataset=DEBTS,
            head="Alacaklı",
            bars=tuple(
                Bar(name, amount, format_compact_money(amount))
                for name, amount in items[:SHOWN_CREDITORS]
            ),
            unit="TL",
            value_head="Borç",
            note="Alacaklıların tamamı tablodadır." if len(items) > SHOWN_CREDITORS else "",
        )


def auditors(tables: Tables) -> Iterator[Piece]:
    """What internal and external auditors found, and what became of it."""
    table = tables.get(REMARKS)
    if table is None:
        return
    if not table.rows:
        yield Statement("Mali denetim bulguları bu sürümde yer almıyor.", REMARKS)
        return
    counts = Counter(str(status) for status in table.column_values("status_label") if status)
    parts = ", ".join(f"{lower(name)} {format_integer(n)}" for name, n in counts.most_common())
    yield Statement(
        f"Denetçiler {format_integer(len(table.rows))} bulgu bildirdi. Bulguların durumu: {parts}.",
        REMARKS,
    )
    position, status = table.index["subject"], table.index["status_label"]
    yield Listing(
        title="Denetçilerin bulgularından",
        dataset=REMARKS,
        entries=tuple(
            Entry(str(row.cells[position]), str(row.cells[status] or "—"))
            for row in table.rows[:SHOWN_REMARKS]
        ),
        explanation=f"Tablodaki sırayla ilk {SHOWN_REMARKS} bulgu."
        if len(table.rows) > SHOWN_REMARKS
        else "",
    )


def companies(tables: Tables) -> Iterator[Piece]:
    """The municipality's companies, which the budget does not show."""
    table = tables.get(COMPANIES)
    if table is None or not table.rows:
        return
    names = ", ".join(str(name) for name in table.column_values("name"))
    yield Statement(f"Belediyenin payı olan şirketler: {names}.", COMPANIES)


def _figure(table: Table | None, row: str, column: str) -> Decimal | None:
    if table is None:
        return None
    try:
        return table.number(row, column)
    except UnknownFigure:
        return None


SUMMARY = (
    SummaryPart(Question.MONEY, money, 10),
    SummaryPart(Question.STANDING, debts, 10),
    SummaryPart(Question.STANDING, companies, 20),
    SummaryPart(Question.STANDING, auditors, 30),
)

TERMS = (
    Term("Bütçe", "Bir yılda toplanacak gelirin tahmini ve yapılacak harcamaların sınırı."),
    Term("Ödenek", "Bütçeyle bir iş için harcanmasına izin verilen en yüksek tutar."),
    Term("Ret ve iade", "Fazla ya da yersiz alındığı için geri verilen gelir."),
    Term("Sermaye Giderleri", "Yol, bina, makine gibi uzun yıllar kullanılacak şeylere harcanan "
         "para."),
    Term("Cari Transferler", "Karşılığında mal ya da hizmet alınmadan başkalarına verilen para."),
)  # fmt: skip
