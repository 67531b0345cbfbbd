"""The data inside the PDF: all of it, hashed, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from reports.models import Publication
from reports.present.editions import edition
from reports.present.pdf.data import data_file, data_package
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import DATA_NAME, render

from .sample import sample_edition


def test_package_holds_every_table_and_the_hashed_document() -> None:
    source = sample_edition()
    with zipfile.ZipFile(io.BytesIO(data_package(source))) as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist())
        document = archive.read("belge.json")

    filled = {t.slug for t in source.document.tables.values() if t.rows}
    assert names == {"datapackage.json", "belge.json", *(f"veri/{slug}.csv" for slug in filled)}
    assert hashlib.sha256(document).hexdigest() == source.sha256 == descriptor["sha256"]
    assert {resource["path"] for resource in descriptor["resources"]} == names - {
        "datapackage.json"
    }


def test_package_does_not_depend_on_the_moment_of_publishing() -> None:
    source = sample_edition()
    assert source.published_at is not None
    later = replace(source, published_at=source.published_at + timedelta(days=3))
    assert data_package(later) == data_package(source)


@pytest.mark.postgresql("bytes as they were stored")
@pytest.mark.django_db
def test_package_of_a_publication_holds_its_stored_bytes(publication: Publication) -> None:
    source = edition(2024)
    assert source is not None
    with zipfile.ZipFile(io.BytesIO(data_package(source))) as archive:
        assert archive.read("belge.json").decode() == publication.document


def test_package_of_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="not the hashed one"):
        data_package(replace(sample_edition(), sha256="0" * 64))


def test_draft_carries_no_data() -> None:
    assert data_file(sample_edition(version=0)) is None


def test_pdf_carries_the_package_as_associated_file_and_is_the_same_every_time() -> None:
    first, second = (
        render(report_html(source), data=data_file(source))
        for source in (sample_edition(), sample_edition())
    )
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as file:
        assert list(file.attachments) == [DATA_NAME]
        assert file.attachments[DATA_NAME].get_file().read_bytes() == data_package(sample_edition())
        (associated,) = file.Root.AF
        assert associated.AFRelationship == "/Data"
        assert str(associated.EF.F.Params.ModDate).startswith("D:20250401")
