"""Reads text files (CSV, TSV) of any of the encodings that Turkish programs write. Nothing of
Django.

Nothing is guessed by frequency: a byte order mark or valid UTF-8 decides; what is neither is
Windows-1254, of which ISO-8859-9 is a part, and only if every letter is one that Turkish texts use.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from kars_portal.lib.texts import unguarded

from .bounds import Counter, Refused
from .cells import Cell, Said
from .telling import tell_look, tell_sheet

DELIMITERS = "\t;,|"
_LOOKED_AT = 200
_USUAL = frozenset("çğıöşüÇĞİÖŞÜâîûÂÎÛéÉ²³½¼¾°±×÷§«»‘’“”„‹›–—…•·€₺£©®™ºª¹µ¨´¸\u00a0\u00ad`‰†‡ˆ˜ƒ")
_FORCED = re.compile(r'\A="([^"]*)"\Z')
"""How programs keep a spreadsheet from making a number of "01"."""
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read(content: bytes, counter: Counter) -> Iterator[Said]:
    """The one table of the file, its rows counted as a spreadsheet counts them."""
    text, encoding = decoded(content)
    if encoding:
        yield {"note": "encoding", "what": encoding}
    stated = _SEPARATOR_LINE.match(text)
    skipped = 0
    if stated:
        text, skipped = text[stated.end() :], 1
    delimiter = stated.group(1) if stated else delimiter_of(text)
    widths: dict[int, int] = {}
    yield from tell_sheet("", _cells(text, delimiter, skipped, widths), counter)
    # A comma divides cells and decimals alike: what a row has too many of is worth being known.
    yield tell_look(widths=widths if delimiter == "," else {})


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and what was taken for its encoding where no UTF-8. Raises Refused."""
    for mark, name in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _strict(content, name), ("" if name == "utf-8-sig" else "UTF-16")
    zeros = content[:4096].count(0)
    if zeros:
        return _unmarked_wide(content), "UTF-16"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _western(content), "Windows-1254"
    _refuse_twice_encoded(text)
    return text, ""


def _strict(content: bytes, name: str) -> str:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise Refused("encoding", line=content[: error.start].count(b"\n") + 1) from error
    _refuse_twice_encoded(text)
    return text


def _unmarked_wide(content: bytes) -> str:
    """UTF-16 without its mark: nearly every second byte of a table is zero."""
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    half = len(content[:4096]) // 2
    if max(even, odd) < half * 0.5 or min(even, odd) > half * 0.1:
        raise Refused("foreign", what="metin olmayan bir dosya")
    return _strict(content, "utf-16-be" if even > odd else "utf-16-le")


def _western(content: bytes) -> str:
    """Windows-1254. Raises Refused where a letter is none that Turkish texts use."""
    try:
        text = content.decode("cp1254")
    except UnicodeDecodeError as error:
        raise Refused("encoding", line=content[: error.start].count(b"\n") + 1) from error
    for line, words in enumerate(text.splitlines(), start=1):
        strange = next((c for c in words if ord(c) > 126 and c not in _USUAL), None)
        if strange:
            at = words.index(strange)
            raise Refused("letters", line=line, what=words[max(0, at - 12) : at + 12].strip())
    return text


def _refuse_twice_encoded(text: str) -> None:
    """UTF-8 that a program took for Windows-1254 and saved again: "MÃ¼dÃ¼rlÃ¼k"."""
    for line, words in enumerate(text.splitlines(), start=1):
        if any("\u00c2" <= c <= "\u00df" for c in words):
            for word in words.split():
                try:
                    word.encode("cp1254").decode("utf-8")
                except UnicodeError:
                    continue
                if not word.isascii():
                    raise Refused("twice_encoded", line=line, what=word[:24])


def delimiter_of(text: str) -> str:
    """What divides the cells: what gives most lines the same number of them, more than one."""
    sample = text[: 2**18]
    best, marks = "", (0.0, 0, 0)
    for order, delimiter in enumerate(DELIMITERS):
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = [len(cells) for cells, _number in zip(reader, range(_LOOKED_AT), strict=False)]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        found = (round(wide.count(usual) / max(len(widths), 1), 1), usual, -order)
        if found > marks:
            best, marks = delimiter, found
    return best or ";"


def _cells(text: str, delimiter: str, skipped: int, widths: dict[int, int]) -> Iterator[Cell]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = skipped
    try:
        for cells in reader:
            row += 1
            if any(cells):
                widths[row] = len(cells)
            for column, value in enumerate(cells, start=1):
                bare = _FORCED.sub(r"\1", value)
                if bare:
                    yield Cell(row, column, unguarded(unicodedata.normalize("NFC", bare)))
    except csv.Error as error:
        raise Refused("quotes", line=row + 1) from error
