"""Entry sheets of the directorates: yearly tables, lists of figures, tables of their own."""

from __future__ import annotations

from collections.abc import Iterable

from reports.collect.sheets import Reading, Sheet
from reports.models import Section

from .figures import figure_sheets
from .free import free_table_sheets
from .tables import TABLES, ContractsSheet, of_directorate

__all__ = ["TABLES", "sheets"]


def sheets(section: Section, reading: Reading) -> Iterable[Sheet]:
    """The sheets of a section beside its yearly tables."""
    yield from figure_sheets(section, reading)
    yield from free_table_sheets(section, reading)
    given = of_directorate(section, reading)
    if given is not None:
        yield ContractsSheet(section, reading, given["department"])
