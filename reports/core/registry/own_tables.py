"""Tables whose columns and rows staff make themselves: how a new one comes to be, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.core.tables.columns import Kind
from reports.core.tables.values import Value

if TYPE_CHECKING:
    from django.db.models import Model

    from reports.models import FiscalYear


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column to be made. `is_summed`: its total is the sum of its rows."""

    title: str
    kind: Kind
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class NewTable:
    """A table to be made: typed values, a row for each line, None where a cell says nothing."""

    title: str
    columns: tuple[NewColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class OwnTables:
    """What the app that keeps such tables says of them.

    `unsaved` gives an empty table of a section, of which rights are asked; None where the section
    can have none. `make` saves one with its columns and rows inside the caller's transaction, after
    the section was held; it raises ValidationError with the sentence.
    """

    permission: str
    unsaved: Callable[[FiscalYear, str], Model | None]
    make: Callable[[FiscalYear, str, NewTable], Model]
