"""Codes of accounts (hesap kodu) and what follows from their spelling. Knows no rows."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

AccountPath: TypeAlias = tuple[str, ...]
"""A code as a way from the top: "830.01.1" is ("8", "83", "830", "1", "1").

Main accounts stand in their group and class by their digits; details are counted without leading
zeros, since files write "01" and "1" for the same one.
"""

MAIN: Final = 3
"""Digits of a main account: 830."""
LONGEST_CODE: Final = 60
ECONOMIC_WIDTHS: Final = (2, 1, 1, 2)
"""Digits of the levels of an economic code: 01.1.1.01."""

_BETWEEN: Final = re.compile(r"[.\-/\s]+")
_DIGITS: Final = re.compile(r"[0-9]+")
_FIRST: Final = re.compile(r"[0-9]{1,3}")


def path_of(text: str) -> AccountPath | None:
    """The path of a code whose levels are parted by dots, hyphens, slashes or spaces.

    None where it is no code: the first part has to be a class (8), group (83) or account (830).
    """
    if len(text) > LONGEST_CODE:
        return None
    first, *details = _BETWEEN.split(text.strip(" .-/\t\u00a0")) or [""]
    if _FIRST.fullmatch(first) is None or (details and len(first) != MAIN):
        return None
    return (*(first[: end + 1] for end in range(len(first))), *map(_plain, details))


def spelled(path: AccountPath) -> str:
    """The main account with its details, as people name it: 830.1.1."""
    return ".".join((*path[MAIN - 1 : MAIN], *path[MAIN:])) if len(path) >= MAIN else path[-1]


def economic_code(path: AccountPath, skip: int = 0) -> str:
    """The economic code in an account's details: 830.1.1.1.1 → "01.1.1.01"; "" where there is none.

    `skip` levels of details stand before it. What is deeper than its four levels is left out.
    """
    parts = path[MAIN + skip :][: len(ECONOMIC_WIDTHS)]
    found = []
    for part, width in zip(parts, ECONOMIC_WIDTHS, strict=False):
        if _DIGITS.fullmatch(part) is None or len(part) > width:
            return ""
        found.append(part.zfill(width))
    return ".".join(found)


def _plain(part: str) -> str:
    return (part.lstrip("0") or "0") if _DIGITS.fullmatch(part) else part.casefold()
