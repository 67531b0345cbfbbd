"""What a number format says of a cell's number: a date, a percentage, thousands, a unit.

Formats are as spreadsheets keep them: "#,##0.00", "0.0%", "dd.mm.yyyy". Imports nothing of Django.
"""

from __future__ import annotations

import re

_LITERALS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\[\]-]*)(?:-[^\[\]]*)?\]')
"""Words in quotes, a single sign behind a backslash, the sign of a currency."""
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_ROOM = re.compile(r"_.|\*.|\[[^\[\]]*\]")
"""Room for a sign, what fills the cell, colours and languages."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_NUMBER = re.compile(r"[0#?@]|General|Genel|Standard", re.IGNORECASE)
"""What stands for the number itself."""
_CONDITION = re.compile(r"\[[<>=]")
"""Parts chosen by a condition of their own: "[<1000]0;0"."""
_PADDED = re.compile(r"0{2,}")
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "₺": "TL"}


def _bare(format_: str) -> str:
    """The codes of a positive number's part, without what is only shown."""
    return _SILENT.sub("", _first(format_))


def _first(format_: str) -> str:
    """The part for positive numbers."""
    return _parts(format_)[0]


def _parts(format_: str) -> list[str]:
    """For positive and negative numbers, zero and text; a semicolon in quotes divides nothing."""
    quoted, begin = False, 0
    parts: list[str] = []
    for place, sign in enumerate(format_):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            parts.append(format_[begin:place])
            begin = place + 1
    return [*parts, format_[begin:]]


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


def turns_sign(format_: str, *, is_negative: bool) -> bool:
    """Whether it shows a number with the other sign than its own.

    A positive one with a minus sign or in brackets as accounts do; a negative one with neither and
    in no colour of its own ("#,##0;[Red]#,##0" is a common way to show what is below zero).
    """
    parts = _parts(format_)
    if not is_negative:
        seen = _ROOM.sub("", parts[0]).replace("\\", "").replace('"', "").strip()
        return seen.startswith(("-", "–", "−")) or _bare(format_).strip().startswith("(")
    if (
        len(parts) < 2
        or _CONDITION.search(format_)
        or not _NUMBER.search(_SILENT.sub("", parts[1]))
    ):
        return False
    return not any(sign in parts[1] for sign in ("-", "(", "–", "−", "[", "eksi", "Eksi"))


def shows_words_only(format_: str, *, is_negative: bool) -> bool:
    """Whether it writes something, but no digit of the number: '"iptal"'."""
    parts = _parts(format_)
    if _CONDITION.search(format_):
        return False
    part = parts[1] if is_negative and len(parts) > 1 else parts[0]
    bare = _SILENT.sub("", part).strip()
    return bool(part.strip()) and not _NUMBER.search(bare) and not _DATE.search(bare)


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
