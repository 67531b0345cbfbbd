"""Files that staff upload as proof or record: what is accepted, and where it lies.

A file is taken for what its first bytes say, and only if its name says the same. Nothing is ever
opened or unpacked: what a file holds is the business of whoever downloads it. Its name is kept for
people; on disk the portal chooses the name, outside of everything that is served.
"""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.http import FileResponse, Http404

HEAD = 512
"""Bytes that tell the type of a file."""
NAME_LENGTH = 150

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".ods": f"{ODF}spreadsheet",
    ".odt": f"{ODF}text",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}

# What a workbook or document of an office suite may begin with; an archive of anything else does
# not.
_OFFICE_MEMBERS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"word/", b"customXml/")
# A name that hides one of these before its last ending wants to be mistaken for something else.
_ACTIVE = frozenset(
    (
        ".bat", ".cmd", ".com", ".cpl", ".dll", ".docm", ".exe", ".hta", ".htm", ".html", ".jar",
        ".js", ".lnk", ".msi", ".php", ".ps1", ".py", ".scr", ".sh", ".svg", ".vbs", ".xhtml",
        ".xlsm", ".xml",
    )
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"<body", b"<iframe")


# Whatever a file holds, a browser must neither run it nor take it for something else.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Facts:
    """What is known of an accepted file."""

    name: str
    size: int
    sha256: str
    content_type: str


class Kept(Protocol):
    """A row that keeps a file, as far as it is needed here (`reports.models.KeptFile`)."""

    @property
    def file(self) -> FieldFile: ...
    @property
    def original_name(self) -> str: ...
    @property
    def content_type(self) -> str: ...


def examine(file: File[bytes], name: str) -> Facts:
    """Look at a file before it is kept. Raises ValidationError with a Turkish sentence."""
    shown = clean_name(name)
    ending = _ending(shown)
    limit: int = settings.EVIDENCE_MAX_BYTES
    size = file.size or 0
    if size > limit:
        raise ValidationError(
            f"Dosya {limit // 2**20} MB sınırını aşıyor; küçültülmeli ya da bölünmelidir."
        )
    if not size:
        raise ValidationError("Dosya boş; içeriği olan bir dosya seçilmelidir.")
    digest = hashlib.sha256()
    head = b""
    is_text = True
    for chunk in _chunks(file):
        head = head or chunk[:HEAD]
        digest.update(chunk)
        is_text = is_text and b"\0" not in chunk
    if not _is(ending, head, is_text=is_text):
        raise ValidationError(
            f"Dosyanın içeriği «{ending}» uzantısına uymuyor; dosya kendi programında yeniden "
            "kaydedilip öyle yüklenmelidir."
        )
    return Facts(shown, size, digest.hexdigest(), CONTENT_TYPES[ending])


def clean_name(name: str) -> str:
    """The last part of a name without invisible and reserved characters, short enough to keep."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(
        c for c in base if unicodedata.category(c)[0] != "C" and c not in '/\\:*?"<>|;'
    ).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}{dot}{ending}"[-NAME_LENGTH:]


def _ending(name: str) -> str:
    endings = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    allowed = ", ".join(ending.lstrip(".") for ending in CONTENT_TYPES)
    if not endings or endings[-1] not in CONTENT_TYPES:
        raise ValidationError(
            f"Bu türde dosya yüklenemez. Yüklenebilen türler: {allowed}.", code="ending"
        )
    if _ACTIVE.intersection(endings[:-1]):
        raise ValidationError(
            f"«{name}» adında iki uzantı var; dosyaya tek uzantılı bir ad verilmelidir.",
            code="ending",
        )
    return endings[-1]


def _chunks(file: File[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield from file.chunks()
    file.seek(0)


def _is(ending: str, head: bytes, *, is_text: bool) -> bool:
    """Whether the first bytes are those of the type that the name claims."""
    match ending:
        case ".pdf":
            return head.startswith(b"%PDF-")
        case ".png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case ".jpg" | ".jpeg":
            return head.startswith(b"\xff\xd8\xff")
        case ".xlsx" | ".docx":
            return _first_member(head).startswith(_OFFICE_MEMBERS)
        case ".ods" | ".odt":
            kind = CONTENT_TYPES[ending].encode()
            return _first_member(head) == b"mimetype" and head[38 : 38 + len(kind)] == kind
        case _:
            text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
            binary = text.startswith((b"mz", b"%pdf", b"pk\x03\x04", b"#!"))
            return is_text and not binary and not any(mark in text for mark in _MARKUP)


def _first_member(head: bytes) -> bytes:
    """Name of the first file of a ZIP archive, as its own header gives it; nothing is unpacked."""
    if not head.startswith(b"PK\x03\x04") or len(head) < 30:
        return b""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]


# -- where it lies ---------------------------------------------------------------------------------


class KeptFileStorage(FileSystemStorage):
    """A folder beside the database, readable for the portal alone; it has no addresses."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.EVIDENCE_DIR)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        raise ValueError("A kept file is handed out by its view only.")


def storage() -> KeptFileStorage:
    """The storage of kept files; a callable, so that a migration names no folder."""
    return KeptFileStorage()


def place(instance: object, filename: str) -> str:
    """Where a file is put: a name of the portal's own, in one of 256 folders."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


# -- what becomes of a kept file ----------------------------------------------------------------


def hand_out(item: Kept) -> FileResponse:
    """The file of a `KeptFile` as a download. Raises Http404 when there is none or it is lost."""
    if not item.file:
        raise Http404
    try:
        content = item.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=item.original_name,
        content_type=item.content_type,
        headers=HEADERS,
    )


def remove_with(*kinds: type[models.Model]) -> None:
    """Let files go with their rows, however those are deleted; called once at start-up."""
    for model in kinds:
        post_delete.connect(
            _deleted, sender=model, dispatch_uid=f"reports.ground.kept_files.{model._meta.label}"
        )


def _deleted(instance: Kept, using: str, **_: object) -> None:
    """The file goes when the deletion is committed; one that is rolled back keeps it."""
    if instance.file:
        remove = partial(instance.file.storage.delete, str(instance.file.name))
        transaction.on_commit(remove, using=using, robust=True)
