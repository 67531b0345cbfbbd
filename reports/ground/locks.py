"""A lock between processes that the system gives back when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold the lock of that name; yields False when another process or thread holds it.

    The file is there as long as the lock is held, or its holder was killed. Raises OSError when
    the folder is missing or may not be written to.
    """
    file = _locked(path)
    if file is None:
        yield False
        return
    with file:
        try:
            yield True
        finally:
            # Still locked: whoever opened this file meanwhile finds that it lost its name.
            path.unlink(missing_ok=True)


def _locked(path: Path) -> IO[bytes] | None:
    """The locked file of that name; None while somebody else has it."""
    while True:
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_named(file, path):
                return file
        except BlockingIOError:
            file.close()
            return None
        except BaseException:
            file.close()
            raise
        # Removed between opening and locking: a third one may hold a new file of that name.
        file.close()


def _is_named(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
