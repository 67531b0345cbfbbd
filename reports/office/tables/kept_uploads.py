"""Uploaded tables between preview and confirmation: in the data folder, for one person's session.

A file's name is chosen here and says nothing; its folder is known to nobody but the session that
uploaded it. Files go after use, and after a while in any case.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from import_export.tmp_storages import BaseStorage

KEPT_SECONDS = 60 * 60
_NAME = re.compile(r"[0-9a-f]{32}")
_owner: ContextVar[str] = ContextVar("uploads_owner")


class Gone(Exception):
    """There is no such file of this person and session: used, too old, or somebody else's."""


@contextlib.contextmanager
def of(request: HttpRequest, *, is_of_session: bool = True) -> Iterator[None]:
    """Whose files are read and written: those of a session, else those of a person in any."""
    key = f"{request.user.pk}:{request.session.session_key if is_of_session else ''}"
    token = _owner.set(hashlib.sha256(key.encode()).hexdigest()[:32])
    kept = last.set(None)
    try:
        yield
    finally:
        last.reset(kept)
        _owner.reset(token)


last: ContextVar[UploadStorage | None] = ContextVar("last_upload", default=None)
"""What this request has kept."""


class UploadStorage(BaseStorage):
    """A file of the owner; the import library makes one for each step."""

    name: str | None

    def save(self, data: bytes) -> None:
        remove_old()
        self.name = secrets.token_hex(16)
        path = self._path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)

    def read(self) -> bytes:
        """The file. Raises Gone."""
        try:
            return self._path().read_bytes()
        except FileNotFoundError as error:
            raise Gone from error

    def remove(self) -> None:
        path = self._path()
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # another upload of the same session lies there
            path.parent.rmdir()

    def _path(self) -> Path:
        if not self.name or _NAME.fullmatch(self.name) is None:
            raise Gone
        return folder() / _owner.get() / self.name


def folder() -> Path:
    """Where uploads lie until they are confirmed."""
    return Path(settings.DATA_DIR) / "uploads"


def remove_old() -> None:
    """Forget what nobody has confirmed in time."""
    oldest = time.time() - KEPT_SECONDS
    for path in folder().glob("*/*") if folder().is_dir() else ():
        with contextlib.suppress(OSError):  # another process was quicker
            if path.stat().st_mtime < oldest:
                path.unlink()
                path.parent.rmdir()
