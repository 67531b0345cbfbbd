"""Prints the address of a PostgreSQL server that answers and lets a test database be made.

TEST_DATABASE_URL names the server; without it the local ones are tried.
"""

from __future__ import annotations

import getpass
import os
import re
import secrets
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

STEM = "kars_run_"
"""What the database names of every run of `bin/test` hold."""


def candidates() -> list[str]:
    if named := os.environ.get("TEST_DATABASE_URL"):
        return [named]
    user = getpass.getuser()
    return [
        f"postgres://{user}@/postgres",
        f"postgres://{user}@127.0.0.1:5432/postgres",
        "postgres://postgres@127.0.0.1:5432/postgres",
    ]


def first_answering() -> str | None:
    """The first candidate whose role may create databases; None when there is none."""
    for url in candidates():
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return None


def named_after_this_run(url: str) -> str:
    """The same server with a database name of this run alone, so that two runs don't collide.

    Django only derives the names of its test databases from it; it is never made.
    """
    return urlsplit(url)._replace(path=f"/{STEM}{secrets.token_hex(4)}").geturl()


def alive(url: str, stem: str) -> psycopg.Connection[tuple[object, ...]]:
    """A session that says, as long as it is open, that the run of this stem is alive.

    The server ends it with the process, however that ends.
    """
    session = psycopg.connect(url, autocommit=True)
    session.execute("SELECT pg_advisory_lock(hashtext(%s))", [stem])
    return session


def drop_left_behind(url: str) -> list[str]:
    """Drop the databases of runs that are no longer alive; gives their names.

    Only of runs that `bin/test` has named: what anybody else calls a database is not ours.
    """
    dropped = []
    with psycopg.connect(url, autocommit=True) as session:
        names = [
            str(name)
            for (name,) in session.execute("SELECT datname FROM pg_database ORDER BY datname")
        ]
        for name in names:
            run = re.search(f"{STEM}[0-9a-f]{{8}}", name)
            if run is None:
                continue
            taken = session.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [run[0]])
            if taken.fetchone() != (True,):
                continue
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            session.execute(drop.format(sql.Identifier(name)))
            dropped.append(name)
    return dropped


if __name__ == "__main__":
    found = first_answering()
    if found is None:
        sys.exit(1)
    sys.stdout.write(named_after_this_run(found))
