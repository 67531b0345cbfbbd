"""Where uploaded and accepted files lie: beside the database, under names of the portal's own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from reports.ground.locks import lock

CHUNK = 1024 * 1024
LEFTOVER_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Stored:
    """A file that was written down."""

    name: str
    sha256: str
    size: int


def folder() -> Path:
    """The folder of signed files, readable for the portal alone; made when first needed."""
    path = Path(settings.SIGNED_DIR)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(name: str) -> Path:
    """The place of a stored file, whether it is there or not."""
    return folder() / name


def store(chunks: Iterable[bytes]) -> Stored:
    """Write a stream to disk as it comes in; never the whole of it in memory."""
    name = f"{uuid.uuid4().hex}.pdf"
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        remove(name)
        raise
    return Stored(name, digest.hexdigest(), size)


def remove(name: str) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)


def remove_leftovers(known: set[str]) -> None:
    """Files of requests that were cut off before they had a row."""
    for path in folder().glob("*.pdf"):
        with contextlib.suppress(FileNotFoundError):
            old = time.time() - path.stat().st_mtime > LEFTOVER_SECONDS
            if old and path.name not in known:
                path.unlink(missing_ok=True)


def judging(upload_id: int) -> AbstractContextManager[bool]:
    """Hold the lock of an upload; False when another process holds it.

    The lock ends with its process: that is how a dead job is told from a slow one.
    """
    return lock(folder() / f".{upload_id}.lock")


def read_start(path: Path, size: int) -> tuple[str, str, int]:
    """Hash of the whole file, hash of its first `size` bytes, and its size."""
    whole, start, read = hashlib.sha256(), hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            whole.update(chunk)
            start.update(chunk[: max(0, size - read)])
            read += len(chunk)
    return whole.hexdigest(), start.hexdigest(), read
