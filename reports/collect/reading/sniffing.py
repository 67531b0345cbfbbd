"""What a file is, by its bytes. A name says nothing: ".xls" is often a web page."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from xlrd.compdoc import CompDoc, CompDocError

from .bounds import Bounds, Refused

MAX_MEMBERS = 4000
_PIECE = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STREAMS = (
    "EncryptedPackage", "EncryptionInfo", "Workbook", "Book", "WordDocument", "PowerPoint Document",
)  # fmt: skip
_PAGE = re.compile(rb"<(html|table)[\s>]")
_MARKUP = re.compile(rb"<(!doctype\s+html|html|table|body|head|meta|style|div)[\s>]")
_BOMS = (b"\xff\xfe", b"\xfe\xff")

_FOREIGN = (
    (b"%PDF", "PDF belgesi"),
    (b"{\\rtf", "RTF belgesi"),
    (b"\x89PNG", "resim (PNG)"),
    (b"\xff\xd8\xff", "resim (JPEG)"),
    (b"GIF8", "resim (GIF)"),
    (b"BM", "resim (BMP)"),
    (b"Rar!", "RAR arşivi"),
    (b"7z\xbc\xaf", "7-Zip arşivi"),
    (b"\x1f\x8b", "GZIP arşivi"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite veri tabanı"),
    (b"Standard Jet DB", "Access veri tabanı"),
    (b"\x00\x01\x00\x00Standard", "Access veri tabanı"),
)


def kind_of(content: bytes, bounds: Bounds) -> str:
    """xlsx, xlsm, xls, biff, ods, html, xml2003 or text. Raises Refused for anything else."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("empty")
    if content.startswith(_OLE):
        return _ole(content)
    if content.startswith(_ZIP):
        return _zip(content, bounds)
    if content[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return "xls"  # a BIFF stream without its container
    if content.startswith(b"ID;P"):
        raise Refused("foreign", what="SYLK dosyası")
    for magic, what in _FOREIGN:
        if content.startswith(magic) and (magic not in (b"BM", b"MZ") or b"\0" in content[:64]):
            raise Refused("foreign", what=what)
    return _marked_up(content)


def _marked_up(content: bytes) -> str:
    """HTML, XML or plain text."""
    is_wide = content[:2] in _BOMS
    head = (content[: 2**16].replace(b"\0", b"") if is_wide else content[: 2**16]).lower()
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and start.startswith(b"<"):
        is_page = _PAGE.search(head) is not None
        if not is_page or (start.startswith(b"<?xml") and b"<workbook" in head):
            return "xml2003"
    if start.startswith(b"<"):
        if _MARKUP.search(head):
            return "html"
        raise Refused("foreign", what="hesap tablosu olmayan bir XML dosyası")
    if start.startswith((b"mime-version:", b"from:", b"content-type: multipart")):
        raise Refused("foreign", what="tek dosyalık web sayfası (MHTML) ya da e-posta")
    return "text"


def _ole(content: bytes) -> str:
    """An old Office file, or a new one under a password."""
    try:
        container = CompDoc(content, logfile=io.StringIO())
        names = {name for name in _STREAMS if container.locate_named_stream(name)[0] is not None}
    except (CompDocError, IndexError, ValueError, AssertionError, struct.error) as error:
        raise Refused("damaged", what="Excel 97–2003 (.xls)") from error
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused("password")
    if names & {"Workbook", "Book"}:
        return "xls"
    if "WordDocument" in names:
        raise Refused("foreign", what="Word belgesi (.doc)")
    if "PowerPoint Document" in names:
        raise Refused("foreign", what="PowerPoint sunusu (.ppt)")
    raise Refused("foreign", what="hesap tablosu olmayan bir Office dosyası")


def _zip(content: bytes, bounds: Bounds) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _packed(archive, bounds)
    except zipfile.BadZipFile as error:
        raise Refused("damaged", what="çalışma kitabı (ZIP)") from error


def _packed(archive: zipfile.ZipFile, bounds: Bounds) -> str:
    members = archive.infolist()
    names = {item.filename for item in members}
    _bound(members, bounds)
    if any(item.flag_bits & 1 for item in members):
        raise Refused("password")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mime = archive.read("mimetype").strip()
        if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            _unpack(archive, members, bounds)
            manifest = _text_of(archive, "META-INF/manifest.xml", names)
            if b"encryption-data" in manifest:
                raise Refused("password")
            return "ods"
        if mime.startswith(b"application/vnd.oasis.opendocument"):
            raise Refused("foreign", what="hesap tablosu olmayan bir LibreOffice belgesi")
    if "xl/workbook.bin" in names:
        raise Refused("binary_workbook")
    if "word/document.xml" in names:
        raise Refused("foreign", what="Word belgesi (.docx)")
    if "ppt/presentation.xml" in names:
        raise Refused("foreign", what="PowerPoint sunusu (.pptx)")
    if "[Content_Types].xml" in names:
        _unpack(archive, members, bounds)
        types = archive.read("[Content_Types].xml")
        if b"spreadsheetml" in types:
            is_macro = b"macroEnabled" in types or any(n.endswith("vbaProject.bin") for n in names)
            return "xlsm" if is_macro else "xlsx"
    if "Index/Document.iwa" in names or any(name.endswith(".iwa") for name in names):
        raise Refused("foreign", what="Apple Numbers dosyası")
    inside = [name for name in names if name.lower().endswith((".xlsx", ".xls", ".csv", ".ods"))]
    if inside:
        raise Refused("archive", name=min(inside))
    raise Refused("foreign", what="içinde hesap tablosu olmayan bir ZIP arşivi")


def check_package(archive: zipfile.ZipFile, bounds: Bounds) -> None:
    """See of any packed file that it stays within the bounds and defines no entities.

    Raises Refused.
    """
    members = archive.infolist()
    _bound(members, bounds)
    _unpack(archive, members, bounds)


def _bound(members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    size = sum(item.file_size for item in members)
    if len(members) > MAX_MEMBERS or size > bounds.unpacked:
        raise Refused("unpacked", most=bounds.unpacked // 2**20)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """See that it unpacks to no more than it may, and that no part defines entities."""
    size = 0
    for item in members:
        is_xml = item.filename.lower().endswith((".xml", ".rels", ".vml"))
        before = b""
        with archive.open(item) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > bounds.unpacked:
                    raise Refused("unpacked", most=bounds.unpacked // 2**20)
                if is_xml and has_definitions(before + piece):
                    raise Refused("definitions")
                before = piece[-32:]


def has_definitions(piece: bytes) -> bool:
    """A document type: entities that stand for others, or for files. No spreadsheet writes one."""
    text = piece.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text


def _text_of(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    return archive.read(name) if name in names else b""
