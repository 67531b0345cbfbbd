"""What the citizens' summary says of promises."""

from __future__ import annotations

from decimal import Decimal

from performance.summary import promises
from reports.core.registry import Column, Divided, Kind, Listing, Statement
from reports.core.tables import Row, Table, Value

D = Decimal


def table(id_: str, columns: str, *rows: tuple[str, tuple[Value, ...]]) -> Table:
    return Table(
        id=id_, slug=id_.replace(".", "-"), title="Örnek", section="III.B.3",
        columns=tuple(Column(key, key, Kind.INTEGER) for key in columns.split()),
        rows=tuple(Row(key, cells) for key, cells in rows if key != "total"),
        total=next((Row(key, cells) for key, cells in rows if key == "total"), None),
    )  # fmt: skip


RESULTS = table(
    "performance.goal_results", "title indicator_count achieved partly missed no_data",
    ("1", ("Örnek amaç", 6, 2, 1, 1, 2)),
    ("2", ("Öbür amaç", 1, 1, 0, 0, 0)),
    ("total", ("Toplam", 7, 3, 1, 1, 2)),
)  # fmt: skip


def indicators(*rows: tuple[str, tuple[Value, ...]]) -> Table:
    return table("performance.indicators", "name unit target actual rate explanation", *rows)


def test_the_share_is_that_of_the_judged() -> None:
    statement, unknown, divided = promises({RESULTS.id: RESULTS})

    assert isinstance(statement, Statement)
    assert "değerlendirilebilen 5 göstergenin 3 tanesinde hedefe ulaşıldı (%60)" in statement.text
    assert isinstance(unknown, Statement)
    assert unknown.text == "2 göstergenin sonucu değerlendirilemedi."
    assert isinstance(divided, Divided)
    assert [[share.count for share in shares] for _label, shares in divided.lines] == [
        [2, 1, 1, 2],
        [1, 0, 0, 0],
    ]


def test_the_furthest_misses_come_with_their_reasons_one_of_each_objective() -> None:
    found = indicators(
        ("1-1-1", ("Yol", "km", D(10), D(9), D(90), "Hava.")),
        ("1-1-2", ("Kaldırım", "km", D(10), D(1), D(10), None)),
        ("1-2-1", ("Oran", "%", D(50), D(25), D(50), "Ödenek yetmedi.")),
        ("2-1-1", ("Ağaç", "sayı", D(10), D(12), D(120), None)),
        ("2-2-1", ("Sıfır hedef", "sayı", D(0), D(0), None, None)),
        ("2-3-1", ("Veri yok", "sayı", D(5), None, None, None)),
    )
    (listing,) = promises({found.id: found})

    assert isinstance(listing, Listing)
    assert [(entry.label, entry.text, entry.note) for entry in listing.entries] == [
        ("Kaldırım", "Hedef 10 km, gerçekleşen 1 km.", "Neden yazılmamış."),
        ("Oran", "Hedef %50, gerçekleşen %25.", "Neden: Ödenek yetmedi."),
    ]
    assert "3 gösterge arasından" in listing.explanation


def test_nothing_is_said_without_results() -> None:
    empty = table(
        "performance.goal_results", "title indicator_count achieved partly missed no_data"
    )
    unjudged = table(
        "performance.goal_results", "title indicator_count achieved partly missed no_data",
        ("1", ("Örnek", 2, 0, 0, 0, 2)), ("total", ("Toplam", 2, 0, 0, 0, 2)),
    )  # fmt: skip
    reached = indicators(("1-1-1", ("Yol", "km", D(1), D(1), D(100), None)))

    assert list(promises({})) == []
    assert list(promises({empty.id: empty, reached.id: reached})) == []
    assert list(promises({unjudged.id: unjudged})) == []
