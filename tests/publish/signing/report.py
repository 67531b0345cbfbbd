"""A small report that is frozen with both declarations, and the people around it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from reports.core import registry
from reports.enums import CorrectionKind, DeclarationRole, JobState, SectionState
from reports.models import (
    FrozenReport,
    OutlineSection,
    PdfExport,
    Report,
    Section,
    SignatureUpload,
)
from reports.publish.signing import files, jobs, receiving
from reports.publish.versions import freeze_report, open_correction
from tests.collect.workflow.people import fresh
from tests.declaring import declared

FINANCE_OFFICER = "Dr. Ayşe Işık"
TOP_MANAGER = "Prof. Dr. İbrahim Çağlar"

Browser = Callable[[str], Client]


def freeze(report: Report, *, reason: str = "") -> FrozenReport:
    """Freeze a report whose sections are all accepted; with a reason as a correction."""
    if reason:
        open_correction(report, kind=CorrectionKind.FIGURE, reason=reason)
    Section.objects.filter(year=report.year).update(state=SectionState.ACCEPTED)
    report.refresh_from_db()
    return freeze_report(report)


def declare(report: Report) -> None:
    """The declarations of both officers, each in the section that the regulation gives them."""
    OutlineSection.objects.create(code="EK", title="Güvence Beyanları", position=9)
    for role, name in (
        (DeclarationRole.ACCOUNTING_OFFICER, FINANCE_OFFICER),
        (DeclarationRole.TOP_MANAGER, TOP_MANAGER),
    ):
        declared(
            report.year,
            role,
            name,
            key=role.value.replace("_", "-"),
            title=f"Örnek beyan: {role.label}",
            body="Örnek beyan metni.",
        )


def give_pdf(frozen: FrozenReport, content: bytes) -> PdfExport:
    """The PDF of a freeze, as its job leaves it."""
    PdfExport.objects.filter(frozen=frozen).delete()
    return PdfExport.objects.create(
        year=frozen.year,
        frozen=frozen,
        state=JobState.DONE,
        progress=100,
        sha256=frozen.sha256,
        file=ContentFile(content, name=f"{frozen.pk}.pdf"),
    )


@dataclass
class Desk:
    """A frozen report with its PDF, ready to be signed."""

    report: Report
    frozen: FrozenReport
    people: dict[str, User]

    def upload(self, content: bytes, *, by: str = "signatory") -> SignatureUpload:
        """Take a file in and have it judged, as the worker does."""
        upload = self.receive(content, by=by)
        jobs.run(upload.pk)
        upload.refresh_from_db()
        return upload

    def receive(self, content: bytes, *, by: str = "signatory") -> SignatureUpload:
        person = fresh(self.people[by])
        return receiving.receive(self.report, iter([content]), len(content), by=person)

    def stored(self) -> list[Path]:
        return sorted(files.folder().glob("*.pdf"))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "rules", tuple)


@pytest.fixture
def browser(people: dict[str, User]) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return signed_in
