"""The uploaded file between its upload and its confirmation: for one person and one table.

Who has to sign in again in between finds it where it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from reports.office.tables import kept_uploads
from reports.office.tables.kept_uploads import Gone, UploadStorage

__all__ = ["Gone", "Kept", "forget", "keep", "read"]


@dataclass(frozen=True)
class Kept:
    """An uploaded file. `token` names it in addresses; only its owner finds it."""

    token: str
    name: str
    content: bytes

    @property
    def file_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def is_shown(self, said: object) -> bool:
        """Whether a confirmation means this file; a form may say anything."""
        return said == self.file_hash


def keep(request: HttpRequest, place: str, upload: UploadedFile[bytes], content: bytes) -> str:
    """Keep a file for one place, the address of a table or a directorate; gives its token."""
    head = {"place": place, "name": PurePath(upload.name or "").name[:255]}
    with kept_uploads.of(request, is_of_session=False):
        storage = UploadStorage()
        storage.save(json.dumps(head).encode() + b"\n" + content)
    return str(storage.name)


def read(request: HttpRequest, place: str, token: str) -> Kept:
    """The file that this person uploaded for this place. Raises Gone."""
    with kept_uploads.of(request, is_of_session=False):
        whole = UploadStorage(name=token).read()
    head, _line, content = whole.partition(b"\n")
    known = json.loads(head)
    if known["place"] != place:
        raise Gone
    return Kept(token, known["name"], content)


def forget(request: HttpRequest, token: str) -> None:
    """The file is not needed any more."""
    with kept_uploads.of(request, is_of_session=False):
        UploadStorage(name=token).remove()
