"""Tables whose rows stay as they are: triggers refuse UPDATE, DELETE and TRUNCATE, whoever asks.

Django can't promise this against SQL, so migrations create the triggers in the database itself.
In SQLite OR REPLACE takes the older row away without asking the trigger of DELETE; there triggers
of their own refuse a row whose key is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from reports.ground.triggers import (
    PartialKey,
    Statements,
    Triggers,
    let_replace,
    refusal,
    refuse_replacing,
    refusing_function,
    run_statements,
)


@dataclass(frozen=True)
class AppendOnly(Triggers):
    """One table to which rows are only added; `message` is what whoever tries otherwise reads.

    `final` is a condition on the row as it stands (`OLD`): until it holds, the row may be changed,
    as that of a job that is at work. Deleting is refused all the same.
    """

    table: str
    message: str
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """Columns by which rows are told apart: the primary key and whatever else is unique."""
    final: str = ""
    partial_keys: tuple[PartialKey, ...] = ()
    """Columns by which some of the rows are told apart, as by a conditional constraint."""

    def keep_from_replacing(self, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Refuse OR REPLACE (SQLite alone has it); for `migrations.RunPython`."""
        statements = (
            *let_replace(self.table),
            *refuse_replacing(self.table, self.message, self.keys, partial=self.partial_keys),
        )
        run_statements(schema_editor, {"sqlite": statements, "postgresql": ()})

    def let_replace(self, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Drop the triggers of `keep_from_replacing`; for `migrations.RunPython`."""
        run_statements(schema_editor, {"sqlite": let_replace(self.table), "postgresql": ()})

    def _create_statements(self) -> Statements:
        table, refuse = self.table, refusal(self.message)
        when = f"WHEN ({self.final}) " if self.final else ""
        return {
            "sqlite": (
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{refuse}",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            ),
            "postgresql": (
                refusing_function(f"{table}_refuse", self.message),
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} "
                f"FOR EACH ROW {when}EXECUTE FUNCTION {table}_refuse()",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
            ),
        }

    def _drop_statements(self) -> Statements:
        table = self.table
        return {
            "sqlite": (
                f"DROP TRIGGER IF EXISTS {table}_no_update",
                f"DROP TRIGGER IF EXISTS {table}_no_delete",
            ),
            "postgresql": (
                f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
                f"DROP TRIGGER IF EXISTS {table}_no_delete ON {table}",
                f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
                f"DROP FUNCTION IF EXISTS {table}_refuse()",
            ),
        }
