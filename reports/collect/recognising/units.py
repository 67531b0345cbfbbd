"""What words say beside figures: a unit, thousands of it, a year.

A unit is compared, never converted: figures in hectares are none in square metres.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kars_portal.lib.turkish import search_key

COUNT: Final = "adet"
_WORDS: Final[Mapping[str, str]] = {
    "TL": "tl ₺ try ytl lira liradir lirasi turklirasi tldir",
    "%": "% yuzde",
    "USD": "usd $ dolar abddolari",
    "EUR": "eur € euro avro",
    "GBP": "gbp £ sterlin",
    "m²": "m2 metrekare mt2",
    "m³": "m3 metrekup mt3",
    "km²": "km2 kilometrekare",
    "ha": "ha hektar",
    "da": "da dekar donum",
    "km": "km kilometre",
    "m": "m mt metre mtul metretul",
    "cm": "cm santimetre",
    "kg": "kg kilogram",
    "ton": "ton",
    "gr": "gr gram",
    "litre": "lt litre",
    "kWh": "kwh",
    "MWh": "mwh",
    "gün": "gun",
    "saat": "saat sa",
    "dakika": "dk dakika",
    COUNT: "adet ad kisi sayi tane",
}
_UNITS: Final = {word: unit for unit, words in _WORDS.items() for word in words.split()}
_CURRENCIES: Final = {
    "usd": "USD", "$": "USD", "dolar": "USD", "abddolar": "USD",
    "€": "EUR", "euro": "EUR", "avro": "EUR", "£": "GBP", "sterlin": "GBP",
}  # fmt: skip
_SCALES: Final = {
    "bin": 1000, "binlik": 1000, "1000": 1000, "000": 1000, "x1000": 1000,
    "milyon": 10**6, "1000000": 10**6, "000000": 10**6,
    "milyar": 10**9,
}  # fmt: skip
_PIECES: Final = re.compile(r"[a-z0-9]+|[%₺$€£]")
_THOUSANDS: Final = re.compile(r"(?<=[0-9])[. ](?=000)")
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_OF_YEARS: Final = frozenset({"yili", "yilinin", "yil", "mali", "sonu", "donemi"})
_BEFORE: Final = frozenset({"onceki", "gecen", "evvelki", "gelecek", "sonraki"})
_SIGNS: Final = ("%", "₺")
_TAILS: Final = frozenset({"tl", "₺", "%", "m2", "m3", "km2", "adet", *_SCALES})
"""What is often written behind a column's name without brackets."""


def pieces(text: str) -> list[str]:
    """The words of a text, folded; digits in groups are one: "1.000" → "1000"."""
    key = search_key(text).replace("turk lira", "turklira").replace("abd dolar", "abddolar")
    return _PIECES.findall(_THOUSANDS.sub("", key))


def plain_words(text: str) -> str:
    """A text by its words alone: no sign, no capital, no Turkish letter makes a difference."""
    return " ".join(_PIECES.findall(search_key(text)))


def unit_of(text: str) -> str:
    """The unit that a text is, "" where it is none that is known."""
    found = pieces(text)
    return _UNITS.get("".join(found), "") if len(found) <= 2 else ""


def contradicts(stated: str, unit: str, places: int | None) -> bool:
    """Whether what is stated ("TL", "ha") is another unit than a column's."""
    own = unit_of(unit)
    if not stated or stated == own:
        return False
    if not unit:
        # Of a column without unit nobody knows more than that counts are no measures.
        return places == 0 and stated != COUNT
    return bool(own) or stated != COUNT


@dataclass(frozen=True)
class Scale:
    """Thousands or millions, of which unit; "" where only "(bin)" is said."""

    factor: int
    unit: str


def scales(text: str) -> set[Scale]:
    """What a title says of all figures: "Bin TL", "(milyon ₺)", "TL (bin)", "1.000 TL"."""
    words = pieces(text)
    found = set()
    for place, word in enumerate(words):
        factor = _SCALES.get(word)
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        if factor is None or (before.isdecimal() and before != "000"):
            continue
        unit = _UNITS.get(after) or (_UNITS.get(before) if not word.isdecimal() else None)
        if unit:
            found.add(Scale(factor, unit))
    for inside in _BRACKETS.findall(text):
        words = pieces(inside)
        if len(words) == 1 and words[0] in _SCALES and not words[0].isdecimal():
            found.add(Scale(_SCALES[words[0]], ""))
    return found


def scale_of(texts: Iterable[str]) -> Decimal:
    """1000 or more where a title says that amounts are in thousands or millions of lira."""
    found = {s.factor for text in texts for s in scales(text) if s.unit in ("TL", "")}
    return Decimal(max(found, default=1))


def currencies(texts: Iterable[str]) -> set[str]:
    """Other currencies that titles speak of, where none speaks of lira."""
    found: set[str] = set()
    for text in texts:
        words = pieces(text)
        if any(_UNITS.get(word) == "TL" for word in words):
            return set()
        for word, after in zip(words, [*words[1:], ""], strict=False):
            # With its endings ("Euro'dur", "dolardır"); "Euro 6" is a kind of engine.
            stems = (unit for stem, unit in _CURRENCIES.items() if word.startswith(stem))
            found.update(() if after.isdecimal() else stems)
    return found


@dataclass(frozen=True)
class Stated:
    """What the words of a heading say: the name of the column, and what stands beside it."""

    name: str
    unit: str
    years: frozenset[int]
    is_of_another_time: bool
    rest: str = ""
    """What stands in brackets and is none of these: it may make it another column."""


def stated(words: str) -> Stated:
    """Take a heading apart: "Gerçekleşme (Bin TL)" → "gerceklesme", in lira."""
    unit, rest = "", []
    for inside in _BRACKETS.findall(words):
        said = [word for word in pieces(inside) if word not in _SCALES]
        units = [_UNITS[word] for word in said if word in _UNITS]
        unit = unit or (units[0] if units else "")
        if any(
            # Single letters and numbers count the columns: "(3=1+2)", "(A)".
            len(word) > 1 and not word.isdecimal()
            for word in said
            if word not in _UNITS and word not in _OF_YEARS
        ):
            rest.append(inside)
    bare = pieces(_BRACKETS.sub(" ", words))
    outside = [int(word) for word in pieces(words) if _YEAR.fullmatch(word)]
    name = [word for word in bare if not _YEAR.fullmatch(word)]
    if outside:
        name = [word for word in name if word not in _OF_YEARS]
    while len(name) > 1 and name[-1] in _TAILS:
        last = name.pop()
        unit = unit or _UNITS.get(last, "")
    while len(name) > 1 and name[0] in _SIGNS:
        unit = unit or _UNITS[name[0]]
        name = name[1:]
    return Stated(
        " ".join(name),
        unit,
        frozenset(outside),
        bool(_BEFORE & set(pieces(words))),
        " ".join(rest),
    )
