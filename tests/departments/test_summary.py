"""What the citizens' summary says of the directorates' work and of the people in it."""

from __future__ import annotations

from decimal import Decimal

from departments.summary import people, work
from reports.core.registry import Bars, Column, Kind, Listing, Statement
from reports.core.tables import Row, Table, Value

D = Decimal


def table(
    id_: str, columns: str, *rows: tuple[str, tuple[Value, ...]], section: str = "I.C.4"
) -> Table:
    return Table(
        id=id_, slug=id_.replace(".", "-"), title="Örnek", section=section,
        columns=tuple(Column(key, key, Kind.DECIMAL) for key in columns.split()),
        rows=tuple(Row(key, cells) for key, cells in rows if key != "total"),
        total=next((Row(key, cells) for key, cells in rows if key == "total"), None),
    )  # fmt: skip


DEPARTMENTS = table(
    "departments.departments", "name", ("parklar", ("Parklar",)), ("yollar", ("Yollar",))
)


def figures(code: str, *rows: tuple[Value, Value, Value], name: str = "a") -> Table:
    return table(
        f"figures.{code}_{name}",
        "label value unit",
        *((str(n), row) for n, row in enumerate(rows)),
        section=f"III.B.1/{code}",
    )


def test_the_largest_counts_of_each_directorate_are_shown() -> None:
    found = (
        DEPARTMENTS,
        figures("parklar", ("Ağaç", D(50), "adet"), ("Gelir", D(9000), "TL"),
                ("Ücret", D(25), "TL/ton"), ("Pay", D(99), "%"), ("Süre", D(60), "gün")),
        figures("parklar", ("Çiçek", D(5000), "adet"), ("Bank", D(7), "adet"), name="b"),
        figures("yollar", ("Tarih", None, "adet"), ("Birimsiz", D(5), None)),
    )  # fmt: skip
    (listing,) = work({item.id: item for item in found})

    assert isinstance(listing, Listing)
    assert [(e.group, e.label, e.text, e.dataset) for e in listing.entries] == [
        ("Parklar", "Çiçek", "5.000 adet", "figures.parklar_b"),
        ("Parklar", "Ağaç", "50 adet", "figures.parklar_a"),
    ]


def test_lists_without_values_say_nothing() -> None:
    texts = table("figures.parklar_c", "label text", ("1", ("Vardiya", "07:00")),
                  section="III.B.1/parklar")  # fmt: skip
    assert list(work({DEPARTMENTS.id: DEPARTMENTS, texts.id: texts})) == []
    assert list(work({})) == []


def test_people_are_counted_by_status_and_gender() -> None:
    status = table(
        "departments.personnel_by_status", "label count",
        ("a", ("Memur", D(30))), ("b", ("İşçi", D(10))), ("total", ("Toplam", D(40))),
    )  # fmt: skip
    gender = table(
        "departments.personnel_by_gender", "label total_share", ("female", ("Kadın", D("25.5")))
    )
    whole, bars, women = people({status.id: status, gender.id: gender})

    assert isinstance(whole, Statement)
    assert whole.text == "Yıl sonunda 40 kişi çalışıyordu."
    assert isinstance(bars, Bars)
    assert [bar.text for bar in bars.bars] == ["30 kişi (%75)", "10 kişi (%25)"]
    assert isinstance(women, Statement)
    assert women.text == "Çalışanların %25,5 kadarı kadındı."


def test_an_empty_table_says_nothing() -> None:
    status = table("departments.personnel_by_status", "label count")
    assert list(people({status.id: status})) == []
