"""Prints the address of a PostgreSQL server that answers and lets a test database be made."""

from __future__ import annotations

import getpass
import os
import sys

import psycopg

CANDIDATES = (
    os.environ.get("TEST_DATABASE_URL", ""),
    f"postgres://{getpass.getuser()}@/postgres",
    "postgres://postgres@127.0.0.1:5432/postgres",
    f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres",
)


def first_answering() -> str | None:
    """The first candidate whose role may create databases; None when there is none."""
    for url in CANDIDATES:
        if not url:
            continue
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


if __name__ == "__main__":
    found = first_answering()
    if found is None:
        sys.exit(1)
    sys.stdout.write(found)
