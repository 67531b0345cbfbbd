"""Signs that no text may hold: control characters that nobody sees, and what is no character.

XML, which feeds, workbooks and PDF files are made of, cannot hold them, and PostgreSQL no U+0000.
Tab and line breaks are allowed. Nothing here touches Django or a database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar, cast

V = TypeVar("V")

_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Word processors and PDF files end a line or a page with these: a blank stays between the words.
_BREAKS: Final = re.compile("[\x0b\x0c]")
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_DASHES: Final = frozenset({"-", "--"})


def plain(text: str) -> str:
    """The text without what no text may hold; unchanged, and quickly, where there is none."""
    if _UNWANTED.search(text) is None:
        return text
    return _UNWANTED.sub("", _BREAKS.sub(" ", text))


def guarded(text: str) -> str:
    """A text as a CSV file has it: a spreadsheet takes none for a formula that it would compute.

    An apostrophe before it says so, as spreadsheets have it themselves; `unguarded` takes it off.
    """
    is_formula = text.startswith(_FORMULA_SIGNS) and text not in _DASHES
    return f"'{text}" if is_formula else text


def unguarded(text: str) -> str:
    """The text without that apostrophe."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_SIGNS) else text


def plain_value(value: V) -> V:
    """The same for all texts within a value of JSON, names included; its kind stays."""
    clean: object = value
    if isinstance(value, str):
        clean = plain(value)
    elif isinstance(value, Mapping):
        clean = {plain_value(name): plain_value(item) for name, item in value.items()}
    elif isinstance(value, list | tuple):
        clean = [plain_value(item) for item in value]
    return cast("V", clean)


def whole_number(text: str) -> int | None:
    """A number of at most nine digits, as an address or a form names a year or a row; else None.

    What `isdigit` takes for one ("²") no `int` reads, and what is too long no column holds.
    """
    return int(text) if len(text) <= 9 and text.isascii() and text.isdigit() else None


def unwanted(text: str) -> str:
    """The Turkish sentence that names the first such sign and its place; empty without one."""
    found = _UNWANTED.search(text)
    if found is None:
        return ""
    before = text[: found.start()][-20:].strip()
    place = f"«{before}» sözünden sonra" if before else "başında"
    return (
        f"Metinde ({place}) görünmeyen bir denetim karakteri var (U+{ord(found[0]):04X}); o yer "
        "silinip yeniden yazılmalıdır."
    )
