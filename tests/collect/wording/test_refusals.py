"""What is no Word text gets a sentence of its own, whatever its name; nothing gets an error's."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from reports.collect.reading.files import Unreadable
from reports.collect.wording import child
from reports.collect.wording.blocks import Paragraph
from reports.collect.wording.files import MOST_BYTES, read_word
from reports.collect.wording.sentences import ASIDE, SENTENCES
from tests import sweep

from .made import FILES, MAIN, docx, packed, paragraph, renamed_stream, table

DOC = (FILES / "libreoffice.doc").read_bytes()


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _bomb() -> bytes:
    made = io.BytesIO(docx(paragraph("a")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", b"\0" * (110 * 2**20))
    return made.getvalue()


def _big_part() -> bytes:
    return docx(paragraph("a"), **{"word/styles.xml": " " * 9 * 2**20})


def _encrypted_member() -> bytes:
    content = bytearray(docx(paragraph("a")))
    for at in range(len(content)):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    return bytes(content)


def _strict() -> bytes:
    return docx(before="<!-- http://purl.oclc.org/ooxml/wordprocessingml/main -->")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "Dosya boş"),
    "an old Word file": (lambda: DOC, "eski türde bir Word belgesi (.doc)"),
    "a cut old Word file": (lambda: DOC[:1500], "bozuk ya da eksik"),
    "under a password": (
        lambda: renamed_stream(DOC, "WordDocument", "EncryptedPackage"), "parolayla"
    ),
    "an old workbook": (lambda: renamed_stream(DOC, "WordDocument", "Workbook"), "(.xls)"),
    "RTF": (lambda: b"{\\rtf1 a}", "RTF belgesi"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "PDF'ten metin alınmaz"),
    "ODT": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "(.odt)"
    ),
    "ODS": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "LibreOffice hesap tablosu",
    ),
    "a workbook": (
        lambda: docx(kind=MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")),
        "Excel çalışma kitabı",
    ),
    "an archive": (lambda: packed({"bolum.docx": "x"}), "«bolum.docx»"),
    "another archive": (lambda: packed({"a.txt": "x"}), "ZIP arşivi"),
    "a page": (lambda: b"<html><body>a</body></html>", "web sayfası"),
    "Word XML": (
        lambda: b'<?xml version="1.0"?><?mso-application?><w:wordDocument xmlns:w="wordml"/>',
        "tek dosyalık Word XML",
    ),
    "plain words": (lambda: "Örnek".encode(), "düz metin"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "resim"),
    "random bytes": (lambda: random.Random(1).randbytes(4000), "tanınmayan"),
    "an encrypted member": (_encrypted_member, "parolayla"),
    "strict": (_strict, "Strict Open XML"),
    "a cut file": (lambda: docx(paragraph("a"))[:-30], "bozuk ya da eksik"),
    "spoilt XML": (lambda: docx("<w:p>"), "bozuk ya da eksik"),
    "a bomb": (_bomb, "100 MB sınırını"),
    "a big part": (_big_part, "8 MB sınırını"),
    "entities": (
        lambda: docx(before='<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "DOCTYPE"
    ),
    "an outside entity": (
        lambda: docx(before='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"
    ),
    "depth": (lambda: docx("<w:sdt><w:sdtContent>" * 200, "</w:sdtContent></w:sdt>" * 200),
              "iç içe"),
    "too many paragraphs": (lambda: docx("<w:p/>" * 10_001), "10.000 paragraftan"),
    "too many parts": (lambda: docx("<w:p>" + "<w:r/>" * 200_000 + "</w:p>"), "biçim parçasına"),
    "fields within fields": (
        lambda: docx(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 60)), "alanlar"
    ),
    "too many letters": (lambda: docx(*[paragraph("a" * 9000)] * 50), "400.000 karakterden"),
    "too many cells": (
        lambda: docx(table(*[("a",) * 10] * 501)), "1. tablosunda 5.000 hücreden"
    ),
    "too wide": (lambda: docx(table(*[("a",) * 41] * 2)), "1. tablosunda 40 sütundan"),
    "no text": (lambda: docx(paragraph(" ")), "ne metin ne tablo"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_word_text_is_told_so(name: str, own_folder: None) -> None:
    make, words = REFUSED[name]
    *_parts, last = child.read(make())

    state = str(last["state"])
    said = SENTENCES[state].format_map({"seconds": 1, "memory": 1, **last})

    assert words in said


def test_a_refusal_reaches_whoever_uploads(own_folder: None) -> None:
    with pytest.raises(Unreadable, match="eski türde"):
        read_word(DOC)
    with pytest.raises(Unreadable, match="10 MB sınırını"):
        read_word(b"x" * (MOST_BYTES + 1))


def test_ten_thousand_paragraphs_are_read(own_folder: None) -> None:
    word = read_word(docx(*[paragraph("Örnek söz")] * 9_999))

    assert len(word.blocks) == 9_999


def test_what_is_nested_less_than_too_deep_is_read(own_folder: None) -> None:
    deep = docx("<w:sdt><w:sdtContent>" * 120, paragraph("a"), "</w:sdtContent></w:sdt>" * 120)

    assert [block.text for block in read_word(deep).blocks if isinstance(block, Paragraph)] == ["a"]


def test_every_sentence_can_be_said() -> None:
    words = dict.fromkeys(("what", "most", "table", "number", "seconds", "memory"), "x")
    for text in (*SENTENCES.values(), *ASIDE.values()):
        assert "{" not in text.format_map(words)


@pytest.mark.parametrize("name", ["libreoffice.docx", "pandoc.docx"])
def test_spoilt_files_are_read_or_refused_in_words(name: str) -> None:
    """Bytes changed, cut out and doubled at any place of a real file, or of its text."""
    whole = (FILES / name).read_bytes()
    chance = sweep.chance(name)
    for _ in range(sweep.times(30, 2000)):
        last = list(child.read(_spoilt(whole, chance)))[-1]

        assert last["state"] in {*SENTENCES, "read", "too_much"}, last


def _spoilt(whole: bytes, chance: random.Random) -> bytes:
    if chance.randrange(2):
        return _changed(whole, chance)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = _changed(archive_part(parts[name]), chance)
    return packed(parts)


def archive_part(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def _changed(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content or b"x")
    for _change in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(spoilt))
        match chance.randrange(4):
            case 0:
                spoilt[at] = chance.randrange(256)
            case 1:
                del spoilt[at : at + chance.randrange(1, 50)]
            case 2:
                spoilt[at:at] = spoilt[at : at + 100]
            case 3:
                spoilt = spoilt[: max(at, 1)]
        spoilt = spoilt or bytearray(b"x")
    return bytes(spoilt)
