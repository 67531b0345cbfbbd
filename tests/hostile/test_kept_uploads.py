"""Between preview and confirmation an upload belongs to one session, and goes afterwards."""

from __future__ import annotations

import os
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import Department
from reports.collect.workflow.actions import open_sections
from reports.models import FiscalYear, OutlineSection, ReferenceNumber
from reports.office.tables.kept_uploads import KEPT_SECONDS, folder

from . import files

IMPORT = "admin:reports_referencenumber_import"
CONFIRM = "admin:reports_referencenumber_process_import"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def kept() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file()]


def preview(office: Client, content: str = "label,key,value\nÖrnek nüfus,population,8\n") -> Any:
    file = SimpleUploadedFile("ornek.csv", content.encode())
    data = {"import_file": file, "format": "0", "year": "2024"}
    return office.post(reverse(IMPORT), data)


def form_of(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.context["confirm_form"].initial | {"year": "2024"}
    return found


def test_a_file_goes_with_its_use(office: Client, people: ReferenceNumber) -> None:
    form = form_of(preview(office))
    (path,) = kept()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)

    office.post(reverse(CONFIRM), form)

    people.refresh_from_db()
    assert people.value == 8
    assert kept() == []


def test_a_file_that_cannot_be_confirmed_is_not_kept(
    office: Client, people: ReferenceNumber
) -> None:
    page = preview(office, "label,key,value\nÖrnek nüfus,population,sekiz\n")

    assert "confirm_form" not in page.context_data
    assert kept() == []


@pytest.mark.parametrize("name", ["", "../../secret_key", "/etc/passwd", "0" * 32, "x\x00y"])
def test_a_file_that_is_not_there_is_refused_with_a_sentence(
    office: Client, people: ReferenceNumber, name: str
) -> None:
    form = form_of(preview(office)) | {"import_file_name": name}

    page = office.post(reverse(CONFIRM), form, follow=True)

    assert page.redirect_chain == [(reverse(IMPORT), 302)]
    assert "Yüklenen dosya artık yok" in page.content.decode()
    people.refresh_from_db()
    assert people.value == 3


@pytest.mark.parametrize("field", ["format", "resource"])
def test_a_form_that_names_what_is_not_there_is_refused_too(
    office: Client, people: ReferenceNumber, field: str
) -> None:
    form = form_of(preview(office)) | {field: "77"}

    assert office.post(reverse(CONFIRM), form).headers["Location"] == reverse(IMPORT)


def test_nobody_else_confirms_it_and_no_other_session(
    office: Client, people: ReferenceNumber
) -> None:
    form = form_of(preview(office))
    same = Client()
    same.force_login(User.objects.get(username="ornek-boss"))
    other = Client()
    other.force_login(User.objects.create_superuser("ornek-other"))

    for client in (same, other):
        assert client.post(reverse(CONFIRM), form).headers["Location"] == reverse(IMPORT)

    people.refresh_from_db()
    assert people.value == 3


def test_what_nobody_confirms_goes_after_a_while(office: Client, people: ReferenceNumber) -> None:
    preview(office)
    (old,) = kept()
    os.utime(old, (0, old.stat().st_mtime - KEPT_SECONDS - 1))

    preview(office)

    assert old not in kept()
    assert len(kept()) == 1


def test_a_hostile_file_is_refused_on_the_page(office: Client, people: ReferenceNumber) -> None:
    page = preview(office, ",".join(map(str, range(300))))

    assert "en çok 200 sütun okunur" in page.content.decode()
    assert kept() == []


@pytest.mark.parametrize(
    "name", ["a heading of 2000 cells", "definitions", "no workbook", "an open quote"]
)
@pytest.mark.parametrize("door", ["table", "sheet", "workbook", "trial balance"])
def test_no_door_lets_a_hostile_file_in(
    office: Client, people: ReferenceNumber, door: str, name: str
) -> None:
    """Import page, entry sheet, a directorate's workbook, trial balance: one reader behind all."""
    content, sentence = files.HOSTILE[name]
    address, field = doors()[door]
    data = {field: SimpleUploadedFile("ornek.xlsx", content), "format": "0", "year": "2024"}

    page = office.post(address, data)

    assert page.status_code in (200, 422)
    assert sentence in " ".join(unescape(page.content.decode()).split())
    assert kept() == []


def doors() -> dict[str, tuple[str, str]]:
    """Address and field of every page that takes a table's file, in a year with sections."""
    year = FiscalYear.objects.get(year=2024)
    for position, code in enumerate(("I.C.1", "III.A.1", "III.B.1"), start=1):
        OutlineSection.objects.create(code=code, number="1", title="Örnek", position=position)
    Department.objects.create(code="ornek", name="Örnek Müdürlüğü", position=1)
    open_sections(year)
    return {
        "table": (reverse(IMPORT), "import_file"),
        "sheet": (reverse("admin:sheet_upload", args=[2024, "I.C.1", "araclar"]), "dosya"),
        "workbook": (reverse("admin:workbook_upload", args=[2024, "ornek"]), "dosya"),
        "trial balance": (reverse("admin:trial_balance", args=[2024]), "dosya"),
    }
