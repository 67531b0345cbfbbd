"""Tables whose rows stay as they are: triggers refuse UPDATE, DELETE and TRUNCATE, whoever asks.

Django can't promise this against SQL, so migrations create the triggers in the database itself.
In SQLite an INSERT OR REPLACE takes the older row away without asking the trigger of DELETE; there
a trigger of its own refuses a row whose key is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AppendOnly:
    """One table to which rows are only added; `message` is what whoever tries otherwise reads.

    `final` is a condition on the row as it stands (`OLD`): until it holds, the row may be changed,
    as that of a job that is at work. Deleting is refused all the same.
    """

    table: str
    message: str
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """Columns by which rows are told apart: the primary key and whatever else is unique."""
    final: str = ""

    def create(self, apps: Any, schema_editor: Any) -> None:
        """Create the triggers; for `migrations.RunPython`."""
        run_statements(schema_editor, self._create_statements())

    def drop(self, apps: Any, schema_editor: Any) -> None:
        """Drop the triggers; for `migrations.RunPython`."""
        run_statements(schema_editor, self._drop_statements())

    def keep_from_replacing(self, apps: Any, schema_editor: Any) -> None:
        """Refuse INSERT OR REPLACE (SQLite alone has it); for `migrations.RunPython`."""
        taken = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
            for key in self.keys
        )
        # Names of tables and columns of this code, nothing that anybody typed.
        statement = (
            f"CREATE TRIGGER {self.table}_no_replace BEFORE INSERT ON {self.table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )
        run_statements(schema_editor, {"sqlite": (statement,), "postgresql": ()})

    def let_replace(self, apps: Any, schema_editor: Any) -> None:
        """Drop the trigger of `keep_from_replacing`; for `migrations.RunPython`."""
        statement = f"DROP TRIGGER IF EXISTS {self.table}_no_replace"
        run_statements(schema_editor, {"sqlite": (statement,), "postgresql": ()})

    def _create_statements(self) -> dict[str, tuple[str, ...]]:
        table, message = self.table, self.message
        when = f"WHEN ({self.final}) " if self.final else ""
        return {
            "sqlite": (
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            ),
            "postgresql": (
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} "
                f"FOR EACH ROW {when}EXECUTE FUNCTION {table}_refuse()",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
            ),
        }

    def _drop_statements(self) -> dict[str, tuple[str, ...]]:
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


def run_statements(schema_editor: Any, statements: dict[str, tuple[str, ...]]) -> None:
    """Run the statements of the database in use."""
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
