"""Between preview and confirmation an upload belongs to one session, and goes afterwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import Vehicle
from reports.office.tables.kept_uploads import KEPT_SECONDS, folder

IMPORT = "admin:departments_vehicle_import"
CONFIRM = "admin:departments_vehicle_process_import"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def kept() -> list[Path]:
    return [path for path in folder().rglob("*") if path.is_file()]


def preview(office: Client, content: str = "name,key,owned\nÖrnek kamyon,ornek,8\n") -> Any:
    file = SimpleUploadedFile("araclar.csv", content.encode())
    data = {"import_file": file, "format": "0", "year": "2024"}
    return office.post(reverse(IMPORT), data)


def form_of(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.context["confirm_form"].initial | {"year": "2024"}
    return found


def test_a_file_goes_with_its_use(office: Client, truck: Vehicle) -> None:
    form = form_of(preview(office))
    (path,) = kept()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)

    office.post(reverse(CONFIRM), form)

    truck.refresh_from_db()
    assert truck.owned == 8
    assert kept() == []


def test_a_file_that_cannot_be_confirmed_is_not_kept(office: Client, truck: Vehicle) -> None:
    page = preview(office, "name,key,owned\nÖrnek kamyon,ornek,sekiz\n")

    assert "confirm_form" not in page.context_data
    assert kept() == []


@pytest.mark.parametrize("name", ["", "../../secret_key", "/etc/passwd", "0" * 32, "x\x00y"])
def test_a_file_that_is_not_there_is_refused_with_a_sentence(
    office: Client, truck: Vehicle, name: str
) -> None:
    form = form_of(preview(office)) | {"import_file_name": name}

    page = office.post(reverse(CONFIRM), form, follow=True)

    assert page.redirect_chain == [(reverse(IMPORT), 302)]
    assert "Yüklenen dosya artık yok" in page.content.decode()
    truck.refresh_from_db()
    assert truck.owned == 3


@pytest.mark.parametrize("field", ["format", "resource"])
def test_a_form_that_names_what_is_not_there_is_refused_too(
    office: Client, truck: Vehicle, field: str
) -> None:
    form = form_of(preview(office)) | {field: "77"}

    assert office.post(reverse(CONFIRM), form).headers["Location"] == reverse(IMPORT)


def test_nobody_else_confirms_it_and_no_other_session(office: Client, truck: Vehicle) -> None:
    form = form_of(preview(office))
    same = Client()
    same.force_login(User.objects.get(username="ornek-boss"))
    other = Client()
    other.force_login(User.objects.create_superuser("ornek-other"))

    for client in (same, other):
        assert client.post(reverse(CONFIRM), form).headers["Location"] == reverse(IMPORT)

    truck.refresh_from_db()
    assert truck.owned == 3


def test_what_nobody_confirms_goes_after_a_while(office: Client, truck: Vehicle) -> None:
    preview(office)
    (old,) = kept()
    os.utime(old, (0, old.stat().st_mtime - KEPT_SECONDS - 1))

    preview(office)

    assert old not in kept()
    assert len(kept()) == 1


def test_a_hostile_file_is_refused_on_the_page(office: Client, truck: Vehicle) -> None:
    page = preview(office, ",".join(map(str, range(300))))

    assert "en çok 200 sütun okunur" in page.content.decode()
    assert kept() == []
