"""The small year of the workflow's tests, a browser for each person, and a Word file to upload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from reports.models import Narrative, Section
from tests.collect.wording.made import docx, paragraph, run, table
from tests.collect.workflow.conftest import people, report, section, stands

__all__ = ["people", "report", "section", "stands"]

Browser = Callable[[str], Client]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY = (
    paragraph("Örnek ", run("koyu", "<w:b/>"), " söz: 13 iş."),
    paragraph("Örnek tablo"),
    table(("Ad", "Sayı"), ("bir", "12"), ("iki", "3"), ("Toplam", "15")),
)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def browser(people: dict[str, User]) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return signed_in


@pytest.fixture
def written(section: Section) -> Narrative:
    """The text that the section has."""
    return Narrative.objects.create(year=section.year, section=section.code, body="Şimdiki söz.")


def uploaded(content: bytes | None = None, name: str = "bolum.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, docx(*BODY) if content is None else content, DOCX)
