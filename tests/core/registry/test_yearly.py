"""What follows from the declarations of a yearly table, and what an app's own word replaces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from departments.models import Facility, Software, Vehicle
from reports.core.registry import (
    AppKit,
    Dataset,
    WorkTable,
    entered_in,
    in_part_of,
    in_section,
    records_of,
    with_defaults,
    yearly_tables,
)
from reports.core.registry.yearly import office_tables_of

WORK = tuple(
    in_section(f"departments.{name}", "I.C") for name in ("facility", "vehicle", "software")
)
FACILITIES, VEHICLES, SOFTWARE = (
    Dataset(
        id=f"ornek.{name}",
        slug=name,
        title=name,
        section="I.C",
        columns=(),
        rows=records_of(model),
        fields={"label": "name"},
    )
    for name, model in (("f", Facility), ("v", Vehicle), ("s", Software))
)
KIT = AppKit(app="ornek", datasets=(SOFTWARE, VEHICLES, FACILITIES), work=WORK)


def merged(declared: list[str], made: list[str]) -> tuple[str, ...]:
    models = {f"departments.{name}": name for name in made}
    return with_defaults(KIT, declared, models, lambda name: f"departments.{name}")


@pytest.mark.parametrize(
    ("declared", "made", "expected"),
    [
        ([], ["facility", "vehicle"], ("facility", "vehicle")),
        (["vehicle"], ["facility", "software"], ("facility", "vehicle", "software")),
        (["vehicle"], ["vehicle"], ("vehicle",)),
        # What `work` does not know stays where it is declared.
        (["plan", "vehicle"], ["facility"], ("plan", "facility", "vehicle")),
        (["vehicle", "plan"], ["software"], ("vehicle", "plan", "software")),
    ],
)
def test_what_is_made_stands_where_work_names_it(
    declared: list[str], made: list[str], expected: tuple[str, ...]
) -> None:
    assert merged(declared, made) == expected


def test_the_tables_of_an_app_come_in_the_order_of_work() -> None:
    found = yearly_tables(KIT)

    assert [(t.model, t.dataset.id) for t in found] == [
        (Facility, "ornek.f"),
        (Vehicle, "ornek.v"),
        (Software, "ornek.s"),
    ]


@pytest.mark.parametrize(
    "work",
    [
        in_part_of("departments.vehicle", "III.B.1", "department__code"),
        replace(WORK[1], owed=False),
        in_section("departments.vehicle", "I.C", year="table__year_id"),
        in_section("departments.department", "I.C"),
    ],
    ids=["of its owners", "owed by nobody", "year of another record", "another model"],
)
def test_whatever_needs_more_than_one_section_brings_nothing_by_itself(work: WorkTable) -> None:
    assert yearly_tables(replace(KIT, work=(work,))) == ()


def test_rows_that_are_computed_bring_nothing_by_themselves() -> None:
    computed = replace(VEHICLES, rows=lambda _year: ())
    kit = replace(KIT, datasets=(computed,))

    assert yearly_tables(kit) == ()
    assert office_tables_of(kit) == ()


def test_a_finding_leads_to_the_record_unless_the_app_says_where() -> None:
    own = entered_in(Vehicle, "ornek.v", columns=("owned",))
    found = office_tables_of(replace(KIT, office=(own,)))

    assert {table.model: table.datasets for table in found} == {
        "departments.vehicle": ("ornek.v",),
        "departments.software": ("ornek.s",),
        "departments.facility": ("ornek.f",),
    }
    assert found[0] is own
    assert [table.field_of("label") for table in found[1:]] == ["name", "name"]
