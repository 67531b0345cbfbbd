"""A sheet as rows of a table: what is taken, set aside, refused, and left to be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kars_portal.lib import numbers
from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Book, Sheet, letters

from .figures import Change, FigureColumn, Problem, read_column
from .headings import (
    Heading,
    Mapping_,
    find_heading,
    heading_in,
    map_columns,
    resembling,
    set_apart,
)
from .merged import merged_figures
from .own import identity, take_withheld, with_key
from .rows import RowKind, SheetRow, classify
from .saying import why_no_table
from .spelling import Way
from .sums import sums
from .targets import ROW_KEY, Table
from .texts import read_text
from .totals import PrintedTotal, printed_totals
from .units import Scale, contradicts, currencies, scale_of, scales, stated
from .years import of_year

__all__ = ["Chosen", "PrintedTotal", "Recognised", "Row", "recognise"]

_UNCOUNTED = 10**9
"""More cells than any row has, for a heading whose cells nobody counted."""


@dataclass(frozen=True)
class Chosen:
    """What a person has chosen for this file; nothing of it is ever supposed.

    `columns`: folded words of a heading → key of the table's column, "" for none; `places` the same
    for a column of the file by its number, which goes before. `ways` and `shares`: key of a column
    → how its figures are read. `scale`: whether a title's "bin TL" holds. `heading`: the row that
    holds the columns' titles, 0 where nobody had to say it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
    shares: Mapping[str, bool] = field(default_factory=dict)
    scale: bool | None = None
    heading: int = 0


@dataclass(frozen=True)
class Row:
    """A row of the table as the file has it: key of a column → what its cell says, spelled so that
    it is read in one way; a column that the file does not have is absent, an empty cell is "".

    `id` is that of the stored or offered row, where the file itself says which one it is.
    """

    number: int
    cells: Mapping[str, str]
    id: str = ""

    def name(self, table: Table) -> str:
        return " / ".join(self.cells.get(target.key, "") for target in table.names)


@dataclass
class Recognised:
    """All that was found out of a sheet. Without a heading nothing of it is taken."""

    sheet: Sheet
    heading: Heading | None = None
    mapping: Mapping_ = field(default_factory=Mapping_)
    rows: list[Row] = field(default_factory=list)
    aside: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    open_columns: list[FigureColumn] = field(default_factory=list)
    """Columns that wait for a choice: between two readings, or shares and percentages."""
    scale: Decimal = Decimal(1)
    """What a title says of all amounts; it is applied only when chosen."""
    asks_scale: bool = False
    totals: list[PrintedTotal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was noticed and taken: rows that are hidden, names out of merged cells."""
    refusal: str = ""
    """Without a heading: why, and the cure."""
    lacks_names: bool = False
    """No column says which row is which; somebody has to say which one does."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for a choice."""
        return bool(self.heading) and not (
            self.open_columns or self.asks_scale or self.mapping.twice or self.lacks_names
        )


def recognise(
    book: Book,
    sheet: Sheet,
    table: Table,
    chosen: Chosen = Chosen(),
) -> Recognised:
    """Read a sheet as rows of a table."""
    found = Recognised(sheet)
    found.heading = (
        heading_in(sheet, chosen.heading)
        if chosen.heading
        else find_heading(sheet, table, chosen.columns) or resembling(sheet, table)
    )
    if found.heading is None:
        found.refusal = why_no_table(sheet, table)
        return found
    filled = {c.column for c in sheet.cells() if c.row > found.heading.last_row}
    _say_year(found, sheet, table)
    found.mapping = map_columns(found.heading, table, chosen.columns, filled, chosen.places)
    set_apart(found.mapping, found.heading, filled, chosen.columns, chosen.places)
    found.lacks_names = bool(table.names and not table.is_numbered) and not any(
        target.is_name or target.is_key for target in found.mapping.taken.values()
    )
    data: list[SheetRow] = []
    classified = list(classify(sheet, found.heading, found.mapping, table.row_names))
    for looked_at in of_year(classified, sheet, found.heading, found.mapping, table.year):
        row = with_key(looked_at, found.mapping, table)
        (data if row.kind is RowKind.DATA else found.aside).append(row)
    factors = _factors(found, sheet, table, chosen)
    cells: dict[int, dict[str, str]] = {row.number: {} for row in data}
    columns: dict[str, FigureColumn] = {}
    for place, target in found.mapping.taken.items():
        if target.is_computed:
            continue
        of_column = {row.number: row.cells.get(place) for row in data}
        if target.is_figure:
            for number, sign in take_withheld(target, of_column).items():
                cells[number][target.key] = sign
            column = read_column(
                target,
                of_column,
                way=chosen.ways.get(target.key),
                is_share=chosen.shares.get(target.key),
                factor=factors.get(place, Decimal(1)),
                has_formats=book.has_formats,
            )
            columns[target.key] = column
            _take_figures(found, column, cells)
        else:
            for number, cell in of_column.items():
                said = read_text(target, cell)
                cells[number][target.key] = said.text
                if said.wrong and cell is not None:
                    shown = cell.formula if cell.value is None else str(cell.value)
                    _refuse(found, number, cell.address, target.key, shown, said.wrong)
    data = _without_sums(found, table, data, columns)
    found.rows = [Row(row.number, cells[row.number]) for row in data]
    _names(found, table, data)
    _places(found, book, data)
    found.totals = list(
        printed_totals(
            found.aside, found.mapping, columns, chosen.ways, factors, _codes(found, table)
        )
    )
    return found


def _without_sums(
    found: Recognised, table: Table, data: list[SheetRow], columns: Mapping[str, FigureColumn]
) -> list[SheetRow]:
    """The rows without those that add up others and say so; of one that doesn't, it is told."""
    told: list[int] = []
    totals: dict[int, SheetRow] = {}
    for row, is_called in sums(data, found.aside, columns, table.row_names):
        if is_called:
            totals[row.number] = replace(row, kind=RowKind.TOTAL)
        else:
            told.append(row.number)
    if told:
        found.notes.append(
            f"Şu satırların değerleri üstlerindeki satırların toplamına eşit: {_listed(told)}. "
            "Toplam satırı iseler adları «Toplam» yapılmalıdır; yoksa iki kez sayılırlar."
        )
    found.aside = sorted([*found.aside, *totals.values()], key=lambda row: row.number)
    found.problems = [problem for problem in found.problems if problem.row not in totals]
    for column in columns.values():
        for number in totals:
            column.values.pop(number, None)
    return [row for row in data if row.number not in totals]


def _refuse(found: Recognised, row: int, address: str, key: str, value: str, text: str) -> None:
    found.problems.append(Problem(row, address, key, value, text))


def _take_figures(
    found: Recognised, column: FigureColumn, cells: dict[int, dict[str, str]]
) -> None:
    found.problems += column.problems
    found.changes += column.changes
    if column.readings or (column.asks_share and column.is_share is None):
        found.open_columns.append(column)
        return
    for number, value in column.values.items():
        cells[number][column.target.key] = (
            "" if value is None else numbers.format_decimal(value, grouping=False)
        )


def _factors(found: Recognised, sheet: Sheet, table: Table, chosen: Chosen) -> dict[int, Decimal]:
    """By column: what titles, notes and the heading say of all its figures, if it is chosen."""
    heading = found.heading
    assert heading is not None  # noqa: S101 - asked before
    around = [sheet.name, *sheet.about]
    around += [
        str(cell.value)
        for number, row in sheet.rows.items()
        if number < heading.first_row
        for cell in row
    ]
    titles = list(around)
    around += [
        str(cell.value)
        for aside in found.aside
        if aside.kind in (RowKind.NOTE, RowKind.GROUP)
        for cell in aside.cells.values()
    ]
    of_title = scale_of(around)
    others = {s for text in around for s in scales(text) if s.unit not in ("TL", "")}
    factors: dict[int, Decimal] = {}
    for place, target in found.mapping.taken.items():
        if not target.is_figure or target.is_computed:
            continue
        words = heading.words[place]
        _check_unit(found, place, words, others)
        if target.unit == "TL":
            _check_currency(found, place, currencies([*titles, words]))
            own = scale_of([words])
            factors[place] = own if own != 1 else of_title
    found.scale = max(factors.values(), default=Decimal(1))
    found.asks_scale = found.scale != 1 and chosen.scale is None
    return factors if chosen.scale else {}


def _say_year(found: Recognised, sheet: Sheet, table: Table) -> None:
    """Tell of a title that names another year than the report's, and not that one."""
    assert found.heading is not None  # noqa: S101 - asked before
    first = found.heading.first_row
    above = [str(c.value) for number, row in sheet.rows.items() if number < first for c in row]
    years = {year for text in (sheet.name, *sheet.about, *above) for year in stated(text).years}
    if table.year is not None and years and table.year not in years:
        found.notes.append(
            f"Tablonun üstünde {', '.join(map(str, sorted(years)))} yazıyor; veri girilen yıl "
            f"{table.year}. Dosyanın doğru yıla ait olduğu kontrol edilmelidir."
        )


def _check_currency(found: Recognised, place: int, others: set[str]) -> None:
    assert found.heading is not None  # noqa: S101 - asked before
    if not others:
        return
    row, target = found.heading.last_row, found.mapping.taken[place]
    said = ", ".join(sorted(others))
    text = (
        f"Tablonun başlığında {said} yazıyor; «{target.title}» sütununun birimi TL. Değerler TL "
        "olarak yazılmalı, başlık düzeltilmelidir."
    )
    words = found.heading.words[place]
    _refuse(found, row, f"{letters(place)}{row}", target.key, words, text)


def _check_unit(found: Recognised, place: int, words: str, others: set[Scale]) -> None:
    """A heading that says another unit than the column's, or thousands of it, is refused."""
    assert found.heading is not None  # noqa: S101 - asked before
    target = found.mapping.taken[place]
    said = stated(words)
    address = f"{letters(place)}{found.heading.last_row}"
    own = target.unit or "sayı"
    if search_key(words) not in target.spellings() and contradicts(
        said.unit, target.unit, target.places
    ):
        _refuse(
            found,
            found.heading.last_row,
            address,
            target.key,
            words,
            f"«{words}» başlığındaki birim {said.unit}; bu sütunun birimi {own}. Değerler {own} "
            "olarak yazılmalı, başlık düzeltilmelidir.",
        )
    if target.unit == "TL":
        return
    of_column = {s for s in scales(words) if s.unit != "TL"}
    of_title = {s for s in others if not contradicts(s.unit, target.unit, target.places)}
    scale = next(iter(of_column or (of_title if target.unit else set())), None)
    if scale is not None:
        _refuse(
            found,
            found.heading.last_row,
            address,
            target.key,
            words,
            f"«{words}» sütunu için {scale.factor} kat birim yazılmış ({scale.unit or own}); "
            f"değerler tam olarak, {own} biriminde yazılmalıdır.",
        )


def _codes(found: Recognised, table: Table) -> dict[int, str]:
    """Row → its first name; a code of other codes ("01" of "01.1") adds them up."""
    first = next((target.key for target in table.names), "")
    return {row.number: row.cells.get(first, "") for row in found.rows}


def _names(found: Recognised, table: Table, data: list[SheetRow]) -> None:
    """A row without its names, or with another one's, is refused with its place."""
    places = {target.key: place for place, target in found.mapping.taken.items()}
    names = [target for target in table.names if target.key in places]
    if not names:
        return
    figures = {t.key for t in found.mapping.taken.values() if t.is_figure}
    refused = {problem.row for problem in found.problems if problem.key in {t.key for t in names}}
    first: dict[str, int] = {}
    leading = ""
    for row, source in zip(found.rows, data, strict=True):
        is_keyed = bool(row.cells.get(ROW_KEY))
        said = row.name(table)
        key = search_key(said)
        address = f"{letters(places[names[0].key])}{row.number}"
        if not is_keyed and not key.strip(" /-–—"):
            # A row that says more than figures may be one that the table numbers itself.
            says_more = any(t.strip(" -–—") for k, t in row.cells.items() if k not in figures)
            is_bare = not (table.is_numbered and says_more)
            has_figure = any(places[k] in source.cells for k in figures) or not figures
            if is_bare and has_figure and source.cells and row.number not in refused:
                text = (
                    f"{row.number}. satırın adı yok. Adı yazılmalı; toplam satırıysa «Toplam» "
                    "yazılmalı ya da satır silinmelidir."
                )
                _refuse(found, row.number, address, names[0].key, "", text)
            continue
        mine = row.cells.get(names[0].key, "")
        is_grouped = len(names) > 1 and leading and not leading.isdecimal()
        if not mine and is_grouped and not is_keyed and key not in table.row_names:
            text = (
                f"{row.number}. satırda «{names[0].title}» boş. Yukarıdaki «{leading}» bu satır "
                "için de geçerliyse hücreye yazılmalıdır."
            )
            _refuse(found, row.number, address, names[0].key, "", text)
            continue
        leading = mine or leading
        before = first.setdefault(identity(row.cells, said), row.number)
        if before != row.number:
            text = (
                f"«{said}» dosyada iki kez yazılmış: satır {before} ve satır "
                f"{row.number}. Satırlardan biri silinmeli ya da adları ayrılmalıdır."
            )
            _refuse(found, row.number, str(row.number), names[0].key, said, text)


def _places(found: Recognised, book: Book, data: list[SheetRow]) -> None:
    """What the look of the rows says: hidden ones, merged cells, cells beyond the heading."""
    assert found.heading is not None  # noqa: S101 - asked before
    numbers_ = {row.number for row in data}
    hidden = sorted(numbers_ & found.sheet.hidden_rows)
    if hidden:
        why = "süzgeçle gizlenmiş" if found.sheet.is_filtered else "gizli"
        found.notes.append(f"{len(hidden)} satır {why}, onlar da okundu: {_listed(hidden)}.")
    unseen = sorted(found.sheet.hidden_columns & found.mapping.taken.keys())
    if unseen:
        listed = ", ".join(map(letters, unseen))
        found.notes.append(f"Gizli sütunlar da okundu: {listed}.")
    filled = [row.number for row in data if row.filled]
    if filled:
        found.notes.append(
            f"Birleştirilmiş hücredeki ad şu satırlara da yazıldı: {_listed(filled)}."
        )
    found.problems += merged_figures(found.sheet, sorted(numbers_), found.mapping.taken)
    last, widths = max(found.heading.words), found.sheet.widths
    for row in data:
        beyond = [column for column in row.cells if column > last]
        is_wide = widths.get(row.number, 0) > widths.get(found.heading.last_row, _UNCOUNTED)
        if (beyond and not book.has_formats) or is_wide:
            cell = row.cells[min(beyond, default=max(row.cells))]
            text = (
                f"{row.number}. satırda başlıktan çok hücre var; ondalık virgülü hücreleri "
                "bölmüş olabilir. Dosya «;» ayracıyla ya da .xlsx olarak kaydedilmelidir."
            )
            _refuse(found, row.number, cell.address, "", str(cell.value), text)


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:10]))
    return f"{shown} …" if len(rows) > 10 else shown
