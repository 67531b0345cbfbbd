"""A published version made by hand, a media folder of its own, a renderer that is quick."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from reports.core.documents import canonical_json, document_hash
from reports.models import FiscalYear, Publication, Report
from reports.present.editions import drawings_of
from reports.present.pdf import jobs
from reports.present.pdf.cache import Cache
from reports.present.pdf.renderer import DataFile

from .sample import sample_document


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PDF_CACHE_DIR = tmp_path / "cache" / "pdf"
    return tmp_path / "media"


@pytest.fixture
def publication(db: None) -> Publication:
    year = FiscalYear.objects.create(year=2024)
    Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")
    return publish(year, 1)


def publish(year: FiscalYear, version: int) -> Publication:
    document = sample_document()
    text = canonical_json(document)
    return Publication.objects.create(
        year=year,
        version=version,
        document=text,
        sha256=document_hash(text),
        drawings=drawings_of(document),
        figure_status="provisional",
        published_at=timezone.now(),
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Replace the child process; lists the pages that were asked for."""
    asked: list[Path] = []

    def render(
        html: Path, output: Path, progress: object, *, data: DataFile | None, cache: Cache
    ) -> None:
        assert cache.folder.name == "pdf"
        assert data is None or data.content.startswith(b"PK")
        assert html.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
        asked.append(html)
        progress(50, "Sayfalar diziliyor: 3")  # type: ignore[operator]
        output.write_bytes(b"%PDF-1.7 quick")

    monkeypatch.setattr(jobs, "render_in_child", render)
    return asked
