"""Whether bytes are a Word document, and which part of it is the text. A name says nothing.

Imports nothing of Django.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass

from lxml import etree
from xlrd.compdoc import CompDoc, CompDocError

from reports.collect.reading.bounds import Bounds, Refused
from reports.collect.reading.sniffing import check_package

TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book")
_MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_MACROS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_OTHERS = (("spreadsheetml", "Excel çalışma kitabı"), ("presentationml", "PowerPoint sunusu"))
_OPEN = (("text", "odt"), ("spreadsheet", "LibreOffice hesap tablosu"), ("", "LibreOffice belgesi"))
_STARTS = ((b"{\\rtf", "rtf"), (b"%PDF", "pdf"))
_FOREIGN = (
    (b"\x89PNG", "resim (PNG)"),
    (b"\xff\xd8\xff", "resim (JPEG)"),
    (b"GIF8", "resim (GIF)"),
    (b"Rar!", "RAR arşivi"),
    (b"7z\xbc\xaf", "7-Zip arşivi"),
)


@dataclass(frozen=True)
class Package:
    """A Word document's parts, checked for what they unpack to and for what they define."""

    archive: zipfile.ZipFile
    main: str
    has_macros: bool
    others: dict[str, str]
    """Name of a part → its content type, where the package says it part by part."""


def package_of(content: bytes, bounds: Bounds) -> Package:
    """The package of a Word document. Raises Refused for anything else, BadZipFile for a spoilt
    one.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("empty")
    if content.startswith(_OLE):
        raise _of_ole(content)
    for start, state in _STARTS:
        if content.lstrip()[:8].startswith(start):
            raise Refused(state)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Refused("foreign", what=_foreign(content))
    archive = zipfile.ZipFile(io.BytesIO(content))
    if any(item.flag_bits & 1 for item in archive.infolist()):
        raise Refused("password")
    names = {item.filename for item in archive.infolist()}
    if TYPES not in names:
        raise _of_zip(archive, names)
    check_package(archive, bounds)
    return _package(archive, names)


def _package(archive: zipfile.ZipFile, names: set[str]) -> Package:
    types = _types(archive)
    for name, kind in types.items():
        if kind in (*_MAIN, *_MACROS) and name in names:
            is_macro = kind in _MACROS or any(n.endswith("vbaProject.bin") for n in names)
            if b"purl.oclc.org/ooxml" in archive.read(name)[:4096]:
                raise Refused("strict")
            return Package(archive, name, is_macro, types)
    if any(kind in (*_MAIN, *_MACROS) for kind in types.values()):
        raise Refused("damaged", what="belgenin ana bölümü")
    for word, what in _OTHERS:
        if any(word in kind for kind in types.values()):
            raise Refused("foreign", what=what)
    raise Refused("foreign", what="Word'ün tanımadığı bir Office dosyası")


def _types(archive: zipfile.ZipFile) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(archive.read(TYPES), parser)
    return {
        str(part.get("PartName", "")).lstrip("/"): str(part.get("ContentType", ""))
        for part in root
        if isinstance(part.tag, str) and part.tag.endswith("}Override")
    }


def _of_ole(content: bytes) -> Refused:
    try:
        container = CompDoc(content, logfile=io.StringIO())
        names = {name for name in _STREAMS if container.locate_named_stream(name)[0] is not None}
    except (CompDocError, IndexError, ValueError, AssertionError, struct.error):
        return Refused("damaged", what="eski türdeki Office dosyası")
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        return Refused("password")
    if "WordDocument" in names:
        return Refused("doc")
    if names:
        return Refused("foreign", what="Excel çalışma kitabı (.xls)")
    return Refused("foreign", what="metin belgesi olmayan bir Office dosyası")


def _of_zip(archive: zipfile.ZipFile, names: set[str]) -> Refused:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if kind.startswith("application/vnd.oasis.opendocument."):
            found = next(what for word, what in _OPEN if f"opendocument.{word}" in kind)
            return Refused("odt") if found == "odt" else Refused("foreign", what=found)
    inside = sorted(name for name in names if name.lower().endswith(".docx"))
    if inside:
        return Refused("foreign", what=f"içinde «{inside[0][:80]}» bulunan bir ZIP arşivi")
    return Refused("foreign", what="ZIP arşivi")


def _foreign(content: bytes) -> str:
    for start, what in _FOREIGN:
        if content.startswith(start):
            return what
    head = content[:4096].replace(b"\0", b"").lower().lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"wordml" in head or b"xmlpackage" in head:
        return "tek dosyalık Word XML belgesi"
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "web sayfası (HTML)"
    if head.startswith(b"<?xml"):
        return "XML dosyası"
    return "düz metin" if b"\0" not in content[:4096] else "tanınmayan bir dosya"
