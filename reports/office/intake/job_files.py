"""Large files while the server works on them: in the data folder, until their job ends or a day."""

from __future__ import annotations

import re
import secrets
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from reports.ground.locks import lock

KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[0-9a-f]{32}")


class Gone(Exception):
    """There is no such file any more; the sentence says what to do."""


def keep(content: bytes) -> str:
    """Keep a file; its token."""
    token = secrets.token_hex(16)
    path = _path(token)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return token


def read(token: str) -> bytes:
    """The file. Raises Gone."""
    try:
        return _path(token).read_bytes()
    except FileNotFoundError as error:
        raise Gone(_("Yüklenen dosyanın süresi dolmuş; yeniden yüklenmelidir.")) from error


def remove(token: str) -> None:
    _path(token).unlink(missing_ok=True)
    _marked(token).unlink(missing_ok=True)


def keep_marked(token: str, content: bytes) -> None:
    """Keep a file's marked workbook beside it; an empty one is none."""
    path = _marked(token)
    path.unlink(missing_ok=True)
    if content:
        path.touch(mode=0o600)
        path.write_bytes(content)


def has_marked(token: str) -> bool:
    return _marked(token).exists()


def read_marked(token: str) -> bytes:
    """The marked workbook. Raises Gone."""
    try:
        return _marked(token).read_bytes()
    except FileNotFoundError as error:
        raise Gone(_("İşaretli dosya artık yok; dosya yeniden yüklenmelidir.")) from error


def working_on(token: str) -> AbstractContextManager[bool]:
    """Hold a job; False while another process does. It ends with its process."""
    return lock(_path(token).with_suffix(".lock"))


def _marked(token: str) -> Path:
    return _path(token).with_suffix(".marked")


def _path(token: str) -> Path:
    if _TOKEN.fullmatch(token) is None:
        raise Gone(_("Yüklenen dosyanın süresi dolmuş; yeniden yüklenmelidir."))
    folder = Path(settings.DATA_DIR) / "large-uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / token
