"""Small counts of people in the office: who marks them, who decides, what stays on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from departments.enums import DutyKind
from departments.models import Department, FigureGroup, KeyFigure, Membership, SectionAssignment
from reports.collect.exact_counts import publish_exactly
from reports.core.building import build_document
from reports.core.roles import ROLES
from reports.core.tables import SMALL
from reports.ground.marks import mark_of
from reports.models import ExactCount, Report, Section

from .helper import text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("conditions and uniqueness beside those of Python"),
]

LIST, ROW = "figures.bakim", "hasta"
MARK = mark_of(LIST, ROW, "value")
ADDRESS = f"/yonetim/kucuk-sayilar/2024/{MARK}/"
REASON = "Örnek: iki kişi yazılı onay verdi."


@pytest.fixture
def care(report: Report) -> KeyFigure:
    """A directorate's list with two patients, in a section of its own."""
    department = Department.objects.create(code="sosyal", name="Sosyal İşler Müdürlüğü")
    Department.objects.create(code="baska", name="Başka Müdürlük")
    group = FigureGroup.objects.create(
        year=report.year, department=department, code="bakim", title="Evde bakım"
    )
    for code in ("sosyal", "baska"):
        section = Section.objects.create(year=report.year, code=f"III.B.1/{code}", title=code)
        owner = Department.objects.get(code=code)
        SectionAssignment.objects.create(section=section, department=owner)
    return KeyFigure.objects.create(
        group=group, no=1, label="Hasta", value=2, unit="kişi", people="sensitive"
    )


def person(role: str, department: str = "", kind: DutyKind = DutyKind.EDITOR) -> User:
    name = next(r.name for r in ROLES if r.code == role)
    made = User.objects.create_user(f"ornek-{role}-{department}", is_staff=True)
    made.groups.add(Group.objects.get(name=name))
    if department:
        Membership.objects.create(
            user=made, department=Department.objects.get(code=department), kind=kind
        )
    return made


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


PEOPLE: list[tuple[str, Callable[[], User], bool]] = [
    ("wrong", lambda: person("department-editor", "baska"), False),
    ("right", lambda: person("department-editor", "sosyal"), False),
    ("head", lambda: person("department-head", "sosyal", DutyKind.HEAD), False),
    ("finance", lambda: person("finance-editor"), False),
    ("publisher", lambda: person("publisher"), False),
    ("auditor", lambda: person("auditor"), False),
    ("reviewer", lambda: person("reviewer"), True),
]


@pytest.mark.parametrize(("made", "decides"), [p[1:] for p in PEOPLE], ids=[p[0] for p in PEOPLE])
def test_only_a_reviewer_decides(
    report: Report, care: KeyFigure, made: Callable[[], User], *, decides: bool
) -> None:
    user = made()

    response = browser(user).post(ADDRESS, {"reason": REASON})

    assert response.status_code == (302 if decides else 403)
    assert ExactCount.objects.exists() is decides
    if not decides:
        with pytest.raises(PermissionDenied):
            publish_exactly(report, MARK, reason=REASON, by=user)


def test_a_stranger_signs_in_first(care: KeyFigure) -> None:
    assert Client().post(ADDRESS).headers["Location"].startswith("/yonetim/login/")


def test_nobody_decides_on_own_work(report: Report, care: KeyFigure) -> None:
    user = person("reviewer")
    Section.objects.filter(code="III.B.1/sosyal").update(last_edited_by=user)

    response = browser(user).post(ADDRESS, {"reason": REASON})

    assert "en son siz değiştirdiniz" in text(response)
    assert not ExactCount.objects.exists()
    with pytest.raises(ValidationError, match="en son siz"):
        publish_exactly(report, MARK, reason=REASON, by=user)


def test_a_decision_is_made_shown_recorded_and_taken_back(report: Report, care: KeyFigure) -> None:
    client = browser(person("reviewer"))
    assert build_document(report).tables[LIST].value(ROW, "value") == SMALL
    assert "gizleniyor" in text(client.get("/yonetim/kucuk-sayilar/2024/"))

    assert "Gerekçe yazılmadan" in text(client.post(ADDRESS, {"reason": " "}))
    assert not ExactCount.objects.exists()
    client.post(ADDRESS, {"reason": REASON})
    shown = build_document(report).tables[LIST]

    assert shown.number(ROW, "value") == 2
    assert REASON in shown.note
    assert REASON in text(client.get(ADDRESS))
    assert LogEntry.objects.get_for_model(ExactCount).count() == 1

    client.post(ADDRESS)
    assert not ExactCount.objects.exists()
    assert build_document(report).tables[LIST].value(ROW, "value") == SMALL
    assert LogEntry.objects.get_for_model(ExactCount).count() == 2


def test_others_see_their_own_sections_only(care: KeyFigure) -> None:
    mine, other = person("department-editor", "sosyal"), person("department-editor", "baska")

    assert "Hasta" in text(browser(mine).get("/yonetim/kucuk-sayilar/2024/"))
    assert "Hasta" not in text(browser(other).get("/yonetim/kucuk-sayilar/2024/"))
    assert browser(other).get(ADDRESS).status_code == 404
    assert "Tam sayıları yayımlat" not in text(browser(mine).get(ADDRESS))


def test_the_mark_is_set_where_the_list_is_edited(care: KeyFigure) -> None:
    """By those who may edit the list; it stays on record."""
    address = reverse("admin:departments_figuregroup_change", args=[care.group_id])
    form = {
        "title": "Evde bakım",
        "department": care.group.department_id,
        "year": 2024,
        "figures-TOTAL_FORMS": 1,
        "figures-INITIAL_FORMS": 1,
        "figures-0-id": care.pk,
        "figures-0-group": care.group_id,
        "figures-0-no": 1,
        "figures-0-label": "Hasta",
        "figures-0-value": "2",
        "figures-0-unit": "kişi",
        "figures-0-people": "establishment",
    }
    assert browser(person("department-editor", "baska")).post(address, form).status_code in {
        302,
        403,
        404,
    }
    care.refresh_from_db()
    assert care.people == "sensitive"

    browser(person("department-editor", "sosyal")).post(address, form)

    care.refresh_from_db()
    assert care.people == "establishment"
    entry = LogEntry.objects.get_for_object(care).first()
    assert entry is not None
    assert entry.changes_dict["people"] == ["sensitive", "establishment"]
