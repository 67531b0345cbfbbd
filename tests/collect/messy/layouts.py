"""The same table as people lay it out: titles, headings on two rows, subtotals, notes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal

from .grid import Expected, Grid, Percentage, Value, filled

HEAD: list[Value] = ["Gelir türü", "Bütçe tahmini", "Gerçekleşme (TL)", "Oran", "Adet"]
_NAMES = (
    "Emlak vergisi", "Çevre temizlik vergisi", "İLAN VE REKLAM VERGİSİ", "Otopark ücretleri",
    "Işıklı tabela harcı", "Örnek kiraları", "Ölçü ve tartı harçları", "Şehir içi hatlar",
)  # fmt: skip
Row = list[Value]


def rows_of(chance: random.Random, count: int = 4) -> list[Row]:
    """Rows of figures that are read in one way: money with kuruş, counts, percentages."""
    made: list[Row] = []
    for name in chance.sample(_NAMES, count):
        estimate = Decimal(chance.randrange(10_000, 10**9)) / 100
        outturn = Decimal(chance.randrange(10_000, 10**9)) / 100
        share = Decimal(chance.randrange(20, 1500)) / 1000
        made.append([name, estimate, outturn, Percentage(share), chance.randrange(1, 90_000)])
    return made


def expected(rows: list[Row]) -> Expected:
    """What the rows say by the keys of the table."""
    found: Expected = []
    for name, estimate, outturn, rate, count in rows:
        assert isinstance(rate, Percentage)
        found.append(
            {
                "name": str(name),
                "estimate": Decimal(str(estimate)),
                "outturn": Decimal(str(outturn)),
                "rate": rate.share * 100,
                "count": Decimal(str(count)),
            }
        )
    return found


def _sum(rows: list[Row], column: int) -> Decimal:
    return sum((Decimal(str(row[column])) for row in rows), Decimal())


def _total(label: str, rows: list[Row]) -> Row:
    return [label, _sum(rows, 1), _sum(rows, 2), None, int(_sum(rows, 4))]


def plain(rows: list[Row]) -> Grid:
    return filled([HEAD, *rows])


def titled(rows: list[Row]) -> Grid:
    titles: list[Row] = [["ÖRNEK BELEDİYESİ"], ["2024 YILI GELİR TABLOSU"], []]
    return filled([*titles, HEAD, *rows], [(1, 1, 1, 5), (2, 1, 2, 5)])


def two_headings(rows: list[Row]) -> Grid:
    return filled(
        [
            ["Gelir türü", "Bütçe", None, "Sonuç", None],
            [None, "tahmini", "Gerçekleşme", "Oran", "Adet"],
            *rows,
        ],
        [(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )


def totalled(rows: list[Row]) -> Grid:
    return filled(
        [
            HEAD,
            ["VERGİ GELİRLERİ"],
            *rows[:2],
            _total("Ara Toplam", rows[:2]),
            ["DİĞER GELİRLER"],
            *rows[2:],
            _total("ARA TOPLAM :", rows[2:]),
            _total("GENEL TOPLAM (TL)", rows),
        ]
    )


def total_above(rows: list[Row]) -> Grid:
    return filled([HEAD, _total("Gelirler toplamı", rows), *rows])


def noted(rows: list[Row]) -> Grid:
    signed: list[Row] = [
        [],
        ["* Rakamlar geçicidir."],
        ["Kaynak: Mali Hizmetler Müdürlüğü"],
        [],
        ["DÜZENLEYEN", None, "ONAYLAYAN"],
        ["Memur", None, "Müdür"],
    ]
    return filled([HEAD, *rows, _total("TOPLAM", rows), *signed])


def paged(rows: list[Row]) -> Grid:
    """As printed: the heading again, blank rows, a carried sum."""
    return filled(
        [
            HEAD,
            *rows[:2],
            _total("Nakli yekûn", rows[:2]),
            [],
            HEAD,
            _total("Devreden toplam", rows[:2]),
            *rows[2:],
        ]
    )


def shuffled(rows: list[Row]) -> Grid:
    """Other columns first, more of them, and names with units and line breaks."""
    lines: list[Row] = [
        ["Sıra No", "ADET", "Birimi", "GERÇEKLEŞME\nORANI (%)", "Gerçekleşme  ", "GELİR TÜRÜ *",
         "Bütçe\nTahmini TL"],
    ]  # fmt: skip
    lines += [
        [place, row[4], "TL", row[3], row[2], row[0], row[1]]
        for place, row in enumerate(rows, start=1)
    ]
    return filled(lines)


def numbered(rows: list[Row]) -> Grid:
    """A row of units and one that counts the columns below the heading."""
    head: Row = ["Gelir türü", "Bütçe tahmini", "Gerçekleşme", "Gerçekleşme oranı", "Adet"]
    units: Row = [None, "(TL)", "(TL)", "(%)", "(adet)"]
    return filled([head, units, ["1", "2", "3", "4=3/2", "5"], *rows])


def empty_cells(rows: list[Row]) -> Grid:
    """Nothing and a dash where no figure is known."""
    lines = [list(row) for row in rows]
    lines[0][1], lines[1][2], lines[2][4] = None, "-", " "
    return filled([HEAD, *lines])


LAYOUTS: Mapping[str, Callable[[list[Row]], Grid]] = {
    "plain": plain,
    "titles": titled,
    "two headings": two_headings,
    "totals": totalled,
    "a total above": total_above,
    "notes": noted,
    "pages": paged,
    "shuffled": shuffled,
    "numbered": numbered,
    "gaps": empty_cells,
}


def laid_out(name: str, chance: random.Random) -> tuple[Grid, Expected]:
    """A layout with seeded figures, and what it says."""
    rows = rows_of(chance)
    wanted = expected(rows)
    if name == "gaps":
        for place, key in ((0, "estimate"), (1, "outturn"), (2, "count")):
            wanted[place] = {**wanted[place], key: None}
    return LAYOUTS[name](rows), wanted
