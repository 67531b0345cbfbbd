"""Two wordings of a text, word by word: what stays, what was taken out, what was put in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\S+|\s+")
_AT_ONCE = 5_000_000
_IN_ALL = 50_000_000
"""Steps that comparing one stretch, and both texts, may take at worst (half a second of work): what
repeats itself endlessly counts as rewritten."""
_DEEPEST = 30


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
    left = _Budget(_IN_ALL)
    for before, after in _stretches(_lines(old), _lines(new), left):
        if before == after:
            _add(parts, Wording.SAME, before)
        else:
            words = _stretches(_WORDS.findall(before), _WORDS.findall(after), left)
            for removed, added in _bridged(words):
                if removed == added:
                    _add(parts, Wording.SAME, removed)
                else:
                    _add(parts, Wording.REMOVED, removed)
                    _add(parts, Wording.ADDED, added)
    return tuple(parts)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@dataclass
class _Budget:
    """Steps that are left for comparing."""

    steps: int


def _stretches(
    old: list[str], new: list[str], left: _Budget, depth: int = 0
) -> Iterator[tuple[str, str]]:
    """Pieces of both in their order, equal or different; what costs too much is cut at the pieces
    that stand once in each.
    """
    steps = _steps(old, new)
    cuts = _anchors(old, new) if steps > min(_AT_ONCE, left.steps) and depth < _DEEPEST else []
    if cuts:
        from_ = new_from = 0
        for to, new_to in [*cuts, (len(old), len(new))]:
            between = old[from_:to], new[new_from:new_to]
            if any(between):
                yield from (
                    _stretches(*between, left, depth + 1) if all(between) else [_joined(*between)]
                )
            if to < len(old):
                yield old[to], new[new_to]
            from_, new_from = to + 1, new_to + 1
        return
    if steps > left.steps:
        yield _joined(old, new)
        return
    left.steps -= steps
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _tag, from_, to, new_from, new_to in matcher.get_opcodes():
        yield _joined(old[from_:to], new[new_from:new_to])


def _joined(old: list[str], new: list[str]) -> tuple[str, str]:
    return "".join(old), "".join(new)


def _steps(old: list[str], new: list[str]) -> int:
    """What comparing costs at worst: every pair of equal pieces, as often as pieces can match."""
    times = Counter(new)
    return sum(times[piece] for piece in old) * min(len(old), len(new))


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places of what stands once in each text, as many as keep their order in both."""
    once = {piece for piece, times in Counter(new).items() if times == 1}
    once &= {piece for piece, times in Counter(old).items() if times == 1}
    places = {piece: place for place, piece in enumerate(new) if piece in once}
    pairs = [(place, places[piece]) for place, piece in enumerate(old) if piece in once]
    # The longest row of rising places: for each length, the pair with which it ends lowest.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_place, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    chosen: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


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
