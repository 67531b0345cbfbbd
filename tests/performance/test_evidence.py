"""Kept evidence: where it lies, who gets it, how it is added and removed."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.test import Client

from departments.models import Department
from kars_portal import settings as portal
from performance.models import Indicator, IndicatorEvidence, IndicatorResult
from reports.models import FiscalYear
from tests.departments.office import change, no_inline_rows

from .conftest import MakeIndicator
from .samples import EXE, PDF

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.postgresql("triggers hold kept files; constraints")

Keep = Callable[..., IndicatorEvidence]


@pytest.fixture
def result(year: FiscalYear, indicator: MakeIndicator) -> IndicatorResult:
    department = Department.objects.create(code="ornek", name="Örnek Müdürlüğü")
    indicator("1.1.1", target="10", actual="10", department=department)
    return IndicatorResult.objects.get()


@pytest.fixture
def keep(result: IndicatorResult) -> Keep:
    def make(name: str = "tutanak.pdf", content: bytes = PDF) -> IndicatorEvidence:
        item = IndicatorEvidence(
            result=result, title="Örnek", file=SimpleUploadedFile(name, content)
        )
        item.full_clean()
        item.save()
        return item

    return make


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_kept_file_has_a_name_of_the_portals_own(keep: Keep, evidence_folder: Path) -> None:
    item = keep("../../../Gizli Tutanak.pdf")
    (path,) = files(evidence_folder)

    assert item.original_name == "Gizli Tutanak.pdf"
    assert "tutanak" not in str(path).casefold()
    assert path.suffix == ""
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not item.public


@pytest.mark.django_db
def test_no_way_of_saving_goes_past_the_examination(
    result: IndicatorResult, evidence_folder: Path
) -> None:
    with pytest.raises(ValidationError):
        IndicatorEvidence.objects.create(
            result=result, title="Örnek", file=SimpleUploadedFile("a.pdf", EXE)
        )

    assert files(evidence_folder) == []


@pytest.mark.django_db
def test_the_same_file_stands_once_and_a_refused_row_leaves_none_behind(
    keep: Keep, result: IndicatorResult, evidence_folder: Path
) -> None:
    keep()

    with pytest.raises(ValidationError, match="zaten eklenmiş"):
        keep("baska-ad.pdf")
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorEvidence.objects.create(
            result=result, title="Örnek", file=SimpleUploadedFile("b.pdf", PDF)
        )

    assert len(files(evidence_folder)) == 1


@pytest.mark.django_db
def test_the_file_of_a_row_is_not_exchanged(keep: Keep) -> None:
    item = keep()
    item.file = SimpleUploadedFile("yeni.pdf", PDF + b"2")

    with pytest.raises(ValidationError, match="Kanıtın dosyası değişmez"):
        item.full_clean()


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_only_when_the_row_is_gone_for_good(
    keep: Keep, evidence_folder: Path
) -> None:
    item = keep()

    with transaction.atomic():
        IndicatorEvidence.objects.all().delete()
        transaction.set_rollback(True)
    assert len(files(evidence_folder)) == 1

    with transaction.atomic():
        item.delete()
        assert len(files(evidence_folder)) == 1
    assert files(evidence_folder) == []


@pytest.mark.django_db
def test_a_result_with_evidence_is_not_deleted(keep: Keep, result: IndicatorResult) -> None:
    keep()

    with pytest.raises(ProtectedError):
        result.delete()


# -- who gets it -----------------------------------------------------------------------------------


def person(name: str, *permissions: str) -> User:
    user = User.objects.create_user(name, password="ornek", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


SEES_ALL = ("performance.view_indicatorresult", "reports.see_every_section")


@pytest.mark.django_db
def test_a_reader_with_the_right_gets_a_download_that_nothing_runs(
    keep: Keep, client: Client
) -> None:
    item = keep("Tutanağın sonu.pdf")
    client.force_login(person("denetci", *SEES_ALL))

    response = client.get(f"/yonetim/kanit/{item.pk}/")

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "Tutana%C4%9F%C4%B1n%20sonu.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert client.post(f"/yonetim/kanit/{item.pk}/").status_code == 405


@pytest.mark.django_db
def test_others_learn_nothing(keep: Keep, client: Client) -> None:
    address = f"/yonetim/kanit/{keep().pk}/"

    assert client.get(address).status_code == 302  # to the sign-in page
    # Another directorate's: sees results, but not this one.
    client.force_login(person("baska", "performance.view_indicatorresult"))
    assert client.get(address).status_code == 404
    # Sees every section, but no results.
    client.force_login(person("mali", "reports.see_every_section"))
    assert client.get(address).status_code == 404
    # No longer with the municipality.
    former = person("ayrilan", *SEES_ALL)
    client.force_login(former)
    User.objects.filter(pk=former.pk).update(is_active=False)
    assert client.get(address).status_code == 302


@pytest.mark.django_db
def test_a_file_that_is_lost_is_not_found(keep: Keep, admin_client: Client) -> None:
    item = keep()
    Path(item.file.path).unlink()

    assert admin_client.get(f"/yonetim/kanit/{item.pk}/").status_code == 404
    assert admin_client.get("/yonetim/kanit/999/").status_code == 404


@pytest.mark.django_db
def test_no_address_leads_to_the_folder(
    keep: Keep, admin_client: Client, evidence_folder: Path, settings: Settings
) -> None:
    item = keep()
    (path,) = files(evidence_folder)

    assert item.file.url == f"/yonetim/kanit/{item.pk}/"
    with pytest.raises(ValueError, match="view only"):
        item.file.storage.url(item.file.name)
    name = str(item.file.name)
    for prefix in ("/media/", "/static/", "/", "/media/evidence/", "/static/../evidence/"):
        assert admin_client.get(f"{prefix}{name}").status_code == 404
        assert admin_client.get(f"{prefix}{path.name}").status_code == 404
    for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert not path.resolve().is_relative_to(Path(root).resolve())


def test_the_folder_of_the_portal_lies_outside_of_what_is_served() -> None:
    for root in (portal.MEDIA_ROOT, portal.STATIC_ROOT):
        assert not portal.EVIDENCE_DIR.is_relative_to(root)
        assert not root.is_relative_to(portal.EVIDENCE_DIR)
    assert portal.EVIDENCE_MAX_BYTES == 20 * 1024 * 1024


# -- the form --------------------------------------------------------------------------------------


def upload(*, name: str, content: bytes) -> dict[str, object]:
    return {
        "target": "10",
        "actual": "10",
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "0",
        "evidence-0-title": "Örnek tutanak",
        "evidence-0-file": SimpleUploadedFile(name, content),
    }


@pytest.mark.django_db
def test_evidence_is_added_and_removed_in_the_form(
    admin_client: Client, admin_user: User, result: IndicatorResult
) -> None:
    assert change(admin_client, result, **upload(name="t.pdf", content=PDF)).status_code == 302

    item = IndicatorEvidence.objects.get()
    assert (item.title, item.original_name, item.uploaded_by) == (
        "Örnek tutanak", "t.pdf", admin_user,
    )  # fmt: skip
    page = admin_client.get(f"/yonetim/performance/indicatorresult/{result.pk}/change/")
    assert f"/yonetim/kanit/{item.pk}/" in page.content.decode()

    form = {
        "target": "10",
        "actual": "10",
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-id": str(item.pk),
        "evidence-0-title": "Yeni başlık",
        "evidence-0-public": "on",
        # A file sent for a kept row is not looked at.
        "evidence-0-file": SimpleUploadedFile("baska.pdf", PDF + b"2"),
    }
    assert change(admin_client, result, **form).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.public, item.original_name) == ("Yeni başlık", True, "t.pdf")

    removed = form | {"evidence-0-DELETE": "on"}
    assert change(admin_client, result, **removed).status_code == 302
    assert not IndicatorEvidence.objects.exists()


@pytest.mark.django_db
def test_a_refused_file_is_refused_at_its_field(
    admin_client: Client, result: IndicatorResult, evidence_folder: Path
) -> None:
    response = change(admin_client, result, **upload(name="t.pdf", content=EXE))

    assert response.status_code == 200
    assert "Dosyanın içeriği «.pdf» uzantısına uymuyor" in response.content.decode()
    assert files(evidence_folder) == []


@pytest.mark.django_db
def test_an_auditor_sees_the_evidence_and_changes_nothing(
    keep: Keep, client: Client, result: IndicatorResult
) -> None:
    item = keep()
    auditor = person("denetci")
    auditor.groups.add(Group.objects.get(name="Denetçi"))
    client.force_login(auditor)

    page = client.get(f"/yonetim/performance/indicatorresult/{result.pk}/change/")

    assert page.status_code == 200
    assert "Örnek" in page.content.decode()
    assert 'type="file"' not in page.content.decode()
    assert b"".join(client.get(f"/yonetim/kanit/{item.pk}/").streaming_content) == PDF  # type: ignore[attr-defined]
    form = {"target": "99", **no_inline_rows("evidence")}
    assert change(client, result, **form).status_code == 403
    assert Indicator.objects.count() == 1
