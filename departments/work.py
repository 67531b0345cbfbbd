"""To which section the directorates' records belong, and who answers for the sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from django.db.models import Model, Q
from django.urls import reverse

from departments.enums import DutyKind
from departments.models import Department, FreeTable, Membership, SectionAssignment
from departments.models.free_tables import DEPARTMENT_SECTION
from reports.core.registry import SectionPlan, Unit, WorkTable, follow, in_part_of, in_section
from reports.ground.actors import Actor
from reports.models import FiscalYear, OutlineSection, Section

PART = 100
"""Places between two sections of the outline, for the parts of directorates."""


def part_plans(
    year: FiscalYear, parent: str, codes: Collection[str] | None = None
) -> Iterator[SectionPlan]:
    """One part of an outline section for each directorate of the year, or for some of them."""
    places = dict(enumerate(Department.objects.valid_in(year), start=1))
    outline = {
        s.code: place
        for place, s in enumerate(OutlineSection.objects.order_by("position", "code"), start=1)
    }
    for number, department in places.items():
        if codes is None or department.code in codes:
            yield SectionPlan(
                f"{parent}/{department.code}",
                department.name,
                outline.get(parent, 0) * PART + number,
            )


def department_sections(year: FiscalYear) -> Iterable[SectionPlan]:
    """The unit report of each directorate (birim faaliyet raporu, Law 5018 art. 41)."""
    yield from part_plans(year, DEPARTMENT_SECTION)


# -- who answers ------------------------------------------------------------------------------


def assign_sections(year: FiscalYear) -> None:
    """Give every section without a directorate one: its own, else the one that compiles."""
    compiling = Department.objects.valid_in(year).filter(compiles_report=True).first()
    known = {d.code: d for d in Department.objects.valid_in(year)}
    for section in Section.objects.filter(year=year, assignment__isnull=True):
        department = known.get(section.code.partition("/")[2]) or compiling
        if department is not None:
            SectionAssignment.objects.create(section=section, department=department)


def duties(user: Actor) -> Q:
    """Sections of the directorates in which a person has a duty today."""
    mine = Membership.objects.of(user).values("department_id")
    return Q(assignment__department_id__in=mine)


def people(section: Section) -> Iterable[Actor]:
    """Owner and deputy of a section, then everybody else with a duty in its directorate."""
    assignment = (
        SectionAssignment.objects.select_related("owner", "deputy").filter(section=section).first()
    )
    if assignment is None:
        return
    yield from (person for person in (assignment.owner, assignment.deputy) if person)
    members = Membership.objects.on().filter(department_id=assignment.department_id)
    for membership in members.select_related("user"):
        yield membership.user


def units(sections: Iterable[Section]) -> dict[int, Unit]:
    """The directorate of each section with its people today; two queries for any number.

    An owner or deputy without a duty in the directorate any more counts as none.
    """
    assignments = SectionAssignment.objects.filter(
        section__in=[section.pk for section in sections]
    ).select_related("department")
    found = {assignment.section_id: assignment for assignment in assignments}
    members: dict[int, dict[int, Actor]] = {}
    heads: dict[int, dict[int, Actor]] = {}
    departments = {assignment.department_id for assignment in found.values()}
    duties_today = Membership.objects.on().filter(department_id__in=departments)
    for membership in duties_today.select_related("user"):
        person = membership.user
        members.setdefault(membership.department_id, {}).setdefault(person.pk, person)
        if membership.kind == DutyKind.HEAD:
            heads.setdefault(membership.department_id, {}).setdefault(person.pk, person)
    return {
        pk: Unit(
            code=assignment.department.code,
            name=assignment.department.name,
            owner=members.get(assignment.department_id, {}).get(assignment.owner_id or 0),
            deputy=members.get(assignment.department_id, {}).get(assignment.deputy_id or 0),
            heads=tuple(heads.get(assignment.department_id, {}).values()),
            members=tuple(members.get(assignment.department_id, {}).values()),
            assign_href=reverse("admin:departments_sectionassignment_change", args=[assignment.pk]),
            assign_permission="departments.change_sectionassignment",
        )
        for pk, assignment in found.items()
    }


def has_owner(section: Section) -> bool:
    return SectionAssignment.objects.filter(section=section).exists()


# -- records ----------------------------------------------------------------------------------


def _in_free_table(model: str, table: str, year: str) -> WorkTable:
    """Free tables and their lines: of a directorate, or of a section of the outline."""
    step = f"{table}__" if table else ""

    def section(record: Model) -> str:
        owner = follow(record, table) if table else record
        return owner.published_section if isinstance(owner, FreeTable) else ""

    def within(codes: Collection[str]) -> Q:
        prefix = f"{DEPARTMENT_SECTION}/"
        own = [code.removeprefix(prefix) for code in codes if code.startswith(prefix)]
        return Q(**{f"{step}department__code__in": own}) | Q(
            **{f"{step}department__isnull": True, f"{step}section__in": list(codes)}
        )

    # Columns and lines count with their table.
    return WorkTable(model, section, within, year, (f"{step}department",), owed=not table)


WORK: tuple[WorkTable, ...] = (
    in_section("departments.facility", "I.C.1"),
    in_section("departments.vehicle", "I.C.1"),
    in_section("departments.equipment", "I.C.3"),
    in_section("departments.software", "I.C.3"),
    in_section("departments.personnelbystatus", "I.C.4"),
    in_section("departments.cadreoccupancy", "I.C.4"),
    in_section("departments.personnelbygender", "I.C.4"),
    in_section("departments.personnelbyeducation", "I.C.4"),
    in_section("departments.personnelbyage", "I.C.4"),
    in_section("departments.service", "I.C.5"),
    in_part_of("departments.activity", DEPARTMENT_SECTION, "department__code"),
    in_part_of("departments.contract", DEPARTMENT_SECTION, "department__code"),
    in_part_of("departments.directprocurement", DEPARTMENT_SECTION, "department__code"),
    in_part_of("departments.figuregroup", DEPARTMENT_SECTION, "department__code"),
    in_part_of(
        "departments.contractitem",
        DEPARTMENT_SECTION,
        "contract__department__code",
        year="contract__year_id",
    ),
    in_part_of(
        "departments.progresspayment",
        DEPARTMENT_SECTION,
        "contract__department__code",
        year="contract__year_id",
    ),
    replace(
        in_part_of(
            "departments.keyfigure",
            DEPARTMENT_SECTION,
            "group__department__code",
            year="group__year_id",
        ),
        owed=False,
    ),
    _in_free_table("departments.freetable", "", "year_id"),
    _in_free_table("departments.freecolumn", "table", "table__year_id"),
    _in_free_table("departments.freerow", "table", "table__year_id"),
)
