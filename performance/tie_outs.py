"""Indicators whose outcome another table of the report counts too: the pairs, and how they compare.

An indicator is found by its name, not by its code: the next plan numbers anew, and a pair whose
indicator or table is not in the year is simply not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kars_portal.lib.numbers import format_date, format_decimal, plain, round_half_up
from performance.results import INDICATORS, Result, results
from reports.core.checks import HELD, CheckData, Finding, Held, Rule
from reports.core.checks.blocks import Body, Cell, folded, row_name
from reports.core.tables import UnknownFigure

SHELTER = "tables.animal_shelter"
WATER = "figures.water_figures"
MOVEMENTS = "tables.staff_movements"


@dataclass(frozen=True)
class TieOut:
    """The outcome of an indicator and the cells that say the same, added up.

    `scale` turns the cells' unit into the indicator's (metres into kilometres). With `at_most` the
    outcome may be lower: a part of what the cells count.
    """

    indicator: str
    cells: tuple[Cell, ...]
    note: str = ""
    scale: Decimal = Decimal(1)
    at_most: bool = False
    objective: str = ""
    """Beginning of the objective's title, where two indicators have the name."""


@dataclass(frozen=True)
class Counted:
    """The outcome of an indicator and the number of rows whose text begins in one of these ways."""

    indicator: str
    dataset: str
    column: str
    begins: tuple[str, ...]
    note: str
    objective: str = ""


@dataclass(frozen=True)
class Halted:
    """Work that a date says was stopped; an indicator may not count it from then on."""

    indicators: tuple[str, ...]
    since: Cell
    note: str


# The same thing, counted by the same directorate.
CERTAIN = (
    TieOut(
        "Sahiplendirilecek Sokak Hayvanı Sayısı",
        (Cell(SHELTER, "sahiplendirilen-sokak-hayvani-sayisi", "count"),),
    ),
    TieOut(
        "Bilgilendirme amaçlı Yapılacak Afiş ve Broşür sayısı",
        (Cell(SHELTER, "poster-ve-brosur-sayisi", "count"),),
        objective="Sokak hayvanları",
    ),
    TieOut(
        "Oluşturulan Park Alanı Sayısı",
        (Cell("figures.parks_figures", "yeni-yapilan-park", "value"),),
    ),
    TieOut(
        "Yapımı Gerçekleşen Kanalizasyon Şebekesi Kanal Uzunluğu",
        (Cell(WATER, "kanalizasyon-sebeke-hatti-yaklasik", "value"),),
        note="gösterge kilometre, metin metre ile yazılmıştır",
        scale=Decimal("0.001"),
    ),
    TieOut(
        "Tamir ve Tadilatı Yapılan Park Sayısı",
        (Cell("figures.parks_figures", "park-ve-millet-bahcesi-toplami", "value"),),
        note="belediyenin parklarından çok park onarılamaz",
        at_most=True,
    ),
)

# Figures that should agree as far as the names go; a definition may explain the difference.
LIKELY: tuple[TieOut | Counted, ...] = (
    TieOut(
        "Kayıt Altına Alınacak Hayvan Sayısı",
        (Cell(SHELTER, "kupelenen-sokak-hayvani-sayisi", "count"),),
        note="hayvan küpelenerek kayda alınır",
    ),
    TieOut(
        "Sokak Hayvanlarının Kısırlaştırılma, Aşılama ve Antiparaziter İlaç Uygulama Sayısı",
        (
            Cell(SHELTER, "kisirlastirilan-hayvan-sayisi", "count"),
            Cell(SHELTER, "kuduz-asisi-yapilan-sokak-hayvani-sayisi", "count"),
            Cell(SHELTER, "parazit-uyuz", "count"),
        ),
        note="gösterge üç işlemi birlikte sayar",
    ),
    TieOut(
        "Yapımı Gerçekleşen İçme Suyu Şebekesi Uzunluğu",
        (Cell(WATER, "icme-suyu-sebeke-hatti-yaklasik", "value"),),
        note="gösterge kilometre, metin metre ile yazılmıştır",
        scale=Decimal("0.001"),
    ),
    TieOut(
        "Tamir ve Bakımı Yapılan Araç ve İş Makinelerinin Sayısı",
        (Cell("departments.vehicles", "total", "total"),),
        note="belediyenin araçlarından çok araç onarılamaz",
        at_most=True,
    ),
    TieOut(
        "Yedek Parça İhtiyacı Sağlanan Araç ve İş Makinesi Sayısı",
        (Cell("departments.vehicles", "total", "total"),),
        note="belediyenin araçlarından çok araca yedek parça alınmaz",
        at_most=True,
    ),
    Counted(
        "Alınan Personel Sayısı",
        MOVEMENTS,
        "movement",
        ("Naklen atama (gelen)", "Açıktan atama", "Atama"),
        note="göreve başlayanların listesi",
    ),
)

STOPPED = (
    Halted(
        ("Büyükbaş Hayvan Kesim Sayısı", "Küçükbaş Hayvan Kesim Sayısı"),
        Cell("figures.veterinary_figures", "mezbahayi-durdurma-meclis-karari-tarih", "text"),
        note="kesimhanenin faaliyeti meclis kararıyla durdurulmuştur",
    ),
)


def tie_outs(*pairs: TieOut | Counted) -> Body:
    """A rule body: each pair's indicator says what the other figures say."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        members = defaultdict(list)
        for item in results(data):
            members[item.folded].append(item)
        for pair in pairs:
            found = [i for i in members[folded(pair.indicator)] if _is_under(data, i, pair)]
            # Among several indicators of one name the right one is not guessed.
            for item in found if len(found) == 1 else ():
                computed = _sum(data, pair) if isinstance(pair, TieOut) else _count(data, pair)
                if computed is None or item.actual is None:
                    continue
                limited = isinstance(pair, TieOut) and pair.at_most
                if item.actual == computed or (limited and item.actual < computed):
                    yield HELD
                else:
                    yield _finding(data, rule, pair, item, computed)

    return run


def _is_under(data: CheckData, item: Result, pair: TieOut | Counted) -> bool:
    if not pair.objective:
        return True
    table = data.table("performance.objectives")
    rows = table.rows if table else ()
    return any(
        table.value(row.key, "code") == item.objective
        and folded(table.value(row.key, "title")).startswith(folded(pair.objective))
        for row in rows
        if table
    )


def _sum(data: CheckData, pair: TieOut) -> Decimal | None:
    numbers = [data.number(cell.dataset, cell.row, cell.column) for cell in pair.cells]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) * pair.scale if len(known) == len(pair.cells) else None


def _count(data: CheckData, pair: Counted) -> Decimal | None:
    table = data.table(pair.dataset)
    if table is None or not table.rows or pair.column not in table.index:
        return None
    begins = tuple(folded(text) for text in pair.begins)
    values = (folded(value) for value in table.column_values(pair.column))
    return Decimal(sum(1 for value in values if value.startswith(begins)))


def _finding(
    data: CheckData, rule: Rule, pair: TieOut | Counted, item: Result, computed: Decimal
) -> Finding:
    actual = item.actual or Decimal(0)
    limit = "en çok " if isinstance(pair, TieOut) and pair.at_most else ""
    note = f" ({pair.note})" if pair.note else ""
    return rule.finding(
        f"{item.label} göstergesinde gerçekleşme {_shown(actual)}; {_where(data, pair)} göre "
        f"{limit}{_shown(computed)} olmalıdır{note}.",
        dataset=INDICATORS,
        row=item.key,
        column="actual",
        stated=actual,
        computed=plain(computed),
    )


def _where(data: CheckData, pair: TieOut | Counted) -> str:
    if isinstance(pair, Counted):
        return f"«{data.tables[pair.dataset].title}» tablosunun satırlarına"
    table = data.tables[pair.cells[0].dataset]
    names = ", ".join(row_name(table, table.by_key[cell.row]) for cell in pair.cells)
    return f"«{table.title}» tablosuna ({names})"


def _shown(number: Decimal) -> str:
    return format_decimal(plain(round_half_up(number, 2)))


def stopped(*halts: Halted) -> Body:
    """A rule body: what was stopped before the year began is not counted in it."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for halt in halts:
            since = _day(data, halt.since)
            if since is None or since >= date(data.year, 1, 1):
                continue
            wanted = {folded(name) for name in halt.indicators}
            for item in results(data):
                if item.folded not in wanted or item.actual is None:
                    continue
                if not item.actual:
                    yield HELD
                    continue
                yield rule.finding(
                    f"{item.label} göstergesinde gerçekleşme {_shown(item.actual)}; oysa "
                    f"{format_date(since)} tarihinden beri {halt.note}.",
                    dataset=INDICATORS,
                    row=item.key,
                    column="actual",
                    stated=item.actual,
                    computed=Decimal(0),
                )

    return run


def _day(data: CheckData, cell: Cell) -> date | None:
    table = data.table(cell.dataset)
    if table is None:
        return None
    try:
        value = table.value(cell.row, cell.column)
        return datetime.strptime(str(value), "%d.%m.%Y").date()  # noqa: DTZ007 - a day, no time
    except (UnknownFigure, ValueError):
        return None
