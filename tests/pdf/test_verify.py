"""verify_pdf: the published file, and every way in which a file is something else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from reports.enums import JobState
from reports.models import PdfExport, Publication
from reports.pdf.data import data_file
from reports.pdf.files import folder
from reports.pdf.renderer import DataFile, render
from reports.pdf.verifying import NotVerifiable, Pages, verify
from reports.publishing import edition

from .conftest import publish

pytestmark = pytest.mark.django_db

PAGE = """<!DOCTYPE html><html lang="tr"><title>Örnek</title>
<meta name="description" content="Sürüm 1, SHA-256 {sha256}"><h1>Örnek</h1></html>"""


def printed(publication: Publication, **changed: bytes | None) -> bytes:
    """A page with the data of a publication; named files of them changed or (None) left out."""
    source = edition(publication.year_id, publication.version)
    assert source is not None
    data = data_file(source)
    assert data is not None
    if changed:
        with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        wanted = {key.replace("__", "/").replace("_", "."): new for key, new in changed.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in {**files, **wanted}.items():
                if content is not None:
                    archive.writestr(name, content)
        data = DataFile(out.getvalue(), data.moment)
    return render(PAGE.format(sha256=publication.sha256), data=data)


def keep(publication: Publication, content: bytes) -> None:
    """As if the job had made the file of the publication."""
    (folder() / "rapor.pdf").write_bytes(content)
    PdfExport.objects.create(
        year=publication.year, publication=publication, state=JobState.DONE, file="pdf/rapor.pdf"
    )


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[bytes], tuple[int, str]]:
    def run(content: bytes) -> tuple[int, str]:
        file = tmp_path / "gelen.pdf"
        file.write_bytes(content)
        try:
            call_command("verify_pdf", str(file))
        except CommandError as error:
            return error.returncode, f"{capsys.readouterr().out}{error}"
        return 0, capsys.readouterr().out

    return run


def test_the_published_file(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    content = printed(publication)
    keep(publication, content)
    code, text = say(content)
    assert code == 0
    assert "verileri 2024 raporunun 1. sürümü ile aynı." in text
    assert publication.sha256 in text
    assert "bayt bayt aynıdır" in text


def test_a_superseded_version_says_so(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    content = printed(publication)
    keep(publication, content)
    publish(publication.year, 2)
    code, text = say(content)
    assert code == 0
    assert "1. sürümü ile aynı" in text
    assert "yürürlükteki sürüm: 2." in text


def test_pages_need_another_proof_when_something_was_appended(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    content = printed(publication)
    assert say(content)[0] == 3
    keep(publication, content)
    code, text = say(content + b"\n% more")
    assert code == 3
    assert "imza denetimi" in text


def test_other_pages_with_the_same_data_are_told(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    content = printed(publication)
    keep(publication, content)
    with pikepdf.open(io.BytesIO(content)) as file:
        file.add_blank_page()
        changed = io.BytesIO()
        file.save(changed)
    code, text = say(changed.getvalue())
    assert code == 1
    assert "sayfalar değiştirilmiş olabilir" in text


def test_changed_missing_and_added_data_are_named(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    content = printed(publication, belge_json=b"{}", veri__sample_long_csv=b"", ek_txt=b"1")
    code, text = say(content)
    assert code == 1
    assert "verileri 2024 raporunun 1. sürümünden farklı" in text
    assert "«belge.json» değiştirilmiştir" in text
    assert "«ek.txt» sonradan eklenmiştir" in text


def test_hash_of_another_document_in_the_description(publication: Publication) -> None:
    content = printed(publication)
    with pikepdf.open(io.BytesIO(content)) as file:
        file.docinfo["/Subject"] = f"Sürüm 1, SHA-256 {'0' * 64}"
        changed = io.BytesIO()
        file.save(changed)
    found = verify(changed.getvalue())
    assert not found.data_are_intact
    assert found.problems == (
        f"PDF'nin künyesinde başka bir belgenin özeti yazılıdır: {'0' * 64}.",
    )


def test_a_document_that_was_never_published(
    publication: Publication, say: Callable[[bytes], tuple[int, str]]
) -> None:
    descriptor = b'{"name": "faaliyet-raporu-2031-s1"}'
    code, text = say(printed(publication, belge_json=b"{}", datapackage_json=descriptor))
    assert code == 1
    assert "yayımlanmış hiçbir sürümün özeti değildir" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "okunabilir bir PDF değildir"),
        (b"%PDF-1.7 nothing", "okunabilir bir PDF değildir"),
    ],
)
def test_not_a_pdf(
    content: bytes, message: str, say: Callable[[bytes], tuple[int, str]], db: None
) -> None:
    code, text = say(content)
    assert code == 2
    assert message in text


def test_files_that_carry_nothing_to_compare(publication: Publication) -> None:
    page = PAGE.format(sha256=publication.sha256)
    with pytest.raises(NotVerifiable, match="eki yok"):
        verify(render(page))
    data = data_file_of(publication)
    with pytest.raises(NotVerifiable, match="bozulmuştur"):
        verify(render(page, data=DataFile(b"PK nothing", data.moment)))
    with pytest.raises(NotVerifiable, match=r"«belge\.json» yok"):
        verify(printed(publication, belge_json=None))
    with pikepdf.open(io.BytesIO(render(page, data=data))) as file:
        locked = io.BytesIO()
        file.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    with pytest.raises(NotVerifiable, match="parola"):
        verify(locked.getvalue())


def data_file_of(publication: Publication) -> DataFile:
    source = edition(publication.year_id, publication.version)
    data = data_file(source) if source else None
    assert data is not None
    return data


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="okunamadı") as caught:
        call_command("verify_pdf", str(tmp_path / "yok.pdf"))
    assert caught.value.returncode == 2


def test_no_flipped_byte_goes_unseen_or_breaks_the_check(publication: Publication) -> None:
    content = printed(publication)
    keep(publication, content)
    places = random.Random(5).sample(range(len(content)), 60)
    for place in places:
        spoilt = bytearray(content)
        spoilt[place] ^= 1
        try:
            found = verify(bytes(spoilt))
        except NotVerifiable:
            continue
        assert not found.data_are_intact or found.pages is Pages.OTHER, place
