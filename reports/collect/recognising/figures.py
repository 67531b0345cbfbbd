"""A column of figures: what its cells say, in one spelling for all of them.

"6.600" and "1,200" have two readings each, and another cell of the column never settles it: both
readings stand side by side, with their totals, and a person chooses. A column that takes no third
decimal (counts, money) admits one reading only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Final

from kars_portal.lib import numbers
from reports.collect.reading import formats
from reports.collect.reading.cells import Cell, ErrorValue

from .spelling import WAYS, WORDS, Way, read, take_apart, unit_problem, why_not
from .targets import Target
from .units import contradicts, scales, unit_of

__all__ = ["WAYS", "WORDS", "Change", "FigureColumn", "Problem", "Reading", "Way", "read_column"]

_EMPTY: Final = frozenset({"", "-", "–", "—"})
_NOISE: Final = Decimal("1e-9")
_RELATIVE_NOISE: Final = Decimal("1e-12")
_MOST_NOISE: Final = Decimal("1e-4")
_MOST_SHARE: Final = 10
"""A share of one beyond it (%1000) is none."""


@dataclass(frozen=True)
class Problem:
    """Why a cell is refused, and the cure."""

    row: int
    address: str
    key: str
    value: str
    text: str
    is_repetition: bool = False
    """The row's name stands in another row of the file, too."""


@dataclass(frozen=True)
class Change:
    """A figure that is taken otherwise than the cell spells it; shown before anything is taken."""

    address: str
    key: str
    value: str
    taken: Decimal
    why: str


@dataclass(frozen=True)
class Reading:
    """The column in one way of reading it. `refused` are cells that are spelled the other way."""

    way: Way
    values: Mapping[int, Decimal]
    refused: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum(self.values.values(), Decimal())


@dataclass
class FigureColumn:
    """What a column says. Either `values` hold every figure, or `readings` wait for a choice."""

    target: Target
    values: dict[int, Decimal | None] = field(default_factory=dict)
    """Row of the file → figure, None for an empty cell or a dash."""
    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    is_share: bool | None = None
    """For a column in percent whose cells lie between 0 and 1: whether 0,515 stands for %51,5. None
    where nobody needs to ask."""
    asks_share: bool = False
    said: dict[int, str] = field(default_factory=dict)
    """Row → why its text is taken otherwise than it is spelled."""


def read_column(
    target: Target,
    cells: Mapping[int, Cell | None],
    *,
    way: Way | None = None,
    is_share: bool | None = None,
    factor: Decimal = Decimal(1),
    has_formats: bool = True,
) -> FigureColumn:
    """Read the cells of a column, by row of the file.

    `way` and `is_share` are what a person chose, `factor` is 1000 for a table in thousands.
    """
    column = FigureColumn(target)
    texts: dict[int, tuple[Cell, dict[Way, Decimal]]] = {}
    for row, cell in cells.items():
        if cell is None or (isinstance(cell.value, str) and cell.value.strip() in _EMPTY):
            column.values[row] = None
        elif isinstance(cell.value, str):
            found = _from_text(column, cell)
            if found:
                texts[row] = (cell, found)
        else:
            number = _from_value(column, cell)
            if number is not None:
                column.values[row] = number
    _settle(column, texts, way)
    _shares(column, cells, is_share)
    if factor != 1:
        _scaled(column, cells, factor)
    return column


# -- cells of text --------------------------------------------------------------------------------


def _from_text(column: FigureColumn, cell: Cell) -> dict[Way, Decimal]:
    """The figures that a text may be, by the way of reading it; none: it is refused."""
    target, text = column.target, str(cell.value)
    spelled = take_apart(text, target)
    wrong = spelled.wrong or unit_problem(text, spelled.unit, target)
    if wrong:
        _refuse(column, cell, wrong)
        return {}
    found = {
        w: value for w in WAYS if (value := read(spelled.digits, w, target.places)) is not None
    }
    if not found:
        _refuse(column, cell, why_not(text, spelled.digits, target))
        return {}
    if spelled.said:
        column.said[cell.row] = spelled.said
    return {w: -value if spelled.sign else value for w, value in found.items()}


def _settle(
    column: FigureColumn, texts: Mapping[int, tuple[Cell, dict[Way, Decimal]]], way: Way | None
) -> None:
    """Decide the way in which the column's texts are read, or leave both to be chosen from."""
    is_open = any(len(set(found.values())) > 1 for _cell, found in texts.values())
    common = [w for w in WAYS if all(w in found for _cell, found in texts.values())]
    if way is None and (is_open or not common):
        column.readings = [_reading(texts, w) for w in WAYS]
        return
    chosen = way or common[0]
    for row, (cell, found) in texts.items():
        if chosen in found:
            column.values[row] = found[chosen]
            if row in column.said:
                column.changes.append(
                    Change(
                        cell.address,
                        column.target.key,
                        str(cell.value),
                        found[chosen],
                        column.said[row],
                    )
                )
        else:
            _refuse(
                column,
                cell,
                f"«{cell.value}» sütunun yazımına uymuyor; bu sütunda {WORDS[chosen]}.",
            )


def _reading(texts: Mapping[int, tuple[Cell, dict[Way, Decimal]]], way: Way) -> Reading:
    values = {row: found[way] for row, (_cell, found) in texts.items() if way in found}
    refused = tuple(cell.address for cell, found in texts.values() if way not in found)
    return Reading(way, values, refused)


# -- cells of other kinds -------------------------------------------------------------------------


def _from_value(column: FigureColumn, cell: Cell) -> Decimal | None:
    match cell.value:
        case None:
            _refuse(
                column,
                cell,
                f"Hücredeki formülün ({cell.formula[:40]}) sonucu dosyada yok; dosya Excel'de "
                "açılıp hesaplatılarak kaydedilmeli ya da sonuç elle yazılmalıdır.",
            )
        case ErrorValue(code):
            _refuse(
                column,
                cell,
                f"Hücrede formül hatası var ({code}); formül düzeltilmeli ya da hücre boş "
                "bırakılmalıdır.",
            )
        case bool() | date() | time():
            _refuse(
                column,
                cell,
                "Hücre sayı değil, tarih ya da doğru/yanlış olarak biçimlendirilmiş; biçim sayı "
                "yapılıp değer yeniden yazılmalıdır.",
            )
        case int() | float() as number:
            return _from_number(column, cell, number)
    return None


def _from_number(column: FigureColumn, cell: Cell, number: float) -> Decimal | None:
    target = column.target
    value = Decimal(repr(number))
    is_percentage = formats.is_percentage(cell.format)
    if is_percentage and target.unit != "%":
        _refuse(
            column,
            cell,
            f"Hücre yüzde olarak biçimlendirilmiş ({cell.format}); bu sütunun birimi "
            f"{target.unit or 'sayı'}. Değer yüzde işareti olmadan yazılmalıdır.",
        )
        return None
    beside = [] if is_percentage else [unit_of(words) for words in formats.words(cell.format)]
    other = next((unit for unit in beside if contradicts(unit, target.unit, target.places)), "")
    if other:
        _refuse(
            column,
            cell,
            f"Hücre {other} olarak biçimlendirilmiş; bu sütunun birimi {target.unit or 'sayı'}. "
            "Değer bu birimde yazılmalı, hücre biçimi düzeltilmelidir.",
        )
        return None
    if value and _is_shown_otherwise(cell.format, is_negative=value < 0):
        _refuse(
            column,
            cell,
            f"Hücre biçimi ({cell.format}) değeri başka gösteriyor: dosyada {number} kayıtlı. "
            "Değer tam olarak yazılmalı, hücre biçimi düz sayı yapılmalıdır.",
        )
        return None
    if is_percentage:
        value = _rounded(value * 100, 12)
    fitted = _fitted(value, target.places)
    if fitted is None:
        allowed = f"en çok {target.places} ondalık basamak" if target.places else "tam sayı"
        shown = numbers.format_decimal(numbers.plain(value))
        _refuse(
            column,
            cell,
            f"«{shown}» bu sütun için fazla ayrıntılı: {allowed} olmalı. Hücredeki değer "
            "yuvarlanmalıdır.",
        )
        return None
    if fitted != value or is_percentage:
        why = "Yüzde biçimli hücre" if is_percentage else "Hesaplama kalıntısı yuvarlandı"
        column.changes.append(Change(cell.address, target.key, repr(number), fitted, why))
    return fitted


def _is_shown_otherwise(format_: str, *, is_negative: bool) -> bool:
    """Whether a format writes thousands, digits or a sign beside a number that it does not have, or
    words in its place.
    """
    beside = formats.words(format_)
    digits = any(words.strip("., ").isdecimal() for words in beside)
    scaled = any(scales(words) or scales(f"({words})") for words in beside)
    return (
        digits
        or (scaled and not formats.is_scaled(format_))
        or formats.turns_sign(format_, is_negative=is_negative)
        or formats.shows_words_only(format_, is_negative=is_negative)
    )


def _fitted(value: Decimal, places: int | None) -> Decimal | None:
    """The value with the column's decimals; only the noise of a computation is taken off."""
    noise = max(_NOISE, min(abs(value) * _RELATIVE_NOISE, _MOST_NOISE))
    if places is None:
        rounded = _rounded(value, 9)
        return rounded if abs(rounded - value) <= _NOISE and len(str(value)) > 15 else value
    rounded = numbers.round_half_up(value, places)
    return rounded if abs(rounded - value) <= noise else None


def _rounded(value: Decimal, places: int) -> Decimal:
    return numbers.plain(numbers.round_half_up(value, places))


def _shares(column: FigureColumn, cells: Mapping[int, Cell | None], chosen: bool | None) -> None:
    """Ask whether figures up to 1 in a column of percentages are shares of one.

    A larger figure does not settle what a smaller one means: 1,2 beside 0,8 may be %120.
    """
    if column.target.unit != "%":
        return
    plain = {
        row: value
        for row, value in column.values.items()
        if value is not None
        and not formats.is_percentage(str(getattr(cells[row], "format", "")))
        and "%" not in str(getattr(cells[row], "value", ""))
    }
    if not any(value and abs(value) <= 1 for value in plain.values()):
        return
    column.asks_share = True
    column.is_share = chosen
    if not chosen:
        return
    for row, value in plain.items():
        cell = cells[row]
        if cell is None:
            continue
        if abs(value) > _MOST_SHARE:
            del column.values[row]
            _refuse(
                column,
                cell,
                f"«{cell.value}» oran olarak okunamaz; bu sütunda oranlar 1 üzerinden yazılmış "
                "(0,515 = %51,5). Değer oran olarak yazılmalıdır.",
            )
            continue
        column.values[row] = taken = _rounded(value * 100, 12)
        column.changes.append(
            Change(
                cell.address,
                column.target.key,
                str(cell.value),
                taken,
                "Oran yüzdeye çevrildi",
            )
        )


def _scaled(column: FigureColumn, cells: Mapping[int, Cell | None], factor: Decimal) -> None:
    """Multiply what a table in thousands says; a format that shows thousands keeps all of it."""
    for row, value in column.values.items():
        cell = cells[row]
        if value is None or cell is None or formats.is_scaled(cell.format):
            continue
        column.values[row] = taken = value * factor
        why = f"Tablo {_thousands(factor)} olarak yazılmış"
        column.changes.append(Change(cell.address, column.target.key, str(cell.value), taken, why))


def _refuse(column: FigureColumn, cell: Cell, text: str) -> None:
    value = cell.formula if cell.value is None else str(cell.value)
    column.problems.append(Problem(cell.row, cell.address, column.target.key, value, text))


def _thousands(factor: Decimal) -> str:
    return {Decimal(1000): "bin TL", Decimal(10**6): "milyon TL"}.get(factor, f"× {factor}")
