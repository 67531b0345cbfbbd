"""Beginnings of files, honest and hostile."""

from __future__ import annotations

from performance.evidence import CONTENT_TYPES

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20
EXE = b"MZ\x90\x00\x03" + b"\0" * 60
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def archive(first: str, content: bytes = b"") -> bytes:
    """The beginning of a ZIP archive."""
    name = first.encode()
    sizes = len(content).to_bytes(4, "little") * 2
    head = b"PK\x03\x04" + b"\x14\0\0\0\0\0" + b"\0" * 8 + sizes
    return head + len(name).to_bytes(2, "little") + b"\0\0" + name + content + b"\0" * 40


XLSX = archive("[Content_Types].xml")
DOCX = archive("word/document.xml")
ODS = archive("mimetype", CONTENT_TYPES[".ods"].encode())
JAR = archive("META-INF/MANIFEST.MF")
CSV = "Ay;Değer\nOcak;1,5\n".encode()
