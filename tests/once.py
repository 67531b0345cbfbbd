"""What is made once in a run of the tests and then copied: a migrated database, static files.

Migrating takes a quarter of a minute and a run needs a score of databases, so all of them are
copies of one that `manage.py migrate` has made in this very run, or, outside of CI and on SQLite,
in an earlier run of the very same sources.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parents[1]
APPS = ("departments", "finance", "kars_portal", "performance", "reports")
READ = {".csv", ".json", ".mo", ".po", ".py", ".sql", ".toml", ".txt"}


def environment(data: Path, database: str = "") -> dict[str, str]:
    """For `manage.py` under the real settings, with a data folder of its own.

    pytest-django has put the tests' own settings into the environment.
    """
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "PYTEST_CURRENT_TEST"}}
    env |= {"DJANGO_SETTINGS_MODULE": "kars_portal.settings", "KARS_DATA_DIR": str(data)}
    return env | ({"DATABASE_URL": database} if database else {})


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run a command of the portal; gives what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def of_postgresql(name: str) -> str:
    """Address of another database on the server under test; empty on SQLite."""
    parts = urlsplit(os.environ.get("DATABASE_URL", ""))
    return urlunsplit(parts._replace(path=f"/{name}")) if "postgres" in parts.scheme else ""


def on_the_server(*statements: str) -> None:
    with psycopg.connect(of_postgresql("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def migrated(folder: Path) -> str:
    """A database with every migration applied: the path of a file of SQLite, or a name.

    `folder` is the one that all processes of the run share.
    """
    return _once(folder, "migrated", _migrate)


def static_files(folder: Path) -> Path:
    """The static files as `collectstatic` leaves them."""
    return Path(_once(folder, "collected", _collect))


def drop_migrated() -> None:
    """At the end of the run, on PostgreSQL."""
    on_the_server(f'DROP DATABASE IF EXISTS "{_name_of_migrated()}" WITH (FORCE)')


def _once(folder: Path, name: str, make: Callable[[Path], str]) -> str:
    """What `make` says about what it has made in a folder of its own; others wait for it."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = folder / f"{name}.txt"
        if not note.exists():
            place = folder / name
            place.mkdir(exist_ok=True)
            note.write_text(make(place), "utf-8")
        return note.read_text("utf-8")


def stem() -> str:
    """What the names of this run's databases on the server begin with."""
    return urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")


def _name_of_migrated() -> str:
    return f"{stem()}_migrated"


def _migrate(place: Path) -> str:
    if of_postgresql("postgres"):
        made = _name_of_migrated()
        drop_migrated()
        on_the_server(f'CREATE DATABASE "{made}"')
        manage(environment(place, of_postgresql(made)), "migrate", "--verbosity", "0")
        return made
    file = place / "db.sqlite3"
    kept = kept_for(source_hash())
    if kept is not None:
        with suppress(FileNotFoundError):
            copyfile(kept, file)
            return str(file)
    manage(environment(place), "migrate", "--verbosity", "0")
    if kept is not None:
        keep(file, kept)
    return str(file)


def kept_for(sources: str) -> Path | None:
    """Where a migrated file is kept for the next run of the same sources; CI makes its own."""
    if os.environ.get("CI") == "true":
        return None
    return ROOT / "var" / "tests" / f"migrated-{sources}.sqlite3"


def source_hash() -> str:
    """Of everything that migrating reads: the portal's own files and the versions of the others."""
    digest = hashlib.sha256(sys.version.encode())
    files = [ROOT / "requirements-dev.lock", ROOT / "manage.py"]
    for app in APPS:
        files += [path for path in (ROOT / app).rglob("*") if path.suffix in READ]
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def keep(file: Path, kept: Path) -> None:
    """Only the newest one stays; other runs may be copying, and keep what they have opened."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    copyfile(file, new)
    new.replace(kept)
    for other in kept.parent.glob("migrated-*.sqlite3"):
        if other != kept:
            other.unlink(missing_ok=True)


def _collect(place: Path) -> str:
    manage(environment(place), "collectstatic", "--no-input", "--verbosity", "0")
    return str(place / "static")


@contextmanager
def copied(connection: BaseDatabaseWrapper, template: str) -> Iterator[None]:
    """Here Django makes its test database as a copy of a migrated one."""
    creation: Any = connection.creation
    if connection.vendor == "postgresql":
        test: dict[str, Any] = connection.settings_dict["TEST"]
        test["TEMPLATE"] = template
        yield
        return
    create = creation._create_test_db
    held: list[sqlite3.Connection] = []

    def create_and_fill(*args: Any, **kwargs: Any) -> str:
        name: str = create(*args, **kwargs)
        # A database in memory lives as long as somebody is connected to it.
        held.append(sqlite3.connect(name, uri=name.startswith("file:")))
        with closing(sqlite3.connect(template)) as source:
            source.backup(held[-1])
        return name

    creation._create_test_db = create_and_fill
    try:
        yield
    finally:
        creation._create_test_db = create
        for each in held:
            each.close()
