"""The export_pdf command: which version, where to, and what it says when it can't."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import export_pdf
from reports.models import Publication, Report
from reports.present.pdf.renderer import DataFile
from tests.site import sample

from .conftest import publish

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> None:
    call_command("export_pdf", *map(str, arguments), verbosity=0)


@pytest.fixture
def site_publication(db: None) -> Publication:
    """A version with a directorate, and today's rows of its year."""
    publication = sample.publish()
    Report.objects.create(
        year=publication.year, institution="Örnek Belediyesi", title="Faaliyet Raporu"
    )
    return publication


@pytest.fixture
def quick_render(monkeypatch: pytest.MonkeyPatch) -> None:
    def quick(html: str, _progress: object, *, data: DataFile | None, **_how: object) -> bytes:
        return b"%PDF" + html[:40].encode() + (data.content[:2] if data else b"")

    monkeypatch.setattr(export_pdf, "render", quick)


@pytest.mark.usefixtures("quick_render")
def test_current_version_is_written(publication: Publication, tmp_path: Path) -> None:
    target = tmp_path / "rapor.pdf"
    target.write_text("old")
    run(2024, "--output", target)
    assert target.read_bytes().startswith(b"%PDF")
    assert target.read_bytes().endswith(b"PK")
    assert [path.name for path in tmp_path.iterdir()] == ["rapor.pdf"]


def test_html_of_a_version(publication: Publication, tmp_path: Path) -> None:
    publish(publication.year, 2)
    for version in (1, 2):
        run(2024, "--html", "--version", version, "--output", tmp_path / "a.html")
        text = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert f"Sürüm {version}, SHA-256 {publication.sha256}" in text


def test_draft_is_made_of_todays_rows(publication: Publication, tmp_path: Path) -> None:
    run(2024, "--html", "--draft", "--output", tmp_path / "a.html")
    assert "TASLAK" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2030,), "yayımlanmış rapor yok"),
        ((2030, "--draft"), "rapor yok"),
        ((2024, "--version", 3), "3. sürümü yok; yayımlananlar: 1"),
    ],
)
def test_unknown_report(
    publication: Publication, tmp_path: Path, arguments: tuple[object, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(*arguments, "--output", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("what", "names"),
    [
        (("--unit", "ornek-isler"), ["imza_harcama_yetkilisi", "imza_kurum_muhru"]),
        (("--summary",), ["imza_mali_hizmetler", "imza_kurum_muhru"]),
    ],
)
def test_a_print_gets_signature_fields_only_when_asked(
    site_publication: Publication, tmp_path: Path, what: tuple[str, ...], names: list[str]
) -> None:
    target = tmp_path / "a.html"
    run(2024, *what, "--html", "--output", target)
    assert "<input" not in target.read_text(encoding="utf-8")

    run(2024, *what, "--html", "--for-signing", "--output", target)
    text = target.read_text(encoding="utf-8")
    assert re.findall(r'<input class="signature-field" [^>]*name="([^"]+)"', text) == names


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "imza alanları her baskısında vardır"),
        (("--summary", "--draft"), "Taslak imzaya hazırlanmaz"),
    ],
)
def test_what_is_not_made_for_signing(
    site_publication: Publication, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(2024, *arguments, "--for-signing", "--html", "--output", tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []


def test_unusable_target(publication: Publication, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="bir klasör"):
        run(2024, "--output", tmp_path)
    with pytest.raises(CommandError, match="diye bir klasör yok"):
        run(2024, "--output", tmp_path / "yok" / "a.pdf")
