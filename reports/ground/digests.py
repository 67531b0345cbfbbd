"""Tables as they stand: which ones a statement names, and a digest of their rows."""

from __future__ import annotations

import re
from hashlib import blake2b

from django.apps import apps
from django.db import connection

_NAME = re.compile(r'"(\w+)"')

_known: frozenset[str] = frozenset()


def tables_in(sql: str) -> set[str]:
    """The tables of models that a statement of Django's names."""
    return set(_NAME.findall(sql)) & _tables()


def digest(table: str) -> bytes:
    """A digest of all rows of a table."""
    with connection.cursor() as cursor:
        # A name of this code's own tables.
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return blake2b(repr(cursor.fetchall()).encode(), digest_size=16).digest()


def _tables() -> frozenset[str]:
    global _known  # once; the models do not change
    if not _known:
        _known = frozenset(
            model._meta.db_table for model in apps.get_models(include_auto_created=True)
        )
    return _known
