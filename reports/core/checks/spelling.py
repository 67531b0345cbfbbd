"""Names as people compare them: case, signs and shortened words do not tell two apart."""

from __future__ import annotations

import re

from kars_portal.lib.turkish import casefold

_SHORT = {
    "mah": "mahallesi", "mahalle": "mahallesi", "cad": "caddesi", "cd": "caddesi",
    "cadde": "caddesi", "sok": "sokak", "sk": "sokak", "sokağı": "sokak", "bul": "bulvarı",
    "blv": "bulvarı", "bulvar": "bulvarı", "müd": "müdürlüğü", "md": "müdürlüğü",
}  # fmt: skip
_KINDS_OF_PLACE = frozenset({"mahallesi", "caddesi", "sokak", "bulvarı"})
_WORD = re.compile(r"[^\W_]+")


def plain_name(text: str) -> str:
    """A name without case, signs and shortened words: `Faikbey Cad.` is `faikbey caddesi`."""
    return " ".join(_SHORT.get(word, word) for word in _WORD.findall(casefold(text)))


def bare_name(name: str) -> str:
    """A plain name without the kind of place, where it says one: `faikbey`."""
    words = name.split()
    if len(words) > 1 and words[-1] in _KINDS_OF_PLACE:
        return " ".join(words[:-1])
    return name


def is_repeated(name: str, seen: dict[str, str]) -> str | None:
    """The earlier name that says the same, among those seen; `name` is noted for the next.

    `Atatürk` and `Atatürk Caddesi` are one street of a list, `Atatürk Mahallesi` and `Atatürk
    Caddesi` are two places. `seen` holds plain names and, for names of places, their bare ones.
    """
    plain = plain_name(name)
    bare = bare_name(plain)
    earlier = seen.get(plain)
    if earlier is None and plain == bare:
        earlier = seen.get(f"bare:{plain}")
    elif earlier is None:
        earlier = seen.get(bare)
    if earlier is None:
        seen[plain] = name
        if bare != plain:
            seen[f"bare:{bare}"] = name
    return earlier
