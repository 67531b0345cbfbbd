"""The PDF pages of the back office: who may, what they see, what they get."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from reports.enums import JobState, PdfKind
from reports.models import PdfExport, Publication, Section
from reports.office.release.prints import request_url
from reports.present.pdf.files import working_on
from reports.present.pdf.jobs import run_export

pytestmark = pytest.mark.django_db


def client(*permissions: str, staff: bool = True) -> Client:
    user = User.objects.create_user("biri", password="x", is_staff=staff)
    for codename in permissions:
        user.user_permissions.add(Permission.objects.get(codename=codename))
    found = Client()
    found.force_login(user)
    return found


def visitor(who: str) -> Client:
    match who:
        case "anonymous":
            return Client()
        case "not staff":
            return client("export_report_pdf", staff=False)
        case "viewer":
            return client("view_report", "view_publication")
    return client()


@pytest.fixture
def export(publication: Publication) -> PdfExport:
    return PdfExport.objects.create(year=publication.year, publication=publication)


def addresses(export: PdfExport) -> list[str]:
    return [
        request_url(2024),
        request_url(2024, 1),
        reverse("admin:reports_pdfexport_status", args=[export.pk]),
        reverse("admin:reports_pdfexport_download", args=[export.pk]),
        reverse("admin:reports_pdfexport_changelist"),
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("not staff", 302), ("staff", 403), ("viewer", 403)],
)
def test_others_are_kept_out(export: PdfExport, who: str, status: int) -> None:
    browser = visitor(who)
    for address in addresses(export):
        assert browser.get(address).status_code == status, address
    assert browser.post(request_url(2024, 1)).status_code == status
    assert PdfExport.objects.count() == 1


@pytest.mark.postgresql("a job between two requests")
def test_ask_watch_and_fetch(publication: Publication, quick: list[Path]) -> None:
    browser = client("export_report_pdf")
    assert "1. sürümü" in browser.get(request_url(2024, 1)).content.decode()
    assert PdfExport.objects.count() == 0  # looking makes nothing
    answer = browser.post(request_url(2024, 1))
    export = PdfExport.objects.get()
    status = reverse("admin:reports_pdfexport_status", args=[export.pk])
    assert answer.headers["Location"] == status
    assert export.requested_by is not None

    waiting = browser.get(status)
    assert waiting.headers["Refresh"] == "2"
    assert "Sırada bekliyor" in waiting.content.decode()
    download = reverse("admin:reports_pdfexport_download", args=[export.pk])
    assert browser.get(download).status_code == 404

    run_export(export.pk)
    done = browser.get(status)
    assert "Refresh" not in done.headers
    assert download in done.content.decode()
    file = browser.get(download)
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.getvalue().startswith(b"%PDF")
    assert download in browser.get(request_url(2024, 1)).content.decode()


def test_failure_is_shown_with_a_way_on(export: PdfExport) -> None:
    PdfExport.objects.filter(pk=export.pk).update(state=JobState.FAILED, error="Yer kalmadı.")
    answer = client("export_report_pdf").get(
        reverse("admin:reports_pdfexport_status", args=[export.pk])
    )
    assert "Yer kalmadı." in answer.content.decode()
    assert request_url(2024, 1) in answer.content.decode()
    assert "Refresh" not in answer.headers


def test_dead_worker_does_not_let_anybody_wait(export: PdfExport) -> None:
    PdfExport.objects.filter(pk=export.pk).update(state=JobState.RUNNING)
    answer = client("export_report_pdf").get(
        reverse("admin:reports_pdfexport_status", args=[export.pk])
    )
    assert "yarıda kaldı" in answer.content.decode()
    assert "Refresh" not in answer.headers


def test_running_shows_percent_and_step(export: PdfExport) -> None:
    PdfExport.objects.filter(pk=export.pk).update(
        state=JobState.RUNNING, progress=42, step="Sayfalar diziliyor: 17"
    )
    with working_on(export.pk):
        text = (
            client("export_report_pdf")
            .get(reverse("admin:reports_pdfexport_status", args=[export.pk]))
            .content.decode()
        )
    assert 'value="42"' in text
    assert "Sayfalar diziliyor: 17" in text


@pytest.mark.parametrize("model", ["report", "publication"])
def test_button_leads_to_the_request(publication: Publication, model: str) -> None:
    browser = client("export_report_pdf", f"view_{model}")
    pk = publication.pk if model == "publication" else 2024
    page = browser.get(reverse(f"admin:reports_{model}_change", args=[pk])).content.decode()
    address = reverse(f"admin:reports_{model}_pdf_button", args=[pk])
    assert address in page
    expected = request_url(2024, 1 if model == "publication" else None)
    assert browser.get(address).headers["Location"] == expected


def test_unknown_year_and_version(publication: Publication) -> None:
    browser = client("export_report_pdf")
    assert browser.get(request_url(2030)).status_code == 404
    assert browser.get(request_url(2024, 7)).status_code == 404


def test_rows_are_not_made_by_hand(export: PdfExport) -> None:
    root = User.objects.create_superuser("root", password="x")
    browser = Client()
    browser.force_login(root)
    assert browser.get("/yonetim/reports/pdfexport/add/").status_code == 403
    delete = reverse("admin:reports_pdfexport_delete", args=[export.pk])
    assert browser.post(delete, {"post": "yes"}).status_code == 403


def test_other_prints_are_asked_for_in_the_same_form(
    publication: Publication, quick: list[Path]
) -> None:
    browser = client("export_report_pdf")
    text = browser.get(request_url(2024, 1)).content.decode()
    assert '<option value="summary">Vatandaş özeti</option>' in text
    browser.post(request_url(2024, 1), {"print": "summary"})
    export = PdfExport.objects.get()
    assert (export.kind, export.unit) == (PdfKind.SUMMARY, "")

    PdfExport.objects.update(state=JobState.FAILED, error="Yer kalmadı.")
    status = browser.get(reverse("admin:reports_pdfexport_status", args=[export.pk]))
    assert f"{request_url(2024, 1)}?print=summary" in status.content.decode()
    again = browser.get(f"{request_url(2024, 1)}?print=summary").content.decode()
    assert '<option value="summary" selected>' in again
    assert "vatandaş özeti — Başarısız" in again


def test_units_of_a_draft_are_the_sections_of_the_year(publication: Publication) -> None:
    Section.objects.create(year_id=2024, code="III.B.1/ornek-isler", title="Örnek İşler Müdürlüğü")
    browser = client("export_report_pdf")
    assert 'value="unit:ornek-isler"' in browser.get(request_url(2024)).content.decode()
    browser.post(request_url(2024), {"print": "unit:ornek-isler"})
    export = PdfExport.objects.get()
    assert (export.kind, export.unit, export.publication) == (PdfKind.UNIT, "ornek-isler", None)
    assert browser.post(request_url(2024), {"print": "unit:yok"}).status_code == 404
    assert browser.post(request_url(2024), {"print": "baska"}).status_code == 404
