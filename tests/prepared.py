"""A portal's data folder with the 2024 report, made once in a run and copied: database, accounts.

Loading, publishing and making the accounts is work of minutes on a busy machine, and several
portals begin with it.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from . import once

LOADED, PUBLISHED = "loaded-portal", "published-portal"


def copy(folder: Path, data: Path, database: str = "", *, published: bool = True) -> None:
    """Fill an empty data folder, and on PostgreSQL a new database of this name.

    `folder` is the one that all processes of the run share.
    """
    made = _published(folder) if published else _loaded(folder)
    copytree(made, data, dirs_exist_ok=True)
    if database:
        _create(database, PUBLISHED if published else LOADED)


def drop() -> None:
    """At the end of the run, on PostgreSQL."""
    for state in (LOADED, PUBLISHED):
        once.on_the_server(f'DROP DATABASE IF EXISTS "{_name(state)}" WITH (FORCE)')


def _loaded(folder: Path) -> str:
    """With the rows of the report, and the demo accounts with their duties."""
    template = once.migrated(folder)

    def make(place: Path) -> str:
        if once.of_postgresql("postgres"):
            once.on_the_server(f'CREATE DATABASE "{_name(LOADED)}" TEMPLATE "{template}"')
        else:
            (place / "db.sqlite3").write_bytes(Path(template).read_bytes())
        env = once.environment(place, once.of_postgresql(_name(LOADED)))
        once.manage(env, "load_report", "fixtures/2024", "--verbosity", "0")
        once.manage(env, "create_demo_users")
        once.manage(env, "create_demo_duties")
        return str(place)

    return once._once(folder, LOADED, make)


def _published(folder: Path) -> str:
    """And its first version, whose PDF waits to be made."""
    loaded = _loaded(folder)

    def make(place: Path) -> str:
        copytree(loaded, place, dirs_exist_ok=True)
        if once.of_postgresql("postgres"):
            _create(_name(PUBLISHED), LOADED)
        env = once.environment(place, once.of_postgresql(_name(PUBLISHED)))
        once.manage(env, "publish_report", "2024")
        return str(place)

    return once._once(folder, PUBLISHED, make)


def _create(name: str, state: str) -> None:
    once.on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{_name(state)}"')


def _name(state: str) -> str:
    return f"{once.stem()}_{state}".replace("-", "_")
