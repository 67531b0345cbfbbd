"""What a number format says of a cell's number: a date, a percentage, thousands, a unit.

Formats are as spreadsheets keep them: "#,##0.00", "0.0%", "dd.mm.yyyy". Imports nothing of Django.
"""

from __future__ import annotations

import re

_LITERALS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\[\]-]*)(?:-[^\[\]]*)?\]')
"""Words in quotes, a single sign behind a backslash, the sign of a currency."""
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_PADDED = re.compile(r"0{2,}")
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "₺": "TL"}


def _bare(format_: str) -> str:
    """The codes of a positive number's part, without what is only shown."""
    return _SILENT.sub("", _first(format_))


def _first(format_: str) -> str:
    """The part for positive numbers; a semicolon in quotes divides nothing."""
    quoted = False
    for place, sign in enumerate(format_):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            return format_[:place]
    return format_


def is_date(format_: str) -> bool:
    """Whether a number with this format counts days. "_Y_T_L" leaves room, and is no year."""
    return _DATE.search(_bare(format_)) is not None


def is_duration(format_: str) -> bool:
    """Whether it counts hours beyond a day: "[h]:mm"."""
    return _ELAPSED.search(format_) is not None


def is_percentage(format_: str) -> bool:
    """Whether 0,515 is shown as %51,5. A percent sign in quotes is only written beside it."""
    return "%" in _bare(format_)


def is_scaled(format_: str) -> bool:
    """Whether thousands are shown of what is kept in full: "#,##0,"."""
    return _SCALED.search(_bare(format_)) is not None


def is_negated(format_: str) -> bool:
    """Whether it shows a positive number with a minus sign, or in brackets as accounts do."""
    return _bare(format_).strip().startswith(("-", "("))


def padded(format_: str) -> int:
    """With how many digits a whole number is shown at least: "000" → 3; 0 where it isn't told."""
    bare = _bare(format_)
    return len(bare) if _PADDED.fullmatch(bare) else 0


def words(format_: str) -> list[str]:
    """What is written beside the number: "TL", "m²", the code of a currency."""
    found: list[str] = []
    run = ""
    end = 0
    first = _first(format_)
    for match in _LITERALS.finditer(first):
        quoted, single, currency = match.groups()
        piece = quoted if quoted is not None else single if single is not None else currency
        run = run + piece if match.start() == end and run else piece
        end = match.end()
        found.append(piece)
        if run != piece:
            found.append(run)
    found += [sign for sign in _CURRENCIES if sign in _SILENT.sub("", first)]
    return [_CURRENCIES.get(word.strip(), word.strip()) for word in found if word.strip()]
