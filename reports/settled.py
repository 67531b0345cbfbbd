"""Tables whose rows are kept: what a row is stays, and once it is settled nothing of it changes.

Like `append_only`, but for rows that are opened first and closed later. Triggers hold it in the
database itself, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.append_only import run_statements


@dataclass(frozen=True)
class Settled:
    """One table; `message` is what whoever tries otherwise reads.

    `fixed`: columns that never change. `when`: SQL of a row (`{row}.closed_at IS NOT NULL`) after
    which none of its columns changes. `may_go`: rows that are not settled may be deleted.
    """

    table: str
    message: str
    when: str
    fixed: tuple[str, ...] = ()
    may_go: bool = False

    def create(self, apps: Any, schema_editor: Any) -> None:
        """Create the triggers; for `migrations.RunPython`."""
        run_statements(schema_editor, {"sqlite": self._sqlite(), "postgresql": self._postgresql()})

    def drop(self, apps: Any, schema_editor: Any) -> None:
        """Drop the triggers; for `migrations.RunPython`."""
        table = self.table
        run_statements(
            schema_editor,
            {
                "sqlite": (
                    f"DROP TRIGGER IF EXISTS {table}_settled_update",
                    f"DROP TRIGGER IF EXISTS {table}_settled_delete",
                ),
                "postgresql": (
                    f"DROP TRIGGER IF EXISTS {table}_settled_row ON {table}",
                    f"DROP TRIGGER IF EXISTS {table}_settled_all ON {table}",
                    f"DROP FUNCTION IF EXISTS {table}_settled()",
                ),
            },
        )

    def _sqlite(self) -> tuple[str, ...]:
        table, refuse = self.table, f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        update = " OR ".join([f"({self._is_settled})", *self._differences("IS NOT")])
        delete = f"WHEN {self._is_settled} " if self.may_go else ""
        return (
            f"CREATE TRIGGER {table}_settled_update BEFORE UPDATE ON {table} "
            f"WHEN {update} {refuse}",
            f"CREATE TRIGGER {table}_settled_delete BEFORE DELETE ON {table} {delete}{refuse}",
        )

    def _postgresql(self) -> tuple[str, ...]:
        table = self.table
        update = " OR ".join([f"({self._is_settled})", *self._differences("IS DISTINCT FROM")])
        delete = (
            f"IF TG_OP = 'DELETE' AND NOT ({self._is_settled}) THEN RETURN OLD; END IF; "
            if self.may_go
            else ""
        )
        return (
            f"CREATE FUNCTION {table}_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' AND NOT ({update}) THEN RETURN NEW; END IF; {delete}"
            f"RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_settled_row BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_settled()",
            f"CREATE TRIGGER {table}_settled_all BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_settled()",
        )

    @property
    def _is_settled(self) -> str:
        return self.when.format(row="OLD")

    def _differences(self, operator: str) -> list[str]:
        return [f"OLD.{column} {operator} NEW.{column}" for column in self.fixed]
