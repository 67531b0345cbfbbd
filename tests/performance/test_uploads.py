"""What is taken as evidence, and what pretends to be something else."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from performance.evidence import CONTENT_TYPES, clean_name, examine

from .samples import CSV, DOCX, EXE, HTML, JAR, JPG, ODS, PDF, PNG, SVG, XLSX, archive

if TYPE_CHECKING:
    from pytest_django import Settings

TAKEN = [
    ("tutanak.pdf", PDF),
    ("Tutanak 2.1 (son).PDF", PDF),
    ("sayaç.png", PNG),
    ("sayaç.jpg", JPG),
    ("sayaç.jpeg", JPG),
    ("liste.xlsx", XLSX),
    ("rapor.docx", DOCX),
    ("liste.ods", ODS),
    ("liste.csv", CSV),
    ("liste.csv", b"\xef\xbb\xbf" + CSV),
    ("eski.csv", "Ay;Değer\nŞubat;2".encode("cp1254")),
    ("not.txt", "Ölçüm <5 mg".encode()),
]


@pytest.mark.parametrize(("name", "content"), TAKEN)
def test_documents_tables_and_pictures_are_taken(name: str, content: bytes) -> None:
    facts = examine(ContentFile(content), name)

    assert facts.name == name
    assert facts.size == len(content)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert facts.content_type == CONTENT_TYPES[Path(name).suffix.lower()]


REFUSED = [
    # another type under an accepted name
    ("tutanak.pdf", EXE, "uymuyor"),
    ("tutanak.pdf", b"\n" + PDF, "uymuyor"),
    ("sayaç.png", HTML, "uymuyor"),
    ("sayaç.png", JPG, "uymuyor"),
    ("sayaç.jpg", SVG, "uymuyor"),
    ("liste.xlsx", PDF, "uymuyor"),
    ("liste.xlsx", JAR, "uymuyor"),
    ("liste.xlsx", archive("AndroidManifest.xml"), "uymuyor"),
    ("liste.ods", XLSX, "uymuyor"),
    ("liste.odt", ODS, "uymuyor"),
    ("liste.docx", b"PK\x03\x04", "uymuyor"),
    ("liste.csv", EXE, "uymuyor"),
    ("liste.csv", HTML, "uymuyor"),
    ("liste.csv", b"  \n" + SVG, "uymuyor"),
    ("liste.csv", b"a,b\n" + b"x" * 9000 + b"\0", "uymuyor"),
    ("not.txt", b"#!/bin/sh\nrm -rf /", "uymuyor"),
    # types that are never taken, whatever they hold
    ("resim.svg", SVG, "Bu türde dosya yüklenemez"),
    ("sayfa.html", HTML, "Bu türde dosya yüklenemez"),
    ("program.exe", EXE, "Bu türde dosya yüklenemez"),
    ("makro.xlsm", XLSX, "Bu türde dosya yüklenemez"),
    ("arsiv.zip", XLSX, "Bu türde dosya yüklenemez"),
    ("uzantisiz", PDF, "Bu türde dosya yüklenemez"),
    (".pdf", PDF, "Bu türde dosya yüklenemez"),
    ("tutanak.pdf.exe", PDF, "Bu türde dosya yüklenemez"),
    ("tutanak.pdf\u202efdp.exe", PDF, "Bu türde dosya yüklenemez"),
    ("tutanak.exe.pdf", PDF, "iki uzantı"),
    ("tutanak.php.jpg", JPG, "iki uzantı"),
    ("bos.pdf", b"", "Dosya boş"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED)
def test_what_pretends_to_be_something_else_is_refused(
    name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        examine(ContentFile(content), name)

    assert sentence in refused.value.messages[0]


def test_a_file_above_the_limit_is_refused(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 2**20
    examine(ContentFile(PDF + b"0" * (2**20 - len(PDF))), "a.pdf")

    with pytest.raises(ValidationError, match="1 MB sınırını aşıyor"):
        examine(ContentFile(PDF + b"0" * 2**20), "a.pdf")


NAMES = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Belgeler\\tutanak.pdf", "tutanak.pdf"),
    ("tuta\x00nak\r\n.pdf", "tutanak.pdf"),
    ("fdp\u202e.pdf", "fdp.pdf"),
    ('a";b.pdf', "ab.pdf"),
    ("ö" * 300 + ".pdf", "ö" * 146 + ".pdf"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_name_is_kept_without_path_and_hidden_signs(name: str, kept: str) -> None:
    assert clean_name(name) == kept
