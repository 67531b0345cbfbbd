"""What is no table gets a sentence of its own, whatever its name; nothing gets an error's name."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from pytest_django import Settings

from reports.collect.reading import child
from reports.collect.reading.files import Unreadable, read_file
from reports.collect.reading.sentences import SENTENCES
from tests import sweep

from . import made

FILES = Path(__file__).parent / "files"
TURKISH = "Müdürlük;Tutar\nFen İşleri;1.234,50\n"
BIFF = (FILES / "ornek.xls").read_bytes()


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _far_cell() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Uzak").write(1_048_575, 16_383, 1)
    return content.getvalue()


def _wide() -> bytes:
    return made.workbook(["x"] * 201)


def _bomb() -> bytes:
    content = made.workbook(["ad"])
    made_ = io.BytesIO(content)
    with zipfile.ZipFile(made_, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", b"\0" * (160 * 2**20))
    return made_.getvalue()


def _laughs() -> bytes:
    entities = '<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return made.changed(
        made.workbook(["ad"]), "xl/worksheets/sheet1.xml", "<worksheet", f"{entities}<worksheet"
    )


def _repeated_cells() -> bytes:
    return made.ods(
        '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )


def _repeated_rows() -> bytes:
    return made.ods(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row>'
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "Dosya boş"),
    "zeros": (lambda: b"\0" * 5000, "Dosya boş"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "PDF belgesi"),
    "RTF": (lambda: b"{\\rtf1 a}", "RTF belgesi"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "resim"),
    "GZIP": (lambda: b"\x1f\x8b\x08" + b"\0" * 50, "GZIP"),
    "Access": (lambda: b"\x00\x01\x00\x00Standard Jet DB", "Access"),
    "SYLK": (lambda: b"ID;PWXL;N;E\nC;Y1;X1;K1\nE\n", "SYLK"),
    "Word": (
        lambda: made.packed(**{"[Content_Types]_xml": "x", "word__document_xml": "x"}),
        "Word belgesi",
    ),
    "XLSB": (lambda: made.packed(xl__workbook_bin="x"), "xlsb"),
    "an archive": (lambda: made.packed(tablo_xlsx="x"), "tablo.xlsx"),
    "an archive of nothing": (lambda: made.packed(a_txt="x"), "hesap tablosu olmayan bir ZIP"),
    "a cut workbook": (lambda: made.workbook(["ad"])[:2000], "bozuk ya da eksik"),
    "a cut old workbook": (lambda: BIFF[:2000], "bozuk ya da eksik"),
    "any XML": (lambda: b'<?xml version="1.0"?><a><b/></a>', "XML dosyas"),
    "a page without a table": (lambda: b"<html><body>Merhaba</body></html>", "tablo yok"),
    "random bytes": (lambda: random.Random(1).randbytes(4000), "hesap tablosu değil"),
    "DOS Turkish": (lambda: TURKISH.encode("cp857"), "CSV UTF-8"),
    "Cyrillic": (lambda: "Отдел;Сумма\nОтдел;1\n".encode("cp1251"), "1. satırındaki"),
    "encoded twice": (lambda: TURKISH.encode().decode("cp1254").encode(), "bozulmuş"),
    "an open quote": (lambda: b'ad;not\n"a;b\nc;d\n' + b"x;y\n" * 5, "tırnak"),
    "a far cell": (_far_cell, "«Uzak» sayfasının XFD1048576 hücresinde"),
    "too wide": (_wide, "en çok 200 sütun"),
    "too long": (lambda: b"a;b\n" * 20_001, "A20001 hücresinde"),
    "a long cell": (lambda: b"ad\n" + b"x" * 40_000 + b"\n", "A2 hücresinde 40000 karakter"),
    "a zip bomb": (_bomb, "150 MB sınırını"),
    "entities": (_laughs, "DOCTYPE"),
    "entities in XML": (
        lambda: made.xml_2003("").replace(b"?><", b'?><!DOCTYPE a [<!ENTITY a "b">]><', 1),
        "DOCTYPE",
    ),
    "repeated cells": (_repeated_cells, "en çok 200 sütun"),
    "repeated rows": (_repeated_rows, "en çok 20000 satır"),
    "XML cut in the middle": (
        lambda: made.xml_2003("<Row><Cell><Data ss:Type='Number'>1")[:-40],
        "bozuk ya da eksik",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_told_so(name: str) -> None:
    make, words = REFUSED[name]

    with pytest.raises(Unreadable) as refused:
        read_file(make())

    assert words in str(refused.value)


def test_every_sentence_can_be_said() -> None:
    """A sentence that asks for a word which no refusal gives would fail when it is needed."""
    place = ("sheet", "address", "line", "name")
    words = dict.fromkeys((*place, "what", "most", "found", "seconds", "memory"), "x")
    for text in SENTENCES.values():
        assert "{" not in text.format_map(words)


KNOWN = {*SENTENCES, "read", "too_much"}


@pytest.mark.parametrize("name", ["ornek.xlsx", "ornek.xls", "ornek.ods", "ornek.html"])
def test_spoilt_files_are_read_or_refused_in_words(name: str) -> None:
    """Bytes changed, cut out and doubled at any place of a real file."""
    whole = (FILES / name).read_bytes()
    chance = sweep.chance(name)
    for _ in range(sweep.times(40, 2000)):
        spoilt = bytearray(whole)
        for _change in range(chance.choice((1, 1, 3, 20))):
            at = chance.randrange(len(spoilt))
            match chance.randrange(4):
                case 0:
                    spoilt[at] = chance.randrange(256)
                case 1:
                    del spoilt[at : at + chance.randrange(1, 200)]
                case 2:
                    spoilt[at:at] = spoilt[at : at + 100]
                case 3:
                    spoilt = spoilt[: max(at, 1)]
            if not spoilt:
                spoilt = bytearray(b"x")
        last = list(child.read(bytes(spoilt), "page"))[-1]

        assert last["state"] in KNOWN, last
