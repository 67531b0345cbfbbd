"""Freezing asks for whole declarations whose texts are confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from reports.collect.guards import PublishError
from reports.core import registry
from reports.enums import DeclarationRole, SectionState
from reports.models import Declaration, FiscalYear, OutlineSection, Report, Section
from reports.publish.versions import freeze_report
from tests.declaring import declared

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """A whole report with both declarations; without the rules of the checks."""
    monkeypatch.setattr(registry, "rules", lambda: ())
    year = FiscalYear.objects.create(year=2024)
    OutlineSection.objects.create(code="EK", title="Ekler", position=9)
    report = Report.objects.create(year=year, institution="Örnek Belediyesi", title="Rapor")
    declared(year, DeclarationRole.ACCOUNTING_OFFICER, "Ad Soyad")
    declared(year, DeclarationRole.TOP_MANAGER, "Başka Kişi")
    Section.objects.update(state=SectionState.ACCEPTED)
    return report


def test_whole_declarations_are_frozen_with_their_confirmations(report: Report) -> None:
    frozen = freeze_report(report)

    assert "Örnek beyan metni." in frozen.document
    assert '"confirmation":"Başka Kişi, 07.04.2025"' in frozen.document


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({"body": ""}, "metin, metnin onayı"),
        ({"signatory": ""}, "imzalayan, metnin onayı"),
        ({"place": ""}, "yer, metnin onayı"),
        ({"date": None}, "tarih, metnin onayı"),
        ({"confirmed_by": ""}, "metnin onayı"),
        # One word more, and nobody has confirmed this text.
        ({"body": "Örnek beyan metni, değişmiş."}, "metnin onayı"),
    ],
)
def test_what_lacks_is_refused_with_place_and_cure(
    report: Report, values: dict[str, Any], lacks: str
) -> None:
    Declaration.objects.filter(role=DeclarationRole.TOP_MANAGER).update(**values)

    with pytest.raises(PublishError) as refused:
        freeze_report(report)

    assert f"EK: Üst yönetici beyanında eksik: {lacks}" in str(refused.value)
    assert "«Beyanlar»" in str(refused.value)
    report.refresh_from_db()
    assert report.state == "collecting"


def test_a_missing_declaration_is_refused(report: Report) -> None:
    Declaration.objects.filter(role=DeclarationRole.ACCOUNTING_OFFICER).delete()

    with pytest.raises(PublishError, match="EK: Mali hizmetler birim yöneticisi beyanı yok"):
        freeze_report(report)
