"""Published versions with real PDFs that real (trial) certificates sign."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from pytest_django import Settings

from reports.core.documents import canonical_json, document_hash
from reports.enums import JobState, PdfKind
from reports.models import FiscalYear, FrozenReport, PdfExport, Publication, SignedFile
from reports.present.editions import edition
from reports.present.pdf.data import data_file
from reports.present.pdf.fields import FIELD_CSS, FINANCE, TOP_MANAGER, SignatureField, field_html
from reports.present.pdf.files import folder
from reports.present.pdf.renderer import DataFile, render
from reports.publish.signing.files import store
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.signatures import Level
from reports.publish.signing.trust import load_trust
from reports.publish.verification import signed
from tests.loops import without_a_running_loop
from tests.present.pdf.sample import sample_document
from tests.publish.signing.conftest import Office
from tests.site import sample

PAGE = """<!DOCTYPE html><html lang="tr"><head><title>Örnek</title>
<meta name="description" content="Sürüm {version}, SHA-256 {sha256}">
<style>{css}</style></head><body><h1>Örnek rapor</h1><p>Toplam: 123</p>{fields}</body></html>"""


@dataclass(frozen=True)
class Lab:
    """The officers of the trial authority and the directory that believes it."""

    office: Office
    trust: Path

    def sign(self, pdf: bytes, who: str, field: SignatureField, level: Level = Level.B_LT) -> bytes:
        with without_a_running_loop():  # browser tests sign too
            return self.office.sign(pdf, who, field, level)

    def sign_both(self, pdf: bytes) -> bytes:
        first = self.sign(pdf, "mali", FINANCE)
        return self.sign(first, "baskan", TOP_MANAGER, Level.B_LTA)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    directory: Path = tmp_path_factory.mktemp("pki")
    authority = make_demo_authority(datetime.now(UTC))
    authority.write(directory)
    return Lab(Office(authority, load_trust(directory / "trust")), directory / "trust")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not fail a verdict; a visitor is not kept waiting so long."""
    monkeypatch.setattr(signed, "OWN_SECONDS", 120)
    monkeypatch.setattr(signed, "APPENDED_SECONDS", 120)


@pytest.fixture(autouse=True)
def places(settings: Settings, tmp_path: Path) -> Path:
    """A media, a data and an empty trust folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path / "data"
    settings.SIGNED_DIR = tmp_path / "signed"
    settings.TRUST_DIR = tmp_path / "no-trust"
    signed._examined.cache_clear()
    return tmp_path


@pytest.fixture
def trusting(settings: Settings, lab: Lab) -> None:
    """The portal believes the trial authority."""
    settings.TRUST_DIR = lab.trust


def publish(version: int = 1, **changes: Any) -> Publication:
    """A frozen report that was then published; `changes` make another document of it."""
    document = sample.document(**changes)
    text = canonical_json(document)
    year, _ = FiscalYear.objects.get_or_create(year=2024)
    publication = Publication.objects.create(
        year=year,
        version=version,
        document=text,
        sha256=document_hash(text),
        drawings={sample.CHART.id: sample.DRAWING},
        figure_status="provisional",
        reason="" if version == 1 else "Örnek gerekçe",
        published_at=datetime(2025, 4, 7, 9, version, tzinfo=UTC),
    )
    freeze(publication)
    return publication


def freeze(publication: Publication | None = None, *, version: int = 9) -> FrozenReport:
    """The freeze of a publication, or one that is not published."""
    text = publication.document if publication else canonical_json(sample_document())
    year, _ = FiscalYear.objects.get_or_create(year=2024)
    return FrozenReport.objects.create(
        year=year,
        version=publication.version if publication else version,
        document=text,
        sha256=document_hash(text),
        frozen_at=timezone.now(),
        publication=publication,
    )


def printed(publication: Publication, **changed: bytes | None) -> bytes:
    """A page with the data of a publication; named files of them changed or (None) left out."""
    source = edition(publication.year_id, publication.version)
    data = data_file(source) if source else None
    assert data is not None
    if changed:
        with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        wanted = {key.replace("__", "/").replace("_", "."): new for key, new in changed.items()}
        data = DataFile(zipped({**files, **wanted}), data.moment)
    return render(page(publication.sha256, publication.version), data=data)


def page(sha256: str, version: int = 1) -> str:
    fields = field_html(FINANCE) + field_html(TOP_MANAGER)
    return PAGE.format(sha256=sha256, version=version, css=FIELD_CSS, fields=fields)


def zipped(files: Mapping[str, bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def keep(
    source: Publication | FrozenReport | None,
    content: bytes,
    *,
    kind: PdfKind = PdfKind.REPORT,
    unit: str = "",
) -> PdfExport:
    """As if the job had made the file: of a publication's freeze, of a freeze, or of a draft."""
    frozen = source.frozen if isinstance(source, Publication) else source
    number = PdfExport.objects.count()
    (folder() / f"{number}.pdf").write_bytes(content)
    return PdfExport.objects.create(
        year_id=2024,
        frozen=frozen,
        kind=kind,
        unit=unit,
        state=JobState.DONE,
        file=f"pdf/{number}.pdf",
        sha256=frozen.sha256 if frozen else "d" * 64,
    )


def accept(publication: Publication, content: bytes) -> SignedFile:
    """As if a signed file had been accepted for the publication's freeze."""
    frozen = publication.frozen
    base = (folder() / Path(str(PdfExport.objects.get(frozen=frozen).file)).name).read_bytes()
    stored = store([content])
    return SignedFile.objects.create(
        frozen=frozen,
        file=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        base_sha256=hashlib.sha256(base).hexdigest(),
        base_size=len(base),
        complete=True,
        accepted_at=timezone.now(),
    )


def with_a_blank_page(content: bytes) -> bytes:
    return resaved(content, lambda file: file.add_blank_page())


def resaved(content: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        change(file)
        file.save(out)
    return out.getvalue()


@pytest.fixture
def first(db: None) -> Publication:
    """Version 1 of 2024, without a PDF."""
    return publish()
