"""Texts out of strangers' files, fit for a page, a terminal and a log.

A name may hold what moves the cursor, turns the direction of writing or is not seen at all; whoever
reads it would then read something else than what stands there.
"""

from __future__ import annotations

LONGEST = 200
_STANDS_FOR = "\N{REPLACEMENT CHARACTER}"


def printable(text: str, longest: int = LONGEST) -> str:
    """The text with a sign in place of each character that is not to be seen, and not too long.

    Not left out: a name with a hidden character must not become that of somebody else.
    """
    return "".join(letter if letter.isprintable() else _STANDS_FOR for letter in text[:longest])
