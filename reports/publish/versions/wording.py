"""Two wordings of a text, word by word: what stays, what was taken out, what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\S+|\s+")
_FEW = 2_000
"""Words of one changed stretch that are compared one by one; a longer one counts as rewritten."""


class Wording(StrEnum):
    """What became of a part of a text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class TextPart:
    """Some words in a row with the same fate; joined without `added` they are the old text."""

    wording: Wording
    text: str


def compare_words(old: str, new: str) -> tuple[TextPart, ...]:
    """The parts of both texts in reading order; what was removed stands before what replaced it."""
    parts: list[TextPart] = []
    for before, after in _stretches(_lines(old), _lines(new)):
        if before == after:
            _add(parts, Wording.SAME, before)
        else:
            for removed, added in _bridged(_word_stretches(before, after)):
                if removed == added:
                    _add(parts, Wording.SAME, removed)
                else:
                    _add(parts, Wording.REMOVED, removed)
                    _add(parts, Wording.ADDED, added)
    return tuple(parts)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _word_stretches(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _FEW:
        yield old, new
        return
    yield from _stretches(before, after)


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _tag, from_, to, new_from, new_to in matcher.get_opcodes():
        yield "".join(old[from_:to]), "".join(new[new_from:new_to])


def _bridged(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Changes with nothing but a blank between them are one change: easier to read."""
    found = list(pairs)
    held = ("", "")
    for position, (before, after) in enumerate(found):
        is_bridge = before == after and not before.strip() and 0 < position < len(found) - 1
        if before != after or (is_bridge and held != ("", "")):
            held = (held[0] + before, held[1] + after)
            continue
        if held != ("", ""):
            yield held
            held = ("", "")
        yield before, after
    if held != ("", ""):
        yield held


def _add(parts: list[TextPart], wording: Wording, text: str) -> None:
    if not text:
        return
    if parts and parts[-1].wording is wording:
        parts[-1] = TextPart(wording, parts[-1].text + text)
    else:
        parts.append(TextPart(wording, text))
