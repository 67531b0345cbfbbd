"""Many rows stored at once leave what one after the other leaves: rows, entries, events, errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext

from departments.models import Department, Facility, FigureGroup, FreeRow, KeyFigure, Vehicle
from reports.collect.audit import Channel, recording
from reports.collect.sheets import Sheet
from reports.collect.sheets.merging import Merged, merge
from reports.collect.sheets.saving import MANY, MOST_WRONG, apply
from reports.collect.sheets.typed import Base, Typed
from reports.collect.workflow.actions import edited
from reports.models import AuditEntry, FiscalYear, Section, SectionEvent
from tests.departments.free import make_row, make_table

from .filling import sheet as sheet_of

pytestmark = pytest.mark.postgresql("rows are put over others in its own words; what it refuses")

Raw = Mapping[str, str]
SEEDS = (1, 2, 3)


class _TakenBack(Exception):
    pass


def merged(sheet: Sheet, new: Sequence[Raw], changed: Mapping[str, Raw]) -> Merged:
    rows = sheet.rows(lock=True)
    offers = sheet.offers(rows)
    typed = Typed(Base.of(rows, offers), {})
    for number, raw in enumerate(new):
        typed.row(f"y{number}").raw.update(raw)
    for row in rows:
        if not changed.get(row.key, {"": ""}):
            typed.row(row.id).is_deleted = True
        elif row.key in changed:
            typed.row(row.id).raw.update(changed[row.key])
    return merge(sheet, typed, rows, offers)


def left_by(
    make: Callable[[], Sheet], new: Sequence[Raw], changed: Mapping[str, Raw], by: User, many: int
) -> Any:
    """What is there after a save that is then taken back, but for numbers and moments."""
    found: Any = None
    sheet = make()
    assert sheet.many_of is not None
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic(), recording(channel=Channel.IMPORT, id="örnek"):
            plans = merged(sheet, new, changed)
            assert plans.creates or plans.writes or plans.removes
            with CaptureQueriesContext(
                connection,
            ) as asked:
                records = apply(sheet, plans, by, many=many)
            if plans.is_clean:
                edited(by, *records)
            found = {
                "rows": rows_of(sheet.many_of),
                "records": [str(record) for record in records],
                "entries": entries_after(last) if plans.is_clean else None,
                "events": list(
                    SectionEvent.objects.order_by("pk").values_list("kind", "note", "by")
                ),
                "problems": plans.problems,
                "clean": plans.is_clean,
            }
            raise _TakenBack
    except _TakenBack:
        return found, len(asked)


def rows_of(model: type[Model]) -> list[dict[str, object]]:
    rows = model._default_manager.order_by("pk").values()
    return [{k: v for k, v in row.items() if k != "id"} for row in rows]


def entries_after(last: int) -> list[dict[str, object]]:
    own = {"id", "timestamp", "object_pk", "object_id"}
    entries = AuditEntry.objects.filter(pk__gt=last).order_by("pk").values()
    found = [{k: v for k, v in entry.items() if k not in own} for entry in entries]
    # The section's own entry names the moment.
    return [entry for entry in found if entry["changes"]]


def vehicles_like(random: Random) -> Raw:
    name = f"Örnek araç {random.randint(1, 10**9)} İĞŞ"
    return {
        "name": name,
        "owned": random.choice(["", "0", "1.200"]),
        "leased": str(random.randint(0, 99)),
    }


def facilities_like(random: Random) -> Raw:
    name = f"Örnek tesis {random.randint(1, 10**9)}"
    return {
        "name": name,
        "area": random.choice(["", "9,9", "1.234,5"]),
        "note": random.choice(["", "Örnek\nnot"]),
    }


def figures_like(random: Random) -> Raw:
    return {
        "label": f"Örnek gösterge {random.randint(1, 10**9)}",
        "value": random.choice(["", "12,5"]),
        "unit": "adet",
    }


def cells_like(random: Random) -> Raw:
    name = random.choice(["Başvuru", "İtiraz", "Örnek"])
    return {"ad": name, "adet": random.choice(["", "5"]), "tutar": random.choice(["", "12,5"])}


@pytest.fixture
def own(section: Section) -> Department:
    return Department.objects.get(code="fen-isleri")


@pytest.fixture
def year(section: Section) -> FiscalYear:
    return FiscalYear.objects.get(year=2024)


@pytest.fixture
def free(own: Department, year: FiscalYear) -> None:
    table = make_table(year, department=own)
    make_row(table, ad="Başvuru", adet="10")
    make_row(table, ad="İtiraz", adet="20")


@pytest.fixture
def figures(own: Department, year: FiscalYear) -> None:
    group = FigureGroup.objects.create(year=year, department=own, code="ornek", title="Örnek")
    for no, label in enumerate(("Başvuru", "İtiraz"), 1):
        KeyFigure.objects.create(group=group, no=no, label=label, value=no)


@pytest.fixture
def tables(
    vehicles: dict[str, Vehicle],
    garage: Section,
    section: Section,
    year: FiscalYear,
    free: None,
    figures: None,
) -> dict[str, tuple[Callable[[], Sheet], Callable[[Random], Raw], Mapping[str, Raw]]]:
    for number in (1, 2):
        Facility.objects.create(year=year, name=f"Örnek garaj {number}", area=number)
    return {
        "araclar": (lambda: sheet_of(garage, "araclar"), vehicles_like,
                    {"kamyon": {"owned": "8", "leased": ""}, "otobus": {"owned": "3"}}),
        "tesisler": (lambda: sheet_of(garage, "tesisler"), facilities_like,
                     {"ornek-garaj-1": {"area": "2,5"}, "ornek-garaj-2": {"note": "Örnek"}}),
        "tablo-ornek_tablo": (lambda: sheet_of(section, "tablo-ornek_tablo"), cells_like,
                              {"basvuru": {"adet": "11"}, "itiraz": {"adet": "", "tutar": "1,5"}}),
        "liste-ornek": (lambda: sheet_of(section, "liste-ornek"), figures_like,
                        {"basvuru": {"value": "7"}, "itiraz": {"value": "", "unit": "kg"}}),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["araclar", "tesisler", "tablo-ornek_tablo", "liste-ornek"])
@pytest.mark.parametrize("seed", SEEDS)
def test_at_once_and_one_by_one_leave_the_same(
    name: str, seed: int, tables: Any, people: dict[str, User]
) -> None:
    make, like, changed = tables[name]
    random = Random(seed)
    new = [like(random) for _number in range(12)]

    one_by_one, many_asked = left_by(make, new, changed, people["editor"], 10**9)
    at_once, asked = left_by(make, new, changed, people["editor"], 1)

    assert one_by_one["clean"], one_by_one["problems"]
    assert at_once == one_by_one
    assert len(at_once["entries"]) >= 12
    assert asked < many_asked / 2


@pytest.mark.parametrize("name", ["araclar", "tesisler", "tablo-ornek_tablo", "liste-ornek"])
def test_rows_go_at_once_as_they_go_one_by_one(
    name: str, tables: Any, people: dict[str, User]
) -> None:
    make, _like, changed = tables[name]
    gone: dict[str, Raw] = {key: {} for key in changed}

    one_by_one, _asked = left_by(make, [], gone, people["editor"], 10**9)
    at_once, _asked = left_by(make, [], gone, people["editor"], 1)

    assert one_by_one["clean"]
    assert [entry["action"] for entry in at_once["entries"]][:2] == [AuditEntry.Action.DELETE] * 2
    assert at_once == one_by_one


def test_each_error_stands_at_its_cell_and_spoils_no_other(
    tables: Any, people: dict[str, User]
) -> None:
    make, like, changed = tables["araclar"]
    random = Random(4)
    new = [dict(like(random)) for _number in range(40)]
    new[3]["owned"] = "-5"
    new[9]["name"] = "x" * 400
    new[20]["name"] = new[11]["name"]
    new[30]["name"] = new[11]["name"].lower()
    changed = {"kamyon": {"owned": "-1"}}

    one_by_one, _asked = left_by(make, new, changed, people["editor"], 10**9)
    at_once, _asked = left_by(make, new, changed, people["editor"], 1)

    assert not at_once["clean"]
    assert at_once["problems"] == one_by_one["problems"]
    assert {place for place in at_once["problems"] if place[0].startswith("y")} >= {
        ("y3", "owned"),
        ("y9", "name"),
    }
    # All of it is taken back; the places of rows that were tried say nothing.
    names = [{row["name"] for row in found["rows"]} for found in (at_once, one_by_one)]
    assert names[0] == names[1]


def test_rows_of_another_section_are_refused_at_once_too(
    tables: Any, people: dict[str, User]
) -> None:
    make, like, _changed = tables["araclar"]
    random = Random(5)
    new = [like(random) for _number in range(3)]

    found, _asked = left_by(make, new, {}, people["other"], 1)

    assert not found["clean"]
    assert set(found["problems"]) == {("y0", ""), ("y1", ""), ("y2", "")}
    assert found["records"] == []


def test_after_a_thousand_wrong_rows_the_others_are_not_tried(
    tables: Any, people: dict[str, User]
) -> None:
    make, _like, _changed = tables["araclar"]
    new = [{"name": f"Örnek {number} " + "x" * 400} for number in range(MOST_WRONG + 50)]
    assert len(new) > MANY

    found, _asked = left_by(make, new, {}, people["editor"], MANY)

    assert len({row for row, _column in found["problems"]}) == MOST_WRONG
    assert "sonraki satırlar denenmedi" in str(found["problems"])


KNOWN = {
    "reports.collect.audit.receivers": "`write_together` writes the entries",
    "reports.collect.checking": "`written` is called once for a piece",
    "reports.ground.texts": "`clean_texts` is called for each row",
}
"""Who listens to saved rows → how the same is done where many are stored at once."""


def test_nobody_else_listens_to_the_rows_of_sheets() -> None:
    heard = {
        receiver.__module__
        for signal in (pre_save, post_save)
        for model in (Vehicle, Facility, FreeRow, KeyFigure)
        for receiver in signal._live_receivers(model)[0]
    }

    assert heard == KNOWN.keys()
