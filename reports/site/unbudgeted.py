"""Why fewer directorates have a budget than the report names: what the tables say of each.

Nothing is concluded: a change that is on record is told with the names that it joins, days of the
year at which a directorate began or ended are told, and where there is neither it is said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_date, format_integer
from reports.core.documents import Document
from reports.present import shapes

from .page import Page


@dataclass(frozen=True)
class Unbudgeted:
    """A directorate without a line in the table of budgets, and what is on record of it."""

    name: str
    href: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """How many directorates the report names, how many of them have a budget, and the others."""

    named: str
    with_budget: str
    others: tuple[Unbudgeted, ...]


def compared(page: Page) -> Comparison | None:
    """None where there is no table of budgets, or every directorate stands in it."""
    document = page.document
    budgets = document.tables.get(shapes.DEPARTMENT_BUDGETS)
    if budgets is None or not budgets.rows:
        return None
    names = shapes.departments(document)
    without = {code: name for code, name in names.items() if code not in budgets.by_key}
    if not without:
        return None
    return Comparison(
        format_integer(len(names)),
        format_integer(len(names) - len(without)),
        tuple(
            Unbudgeted(
                name,
                page.links.department(code),
                (*_changes(document, name), *_days(document, code)),
            )
            for code, name in without.items()
        ),
    )


def _changes(document: Document, name: str) -> Iterator[str]:
    """The recorded steps that a directorate took part in; who of the others has a budget."""
    steps = document.tables.get(shapes.SUCCESSIONS)
    if steps is None:
        return
    budgets = document.tables[shapes.DEPARTMENT_BUDGETS]
    codes = {known: code for code, known in shapes.departments(document).items()}
    for row in steps.rows:
        before, after = (shapes.text(steps, row, c) for c in ("predecessor", "successor"))
        if name not in (before, after):
            continue
        said = {
            "year": shapes.text(steps, row, "year"),
            "kind": shapes.text(steps, row, "kind"),
            "before": before,
            "after": after,
        }
        yield (
            _("%(year)s: %(before)s → %(after)s (%(kind)s).") % said
            if after
            else _("%(year)s: %(before)s (%(kind)s).") % said
        )
        other = after if name == before else before
        if codes.get(other) in budgets.by_key:
            yield _("Bütçe tablosunda %(other)s adıyla satır var.") % {"other": other}


def _days(document: Document, code: str) -> Iterator[str]:
    """When the directorate began or ended, where that was in the report's year."""
    table = document.tables.get(shapes.DEPARTMENTS)
    row = None if table is None else table.by_key.get(code)
    if table is None or row is None:
        return
    sentences = {
        "valid_from": _("%(day)s günü kuruldu."),
        "valid_to": _("%(day)s günü kapandı."),
    }
    for column, sentence in sentences.items():
        day = row.cells[table.index[column]] if column in table.index else None
        if isinstance(day, date) and day.year == document.header.year:
            yield sentence % {"day": format_date(day)}
