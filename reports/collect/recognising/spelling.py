"""How one cell of text spells a figure, in the two ways in which files spell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from kars_portal.lib.turkish import lower

from .targets import Target
from .units import COUNT, contradicts, unit_of

Way = Literal["tr", "en"]
"""How figures are spelled: 1.234,5 or 1,234.5."""
WAYS: Final[tuple[Way, ...]] = ("tr", "en")
WORDS: Final[Mapping[Way, str]] = {
    "tr": "virgül ondalık, nokta binlik ayracı (1.234,5)",
    "en": "nokta ondalık, virgül binlik ayracı (1,234.5)",
}
_MARKS: Final[Mapping[Way, tuple[str, str]]] = {"tr": (".", ","), "en": (",", ".")}
_WHOLE: Final = re.compile(r"[0-9]+")
_FIGURE: Final = re.compile(r"[0-9][0-9.,\u2019' \u00a0\u2007\u2009\u202f]*")
_UNIT: Final = re.compile(r"[^0-9()'\u2019.,+-]{1,24}|k?m[23]")
_GROUPS: Final = re.compile(
    r"([0-9]{1,3})((?:['\u2019][0-9]{3})+|(?:[ \u00a0\u2007\u2009\u202f][0-9]{3})+)([.,][0-9]+)?"
)
_POWER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]{1,3}")
_LONG_FIGURE: Final = re.compile(r"[0-9][0-9.,]*")
_LONGEST: Final = 120
_MOST_DIGITS: Final = 27
"""Digits and marks: what is computed with exactly (28 digits), far beyond any amount."""
_QUOTES: Final = "'\u2019\u2018`"


@dataclass(frozen=True)
class Spelled:
    """A text taken apart. `said`: what is worth being shown; `wrong`: why it is no figure."""

    sign: bool
    digits: str
    unit: str = ""
    said: str = ""
    wrong: str = ""


def take_apart(text: str, target: Target) -> Spelled:
    """Sign, digits with their separators, and the words beside them."""
    text, said, unit = text.strip(), "", target.unit
    if len(text) > _LONGEST:
        return Spelled(False, "")
    rest = lower(text).replace("\u2212", "-").strip()
    if rest[:1] in _QUOTES:
        rest = rest[1:].lstrip()  # what tells a spreadsheet that a text begins
    if _POWER.fullmatch(rest):
        return Spelled(
            False,
            rest,
            wrong=(
                f"«{text}» kısaltılmış (bilimsel gösterim); son basamakları dosyada yok. Hücre "
                "biçimi sayı yapılıp değerin tamamı yazılmalıdır."
            ),
        )
    before, rest, after = _around(rest)
    sign = False
    if rest[-1:] in (".", ",") and after.startswith("-"):
        # "5.000,-" and "5.000,00.-TL": a stroke where the kuruş would stand.
        rest, after = rest[:-1], after.lstrip("- ")
        said = "Kuruş yerine konan çizgi bırakıldı"
    elif _UNIT.fullmatch(after.strip("- ")) and "-" in (after[0], after[-1]):
        return Spelled(
            False,
            rest,
            wrong=(
                f"«{text}» iki türlü okunabilir: eksi bir değer ya da çizgiyle bitirilmiş bir "
                "tutar. Eksi değer -1234,50 gibi, öteki çizgisiz yazılmalıdır."
            ),
        )
    if before.startswith("(") and after.endswith(")") and target.places != 0:
        before, after, sign = before[1:].strip(), after[:-1].strip(), True
        said = "Parantez içindeki değer eksi sayıldı"
    if before.endswith("-") or before.startswith("-"):
        before, sign = before.strip("- "), True
    elif (after.startswith("-") or after.endswith("-")) and target.places != 0:
        after, sign = after.strip("- "), True
        said = "Sondaki eksi işareti başa alındı"
    before = before.removeprefix("+")
    beside = [words for words in (before, after) if words]
    if len(beside) > 1 or any(not _UNIT.fullmatch(words) for words in beside):
        return Spelled(sign, lower(text).strip())
    own = lower(unit)
    units = [unit if words == own else unit_of(words) for words in beside]
    if beside and not units[0]:
        return Spelled(sign, lower(text).strip())
    grouped = _GROUPS.fullmatch(rest)
    if grouped:
        first, groups, fraction = grouped.groups()
        if first.strip("0"):
            rest = first + "".join(sign for sign in groups if sign.isdecimal()) + (fraction or "")
            said = said or ("Boşluk binlik ayracı sayıldı" if " " in groups else "")
    stated = units[0] if units else ""
    if stated not in ("", COUNT) and not unit:
        said = f"Birim «{stated}» bırakıldı"
    return Spelled(sign, rest, stated, said)


def _around(text: str) -> tuple[str, str, str]:
    """What stands before the figure, the figure, and what stands behind it."""
    found = _FIGURE.search(text)
    if found is None:
        return "", text, ""
    figure = found[0].rstrip(" '\u2019\u00a0\u2007\u2009\u202f")
    end = found.start() + len(figure)
    return text[: found.start()].strip(), figure, text[end:].strip()


def unit_problem(text: str, stated: str, target: Target) -> str:
    """Why a figure with another unit than its column's is none of it; "" where it fits."""
    is_other = contradicts(stated, target.unit, target.places) or (
        stated == "%" and target.unit != "%"
    )
    if not stated or stated == target.unit or not is_other:
        return ""
    own = target.unit or "sayı"
    return (
        f"«{text.strip()[:40]}» {stated} ile yazılmış; bu sütunun birimi {own}. Değer {own} "
        "olarak, birimsiz yazılmalıdır."
    )


def read(digits: str, way: Way, places: int | None) -> Decimal | None:
    """The figure, where the digits can be read so and the column takes its decimals."""
    if len(digits) > _MOST_DIGITS:
        return None
    thousand, point = _MARKS[way]
    whole, has_point, fraction = digits.partition(point)
    if has_point and (not _WHOLE.fullmatch(fraction) or point in fraction):
        return None
    if not _is_whole(whole, thousand):
        return None
    if (
        places is not None
        and len(fraction) > places
        and (len(fraction) == 3 or fraction.strip("0"))
    ):
        # Three digits behind a mark are a thousand where no third decimal is taken.
        return None
    return Decimal(whole.replace(thousand, "") + ("." + fraction if fraction else ""))


def _is_whole(whole: str, thousand: str) -> bool:
    """Digits in groups of three, of which the first is often longer: "1234.567"."""
    first, *groups = whole.split(thousand)
    if not _WHOLE.fullmatch(first):
        return False
    if not groups:
        return True
    return first.strip("0") != "" and all(len(g) == 3 and _WHOLE.fullmatch(g) for g in groups)


def why_not(text: str, digits: str, target: Target) -> str:
    """Why a text is no figure of a column, and the cure."""
    shown = text.strip() if len(text) <= 40 else text.strip()[:39] + "…"
    if len(digits) > _MOST_DIGITS and _LONG_FIGURE.fullmatch(digits):
        return (
            f"«{shown}» çok büyük: bir sayıda ayraçlarla birlikte en çok {_MOST_DIGITS} karakter "
            "okunur. Değer kontrol edilip kısaltılmalıdır."
        )
    loose = {w: read(digits, w, None) for w in WAYS}
    if target.places is not None and any(value is not None for value in loose.values()):
        allowed = f"en çok {target.places} ondalık basamak" if target.places else "tam sayı"
        return (
            f"«{shown}» bu sütun için fazla ayrıntılı: {allowed} olmalı. Yuvarlanıp yazılmalıdır."
        )
    return (
        f"«{shown}» sayı olarak okunamadı. Hücreye yalnız rakam yazılmalıdır: 1234567,89; "
        "bilinmiyorsa boş bırakılmalıdır."
    )
