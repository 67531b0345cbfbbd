"""Triggers that hold a table's rows in the database itself: what the kinds of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

Statements = dict[str, tuple[str, ...]]
"""SQL by the vendor of the database."""


class Triggers(ABC):
    """The triggers of one table, made and dropped by migrations."""

    def create(self, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Create the triggers; for `migrations.RunPython`."""
        run_statements(schema_editor, self._create_statements())

    def drop(self, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Drop the triggers; for `migrations.RunPython`."""
        run_statements(schema_editor, self._drop_statements())

    def renew(self, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Put the triggers of today in place of older ones; for `migrations.RunPython`."""
        self.drop(apps, schema_editor)
        self.create(apps, schema_editor)

    @abstractmethod
    def _create_statements(self) -> Statements: ...

    @abstractmethod
    def _drop_statements(self) -> Statements: ...


def run_statements(schema_editor: BaseDatabaseSchemaEditor, statements: Statements) -> None:
    """Run the statements of the database in use."""
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def refusal(message: str) -> str:
    """SQLite: the body of a trigger that refuses."""
    return f"BEGIN SELECT RAISE(ABORT, '{message}'); END"


def refusing_function(name: str, message: str, unless: str = "") -> str:
    """PostgreSQL: a function that refuses, `unless` a statement before it returns the row."""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {unless}"
        f"RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


# -- SQLite's OR REPLACE ------------------------------------------------------------------------


@dataclass(frozen=True)
class PartialKey:
    """Columns by which some rows are told apart: those for which `when` holds, SQL of a `{row}`."""

    columns: tuple[str, ...]
    when: str

    def taken_by_new(self) -> str:
        """SQL: the new row takes the key of an older one (`kept`)."""
        both = (self.when.format(row=row) for row in ("kept", "NEW"))
        return " AND ".join((_same(self.columns), *(f"({condition})" for condition in both)))


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"kept.{column} = NEW.{column}" for column in columns)


def refuse_replacing(
    table: str,
    message: str,
    keys: tuple[tuple[str, ...], ...],
    held: str = "",
    partial: tuple[PartialKey, ...] = (),
) -> tuple[str, ...]:
    """SQLite: refuse INSERT OR REPLACE and UPDATE OR REPLACE where they take a kept row away.

    Both delete the older row of a key without asking the trigger of DELETE. `held` is SQL of the
    older row (`kept`) that says whether it stays; without it every row does.
    """
    taken = " OR ".join(
        f"({same})" for same in (*map(_same, keys), *(key.taken_by_new() for key in partial))
    )
    stays = f" AND ({held})" if held else ""
    # Names of tables and columns of this code, nothing that anybody typed.
    found = f"SELECT 1 FROM {table} kept WHERE ({taken}){stays}"  # noqa: S608
    refuse = refusal(message)
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({found}) {refuse}",
        f"CREATE TRIGGER {table}_no_replace_update BEFORE UPDATE ON {table} "
        f"WHEN EXISTS ({found} AND kept.id <> OLD.id) {refuse}",
    )


def let_replace(table: str) -> tuple[str, ...]:
    """SQLite: drop the triggers of `refuse_replacing`."""
    return (
        f"DROP TRIGGER IF EXISTS {table}_no_replace",
        f"DROP TRIGGER IF EXISTS {table}_no_replace_update",
    )
