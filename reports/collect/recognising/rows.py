"""What each row below a heading is: a row of the table, or something to be set aside and listed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Cell, Merged, Sheet

from .headings import Mapping_, are_numbers
from .knowing import Heading
from .units import plain_words

_TOTALS = re.compile(
    r"((genel|ara|alt|dip|net|brut|sayfa|bolum|grup|yil|yillik|kumulatif|nakli|devreden) )?"
    r"(toplam|yekun|total)i?( \S+){0,3}|((genel|ara|alt|g) )?top|(genel)?toplam(lar)?i?|"
    r"(grand |sub ?)total|sum"
)
_PLAIN_TOTALS = re.compile(r"((genel|ara|alt|dip) )?(toplam|yekun)i?")
_ENDS_IN_TOTAL = re.compile(r".+ (toplami|toplam|toplamlari|yekunu|yekun)")
_SUMMARIES = re.compile(
    r"((genel|aritmetik) )?ortalama(si)?|oran|fark|degisim|yuzde|%|(% )?dagilim|dagilim %|pay %|"
    r"yuzde dagilim|en (yuksek|dusuk)|(nakli|devreden) (yekun|toplam)|devir|devreden|nakil"
)
_NOTES = re.compile(r"(\*|not\b|kaynak\b|dipnot|aciklama ?:|\(\*|\(?\d\) )", re.IGNORECASE)
_LABELLED_NOTES = re.compile(
    r"(not(lar)?|dipnot|kaynak(lar|ca)?|aciklama(lar)?|uyari|bilgi|source|note)\s{0,3}[0-9]{0,3}\s{0,3}[:;.)=]"
    r"|\(?\*|(kaynak|dipnot|aciklama)$"
)
"""How a note begins that says figures as well; «Kaynak makinesi» is a machine."""
_SIGNERS = re.compile(
    r"\(?(tel|telefon|tlf|faks|fax|gsm|cep|dahili|iletisim|e-?posta|e-?mail|imza|tarih|"
    r"(duzenleme|rapor) tarihi|hazirlayan|duzenleyen|onaylayan|kontrol eden|tasdik eden|sayfa)\b"
)
_CONTACTS = re.compile(
    r"(\+?90|\b0)?[ -]?\(?[2-5][0-9]{2}\)?[ -][0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}\b|"
    r"\b[0-9]{1,2}[./][0-9]{1,2}[./](19|20)[0-9]{2}\b|\b(tel|telefon|dahili|faks|imza)\b|@"
)
_DIVIDER = re.compile(r"[-=_*.+|~–—]{3,}")
_SUM_SIGNS = frozenset("Σ∑")
_LONG = 80


class RowKind(StrEnum):
    """What a row is, and the word for it."""

    DATA = "satır"
    TOTAL = "toplam satırı"
    SUMMARY = "özet satırı"
    REPEATED = "yinelenen başlık"
    GROUP = "ara başlık"
    NOTE = "dipnot"
    ELSEWHERE = "burada girilmeyen satır"
    OTHER = "başka tablo"
    OTHER_YEAR = "başka yılın satırı"
    LEFT = "alınmaması seçilen satır"


@dataclass(frozen=True)
class SheetRow:
    """A row of the file below the heading; `name` are the words by which people know it.

    `filled` are columns whose words stand in a merged cell above.
    """

    number: int
    kind: RowKind
    cells: dict[int, Cell]
    name: str = ""
    filled: tuple[int, ...] = ()


def classify(
    sheet: Sheet, heading: Heading, mapping: Mapping_, known: Collection[str] = ()
) -> Iterator[SheetRow]:
    """The rows below the heading, each with its kind. Blank rows say nothing and are none.

    `known` are folded names of rows that the table has: a row that is one of them is a row of the
    table, though it be called "Toplam".
    """
    look = _Look(heading, mapping, known)
    below = (row for row in sheet.rows if row > heading.last_row)
    look.last_figure = max(
        (row for row in below if look.is_figured({c.column: c for c in sheet.rows[row]})),
        default=0,
    )
    texts = [c for c, target in mapping.taken.items() if not target.is_figure]
    above = _merged_words(sheet, heading, texts)
    listed = list(sheet.rows.items())
    following = {number: _text(after[0]) for (number, _cells), (_next, after) in pairwise(listed)}
    last, is_past = heading.last_row, False
    before = RowKind.DATA
    for number, cells in sheet.rows.items():
        if number <= heading.last_row:
            continue
        by_column = {cell.column: cell for cell in cells if cell.formula or _text(cell)}
        if not by_column:
            continue
        over = above.get(number, {})
        filled = tuple(
            column for column in over if column not in by_column and look.is_row(by_column)
        )
        by_column |= {column: replace(over[column], row=number) for column in filled}
        is_apart = number > last + 1
        if is_past or ((is_apart or before is not RowKind.DATA) and look.begins_another(by_column)):
            is_past = True
            name = _text(by_column[min(by_column)])
            yield SheetRow(number, RowKind.OTHER, by_column, name, filled)
            continue
        look.goes_on = following.get(number) == "2"
        row = look.row(number, by_column, filled, is_apart=is_apart)
        last, before = number, row.kind
        yield row


def is_note_with_figures(row: SheetRow) -> bool:
    """Whether the first words of a row are those of a note."""
    texts = [cell for cell in row.cells.values() if isinstance(cell.value, str)]
    first = min(texts, key=lambda cell: cell.column, default=None)
    said = [_text(first) if first is not None else "", row.name]
    return any(_LABELLED_NOTES.match(search_key(text)) for text in said if text)


def _merged_words(
    sheet: Sheet, heading: Heading, columns: Collection[int]
) -> dict[int, dict[int, Cell]]:
    """For each row the cells of text that a merged cell above shows in it too."""
    first = {
        (cell.row, cell.column): cell
        for cell in sheet.cells()
        if cell.row > heading.last_row and cell.column in columns
    }
    found: dict[int, dict[int, Cell]] = {}
    last = max(sheet.rows)
    done: dict[int, int] = {}
    for merged in down(sheet.merged):
        cell = first.get((merged.first_row, merged.first_column))
        if cell is None:
            continue
        begin = max(merged.first_row, done.get(cell.column, 0)) + 1
        for row in range(begin, min(merged.last_row, last) + 1):
            found.setdefault(row, {})[cell.column] = cell
            done[cell.column] = row
    return found


def down(merged: Collection[Merged]) -> list[Merged]:
    """Those that reach over several rows, from the top."""
    return sorted(
        (m for m in merged if m.last_row > m.first_row), key=lambda m: (m.first_row, m.last_row)
    )


@dataclass
class _Look:
    """What is known of a table while its rows are looked at."""

    heading: Heading
    mapping: Mapping_
    known: Collection[str]
    is_after_total: bool = False
    goes_on: bool = False
    """Whether the next row begins with 2: then "1, 2, 3" begins a numbered list."""
    last_figure: int = 0
    """The last row that says a figure; below it nothing but notes is expected."""
    _words: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = {column: search_key(text) for column, text in self.heading.words.items()}
        taken = self.mapping.taken
        self._named = [column for column, target in taken.items() if target.is_name]
        self._figures = [column for column, target in taken.items() if target.is_figure]

    def has_figure(self, cells: Mapping[int, Cell]) -> bool:
        """Whether any column of figures says one, or says that there is none."""
        return any(
            c in cells and not (isinstance(cells[c].value, str) and not _digits(cells[c]))
            for c in self._figures
        )

    def is_figured(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a column of figures says one that is no telephone's number and no date, in a row
        that is not a signer's.
        """
        first = min(cells, default=0)
        if first and _SIGNERS.match(search_key(_text(cells[first]))):
            return False
        over = (cells[c] for c in self._figures if c in cells)
        return any(_digits(cell) and not _CONTACTS.search(search_key(_text(cell))) for cell in over)

    def is_row(self, cells: Mapping[int, Cell]) -> bool:
        """Whether it can be a row of its own, and no gap."""
        return bool(cells) and (not self._figures or self.has_figure(cells))

    def begins_another(self, cells: Mapping[int, Cell]) -> bool:
        """The heading of another table: words in all columns of figures, and other ones."""
        texts = {column: search_key(_text(cell)) for column, cell in cells.items()}
        if all(self._words.get(column) == text for column, text in texts.items()):
            return False
        over = [c for c in self._figures if c in cells]
        words = [c for c in over if isinstance(cells[c].value, str) and len(texts[c]) > 3]
        others = {text for text in (texts[c] for c in words) if not _digits_in(text)}
        # The same word in all of them ("bulunmuyor") stands for a figure that there is none of.
        return (
            len(over) > 1
            and len(words) == len(over)
            and len(others) == len(over)
            and len(cells) > len(over)
        )

    def row(
        self, number: int, cells: dict[int, Cell], filled: tuple[int, ...], *, is_apart: bool
    ) -> SheetRow:
        name = " / ".join(_text(cells[c]) for c in self._named if c in cells).strip()
        is_below = number > self.last_figure and (is_apart or self.is_after_total)
        kind = self._kind(cells, name, is_below=is_below)
        if kind is RowKind.TOTAL or (is_below and kind in (RowKind.NOTE, RowKind.GROUP)):
            self.is_after_total = True
        elif kind is RowKind.DATA:
            self.is_after_total = False
        return SheetRow(number, kind, cells, name or _text(cells[min(cells)]), filled)

    def _kind(self, cells: Mapping[int, Cell], name: str, *, is_below: bool) -> RowKind:
        texts = {column: search_key(_text(cell)) for column, cell in cells.items()}
        if len(texts) > 1 and all(self._words.get(c) == text for c, text in texts.items()):
            return RowKind.REPEATED
        if all(_DIVIDER.fullmatch(_said(cell)) for cell in cells.values()):
            return RowKind.NOTE
        if search_key(name) in self.known and name:
            return RowKind.DATA
        label = plain_words(name or _text(cells[min(cells)]))
        has_figure = self.has_figure(cells)
        if has_figure and _SUMMARIES.fullmatch(label):
            return RowKind.SUMMARY
        is_total = _is_total(label) or name in _SUM_SIGNS
        if is_total or any(map(_PLAIN_TOTALS.fullmatch, self._labels(cells))):
            return RowKind.TOTAL
        if are_numbers([cells[c] for c in sorted(cells)], len(self._words)) and (
            set(cells) == set(self._words) and not self.goes_on
        ):
            return RowKind.REPEATED
        raw = _text(cells[min(cells)])
        is_note = bool(_NOTES.match(raw) or _NOTES.match(texts[min(cells)])) or len(raw) > _LONG
        over = [c for c in self._figures if c in cells]
        if not over and len(cells) == 1:
            if is_note or not any(c in cells for c in self.mapping.taken):
                return RowKind.NOTE
            return RowKind.GROUP if len(self.mapping.taken) > 1 else RowKind.DATA
        if is_below and has_figure and not self.is_figured(cells):
            return RowKind.NOTE
        if self._figures and not has_figure:
            # Below a table: who made it, who signs it.
            signs = is_below and not self.is_figured(cells)
            if (is_note and len(cells) < 3) or (signs and (over or not name)):
                return RowKind.NOTE
        return RowKind.DATA

    def _labels(self, cells: Mapping[int, Cell]) -> Iterator[str]:
        """Words left of the first figure: one of them may call the row a total."""
        for column in sorted(cells):
            if column in self._figures:
                return
            if isinstance(cells[column].value, str) and column not in self._named:
                yield plain_words(_text(cells[column]))


def _is_total(words: str) -> bool:
    if all(len(word) == 1 for word in words.split()):
        words = words.replace(" ", "")  # "T O P L A M"
    return bool(_TOTALS.fullmatch(words) or _ENDS_IN_TOTAL.fullmatch(words))


def _digits(cell: Cell) -> bool:
    return not isinstance(cell.value, str) or _digits_in(cell.value)


def _digits_in(text: str) -> bool:
    return any(sign.isdecimal() for sign in text) or text.strip() in ("-", "–", "—")


def _said(cell: Cell) -> str:
    """Its text; a line of "=====" looks like a formula to some programs."""
    return _text(cell) or cell.formula


def _text(cell: Cell) -> str:
    return " ".join(str(cell.value).split()) if cell.value is not None else ""
