"""What the directorates carry into a new year: names and columns, and who answers for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

from django.db.models import Model
from django.urls import reverse

from departments.actions import copy_of_figures, copy_of_table
from departments.enums import StaffStatus
from departments.heirs import Heirs
from departments.models import (
    CadreOccupancy,
    Department,
    DepartmentSuccession,
    FigureGroup,
    FreeTable,
    Membership,
    SectionAssignment,
)
from departments.models.free_tables import DEPARTMENT_SECTION
from reports.collect.opening import LEAVE, Decision, Item, Line, Opening, OpeningKit
from reports.collect.opening.core import listed
from reports.collect.opening.engine import section_code as opened_code
from reports.collect.opening.lines import forebears
from reports.collect.opening.parts import CARRY_OR_LEAVE
from reports.collect.opening.rows import each, key_of, part, taken_keys
from reports.models import FiscalYear, Section

ROWS, COLUMNS = "rows", "columns"
TABLE_OPTIONS = (
    (ROWS, "Sütunları ve satır adlarıyla"),
    (COLUMNS, "Yalnız sütunlarıyla"),
    (LEAVE, "Aktarılmasın"),
)
OF_NO_DEPARTMENT = "Müdürlüğe bağlı olmayanlar"

D = TypeVar("D", FreeTable, FigureGroup)

IN_THE_CADRE = (StaffStatus.CIVIL_SERVANT, StaffStatus.CONTRACTED, StaffStatus.WORKER)
"""Statuses that have posts in the norm cadre; staff of companies have none."""


def heirs(opening: Opening) -> Heirs:
    found: Heirs = opening.once("heirs", lambda: Heirs.read(opening.year))
    return found


# -- free tables and lists --------------------------------------------------------------------


def _going_on(opening: Opening, model: type[D], *lines: str) -> list[tuple[D, Department | None]]:
    """Tables or lists that the new year lacks, each with its directorate there."""

    def read() -> list[tuple[D, Department | None]]:
        taken = taken_keys(opening, model, ("code",))
        rows = model.objects.filter(year=opening.source).select_related("department")
        found: list[tuple[D, Department | None]] = []
        for row in rows.prefetch_related(*lines).order_by("position", "pk"):
            department: Department | None = row.department
            heir = heirs(opening).heir(department) if department else None
            if key_of(row, ("code",)) not in taken and (heir or department is None):
                found.append((row, heir))
        return found

    result: list[tuple[D, Department | None]] = opening.once(model, read)
    return result


def _tables(opening: Opening) -> Iterator[Model]:
    for table, department in _going_on(opening, FreeTable, "columns", "rows"):
        option = opening.option(TABLES.name, _table_item(table, department))
        if option != LEAVE:
            yield from copy_of_table(table, opening.year, department, with_rows=option == ROWS)


def _lists(opening: Opening) -> Iterator[Model]:
    for group, department in _going_on(opening, FigureGroup, "figures"):
        option = opening.option(LISTS.name, _list_item(group, department))
        if department is not None and option != LEAVE:
            yield from copy_of_figures(group, opening.year, department)


def _table_item(table: FreeTable, department: Department | None) -> Item:
    group = department.name if department else OF_NO_DEPARTMENT
    return Item(table.code, table.title, group, TABLE_OPTIONS)


def _list_item(group: FigureGroup, department: Department | None) -> Item:
    name = department.name if department else OF_NO_DEPARTMENT
    return Item(group.code, group.title, name, CARRY_OR_LEAVE)


def _table_items(opening: Opening) -> Iterator[Item]:
    for table, department in _going_on(opening, FreeTable, "columns", "rows"):
        yield _table_item(table, department)


def _list_items(opening: Opening) -> Iterator[Item]:
    for group, department in _going_on(opening, FigureGroup, "figures"):
        yield _list_item(group, department)


TABLES = part(FreeTable, _tables, _table_items)
LISTS = part(FigureGroup, _lists, _list_items)


# -- who answers ------------------------------------------------------------------------------


def part_code(opening: Opening, code: str, parent: str) -> str:
    """The part of a directorate in a section becomes that of the one that took over."""
    section, _, own = code.partition("/")
    if section != parent or not own:
        return code
    found = heirs(opening)
    before = next((d for d in found.departments.values() if d.code == own), None)
    after = found.heir(before) if before is not None else None
    return f"{parent}/{after.code}" if after is not None else code


def unit_report_code(opening: Opening, code: str) -> str:
    return part_code(opening, code, DEPARTMENT_SECTION)


def carry_assignments(opening: Opening, made: list[Section]) -> None:
    """New sections are answered for as last year, by those who still work there.

    Only sections that were made now: what was settled since then stays.
    """
    before = _old_assignments(opening)
    there = {
        assignment.section_id: assignment
        for assignment in SectionAssignment.objects.filter(section__in=made).select_related(
            "department"
        )
    }
    for section in made:
        old = before.get(section.code, [])
        assignment = there.get(section.pk)
        if assignment is None:
            assignment = SectionAssignment(section=section)
        changed = _take_over(opening, assignment, old)
        if changed and assignment.department_id:
            assignment.save(update_fields=changed if assignment.pk else None)


def _take_over(
    opening: Opening, assignment: SectionAssignment, candidates: list[SectionAssignment]
) -> list[str]:
    """Write directorate, owner and deputy into an assignment; gives the fields that changed."""
    values: dict[str, int] = {}
    known = [old.department for old in candidates]
    if assignment.department_id:
        known.append(assignment.department)
    heir = next(filter(None, map(heirs(opening).heir, known)), None)
    if heir is not None:
        values["department_id"] = heir.pk
    department = values.get("department_id", assignment.department_id)
    at_work = _at_work(opening)
    for name in ("owner_id", "deputy_id"):
        people = (getattr(old, name) for old in candidates)
        person = next((pk for pk in people if pk and (pk, department) in at_work), None)
        if person is not None and person != values.get("owner_id"):
            values[name] = person
    changed = [name for name, value in values.items() if getattr(assignment, name) != value]
    for name in changed:
        setattr(assignment, name, values[name])
    return [name.removesuffix("_id") for name in changed]


def _old_assignments(opening: Opening) -> dict[str, list[SectionAssignment]]:
    """Last year's assignments by the code that their section has now, its own first."""
    found: dict[str, list[SectionAssignment]] = defaultdict(list)
    rows = SectionAssignment.objects.filter(section__year=opening.source).select_related(
        "section", "department", "owner", "deputy"
    )
    for old in rows.order_by("section__position", "pk"):
        code = opened_code(opening, old.section.code)
        if code == old.section.code:
            found[code].insert(0, old)
        else:
            found[code].append(old)
    return found


def _at_work(opening: Opening) -> set[tuple[int, int]]:
    """Pairs of person and directorate: duties in force on the day of the opening."""

    def read() -> set[tuple[int, int]]:
        duties = Membership.objects.on(opening.today)
        return set(duties.values_list("user_id", "department_id"))

    found: set[tuple[int, int]] = opening.once("at work", read)
    return found


# -- what has to be decided -------------------------------------------------------------------


def _decisions(opening: Opening) -> Iterator[Decision]:
    yield from _changed_departments(opening)
    yield from _compiling(opening)
    yield from _people_gone(opening)
    yield from _old_year_in_titles(opening)


def _changed_departments(opening: Opening) -> Iterator[Decision]:
    found = heirs(opening)
    page = reverse("admin:departments_departmentsuccession_changelist")
    known = list(Department.objects.valid_in(opening.source))
    for department in known:
        parts = [d for d in found.successors(department) if found.stands(d)]
        heir = found.heir(department)
        if heir is None:
            yield Decision(
                f"{department.name} {opening.year} yılında yok ve yerine geçen müdürlük "
                "yazılmamış; serbest tabloları ve listeleri aktarılmadı. Yerine geçen varsa "
                "müdürlük değişikliği olarak eklenip açılış yinelenmelidir.",
                page,
                "Müdürlük değişiklikleri",
            )
        elif heir != department and len(parts) > 1:
            names = listed(part.name for part in parts)
            yield Decision(
                f"{department.name} ayrıldı ({names}); bölümleri, tabloları ve listeleri "
                f"{heir.name} altında açıldı. Paylaşımına karar verilmelidir.",
                reverse("admin:departments_sectionassignment_changelist"),
                "Bölüm sorumlulukları",
            )


def _compiling(opening: Opening) -> Iterator[Decision]:
    standing = [d for d in heirs(opening).departments.values() if d.compiles_report]
    if not standing or not heirs(opening).stands(standing[0]):
        yield Decision(
            f"{opening.year} yılında raporu derleyen birim belli değil; sorumlusu ayrıca "
            "seçilmeyen bölümler sahipsiz kalır. Müdürlüklerden biri işaretlenmelidir.",
            reverse("admin:departments_department_changelist"),
            "Müdürlükler",
        )


def _people_gone(opening: Opening) -> Iterator[Decision]:
    """Owners and deputies of last year who have no duty there any more."""
    at_work = _at_work(opening)
    gone: dict[str, list[str]] = defaultdict(list)
    for code, old in _old_assignments(opening).items():
        for assignment in old:
            heir = heirs(opening).heir(assignment.department)
            for person in (assignment.owner, assignment.deputy):
                if person and heir and (person.pk, heir.pk) not in at_work:
                    gone[person.get_full_name() or person.get_username()].append(code)
    if gone:
        named = listed(f"{name} ({listed(codes)})" for name, codes in sorted(gone.items()))
        yield Decision(
            f"Geçen yılın sorumlularından {len(gone)} kişinin görevi sona ermiş; bölümlerine yeni "
            f"sorumlu seçilmelidir: {named}.",
            reverse("admin:departments_sectionassignment_changelist"),
            "Bölüm sorumlulukları",
        )


def _old_year_in_titles(opening: Opening) -> Iterator[Decision]:
    """Titles go on as they are, as references stand on them; some name the old year."""
    year = str(opening.source)
    tables = [table for table, _heir in _going_on(opening, FreeTable, "columns", "rows")]
    groups = [group for group, _heir in _going_on(opening, FigureGroup, "figures")]
    tables += FreeTable.objects.filter(year_id=opening.year.pk).prefetch_related("columns")
    groups += FigureGroup.objects.filter(year_id=opening.year.pk).prefetch_related("figures")
    titles = [*(table.title for table in tables), *(group.title for group in groups)]
    named = [title for title in titles if year in title]
    lines = [(table.title, column.title) for table in tables for column in table.columns.all()]
    lines += [(group.title, figure.label) for group in groups for figure in group.figures.all()]
    named += [title for title, line in lines if year in line]
    if named:
        times = Counter(named)
        found = (title if n == 1 else f"{title} ({n})" for title, n in times.items())
        yield Decision(
            f"{len(named)} tablo, sütun veya satır adında «{year}» geçiyor, gözden geçirilmelidir: "
            f"{listed(found)}.",
            reverse("admin:departments_freetable_changelist"),
            "Serbest tablolar",
        )


# -- lines through the years ------------------------------------------------------------------


def previous_departments(year: FiscalYear) -> Mapping[str, tuple[str, ...]]:
    """Code of each directorate → its own and those of the directorates that it took over."""
    rows = DepartmentSuccession.objects.filter(successor__isnull=False)
    steps = rows.order_by("year", "pk").values_list("predecessor_id", "successor_id", "year")
    before = forebears(steps, year.year)
    codes = dict(Department.objects.values_list("pk", "code"))
    return {code: (code, *(codes[old] for old in before.get(pk, ()))) for pk, code in codes.items()}


OPENING = OpeningKit(
    parts=(each(CadreOccupancy, IN_THE_CADRE), TABLES, LISTS),
    decisions=_decisions,
    section_code=unit_report_code,
    finish=carry_assignments,
    lines=(Line(("departments.departments",), previous_departments),),
)
