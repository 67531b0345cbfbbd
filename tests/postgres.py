"""Prints the address of a PostgreSQL server that answers and lets a test database be made.

TEST_DATABASE_URL names the server; without it the local ones are tried.
"""

from __future__ import annotations

import getpass
import os
import sys
from urllib.parse import urlsplit

import psycopg


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


def named_after_this_run(url: str, run: str) -> str:
    """The same server with a database name of this run alone, so that two runs don't collide.

    Django only derives the names of its test databases from it; it is never made.
    """
    return urlsplit(url)._replace(path=f"/kars_{run}").geturl()


if __name__ == "__main__":
    found = first_answering()
    if found is None:
        sys.exit(1)
    sys.stdout.write(named_after_this_run(found, str(os.getppid())))
