"""A database of its own, in memory, in which a package is looked at and which no portal shares.

A process that is started with it (`environment`) reads and locks nothing of the portal: the
portal's database may be locked, or not there at all. Nothing has to be removed afterwards, however
the process ends.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

IN_MEMORY = ":memory:"
FOLDER = "cache"
PATTERN = "schema-*"


def environment() -> dict[str, str]:
    """For a process of the portal that is to be alone."""
    return {**os.environ, "DATABASE_URL": f"sqlite:///{IN_MEMORY}"}


def is_alone() -> bool:
    """Whether this process has a database that is nobody else's; asks none."""
    return bool(connection.settings_dict["NAME"] == IN_MEMORY)


def make_tables() -> None:
    """Fill the empty database in memory with the tables of the portal.

    Migrating takes far longer than checking a package, so what it leaves is kept in the data folder
    for as long as the portal's sources and libraries are the same. The file may be removed at any
    time.
    """
    kept = kept_tables()
    connection.ensure_connection()
    if not _copy_from(kept):
        call_command("migrate", verbosity=0, interactive=False)
        with suppress(OSError, sqlite3.Error):  # a data folder that can't be written to
            _keep(kept)


def kept_tables() -> Path:
    """Where the tables of these very sources are kept."""
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for part in _sources():
        digest.update(hashlib.sha256(part).digest())
    return Path(settings.DATA_DIR) / FOLDER / f"schema-{digest.hexdigest()[:32]}.sqlite3"


def _sources() -> Iterator[bytes]:
    """What migrating depends on: the libraries' versions, and the portal's own code."""
    for name, version in sorted({(d.name, d.version) for d in distributions()}):
        yield f"{name}=={version}".encode()
    root = Path(settings.BASE_DIR)
    own = {Path(config.path).relative_to(root).parts[0] for config in apps.get_app_configs()
           if Path(config.path).is_relative_to(root)}  # fmt: skip
    for folder in sorted(own - {".venv"}):
        for file in sorted((root / folder).rglob("*.py")):
            yield str(file.relative_to(root)).encode()
            yield file.read_bytes()


def _copy_from(kept: Path) -> bool:
    """Copy the kept tables, if they are there and whole."""
    try:
        with closing(sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)) as source:
            if source.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return False
            source.backup(connection.connection)
    except sqlite3.Error:
        return False
    return True


def _keep(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    try:
        with closing(sqlite3.connect(new)) as target:
            connection.connection.backup(target)
        new.chmod(0o600)
        new.replace(kept)
    finally:
        new.unlink(missing_ok=True)
    for other in kept.parent.glob(PATTERN):
        if other != kept:
            other.unlink(missing_ok=True)
