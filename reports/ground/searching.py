"""Search by Turkish rules: `name__turkish_contains="işleri"` on any field, on both databases.

Both sides are compared as `search_key` has them, so İŞLERİ, işleri and isleri find each other.
SQLite asks that function itself; PostgreSQL, which cannot, does the same with its own functions, of
which none depends on how the server sorts. Nothing is stored for it and nothing is a pattern: `%`,
`_` and `\\` are letters like any other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Lookup, Model, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from kars_portal.lib.turkish import query_keys, search_key

M = TypeVar("M", bound=Model)

LOOKUP = "turkish_contains"
_KEY = "turkish_key"

_DROPPED = "'’‘ʼ＇`´′"
# What the server's decomposition leaves as it is, and capitals that not every locale knows. The
# apostrophes, at the end, have nothing to become: they are dropped, where it has made some.
_SINGLE = ("İIıøØđĐłŁəƏĦŊŦÞÐ" + _DROPPED, "iiiooddlleeħŋŧþð")
_DOUBLE = (("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"))


def _key_on_postgresql(text: str) -> tuple[str, list[str]]:
    """The expression that gives the search key of `text`, and its parameters."""
    sql = f"translate(normalize(translate({text}, %s, ''), NFKD), %s, %s)"
    params = [_DROPPED, *_SINGLE]
    for letter, pair in _DOUBLE:
        sql, params = f"replace({sql}, %s, %s)", [*params, letter, pair]
    # The marks of letters go; blanks of any width and number are one.
    sql = f"regexp_replace(lower({sql}), '[\\u0300-\\u036f]', '', 'g')"
    return f"regexp_replace({sql}, '\\s+', ' ', 'g')", params


class TurkishContains(Lookup[str]):
    """Whether a field's text contains another, whatever their case and their Turkish marks.

    The right side is a text, never a column; numbers, days and addresses are searched as they are
    spelled in the database.
    """

    lookup_name = LOOKUP
    prepare_rhs = False

    def get_prep_lookup(self) -> str:
        return search_key(str(self.rhs))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[object]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"instr({_KEY}({left}), {right}) > 0", [*left_params, *right_params]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[object]]:
        left, left_params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.get_internal_type()
        text = connection.ops.lookup_cast("contains", kind) % left
        key, key_params = _key_on_postgresql(text)
        right, right_params = self.process_rhs(compiler, connection)
        return f"strpos({key}, {right}) > 0", [*left_params, *key_params, *right_params]


models.Field.register_lookup(TurkishContains)


def teach(database: sqlite3.Connection) -> None:
    """Give an SQLite connection the function that the lookup asks."""
    database.create_function(_KEY, 1, _key_of, deterministic=True)


def _key_of(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    return _key_of_name(text) if len(text) <= 200 else search_key(text)


# A list asks for the same names once for each word and each row that refers to them.
_key_of_name = lru_cache(maxsize=8192)(search_key)


def _begin(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "sqlite":
        teach(connection.connection)


connection_created.connect(_begin, dispatch_uid="reports.ground.searching")


def narrowed(rows: QuerySet[M], fields: Iterable[str], typed: str) -> QuerySet[M]:
    """The rows in which every word that was typed stands in one of the fields; all of them where
    nothing was typed.

    A field may be one of a related row (`department__name`); one with choices is searched by their
    labels, which are what people read.
    """
    fields, keys = tuple(fields), query_keys(typed)
    if not fields or not keys:
        return rows
    words = (Q.create([_holds(rows.model, f, key) for f in fields], connector=Q.OR) for key in keys)
    return rows.filter(*words)


def _holds(model: type[Model], path: str, key: str) -> tuple[str, object]:
    field = get_fields_from_path(model, path)[-1]
    choices = getattr(field, "flatchoices", ())
    if choices:
        return f"{path}__in", [value for value, label in choices if key in search_key(str(label))]
    return f"{path}__{LOOKUP}", key
