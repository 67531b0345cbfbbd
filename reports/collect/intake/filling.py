"""What a file says, put over the rows of a sheet as if it had been typed. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kars_portal.lib.turkish import search_key, slugify
from reports.collect.recognising.recognise import Row
from reports.collect.recognising.rows import RowKind, SheetRow
from reports.collect.sheets.columns import GridColumn
from reports.collect.sheets.grid import ROW, GridRow, Sheet
from reports.collect.sheets.matching import Matching, says_the_same
from reports.collect.sheets.typed import NEW, Base, Typed
from reports.core.tables import SMALL, WITHHELD

from .tables import ROW_KEY

Place = tuple[str, str]
"""Id of a row and key of a column; column "" is the row."""

LIKE = 80
"""Likeness, of 100, from which a stored name is shown beside a new one."""
SMALLEST_SHOWN = 5
"""Counts of people below it are published as `SMALL`."""
MOST_COMPARED, MOST_SIMILAR = 2000, 50
"""Stored rows, and new ones, up to which they are compared: each with each."""


class Empty(StrEnum):
    """What an empty cell of the file does to a stored value."""

    KEEP = "koru"
    ERASE = "sil"


class NewRow(StrEnum):
    """What becomes of a row whose name the table does not have."""

    ADD = "yeni"
    LEAVE = "alma"


@dataclass(frozen=True)
class Decisions:
    """What a person has decided about rows; nothing of it is ever supposed.

    `empty` None: not decided, which matters only where a stored value would be erased. `rows`: row
    of the file → `NewRow`, or the id of the stored row that it is. `conflicts`: `MINE` or `THEIRS`,
    for cells that others have changed since a workbook was made.
    """

    empty: Empty | None = None
    conflicts: str = ""
    rows: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """Why a cell or a row of the file is not taken, and the cure.

    `row` and `key` are 0 and "" where the whole file, or the whole row, is meant.
    """

    row: int
    address: str
    key: str
    value: str
    text: str


@dataclass(frozen=True)
class Unknown:
    """A row of the file under a name that the table does not have; `similar` are (id, name)."""

    number: int
    name: str
    similar: tuple[tuple[str, str], ...] = ()
    decision: str = NewRow.ADD


@dataclass
class Filling:
    """What was put over the rows, and from which cells of the file it comes."""

    typed: Typed
    rows: dict[str, int] = field(default_factory=dict)
    """Id of a row → row of the file."""
    unknown: list[Unknown] = field(default_factory=list)
    erasures: list[Place] = field(default_factory=list)
    """Stored values over which the file has an empty cell."""
    elsewhere: list[SheetRow] = field(default_factory=list)
    """Rows that are entered in another section's sheet of the same table, or are computed."""
    troubles: list[Trouble] = field(default_factory=list)
    same: int = 0
    """Cells that say what is stored already."""


def fill(
    sheet: Sheet,
    rows: Sequence[GridRow],
    found: Sequence[Row],
    decisions: Decisions,
    base: Base,
) -> Filling:
    """Put the file's rows over `rows`, stored or offered."""
    return _Filling(sheet, rows, decisions, base).run(found)


class _Filling:
    def __init__(
        self,
        sheet: Sheet,
        rows: Sequence[GridRow],
        decisions: Decisions,
        base: Base,
    ) -> None:
        self.sheet = sheet
        self.decisions = decisions
        self.base = base
        self.matching = Matching(sheet, rows)
        self.by_id = {row.id: row for row in rows}
        self.labels = {row.id: sheet.row_label(row.cells) or row.key for row in rows}
        self.folded = {key: search_key(label) for key, label in self.labels.items()}
        self.out = Filling(Typed(base, {}))
        self.others: set[str] = set()
        """Columns that named another section in the last row that said anything in them."""

    def run(self, found: Sequence[Row]) -> Filling:
        for row in found:
            if any(self.sheet.fitted(None, dict(row.cells)).values()):
                self._row(row)
        return self.out

    def _row(self, row: Row) -> None:
        if self._is_elsewhere(row):
            return
        names = [column.key for column in self.sheet.names]
        said = dict(row.cells)
        chosen = self.by_id.get(self.decisions.rows.get(row.number, ""))
        if row.id:
            self._known(row, self.sheet.fitted(self.by_id.get(row.id), said))
            return
        keyed = self.matching.keys.get(said.get(ROW_KEY, ""), [])
        if chosen is None and len(keyed) != 1 and not any(said.get(name) for name in names):
            if self.sheet.numbered in names:
                self._unnumbered(row, self.sheet.fitted(None, said))
                return
            self._trouble(row, _("Satırın adı yok; hangi satır olduğu yazılmalı ya da silinmeli."))
            return
        if chosen is None and len(keyed) == 1 and self._is_another(row, keyed[0]):
            return
        targets = [chosen] if chosen else keyed or self.matching.targets(said)
        if len(targets) > 1:
            self._trouble(
                row,
                _(
                    "«%(name)s» tablodaki %(number)s satıra birden uyuyor; satırı ayıran öteki "
                    "adlar da yazılmalıdır."
                )
                % {"name": self._name(said), "number": len(targets)},
            )
        elif not targets:
            self._unknown(row, self.sheet.fitted(None, said), names)
        elif targets[0].id in self.out.rows:
            self._trouble(
                row,
                _("«%(name)s» dosyanın %(number)s. satırında da var; biri silinmelidir.")
                % {"name": self._name(said), "number": self.out.rows[targets[0].id]},
            )
        else:
            self.out.rows[targets[0].id] = row.number
            cells = self.sheet.fitted(targets[0], said)
            # A person who says that a name means a stored row does not rename the row by it.
            given = {k: v for k, v in cells.items() if not (chosen and k in names)}
            self._write(row, targets[0], given)

    def _is_elsewhere(self, row: Row) -> bool:
        """Whether the row is another section's, or can't be told whose; it is left aside."""
        for column, mine in self.sheet.given:
            text = row.cells.get(column.key, "")
            try:
                is_mine = not text or column.read(text) == mine
            except ValueError as error:
                self._trouble(row, f"{column.title}: {error}")
                return True
            if not text and column.key in self.others:
                self._trouble(
                    row,
                    _(
                        "«%(column)s» boş, üstündeki satırda ise başka bir yer yazıyor. Satırın "
                        "kimin olduğu hücreye yazılmalıdır."
                    )
                    % {"column": column.title},
                )
                return True
            if not is_mine:
                self.others.add(column.key)
                return self._leave(row, text)
            self.others.discard(column.key)
        key = row.cells.get(ROW_KEY, "")
        if key and key not in self.matching.keys and self.sheet.is_elsewhere(key):
            return self._leave(row, "")
        return False

    def _leave(self, row: Row, whose: str) -> bool:
        name = " · ".join(filter(None, (whose, self._name(row.cells))))
        self.out.elsewhere.append(SheetRow(row.number, RowKind.ELSEWHERE, {}, name))
        return True

    def _is_another(self, row: Row, keyed: GridRow) -> bool:
        """Whether a row's key and its name are those of two rows; then nothing of it is taken."""
        names = self.matching.targets(dict(row.cells))
        said = [c for c in self.sheet.names if c.is_input and row.cells.get(c.key)]
        if keyed in names or not said:
            return False
        if not names and not any(column.key in keyed.fixed for column in said):
            return False  # it is renamed
        self._trouble(
            row,
            _(
                "Satır anahtarı «%(key)s» tablodaki «%(stored)s» satırınındır, dosyada ise satırın "
                "adı «%(name)s». Ad düzeltilmeli ya da yeni bir satırsa anahtarı silinmelidir."
            )
            % {"key": keyed.key, "stored": self.labels[keyed.id], "name": self._name(row.cells)},
        )
        return True

    def _unnumbered(self, row: Row, cells: dict[str, str]) -> None:
        """A row that the table will number: the stored one that says the same, else a new one."""
        for target in self.by_id.values():
            stored = [
                says_the_same(self.sheet, key, value, column.shown(target.cells.get(key, "")))
                for key, value in cells.items()
                if (column := self.sheet.by_key[key]).is_input and value
            ]
            if stored and all(stored) and target.id not in self.out.rows:
                self.out.rows[target.id] = row.number
                return
        self._unknown(row, cells, ())

    def _known(self, row: Row, cells: dict[str, str]) -> None:
        """A row of which the file itself says which one it is."""
        target = self.by_id.get(row.id)
        if target is not None:
            self.out.rows[target.id] = row.number
            self._write(row, target, cells)
        elif row.id in self.base.rows and self._differs(row.id, cells):
            self._trouble(
                row,
                _(
                    "Satır portaldan silinmiş, dosyada ise değiştirilmiş. Gerekliyse değerleri boş "
                    "bir satıra yeni satır olarak yazılmalı, bu satır silinmelidir."
                ),
            )

    def _differs(self, name: str, cells: Mapping[str, str]) -> bool:
        before = self.base.rows[name]
        return any(
            not says_the_same(self.sheet, key, value, column.shown(before.get(key, "")))
            for key, value in cells.items()
            if (column := self.sheet.by_key[key]).is_input
        )

    def _unknown(self, row: Row, cells: dict[str, str], names: Sequence[str]) -> None:
        name = self._name(cells)
        if not self.sheet.has_new_rows:
            # Exports of the office name a row by its code.
            said = next((cells[key] for key in names if cells.get(key)), "")
            if self.sheet.is_elsewhere(slugify(said)):
                self._leave(row, "")
                return
            self._trouble(
                row,
                _("«%(name)s» bu tabloda yok ve tabloya satır eklenemez; ad düzeltilmelidir.")
                % {"name": name},
            )
            return
        decision = self.decisions.rows.get(row.number, NewRow.ADD)
        self.out.unknown.append(Unknown(row.number, name, self._similar(name), decision))
        if decision == NewRow.LEAVE:
            return
        made = self.out.typed.row(f"{NEW}{row.number}")
        made.raw |= {column.key: cells.get(column.key, "") for column in self.sheet.inputs}
        self.out.rows[made.id] = row.number

    def _similar(self, name: str) -> tuple[tuple[str, str], ...]:
        """Stored rows that may have been meant, the likeliest first."""
        if len(self.labels) > MOST_COMPARED or len(self.out.unknown) > MOST_SIMILAR:
            return ()
        found = process.extract(
            search_key(name), self.folded, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE, limit=3
        )
        return tuple((key, self.labels[key]) for _name, _score, key in found)

    def _name(self, cells: Mapping[str, str]) -> str:
        return " ".join(filter(None, (cells.get(c.key, "") for c in self.sheet.names)))

    def _trouble(self, row: Row, text: str) -> None:
        name = self._name(row.cells)
        self.out.troubles.append(Trouble(row.number, str(row.number), ROW, name, text))

    def _write(self, row: Row, target: GridRow, cells: dict[str, str]) -> None:
        given: dict[str, str] = {}
        shown = self.base.rows.get(target.id, target.cells)
        for key, value in cells.items():
            column, stored = self.sheet.by_key[key], target.cells.get(key, "")
            if not column.is_input:
                continue
            before = column.shown(shown.get(key, ""))
            is_same = self._is_withheld(column, value, stored) or says_the_same(
                self.sheet, key, value, before
            )
            if not self._takes(target, column):
                if value and not is_same and self._is_closed(target, column):
                    self._closed(row, column, value)
            elif is_same:
                self.out.same += 1
            elif value or not before:
                given[key] = value
            else:
                self.out.erasures.append((target.id, key))
                if self.decisions.empty is Empty.ERASE:
                    given[key] = ""
        # A row that was only offered is made when the file says something of it.
        if given:
            self.out.typed.row(target.id).raw |= given

    @staticmethod
    def _is_withheld(column: GridColumn, value: str, stored: str) -> bool:
        """Whether a public file has a sign in place of what is stored."""
        if not column.is_number or not stored:
            return False
        is_small = 0 < Decimal(stored) < SMALLEST_SHOWN
        return value == str(WITHHELD) or (value == str(SMALL) and is_small)

    def _is_closed(self, target: GridRow, column: GridColumn) -> bool:
        is_entered = column not in self.sheet.names and column.key not in target.formulas
        return is_entered and column.key in target.fixed

    def _closed(self, row: Row, column: GridColumn, value: str) -> None:
        text = _("«%(column)s» bu satırda girilmez; hücre boş bırakılmalıdır.") % {
            "column": column.title
        }
        self.out.troubles.append(Trouble(row.number, str(row.number), column.key, value, text))

    def _takes(self, target: GridRow, column: GridColumn) -> bool:
        if column.key in target.fixed or column.key in target.formulas:
            return False
        # The table numbers its rows itself.
        return not (column is self.sheet.ordinal and target.cells.get(column.key))
