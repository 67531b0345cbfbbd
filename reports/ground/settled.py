"""Tables whose rows are kept: what a row is stays, and once it is settled nothing of it changes.

Like `append_only`, but for rows that are opened first and closed later. Triggers hold it in the
database itself, whoever asks.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from reports.ground.triggers import (
    PartialKey,
    Statements,
    Triggers,
    let_replace,
    refusal,
    refuse_replacing,
    refusing_function,
)


class _Keeping(Triggers):
    """Triggers of rows, named after their kind: on SQLite one for each step, else one for all."""

    table: str
    kind: ClassVar[str]
    steps: ClassVar[tuple[str, ...]]

    def _create_statements(self) -> Statements:
        return {"sqlite": self._sqlite(), "postgresql": self._postgresql()}

    def _drop_statements(self) -> Statements:
        table, name = self.table, f"{self.table}_{self.kind}"
        return {
            "sqlite": (
                *(f"DROP TRIGGER IF EXISTS {name}_{step}" for step in self.steps),
                *let_replace(table),
            ),
            "postgresql": (
                f"DROP TRIGGER IF EXISTS {name}_row ON {table}",
                f"DROP TRIGGER IF EXISTS {name}_all ON {table}",
                f"DROP FUNCTION IF EXISTS {name}()",
            ),
        }

    @abstractmethod
    def _sqlite(self) -> tuple[str, ...]: ...

    @abstractmethod
    def _postgresql(self) -> tuple[str, ...]: ...

    def _on_postgresql(self, message: str, unless: str) -> tuple[str, ...]:
        table, name = self.table, f"{self.table}_{self.kind}"
        steps = " OR ".join(step.upper() for step in self.steps)
        return (
            refusing_function(name, message, unless),
            f"CREATE TRIGGER {name}_row BEFORE {steps} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
            f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        )


@dataclass(frozen=True)
class Settled(_Keeping):
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
    partial_keys: tuple[PartialKey, ...] = ()
    """Columns by which some of the rows are told apart, as by a conditional constraint."""

    kind = "settled"
    steps = ("update", "delete")

    def _sqlite(self) -> tuple[str, ...]:
        table, refuse = self.table, refusal(self.message)
        update = " OR ".join([f"({self._is_settled})", *self._differences("IS NOT")])
        delete = f"WHEN {self._is_settled} " if self.may_go else ""
        held = self.when.format(row="kept") if self.may_go else ""
        return (
            f"CREATE TRIGGER {table}_settled_update BEFORE UPDATE ON {table} "
            f"WHEN {update} {refuse}",
            f"CREATE TRIGGER {table}_settled_delete BEFORE DELETE ON {table} {delete}{refuse}",
            *refuse_replacing(table, self.message, self.keys, held, self.partial_keys),
        )

    def _postgresql(self) -> tuple[str, ...]:
        update = " OR ".join([f"({self._is_settled})", *self._differences("IS DISTINCT FROM")])
        delete = (
            f"IF TG_OP = 'DELETE' AND NOT ({self._is_settled}) THEN RETURN OLD; END IF; "
            if self.may_go
            else ""
        )
        return self._on_postgresql(
            self.message,
            f"IF TG_OP = 'UPDATE' AND NOT ({update}) THEN RETURN NEW; END IF; {delete}",
        )

    @property
    def _is_settled(self) -> str:
        return self.when.format(row="OLD")

    def _differences(self, operator: str) -> list[str]:
        return [f"OLD.{column} {operator} NEW.{column}" for column in self.fixed]


_STEPS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
"""By the step, which rows of it are looked at."""


@dataclass(frozen=True)
class Held(_Keeping):
    """Rows that belong to a settled row: none is added, changed or deleted once that one is."""

    table: str
    column: str
    """The foreign key to the settled table."""
    parent: Settled
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """Columns by which rows are told apart: the primary key and whatever else is unique."""

    kind = "held"
    steps = tuple(_STEPS)

    def _sqlite(self) -> tuple[str, ...]:
        message = self.parent.message
        refuse = refusal(message)
        return (
            *(
                f"CREATE TRIGGER {self.table}_held_{step} BEFORE {step.upper()} ON {self.table} "
                f"WHEN {' OR '.join(self._is_held(row) for row in rows)} {refuse}"
                for step, rows in _STEPS.items()
            ),
            *refuse_replacing(self.table, message, self.keys, self._is_held("kept")),
        )

    def _postgresql(self) -> tuple[str, ...]:
        passes = "".join(
            f"IF TG_OP = '{step.upper()}' THEN {self._lock(rows)}"
            f"IF NOT ({' OR '.join(self._is_held(row) for row in rows)}) "
            f"THEN RETURN {rows[-1]}; END IF; END IF; "
            for step, rows in _STEPS.items()
        )
        return self._on_postgresql(self.parent.message, passes)

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
