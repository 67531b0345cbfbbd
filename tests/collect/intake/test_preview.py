"""What a file would change: tried out on the rows, and nothing of it left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from departments.models import Department, Facility, Vehicle
from reports.collect.intake.filling import Decisions, Empty
from reports.collect.intake.preview import Preview, preview
from reports.collect.intake.tables import table_of
from reports.collect.intake.taking import Refused, Upload, take, undo
from reports.collect.reading.files import read_file
from reports.collect.recognising.recognise import Chosen, recognise
from reports.collect.sheets.grid import Sheet, in_order
from reports.models import AuditEntry, Intake, Section, SectionEvent
from tests.collect.sheets.filling import sheet as sheet_of
from tests.office.intake.files import Cell, workbook

Rows = list[list[Cell]]

pytestmark = pytest.mark.postgresql("rows held, a trial taken back, what changed kept as JSON")


def shown(
    sheet: Sheet,
    rows: Rows,
    by: User,
    decisions: Decisions | None = None,
    chosen: Chosen | None = None,
) -> Preview:
    book = read_file(workbook(rows))
    stored = sheet.rows()
    table = table_of(sheet, in_order(stored, sheet.offers(stored)))
    return preview(
        sheet,
        recognise(book, book.sheets[0], table, chosen or Chosen()),
        decisions or Decisions(),
        by,
    )


@pytest.fixture
def vehicles_sheet(vehicles: dict[str, Vehicle], garage: Section) -> Sheet:
    return sheet_of(garage, "araclar")


@pytest.fixture
def facilities(garage: Section) -> Sheet:
    Facility.objects.create(year=garage.year, name="Örnek garaj", area=Decimal("9.9"), position=1)
    return sheet_of(garage, "tesisler")


HEADING: Rows = [["Taşıtın cinsi", "Belediyeye ait", "Kiralık"]]


def test_nothing_of_a_trial_is_left(vehicles_sheet: Sheet, people: dict[str, User]) -> None:
    entries, events = AuditEntry.objects.count(), SectionEvent.objects.count()

    found = shown(
        vehicles_sheet, [*HEADING, ["Kamyon", 7, 1], ["Dozer", 1, None]], people["editor"]
    )

    assert [(c.label, c.is_new, [(x.before, x.after) for x in c.cells]) for c in found.changes] == [
        ("Dozer", True, [("", "Dozer"), ("", "1")]),
        ("Kamyon", False, [("5", "7"), ("", "1")]),
    ]
    assert found.untouched == ["Otobüs"]
    assert Vehicle.objects.get(year=2024, name="Kamyon").owned == 5
    assert (AuditEntry.objects.count(), SectionEvent.objects.count()) == (entries, events)


def test_last_years_row_is_made_when_the_file_says_something_of_it(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    found = shown(vehicles_sheet, [*HEADING, ["Traktör", 4, None]], people["editor"])
    assert [(c.label, c.is_new) for c in found.changes] == [("Traktör", True)]
    assert found.filling.unknown == []

    nothing = shown(vehicles_sheet, [*HEADING, ["Traktör", None, "-"]], people["editor"])
    assert nothing.changes == []


def test_noise_is_rounded_and_said_and_a_total_compared(
    facilities: Sheet, people: dict[str, User]
) -> None:
    rows: Rows = [
        ["Bina veya tesis", "Alan (m²)"],
        ["Örnek garaj", 9.899999999999999],
        ["Örnek depo", 20.1],
        ["Genel Toplam", 31],
    ]

    found = shown(facilities, rows, people["editor"])

    assert [(c.label, c.is_new) for c in found.changes] == [("Örnek depo", True)]
    assert [(change.address, change.taken) for change in found.found.changes] == [
        ("B2", Decimal("9.9"))
    ]
    (total,) = found.found.totals
    assert (total.printed, total.computed, total.holds) == (Decimal(31), Decimal("30.0"), False)


def test_an_area_in_another_unit_and_a_percentage_are_refused(
    facilities: Sheet, people: dict[str, User]
) -> None:
    rows: Rows = [["Bina veya tesis", "Alan"], ["Örnek garaj", "12 ha"], ["Örnek depo", "%5"]]

    found = shown(facilities, rows, people["editor"])

    assert [(t.address, t.value) for t in found.troubles] == [("B2", "12 ha"), ("B3", "%5")]
    assert not found.can_be_taken


def test_the_rules_of_the_rows_are_told_at_the_cells_of_the_file(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    rows: Rows = [["Liste"], *HEADING, ["Kamyon", -3, 1], ["x" * 600, 2, 1]]

    found = shown(vehicles_sheet, rows, people["editor"])

    assert [t.address for t in found.troubles] == ["B3", "A4"]
    assert all(t.text for t in found.troubles)


def test_both_rows_are_named_where_a_key_stands_twice(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    found = shown(vehicles_sheet, [*HEADING, ["Kamyon", 1, 1], ["KAMYON", 2, 2]], people["editor"])

    (trouble, *_more) = found.troubles
    assert "2" in trouble.text
    assert "3" in trouble.text
    assert not found.can_be_taken


def test_a_row_below_another_directorates_is_not_taken_for_ones_own(
    section: Section, people: dict[str, User]
) -> None:
    own = Department.objects.get(code="fen-isleri").name
    other = Department.objects.exclude(code="fen-isleri").first()
    assert other is not None
    rows: Rows = [
        ["Müdürlük", "No", "Faaliyet"],
        [own, 1, "Yol yapımı"],
        [other.name, 1, "Tören"],
        [None, 2, "Açılış"],
    ]

    found = shown(sheet_of(section, "faaliyetler"), rows, people["editor"])

    assert [row.number for row in found.filling.elsewhere] == [3]
    assert [trouble.row for trouble in found.troubles] == [4]


def test_what_was_not_shown_is_not_taken(vehicles_sheet: Sheet, people: dict[str, User]) -> None:
    by, decisions = people["editor"], Decisions(empty=Empty.ERASE)
    found = shown(vehicles_sheet, [*HEADING, ["Kamyon", None, 2]], by, decisions)
    upload = Upload("a" * 32, "örnek.xlsx", "0" * 64, "another digest")

    with pytest.raises(Refused, match="önizlemeden sonra"):
        take(vehicles_sheet, found.found, decisions, upload, by)

    assert not Intake.objects.exists()
    undecided = Upload("a" * 32, "örnek.xlsx", "0" * 64, found.digest)
    with pytest.raises(Refused, match="karar"):
        take(vehicles_sheet, found.found, Decisions(), undecided, by)
    assert Vehicle.objects.get(year=2024, name="Kamyon").owned == 5


def test_new_rows_go_again_and_changed_ones_come_back(
    vehicles_sheet: Sheet, people: dict[str, User]
) -> None:
    by = people["editor"]
    rows: Rows = [*HEADING, ["Kamyon", 9, 2], ["Dozer", 1, 1], ["Traktör", 2, 1]]
    found = shown(vehicles_sheet, rows, by)
    upload = Upload("b" * 32, "örnek.xlsx", "0" * 64, found.digest)
    before = set(Vehicle.objects.filter(year=2024).values_list("name", "owned", "leased"))

    done = take(vehicles_sheet, found.found, Decisions(), upload, by)
    assert (done.new_rows, done.changed_cells) == (2, 2)
    assert Vehicle.objects.filter(year=2024).count() == 4
    undo(done, vehicles_sheet, by)

    assert set(Vehicle.objects.filter(year=2024).values_list("name", "owned", "leased")) == before
    reasons = AuditEntry.objects.filter(object_repr="Dozer").values_list(
        "additional_data", flat=True
    )
    assert any("geri alındı" in str(reason) for reason in reasons)
