"""Finds a workbook of the portal in a file that was read, and its rows by their key cells.

Rows may have been sorted, moved, inserted and taken out, worksheets renamed: what a row is stands
beside it, never in its place. What was deleted or copied is said with its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reports.collect.reading.cells import Book, Cell, Sheet, letters
from reports.collect.recognising.figures import Problem

from .manifest import (
    COLUMNS,
    ENTERED,
    HEADING,
    MARK,
    TOTAL,
    VERSION,
    Damaged,
    Manifest,
    Newer,
    RowMark,
    SheetMark,
    is_manifest,
    read_lines,
)

_KEY = 1
"""The hidden column."""
_AGAIN = "Çalışma kitabı portaldan yeniden indirilip değerler ona yazılmalıdır."


class Unfit(ValueError):
    """The workbook is not taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class FoundRow:
    """A row of a worksheet; `mark` says which one it was, None for a new one."""

    number: int
    cells: Mapping[str, Cell]
    mark: RowMark | None = None


@dataclass
class WorkbookSheet:
    """A worksheet as it came back, with what was wrong with its keys."""

    mark: SheetMark
    name: str
    columns: dict[str, int] = field(default_factory=dict)
    """Entered columns → where they stand now, from 1."""
    rows: list[FoundRow] = field(default_factory=list)
    absent: list[RowMark] = field(default_factory=list)
    """Rows that the file has not any more; nothing becomes of them."""
    problems: list[Problem] = field(default_factory=list)
    has_formats: bool = True


@dataclass
class Workbook:
    """A workbook of the portal. `absent` are worksheets that were taken out."""

    version: int
    institution: str
    year: int
    unit: str
    unit_name: str
    made_at: datetime
    sheets: list[WorkbookSheet] = field(default_factory=list)
    absent: list[SheetMark] = field(default_factory=list)

    def sheet(self, section: str, key: str) -> WorkbookSheet | None:
        """The worksheet of a table."""
        found = (s for s in self.sheets if (s.mark.section, s.mark.key) == (section, key))
        return next(found, None)


def workbook_in(book: Book) -> Workbook | None:
    """The workbook that a file is, None for any other file. Raises Unfit."""
    lines = next(filter(None, map(_manifest_lines, book.sheets)), None)
    if lines is None:
        return None
    try:
        manifest = read_lines(lines)
    except Newer as error:
        if error.version > VERSION:
            raise Unfit(
                f"Çalışma kitabı portalın yeni bir sürümünden alınmış (biçim {error.version}); bu "
                f"portal biçim {VERSION} okur. {_AGAIN}"
            ) from error
        raise Unfit(
            f"Çalışma kitabının biçimi eski ({error.version}); artık okunmuyor. {_AGAIN}"
        ) from error
    except Damaged as error:
        raise Unfit(f"Çalışma kitabının gizli sayfası bozulmuş; dosya tanınamıyor. {_AGAIN}") from (
            error
        )
    return _read(book, manifest)


def require(workbook: Workbook, *, year: int, unit: str, institution: str) -> None:
    """Raise Unfit where a workbook is of another municipality, year or directorate than the one
    that it is uploaded for.
    """
    if institution and workbook.institution and workbook.institution != institution:
        raise Unfit(
            f"Çalışma kitabı «{workbook.institution}» için hazırlanmış; bu portal «{institution}» "
            f"içindir. {_AGAIN}"
        )
    if workbook.year != year:
        raise Unfit(
            f"Çalışma kitabı {workbook.year} yılı için hazırlanmış; burada {year} yılı giriliyor. "
            f"Dosya {workbook.year} yılının sayfasından yüklenmeli ya da {year} yılının kitabı "
            "indirilmelidir."
        )
    if workbook.unit != unit:
        raise Unfit(
            f"Çalışma kitabı «{workbook.unit_name}» için hazırlanmış. Dosya o müdürlüğün bölüm "
            "sayfasından yüklenmeli ya da bu müdürlüğün kitabı indirilmelidir."
        )


# -- the hidden worksheet --------------------------------------------------------------------------


def _manifest_lines(sheet: Sheet) -> list[str] | None:
    lines = ["".join(str(cell.value) for cell in row) for row in sheet.rows.values()]
    return lines if lines and is_manifest(lines[0]) else None


def _read(book: Book, manifest: Manifest) -> Workbook:
    found = Workbook(
        manifest.version,
        manifest.institution,
        manifest.year,
        manifest.unit,
        manifest.unit_name,
        manifest.made_at,
    )
    tabs: dict[str, list[Sheet]] = defaultdict(list)
    for tab in book.sheets:
        tabs[_token(tab)].append(tab)
    for mark in manifest.sheets:
        match tabs.get(mark.token, []):
            case []:
                named = next((tab for tab in book.sheets if tab.name == mark.name), None)
                if named is None:
                    found.absent.append(mark)
                    continue
                sheet = WorkbookSheet(mark, named.name)
                sheet.problems.append(_no_key(named, "gizli anahtar sütunu (A) silinmiş"))
                found.sheets.append(sheet)
            case [tab]:
                found.sheets.append(_Reader(tab, mark, has_formats=book.has_formats).read())
            case [first, *others]:
                names = ", ".join(f"«{tab.name}»" for tab in (first, *others))
                sheet = WorkbookSheet(mark, first.name)
                text = (
                    f"{names} sayfaları aynı tablonun kopyaları; hangisinin geçerli olduğu "
                    "bilinemez. Geçerli olan bırakılıp ötekiler silinmelidir."
                )
                sheet.problems.append(Problem(1, f"{first.name}!A1", "", mark.token, text))
                found.sheets.append(sheet)
    return found


def _token(tab: Sheet) -> str:
    """What the first cell says, where the row above it was not taken for another one."""
    for row in tab.rows.values():
        for cell in row:
            if cell.column == _KEY and isinstance(cell.value, str):
                token = cell.value.strip()
                if token.startswith(MARK) and token not in (COLUMNS, HEADING, TOTAL):
                    return token.partition(".")[0]
    return ""


def _no_key(tab: Sheet, what: str) -> Problem:
    text = (
        f"«{tab.name}» sayfasının {what}; satırların hangileri olduğu bilinemiyor. Sayfa okunmadı. "
        f"{_AGAIN}"
    )
    return Problem(1, f"{tab.name}!A1", "", "", text)


class _Reader:
    """Reads one worksheet."""

    def __init__(self, tab: Sheet, mark: SheetMark, *, has_formats: bool) -> None:
        self.tab = tab
        self.mark = mark
        self.found = WorkbookSheet(mark, tab.name, has_formats=has_formats)

    def read(self) -> WorkbookSheet:
        heading = self._take_columns()
        if heading is None:
            self.found.problems.append(_no_key(self.tab, "gizli sütun satırı silinmiş"))
            return self.found
        known = {row.token: row for row in self.mark.rows}
        seen: dict[str, int] = {}
        for number, cells in self.tab.rows.items():
            if number <= heading:
                continue
            token = self._key_of(cells)
            if token in (HEADING, TOTAL, COLUMNS):
                continue
            row = FoundRow(number, self._entered(cells), known.get(token))
            if not token:
                if any(_says(cell) for cell in row.cells.values()):
                    self.found.rows.append(row)
            elif row.mark is None:
                self._foreign(number, token)
            elif token in seen:
                self._twice(seen[token], number, row.mark)
            else:
                seen[token] = number
                self.found.rows.append(row)
        self.found.absent = [row for token, row in known.items() if token not in seen]
        return self.found

    def _take_columns(self) -> int | None:
        """Where the entered columns stand; gives the number of the row that says it."""
        for number, cells in self.tab.rows.items():
            if self._key_of(cells) != COLUMNS:
                continue
            places: dict[str, list[int]] = defaultdict(list)
            for cell in cells:
                said = str(cell.value).strip()
                if said.startswith(ENTERED):
                    places[said.removeprefix(ENTERED)].append(cell.column)
            for key in self.mark.columns:
                match places.get(key, []):
                    case [place]:
                        self.found.columns[key] = place
                    case []:
                        self._column(number, key, "silinmiş")
                    case several:
                        where = ", ".join(letters(place) for place in several)
                        self._column(number, key, f"kopyalanmış ({where})")
            return number
        return None

    def _column(self, number: int, key: str, what: str) -> None:
        text = f"«{self.tab.name}» sayfasında «{key}» sütunu {what}; sütun okunmadı. {_AGAIN}"
        place = f"{letters(self.mark.columns[key])}{number}"
        self.found.problems.append(Problem(number, place, key, "", text))

    def _entered(self, cells: Iterable[Cell]) -> dict[str, Cell]:
        by_place = {cell.column: cell for cell in cells}
        return {
            key: by_place[place] for key, place in self.found.columns.items() if place in by_place
        }

    @staticmethod
    def _key_of(cells: Iterable[Cell]) -> str:
        first = next((cell for cell in cells if cell.column == _KEY), None)
        return "" if first is None or first.value is None else str(first.value).strip()

    def _foreign(self, number: int, token: str) -> None:
        text = (
            f"«{self.tab.name}» sayfasının {number}. satırı bu tablonun değil: gizli anahtarı "
            f"«{token[:40]}». Başka bir sayfadan kopyalanan satırın değerleri boş bir satıra "
            "yazılmalı, kopya silinmelidir."
        )
        self.found.problems.append(Problem(number, f"A{number}", "", token[:40], text))

    def _twice(self, first: int, number: int, mark: RowMark) -> None:
        text = (
            f"Satır {first} ve satır {number} aynı satırın kopyaları. Yeni satır, tablonun "
            f"altındaki boş bir satıra yazılmalı; kopya (satır {first} ya da {number}) "
            "silinmelidir."
        )
        self.found.problems.append(Problem(number, f"A{number}", "", mark.token, text))


def _says(cell: Cell) -> bool:
    """Whether somebody has written into a cell."""
    return bool(cell.formula) or (cell.value is not None and bool(str(cell.value).strip()))
