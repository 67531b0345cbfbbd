"""Tables whose rows are kept: what a row is stays, and once it is settled nothing of it changes.

Like `append_only`, but for rows that are opened first and closed later. Triggers hold it in the
database itself, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.triggers import Statements, Triggers, let_replace, refuse_replacing


@dataclass(frozen=True)
class Settled(Triggers):
    """One table; `message` is what whoever tries otherwise reads.

    `fixed`: columns that never change. `when`: SQL of a row (`{row}.closed_at IS NOT NULL`) after
    which none of its columns changes. `may_go`: rows that are not settled may be deleted.
    """

    table: str
    message: str
    when: str
    fixed: tuple[str, ...] = ()
    may_go: bool = False
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """Columns by which rows are told apart: the primary key and whatever else is unique."""

    def _create_statements(self) -> Statements:
        return {"sqlite": self._sqlite(), "postgresql": self._postgresql()}

    def _drop_statements(self) -> Statements:
        table = self.table
        return {
            "sqlite": (
                f"DROP TRIGGER IF EXISTS {table}_settled_update",
                f"DROP TRIGGER IF EXISTS {table}_settled_delete",
                *let_replace(table),
            ),
            "postgresql": (
                f"DROP TRIGGER IF EXISTS {table}_settled_row ON {table}",
                f"DROP TRIGGER IF EXISTS {table}_settled_all ON {table}",
                f"DROP FUNCTION IF EXISTS {table}_settled()",
            ),
        }

    def _sqlite(self) -> tuple[str, ...]:
        table, refuse = self.table, f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        update = " OR ".join([f"({self._is_settled})", *self._differences("IS NOT")])
        delete = f"WHEN {self._is_settled} " if self.may_go else ""
        held = self.when.format(row="kept") if self.may_go else ""
        return (
            f"CREATE TRIGGER {table}_settled_update BEFORE UPDATE ON {table} "
            f"WHEN {update} {refuse}",
            f"CREATE TRIGGER {table}_settled_delete BEFORE DELETE ON {table} {delete}{refuse}",
            *refuse_replacing(table, self.message, self.keys, held),
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


@dataclass(frozen=True)
class Held(Triggers):
    """Rows that belong to a settled row: none is added, changed or deleted once that one is."""

    table: str
    column: str
    """The foreign key to the settled table."""
    parent: Settled
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """Columns by which rows are told apart: the primary key and whatever else is unique."""

    def _create_statements(self) -> Statements:
        return {"sqlite": self._sqlite(), "postgresql": self._postgresql()}

    def _drop_statements(self) -> Statements:
        table = self.table
        return {
            "sqlite": (
                *(f"DROP TRIGGER IF EXISTS {table}_held_{step}" for step in _STEPS),
                *let_replace(table),
            ),
            "postgresql": (
                f"DROP TRIGGER IF EXISTS {table}_held_row ON {table}",
                f"DROP TRIGGER IF EXISTS {table}_held_all ON {table}",
                f"DROP FUNCTION IF EXISTS {table}_held()",
            ),
        }

    def _sqlite(self) -> tuple[str, ...]:
        message = self.parent.message
        refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        return (
            *(
                f"CREATE TRIGGER {self.table}_held_{step} BEFORE {step.upper()} ON {self.table} "
                f"WHEN {' OR '.join(self._is_held(row) for row in rows)} {refuse}"
                for step, rows in _STEPS.items()
            ),
            *refuse_replacing(self.table, message, self.keys, self._is_held("kept")),
        )

    def _postgresql(self) -> tuple[str, ...]:
        table = self.table
        passes = "".join(
            f"IF TG_OP = '{step.upper()}' THEN {self._lock(rows)}"
            f"IF NOT ({' OR '.join(self._is_held(row) for row in rows)}) "
            f"THEN RETURN {rows[-1]}; END IF; END IF; "
            for step, rows in _STEPS.items()
        )
        return (
            f"CREATE FUNCTION {table}_held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {passes}"
            f"RAISE EXCEPTION '{self.parent.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table}_held_row BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_held()",
            f"CREATE TRIGGER {table}_held_all BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_held()",
        )

    def _lock(self, rows: tuple[str, ...]) -> str:
        """Waits for whoever is settling the row they belong to; the look after it is a new one."""
        wanted = ", ".join(f"{row}.{self.column}" for row in rows)
        return (
            f"PERFORM 1 FROM {self.parent.table} owner "
            f"WHERE owner.id IN ({wanted}) ORDER BY owner.id FOR NO KEY UPDATE; "
        )

    def _is_held(self, row: str) -> str:
        parent, settled = self.parent.table, self.parent.when.format(row="owner")
        # Names of tables and columns, from the code.
        found = f"SELECT 1 FROM {parent} owner WHERE owner.id = {row}.{self.column}"  # noqa: S608
        return f"EXISTS ({found} AND ({settled}))"


_STEPS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
