"""One record of every model of the office: of the 2024 report where it has one, else made here."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from departments.enums import SuccessionKind
from departments.models import Department, DepartmentSuccession, SectionAssignment
from finance.enums import AuditingBody, CreditorKind
from finance.models import AidedBody, AuditRemark, Company, Debt
from performance.models import (
    Indicator,
    IndicatorEvidence,
    IndicatorResult,
    IndicatorSuccession,
    IndicatorValue,
)
from reports.collect.calendar.milestones import create_milestones
from reports.core.registry import work_tables
from reports.enums import SectionState
from reports.models import (
    FiscalYear,
    Narrative,
    PdfExport,
    Publication,
    ReferenceNumber,
    Section,
    SignaturePolicy,
)
from tests.publish.council import samples as council

from .actors import WRONG_DEPARTMENT


def _answered_for(indicator: Indicator, year: FiscalYear) -> None:
    """A directorate answers for an indicator, and has the section of its results."""
    department = Department.objects.get(code="fen-isleri")
    Indicator.objects.filter(pk=indicator.pk).update(department=department)
    section = Section.objects.create(
        year=year, code=f"III.B.2/{department.code}", title="Örnek", state=SectionState.DRAFT
    )
    SectionAssignment.objects.create(section=section, department=department)


def make_samples(users: dict[str, User]) -> None:
    """Rows that the printed report does not have; examples all of them."""
    year = FiscalYear.objects.get(year=2024)
    Company.objects.create(year=year, name="Örnek A.Ş.")
    AidedBody.objects.create(year=year, name="Örnek Derneği")
    AuditRemark.objects.create(year=year, body=AuditingBody.EXTERNAL, no=1, subject="Örnek konu")
    Debt.objects.create(year=year, kind=CreditorKind.BANK, creditor="Örnek Bankası")
    ReferenceNumber.objects.get_or_create(
        year=year, key="ornek", defaults={"label": "Örnek", "value": 1}
    )
    PdfExport.objects.create(year=year)
    SignaturePolicy.objects.create(from_year=2024)
    result = IndicatorResult.objects.filter(year=year)[0]
    IndicatorEvidence.objects.create(
        result=result,
        title="Örnek tutanak",
        file=SimpleUploadedFile("ornek.pdf", b"%PDF-1.7\n%%EOF\n"),
        uploaded_by=users["right"],
    )
    IndicatorValue.objects.create(result=result, period=1, value=1)
    old, new = Indicator.objects.order_by("pk")[:2]
    IndicatorSuccession.objects.create(
        predecessor=old, successor=new, year=2024, kind=SuccessionKind.MERGED
    )
    _answered_for(new, year)
    create_milestones(year)
    version = Publication.objects.get(year=year)
    council.document(council.session(version))
    council.delivery(version, file=SimpleUploadedFile("alindi.pdf", council.PDF))
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        queue_name="default",
        task_path="reports.present.pdf.jobs.build_pdf",
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    seen = {"ip_address": "127.0.0.1", "user_agent": "ornek", "username": "ornek"}
    AccessAttempt.objects.create(**seen, failures_since_start=1)
    AccessLog.objects.create(**seen)
    first, second = Department.objects.order_by("pk")[:2]
    DepartmentSuccession.objects.create(
        predecessor=first, successor=second, year=2023, kind=SuccessionKind.MERGED
    )


def sample(model: type[Model]) -> Any:
    """A record that «right» may see and «wrong» may not, where its section decides."""
    records = model._default_manager.all()
    if model is Narrative:
        records = records.filter(section__startswith="III.B.1/")
    table = work_tables().get(model._meta.label_lower)
    for record in records[:200].iterator(chunk_size=10):
        if table is None or not table.section(record).endswith(f"/{WRONG_DEPARTMENT}"):
            return record
    raise AssertionError(f"no sample of {model._meta.label}; make one in make_samples")


def office_models() -> list[type[Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
