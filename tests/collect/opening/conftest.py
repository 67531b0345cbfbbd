"""A small year that was reported: a row of every kind, with all of its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import DjangoDbBlocker

from departments.models import (
    CadreOccupancy,
    Department,
    Equipment,
    Facility,
    FigureGroup,
    FreeColumn,
    FreeRow,
    FreeTable,
    KeyFigure,
    Membership,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
    SectionAssignment,
    Service,
    Software,
    Vehicle,
)
from finance.models import (
    AidedBody,
    Company,
    Debt,
    DepartmentBudget,
    EconomicCode,
    ExpenditureLine,
    RevenueLine,
    StatementOfActivities,
)
from performance.models import (
    Goal,
    HigherPlanReference,
    Indicator,
    IndicatorResult,
    Objective,
    StrategicPlan,
    SwotItem,
)
from reports.collect.opening import Choices, Plan, open_year, prepare
from reports.collect.workflow.actions import open_sections
from reports.core.roles import ROLES
from reports.models import (
    Declaration,
    FiscalYear,
    Narrative,
    OutlineSection,
    ReferenceNumber,
    Report,
    Section,
    StatedFigure,
    Waiver,
)
from tests import lasting

OUTLINE = ("I.C.1", "I.C.4", "II.B", "III.A.1", "III.B.1", "III.B.2", "IV.A", "EK")

ROLE_NAMES = {role.code: role.name for role in ROLES}


@pytest.fixture(scope="module")
def rows_of_2024(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[bool]:
    """Whether they are there already, made once for the module."""
    if not lasting.may_last(request):
        yield False
        return
    with lasting.rows(django_db_blocker):
        make_2024()
        yield True


@pytest.fixture
def source(rows_of_2024: bool, db: None) -> FiscalYear:
    """2024 with two directorates and finance services."""
    if not rows_of_2024:
        make_2024()
    return FiscalYear.objects.get(year=2024)


def make_2024() -> None:
    year = FiscalYear.objects.create(year=2024)
    Report.objects.create(
        year=year,
        institution="Örnek Belediyesi",
        province="Örnek",
        title="2024 Yılı Faaliyet Raporu",
        document_note="2024 basılı raporundan",
        figure_status="final",
    )
    for place, code in enumerate(OUTLINE, start=1):
        OutlineSection.objects.create(code=code, title=f"Bölüm {code}", position=place)
    for code in ("fen-isleri", "park"):
        Department.objects.create(code=code, name=f"Örnek {code} Müdürlüğü")
    Department.objects.create(code="mali", name="Örnek Mali Hizmetler", compiles_report=True)
    _core(year)
    _directorates(year)
    _finance(year)
    _performance(year)
    open_sections(year)


def _core(year: FiscalYear) -> None:
    Declaration.objects.create(
        year=year,
        key="sunus",
        title="Sunuş 2024",
        role="presentation",
        signatory="Örnek Kişi",
        date=date(2025, 4, 7),
        body="Örnek beyan.",
        line_from=1,
        line_to=2,
    )
    for section, body in (
        ("III.A.1", "Gider {{ finance.expenditure.total.spent | money }}."),
        ("III.B.1/park", "Parkların 2024 çalışmaları."),
        ("III.B.1/fen-isleri", "Yolların çalışmaları."),
    ):
        Narrative.objects.create(year=year, section=section, body=body)
    ReferenceNumber.objects.create(
        year=year, key="population", label="Nüfus", value=1000, unit="kişi", source="Örnek"
    )
    StatedFigure.objects.create(year=year, key="ornek", value="12")
    Waiver.objects.create(
        year=year, code="FIN-001", reason="Örnek gerekçe", granted_on=date(2025, 3, 1)
    )


def _directorates(year: FiscalYear) -> None:
    Facility.objects.create(
        year=year, name="Garaj", area=10, closed_area=5, open_area=5, note="Eski not"
    )
    Vehicle.objects.create(year=year, name="Kamyon", owned=3, leased=1)
    Equipment.objects.create(year=year, name="Bilgisayar", kind="user", count=9)
    Software.objects.create(year=year, name="Evrak")
    Service.objects.create(year=year, name="Ruhsat", group="İmar")
    PersonnelByStatus.objects.create(year=year, status="worker", count=12)
    CadreOccupancy.objects.create(year=year, status="worker", filled=5, vacant=2)
    counts = {"civil_servants": 1, "contracted": 2, "workers": 3, "company_staff": 4}
    PersonnelByGender.objects.create(year=year, gender="female", **counts)
    PersonnelByEducation.objects.create(year=year, level="bachelor", **counts)
    PersonnelByAge.objects.create(year=year, band="56+", **counts)
    fen = Department.objects.get(code="fen-isleri")
    table = FreeTable.objects.create(
        year=year, code="yollar", title="Yollar", department=fen, note="2024 notu", line_from=4
    )
    for key, kind in (("mahalle", "text"), ("ton", "decimal"), ("durum", "text")):
        FreeColumn.objects.create(table=table, key=key, title=key, kind=kind)
    FreeRow.objects.create(
        table=table, values={"mahalle": "Örnek Mahallesi", "ton": "12.5", "durum": "Bitti"}
    )
    park = Department.objects.get(code="park")
    group = FigureGroup.objects.create(year=year, code="agac", title="Ağaç", department=park)
    KeyFigure.objects.create(group=group, no=1, label="2024 yılında dikilen", value=40, unit="adet")
    KeyFigure.objects.create(group=group, no=2, label="Gün", date=date(2024, 3, 1))


def _finance(year: FiscalYear) -> None:
    money = Decimal("10.50")
    for kind, code in (("expenditure", "01"), ("expenditure", "03"), ("revenue", "01")):
        EconomicCode.objects.create(kind=kind, code=code, name=f"Örnek {code}")
    for code in ("01", "03"):
        ExpenditureLine.objects.create(
            year=year,
            code=EconomicCode.objects.get(kind="expenditure", code=code),
            carried_in=money,
            budget=money,
            supplementary=money,
            transfer=money,
            spent=money,
            carried_out=money,
        )
    RevenueLine.objects.create(
        year=year,
        code=EconomicCode.objects.get(kind="revenue"),
        estimate=money,
        supplementary=money,
        gross=money,
        refunds=money,
    )
    DepartmentBudget.objects.create(
        year=year,
        department=Department.objects.get(code="park"),
        appropriation=money,
        added=money,
        spent=money,
        carried_out=money,
    )
    StatementOfActivities.objects.create(year=year, item="revenue", amount=money)
    Debt.objects.create(
        year=year, kind="ilbank", creditor="", opening=money, borrowed=money, repaid=money
    )
    AidedBody.objects.create(year=year, name="Örnek Derneği", purpose="Spor", amount=money)
    Company.objects.create(
        year=year, name="Örnek A.Ş.", share=51, capital=money, personnel=8, revenue=money, profit=1
    )


def _performance(year: FiscalYear) -> None:
    plan = StrategicPlan.objects.create(
        code="2020_2024",
        title="Örnek 2020-2024 Planı",
        first_year=2020,
        last_year=2024,
        mission="Görev",
        block_above=30,
    )
    goal = Goal.objects.create(plan=plan, code="1", title="Örnek amaç")
    objective = Objective.objects.create(goal=goal, code="1.1", title="Örnek hedef")
    for number in (1, 2):
        indicator = Indicator.objects.create(
            objective=objective,
            code=f"1.1.{number}",
            name=f"Örnek gösterge {number}",
            definition="Tanım",
            department=Department.objects.get(code="park"),
        )
        IndicatorResult.objects.create(
            year=year, indicator=indicator, target=100, actual=50, explanation="Neden"
        )
    HigherPlanReference.objects.create(
        year=year, key="181", plan_name="Plan", item="181", summary="Özet"
    )
    SwotItem.objects.create(year=year, kind="strength", no=1, text="Güçlü yan")


@pytest.fixture
def open_2025(source: FiscalYear) -> Callable[..., Plan]:
    """Open 2025 from 2024: `open_2025(texts=Texts.KEEP)`."""

    def run(**choices: object) -> Plan:
        return open_year(prepare(2025, 2024, Choices(**choices)))  # type: ignore[arg-type]

    return run


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make an account, with a duty in directorates: `person("ali", "park")`."""

    def make(name: str, *codes: str, role: str = "", **values: object) -> User:
        user = User.objects.create_user(name, is_staff=True, first_name="Örnek", last_name=name)
        for code in codes:
            department = Department.objects.get(code=code)
            Membership.objects.create(user=user, department=department, **values)
        if role:
            user.groups.add(Group.objects.get(name=ROLE_NAMES[role]))
        return user

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


def assign(code: str, owner: User | None = None, deputy: User | None = None) -> SectionAssignment:
    """Name owner and deputy of a section of 2024."""
    assignment = SectionAssignment.objects.get(section__year_id=2024, section__code=code)
    assignment.owner, assignment.deputy = owner, deputy
    assignment.save()
    return assignment


def section(code: str, year: int = 2025) -> Section:
    return Section.objects.get(year_id=year, code=code)
