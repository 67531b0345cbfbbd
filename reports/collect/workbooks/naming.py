"""Names of worksheets, as Excel takes them: short, without some signs, each only once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kars_portal.lib.texts import plain
from kars_portal.lib.turkish import search_key

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")
_TAKEN = ("history", "geçmiş")
"""Excel keeps these for itself."""


def worksheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each title, in their order; `taken` are those of other worksheets."""
    known = {search_key(name) for name in (*taken, *_TAKEN)}
    found = []
    for title in titles:
        clean = _FORBIDDEN.sub(" ", plain(title)).strip(" '") or "Tablo"
        name, number = _cut(clean, LONGEST), 1
        while search_key(name) in known:
            number += 1
            end = f" ({number})"
            name = _cut(clean, LONGEST - len(end)) + end
        known.add(search_key(name))
        found.append(name)
    return found


def _cut(name: str, most: int) -> str:
    """At the end of a word, where one ends in the second half."""
    if len(name) <= most:
        return name
    end = name.rfind(" ", most // 2, most + 1)
    return name[: end if end > 0 else most].rstrip(" '")
