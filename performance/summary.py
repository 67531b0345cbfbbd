"""What the citizens' summary says of promises: how many were kept, which were not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, format_integer, format_percent
from kars_portal.lib.turkish import casefold
from reports.core.registry import (
    Divided,
    Entry,
    Listing,
    Piece,
    Question,
    Share,
    Statement,
    SummaryPart,
    Tables,
    Term,
)
from reports.core.tables import Row, Table, as_decimal

RESULTS = "performance.goal_results"
INDICATORS = "performance.indicators"
STATES = (
    ("achieved", "reached"),
    ("partly", "partly"),
    ("missed", "missed"),
    ("no_data", "unknown"),
)
SHOWN_MISSED = 6


def promises(tables: Tables) -> Iterator[Piece]:
    """Counts by goal, then the furthest misses with their reasons."""
    table = tables.get(RESULTS)
    if table is not None and table.total is not None and table.rows:
        yield from _counts(table)
    indicators = tables.get(INDICATORS)
    if indicators is not None and indicators.rows:
        yield from _missed(indicators)


def _counts(table: Table) -> Iterator[Piece]:
    whole, reached, partly, missed, unknown = (
        int(table.number("total", column) or 0)
        for column in ("indicator_count", "achieved", "partly", "missed", "no_data")
    )
    judged = reached + partly + missed
    if not judged:
        return
    words = {
        "whole": format_integer(whole),
        "judged": format_integer(judged),
        "reached": format_integer(reached),
        "rate": format_percent(Decimal(reached * 100) / judged),
        "partly": format_integer(partly),
        "missed": format_integer(missed),
        "unknown": format_integer(unknown),
    }
    yield Statement(
        (
            "Yıl için {whole} ölçülebilir söz (performans göstergesi) verildi. Sonucu "
            "değerlendirilebilen {judged} göstergenin {reached} tanesinde hedefe ulaşıldı "
            "({rate}); {partly} tanesinde kısmen ulaşıldı, {missed} tanesinde ulaşılamadı."
        ).format(**words),
        RESULTS,
    )
    if unknown:
        yield Statement("{unknown} göstergenin sonucu değerlendirilemedi.".format(**words), RESULTS)
    title = table.index["title"]
    yield Divided(
        title="Amaçlara göre göstergelerin durumu",
        dataset=RESULTS,
        head="Amaç",
        lines=tuple(
            (
                str(row.cells[title]),
                tuple(
                    Share(table.column(column).title, tone, int(table.number(row.key, column) or 0))
                    for column, tone in STATES
                ),
            )
            for row in table.rows
        ),
    )


def _missed(table: Table) -> Iterator[Piece]:
    """The indicators that stayed furthest behind their target, one of each objective."""
    rated = [
        (rate, row)
        for row in table.rows
        if (target := _number(table, row, "target")) is not None
        and target > 0
        and (rate := _number(table, row, "rate")) is not None
        and rate < 100
    ]
    if not rated:
        return
    seen: set[str] = set()
    chosen: list[Row] = []
    for _rate, row in sorted(rated, key=lambda item: item[0]):
        objective = row.key.rpartition("-")[0]
        if objective not in seen and len(chosen) < SHOWN_MISSED:
            seen.add(objective)
            chosen.append(row)
    yield Listing(
        title="Hedefin en çok gerisinde kalanlar ve nedenleri",
        dataset=INDICATORS,
        entries=tuple(_entry(table, row) for row in chosen),
        explanation=(
            f"Hedefin altında kalan {format_integer(len(rated))} gösterge arasından, oranı en "
            "düşük olanlar; her hedeften bir gösterge. Tamamı nedenleriyle tam rapordadır."
        ),
    )


def _entry(table: Table, row: Row) -> Entry:
    unit = _text(table, row, "unit")
    unit = "" if casefold(unit) == "sayı" else unit
    spelled = {name: format_decimal(_number(table, row, name)) for name in ("target", "actual")}
    percent = unit == "%"
    target, actual = (
        f"%{text}" if percent else f"{text} {unit}".strip() if text != "—" else text
        for text in spelled.values()
    )
    reason = _text(table, row, "explanation")
    return Entry(
        _text(table, row, "name"),
        f"Hedef {target}, gerçekleşen {actual}.",
        note=f"Neden: {reason}" if reason else "Neden yazılmamış.",
    )


def _number(table: Table, row: Row, column: str) -> Decimal | None:
    position = table.index.get(column)
    return None if position is None else as_decimal(row.cells[position])


def _text(table: Table, row: Row, column: str) -> str:
    position = table.index.get(column)
    return "" if position is None or row.cells[position] is None else str(row.cells[position])


SUMMARY = (SummaryPart(Question.PROMISES, promises, 10),)

TERMS = (
    Term("Amaç", "Stratejik planda varılmak istenen durum."),
    Term("Hedef", "Yıl sonunda ulaşılacağı önceden yazılan sayı."),
    Term("Performans göstergesi", "Bir hedefe ne kadar yaklaşıldığını gösteren ölçü."),
    Term("Stratejik plan", "Belediyenin beş yıl için yazdığı amaçlar ve hedefler."),
)
