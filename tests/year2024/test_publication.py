"""The document is a pure function of the rows; what stops it from being published."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from departments.models import Vehicle
from reports.core.building import build_document
from reports.core.documents import canonical_json, from_json
from reports.models import Narrative, Publication, Report
from reports.publish.versions import PublishError, publish_report

pytestmark = pytest.mark.postgresql("triggers; the document has the same bytes on both")


def test_building_twice_gives_the_same_bytes(report: Report) -> None:
    assert canonical_json(build_document(report)) == canonical_json(build_document(report))


def test_a_document_survives_json(report: Report) -> None:
    text = canonical_json(build_document(report))
    assert canonical_json(from_json(text)) == text


def test_no_reference_in_the_prose_leads_nowhere(report: Report) -> None:
    problems = [
        problem
        for node in build_document(report).nodes()
        for block in node.blocks
        if block.type == "prose"
        for problem in block.problems
    ]
    assert problems == []


def test_who_may_not_publish_is_refused(report: Report) -> None:
    user = User.objects.create_user("ornek")
    with pytest.raises(PermissionDenied):
        publish_report(report, by=user)
    assert Publication.objects.count() == 0


def test_an_open_error_stops_the_publication_and_is_named(report: Report) -> None:
    Vehicle.objects.filter(year=report.year, key="greyder").update(owned=99)
    with pytest.raises(PublishError) as refusal:
        publish_report(report)
    assert "açık hata var" in str(refusal.value)
    assert "RPR-001: «Araç ve iş makineleri», TOPLAM, Belediyeye ait" in str(refusal.value)
    assert Publication.objects.count() == 0


def test_an_unknown_figure_in_the_prose_stops_the_publication(report: Report) -> None:
    narrative = Narrative.objects.filter(year=report.year).first()
    assert narrative is not None
    narrative.body += "\n\n{{ finance.expenditure.total.yok | money }}"
    narrative.save()
    with pytest.raises(PublishError, match="«yok» sütunu yok"):
        publish_report(report)
