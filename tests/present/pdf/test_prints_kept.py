"""Unit report and summary of a publication: made by the command, kept, verified."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.enums import JobState, PdfKind
from reports.models import PdfExport, Publication, Report
from reports.present.editions import edition
from reports.present.pdf.files import folder
from reports.present.pdf.prints import print_data, print_html
from reports.present.pdf.renderer import DataFile, render
from reports.present.pdf.summary import edition_before
from reports.publish.verification.judge import Outcome, judge
from tests.site import sample

pytestmark = pytest.mark.django_db

UNIT = "ornek-isler"


@pytest.fixture
def published(db: None) -> Publication:
    return sample.publish()


def keep(publication: Publication, content: bytes, kind: PdfKind, unit: str = "") -> None:
    """As if the job had made the file."""
    (folder() / f"{kind}.pdf").write_bytes(content)
    PdfExport.objects.create(
        year=publication.year, publication=publication, state=JobState.DONE, kind=kind, unit=unit,
        file=f"pdf/{kind}.pdf",
    )  # fmt: skip


def made(kind: PdfKind, unit: str = "", data: DataFile | None = None) -> bytes:
    source = edition(2024)
    assert source is not None
    return render(print_html(source, kind, unit), data=data or print_data(source, kind, unit))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--summary",), "Vatandaş Özeti"),
        (("--unit", UNIT), "Birim Faaliyet Raporu"),
        (("--draft", "--summary"), "TASLAK"),
    ],
)
def test_the_command_writes_each_print(
    published: Publication, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    Report.objects.create(year_id=2024, institution="Örnek", title="Faaliyet Raporu")
    target = tmp_path / "a.html"
    call_command("export_pdf", "2024", "--html", "--output", target, *arguments, verbosity=0)
    assert words in target.read_text(encoding="utf-8")


def test_the_command_names_the_directorates_that_there_are(
    published: Publication, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    with pytest.raises(CommandError, match="«yok» kodlu müdürlük yok; olanlar: ornek-isler, baska"):
        call_command("export_pdf", "2024", "--output", target, "--unit", "yok", verbosity=0)
    assert not target.exists()


def test_a_unit_report_is_recognised(published: Publication) -> None:
    content = made(PdfKind.UNIT, UNIT)
    assert judge(content).outcome is Outcome.NO_OWN_FILE
    keep(published, content, PdfKind.UNIT, UNIT)
    found = judge(content)
    assert (found.outcome, found.kind, found.unit) == (Outcome.SAME, PdfKind.UNIT, UNIT)
    assert not judge(content + b"\n%%EOF\n").is_own


def test_changed_data_of_a_unit_report_are_named(published: Publication) -> None:
    source = edition(2024)
    assert source is not None
    data = print_data(source, PdfKind.UNIT, UNIT)
    assert data is not None
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data.content)) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"40", b"41") if "gosterge" in name else content)
    changed = replace(data, content=out.getvalue())

    found = judge(made(PdfKind.UNIT, UNIT, changed))

    assert found.outcome is Outcome.CHANGED
    assert found.data is not None
    assert found.data.problems == ("Ekteki «veri/gostergeler.csv» değiştirilmiştir.",)
    assert UNIT in found.sentence


def test_a_summary_is_recognised_by_its_bytes_alone(published: Publication) -> None:
    content = made(PdfKind.SUMMARY)
    assert judge(content).outcome is Outcome.FOREIGN
    keep(published, content, PdfKind.SUMMARY)
    assert judge(content).outcome is Outcome.SAME
    assert not judge(content + b"\n").is_own


def test_the_year_before_is_the_one_that_was_published_then(published: Publication) -> None:
    current = edition(2024)
    assert current is not None
    assert edition_before(current) is None
    sample.publish(sample.document(2023))
    later = sample.document(2023, headlines=())
    sample.publish(later, version=2, reason="Örnek gerekçe")
    found = edition_before(current)
    # Both of 2023 carry moments of April 2025; the second is later than version 1 of 2024.
    assert found is not None
    assert found.version == 1
    draft = replace(current, version=0, published_at=None)
    newest = edition_before(draft)
    assert newest is not None
    assert newest.version == 2
