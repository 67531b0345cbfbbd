"""Reads a stranger's Word file; runs in a confined process only. Imports nothing of Django."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree
from mammoth import documents

from reports.collect.reading.bounds import Bounds, Refused
from reports.collect.reading.cells import Said

from . import cleaning
from .blocks import WordTable, paragraph_said, table_said
from .sniffing import Package, package_of
from .walking import Walk

BOUNDS = Bounds(unpacked=100 * 2**20)
_ROOM = 8 * 2**20
"""Bytes of XML of one part that are read; a text of 400,000 characters takes less."""
_LEFT_OUT = ("comments", "media/", "embeddings/", "header", "footer", "vbaProject", "glossary/")
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, etree.LxmlError, ExpatError, struct.error, NotImplementedError,
    RuntimeError, ValueError, LookupError, TypeError, AttributeError, EOFError, OSError,
    AssertionError, ArithmeticError,
)  # fmt: skip
"""What the libraries raise for bytes that are none of their files, or a spoilt one."""


def read(content: bytes) -> Iterator[Said]:
    """Each block, the notes, what was left aside, then `state` read; any other `state` says why
    there is no text.
    """
    warnings.simplefilter("ignore")
    try:
        yield from _read(content)
    except Refused as refused:
        yield refused.said
    except RecursionError:
        yield {"state": "nested", "what": "öğeler"}
    except MemoryError:
        yield {"state": "too_much"}
    except UNREADABLE:
        yield {"state": "damaged", "what": "Word belgesi"}


def _read(content: bytes) -> Iterator[Said]:
    counts: Counter[str] = Counter()
    package = package_of(content, BOUNDS)
    counts["macros"] += package.has_macros
    counts["headers"] += _headers(package)
    repacked, letters = _repacked(package, counts)
    walk = Walk(_document(repacked, counts), counts, _headings(package))
    is_empty = True
    for block in walk.blocks():
        is_empty = False
        if isinstance(block, WordTable):
            yield {"table": table_said(block)}
        else:
            yield {"paragraph": paragraph_said(block)}
    if is_empty:
        raise Refused("nothing")
    counts["unread"] += max(0, letters - walk.read)
    for number, note in walk.notes():
        yield {"note": number, "words": paragraph_said(note)}
    yield {"aside": {name: number for name, number in counts.items() if number}}
    yield {"state": "read"}


def _document(content: bytes, counts: Counter[str]) -> documents.Document:
    """The document as the library reads it; what it would make of it is not asked for."""
    found: list[documents.Document] = []

    def keep(document: documents.Document) -> documents.Document:
        found.append(document)
        return documents.document([])

    result = mammoth.convert_to_html(
        io.BytesIO(content),
        transform_document=keep,
        include_embedded_style_map=False,
        external_file_access=False,
    )
    counts["symbols"] += sum("unsupported character" in m.message for m in result.messages)
    return found[0]


def _headers(package: Package) -> int:
    """How many headers and footers say something."""
    found = 0
    names = set(package.archive.namelist())
    for name, kind in package.others.items():
        if kind.endswith((".header+xml", ".footer+xml")) and name in names:
            found += any(
                (text.text or "").strip()
                for text in cleaning.parsed(_part(package, name)).iter(f"{cleaning.W}t")
            )
    return found


def _headings(package: Package) -> dict[str, int]:
    """Styles that make a paragraph a heading, whatever they are called."""
    for name, kind in package.others.items():
        if kind.endswith(".styles+xml") and name in package.archive.namelist():
            return cleaning.heading_styles(cleaning.parsed(_part(package, name)))
    return {}


def _repacked(package: Package, counts: Counter[str]) -> tuple[bytes, int]:
    """The package with its texts cleaned, without what is not read; and the letters in them."""
    letters = 0
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name in dict.fromkeys(package.archive.namelist()):
            _folder, _slash, last = name.rpartition("/")
            if not name.endswith((".xml", ".rels")) or any(
                (last if "/" not in word else name).startswith(word) or f"/{word}" in name
                for word in _LEFT_OUT
            ):
                continue
            part = _part(package, name)
            if name == package.main or last in ("footnotes.xml", "endnotes.xml"):
                root = cleaning.parsed(part)
                cleaning.clean(root, counts)
                letters += cleaning.letters(root) if name == package.main else 0
                part = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            archive.writestr(name, part)
    return content.getvalue(), letters


def _part(package: Package, name: str) -> bytes:
    if package.archive.getinfo(name).file_size > _ROOM:
        raise Refused("unpacked", most=_ROOM // 2**20)
    return package.archive.read(name)
