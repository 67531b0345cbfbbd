"""The grid as the template shows it: stored values, what was typed over them, marks at cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kars_portal.lib.texts import whole_number
from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import ROW, GridRow, Sheet, in_order
from reports.collect.sheets.history import Author, authors
from reports.collect.sheets.merging import Merged
from reports.collect.sheets.saving import Outcome
from reports.collect.sheets.typed import (
    EMPTY_ROWS,
    NEW,
    Base,
    Typed,
    TypedRow,
    cell_name,
    choice_name,
)
from reports.core.registry import Kind, Total
from reports.core.tables import TOTAL_ROW, Table
from reports.ground.actors import Visitor
from reports.office.findings.way import Spot

from .cells import Page, PageCell, PageRow, Summary, Theirs
from .findings import Marks

TEMPLATE_ROW = "yyy"
"""Id of the empty row from which the page's script makes new ones."""


class PageBuilder:
    """Lays what was typed over what is stored."""

    def __init__(
        self,
        sheet: Sheet,
        user: Visitor,
        marks: Marks,
        outcome: Outcome | None,
        rows: list[GridRow],
        pasted: frozenset[tuple[str, str]] = frozenset(),
        wanted: Spot | None = None,
    ) -> None:
        self.sheet = sheet
        self.wanted = wanted or Spot()
        self.pasted = pasted
        self.marks = marks
        self.is_open = True
        self.typed = outcome.typed if outcome else Typed(Base(), {})
        self.merged = outcome.merged if outcome else Merged()
        self.rows = outcome.rows if outcome else rows
        self.offers = outcome.offers if outcome else sheet.offers(rows)
        self.base = outcome.base if outcome else Base.of(self.rows, self.offers)
        self.is_typed = outcome is not None
        self.may_add = sheet.may(user, "add")
        self.may_delete = sheet.has_deletions and sheet.may(user, "delete")
        self.before = sheet.last_year()
        self.came_back = {row.id: row for row in self.typed.rows.values()}
        self.authors = self._authors()

    def _authors(self) -> dict[tuple[str, str], Author]:
        merged = self.merged
        places = {*merged.conflicts, *merged.refreshed}
        names = {row for row, _column in places} | merged.added | merged.gone.keys()
        return authors(self.sheet, names) if names else {}

    def build(self, *, is_open: bool) -> Page:
        """`is_open`: the rows can be changed; else the page shows them."""
        self.is_open = is_open
        offers = self.offers if is_open and self.may_add else []
        shown = [*in_order(self.rows, offers), *self._gone(), *self._new()]
        effective = [self._effective(row) for row in shown]
        table = self.sheet.computed(
            row for row in effective if not row.is_offer or self._is_touched(row.id)
        )
        template = self._template() if self._has_new else None
        return Page(
            sheet=self.sheet,
            rows=[self._row(row, full, table) for row, full in zip(shown, effective, strict=True)],
            totals=self._totals(table),
            template=template,
            base=self.base.sealed(self.sheet) if is_open else "",
            summary=self._summary(shown),
            conflicts=len(self.merged.conflicts),
            proposed=len(self.merged.proposed),
            vanished=self.merged.vanished,
            is_typed=self.is_typed,
            may_add=self.may_add and is_open,
            may_delete=self.may_delete and is_open,
        )

    # -- rows -------------------------------------------------------------------------------

    @property
    def _has_new(self) -> bool:
        return self.is_open and self.may_add and self.sheet.has_new_rows

    def _gone(self) -> Iterable[GridRow]:
        fixed = frozenset(column.key for column in self.sheet.inputs if column.is_key)
        for name, cells in self.merged.gone.items():
            yield GridRow(name, "", dict(cells), fixed=fixed, position=10**6)

    def _new(self) -> Iterable[GridRow]:
        if not self._has_new:
            return
        typed = [row.id for row in self.typed.rows.values() if row.is_new and not row.is_blank]
        numbers = [number for name in typed if (number := whole_number(name[1:])) is not None]
        first = max(numbers, default=-1) + 1
        for name in [*typed, *(f"{NEW}{n}" for n in range(first, first + EMPTY_ROWS))]:
            yield GridRow(name, "", {})

    def _template(self) -> PageRow:
        row = GridRow(TEMPLATE_ROW, "", {})
        return self._row(row, row, self.sheet.computed([]))

    def _is_touched(self, name: str) -> bool:
        row = self.came_back.get(name)
        return row is not None and (row.is_kept or not row.is_blank)

    def _effective(self, row: GridRow) -> GridRow:
        """The row as it would be: what was typed, as far as it can be read."""
        came = self.came_back.get(row.id)
        if came is None:
            return row
        cells = dict(row.cells)
        for column in self.sheet.inputs:
            if self._is_mine(row, column, came):
                try:
                    cells[column.key] = column.read(came.raw[column.key])
                except ValueError:
                    cells[column.key] = ""
        return GridRow(row.id, row.key, cells, row.record, row.fixed, row.formulas, row.position)

    def _is_mine(self, row: GridRow, column: GridColumn, came: TypedRow) -> bool:
        if column.key not in came.raw:
            return False
        return row.id.startswith(NEW) or (row.id, column.key) in self.merged.mine

    def _row(self, row: GridRow, full: GridRow, table: Table) -> PageRow:
        came = self.came_back.get(row.id, TypedRow(row.id))
        label = self.sheet.row_label(full.cells) or (
            _("Yeni satır") if row.record is None else row.key
        )
        place = (row.id, ROW)
        return PageRow(
            id=row.id,
            key=row.key,
            label=label,
            cells=[self._cell(row, full, column, came, label, table) for column in self._columns],
            state=self.sheet.row_state(row, self.before.get(row.key)),
            is_stored=row.record is not None,
            is_offer=row.is_offer and not row.id.startswith(NEW) and row.id not in self.base.gone,
            is_deleted=came.is_deleted,
            is_kept=came.is_kept,
            errors=self.merged.problems.get(place, []),
            notes=self.marks.get(place, []),
            message=self._message(row.id),
            theirs=self._theirs(row.id, ROW, "", came) if place in self.merged.conflicts else None,
            is_proposed=came.is_proposed,
            proposal=came.choices.get(ROW, "") if came.is_proposed else "",
            link=self.sheet.row_link(row),
        )

    @property
    def _columns(self) -> Sequence[GridColumn]:
        return self.sheet.columns

    def _message(self, row: str) -> str:
        author = self.authors.get((row, ROW))
        who = str(author) if author else _("başka bir kullanıcı")
        if row in self.merged.added:
            return _("Bu satır siz yazarken eklendi (%(who)s).") % {"who": who}
        if row in self.merged.gone:
            return _("Değiştirdiğiniz bu satır siz yazarken silindi (%(who)s).") % {"who": who}
        if (row, ROW) in self.merged.conflicts:
            return _("Silmek istediğiniz bu satır siz yazarken değiştirildi (%(who)s).") % {
                "who": who
            }
        return ""

    # -- cells ------------------------------------------------------------------------------

    def _cell(
        self,
        row: GridRow,
        full: GridRow,
        column: GridColumn,
        came: TypedRow,
        label: str,
        table: Table,
    ) -> PageCell:
        place = (row.id, column.key)
        exact = row.cells.get(column.key, "")
        is_input = (
            column.is_input
            and self.is_open
            and column.key not in row.fixed
            and column.key not in row.formulas
        )
        cell = PageCell(
            column=column,
            id=f"h-{row.id}-{column.key}",
            name=cell_name(row.id, column.key),
            text=column.shown(exact),
            label=f"{label}: {column.label}",
            is_input=is_input,
            last=self._last(row, column),
            formula=row.formulas.get(column.key, column.formula),
            errors=self.merged.problems.get(place, []),
            notes=self.marks.get(place, []),
            is_refreshed=place in self.merged.refreshed or row.id in self.merged.added,
            is_wide=column.is_long,
            is_wanted=self._is_wanted(row.id, column),
        )
        if is_input and self._is_mine(row, column, came):
            cell.text, cell.was = came.raw[column.key], cell.text
            if place in self.pasted:
                cell.before = column.text(exact)
        if not is_input:
            cell.text, cell.value = self._read_only(row, full, column, table)
        if place in self.merged.conflicts:
            cell.theirs = self._theirs(row.id, column.key, column.text(exact), came)
        return cell

    def _is_wanted(self, row: str, column: GridColumn) -> bool:
        """The cell that the address asks for; of a whole row its first."""
        if not self.wanted.row or row != self.wanted.row:
            return False
        return column.key == (self.wanted.column or self._columns[0].key)

    def _read_only(
        self, row: GridRow, full: GridRow, column: GridColumn, table: Table
    ) -> tuple[str, str]:
        """What is shown, and its exact spelling where the script computes with it."""
        if column.is_input and column.key not in row.formulas:
            exact = full.cells.get(column.key, "")
            return column.text(exact), exact if column.is_number else ""
        if row.id not in table.by_key:
            return "", ""
        return column.written(table.value(row.id, column.key)), ""

    def _last(self, row: GridRow, column: GridColumn) -> str:
        before = self.before.get(row.key) if row.key else None
        if before is None or column.is_key or not column.is_input:
            return ""
        was = before.cells.get(column.key, "")
        is_figure = column.is_number or column.kind is Kind.DATE
        # A name that stayed the same need not be said twice.
        return column.text(was) if is_figure or was != row.cells.get(column.key) else ""

    def _theirs(self, row: str, column: str, text: str, came: TypedRow) -> Theirs:
        author = self.authors.get((row, column)) or self.authors.get((row, ROW))
        return Theirs(text, author, choice_name(row, column), came.choices.get(column, ""))

    def _totals(self, table: Table) -> list[PageCell]:
        """Also of a table without rows: the script fills them while rows are typed."""
        totals = dict(zip(table.index, table.total.cells, strict=True)) if table.total else {}
        if all(column.total is Total.NONE for column in self._columns):
            return []
        return [
            PageCell(
                column=column,
                id=f"h-{TOTAL_ROW}-{column.key}",
                name="",
                text="" if column.total is Total.NONE else column.written(totals.get(column.key)),
                label=f"{_('Toplam')}: {column.label}",
                is_input=False,
                is_wanted=self._is_wanted(TOTAL_ROW, column),
            )
            for column in self._columns
        ]

    # -- what is wrong ----------------------------------------------------------------------

    def _summary(self, shown: Sequence[GridRow]) -> list[Summary]:
        """Errors in the order of the page."""
        labels = {row.id: self.sheet.row_label(self._effective(row).cells) for row in shown}
        order = {row.id: n for n, row in enumerate(shown)}
        columns = {column.key: n for n, column in enumerate(self._columns)}
        places = sorted(
            self.merged.problems,
            key=lambda place: (order.get(place[0], -1), columns.get(place[1], -1)),
        )
        found = []
        for row, column in places:
            label = labels.get(row) or (_("Yeni satır") if row else "")
            title = self.sheet.by_key[column].title if column in columns else ""
            href = f"#h-{row}-{column}" if column in columns else f"#satir-{row}" if row else ""
            name = ", ".join(filter(None, (label, title)))
            found += [Summary(href, name, text) for text in self.merged.problems[row, column]]
        return found
