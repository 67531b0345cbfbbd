"""Figures as text: the exact spelling of files, the spelling of people, and reading both.

Files (CSV, JSON, data packages) spell a figure ``1234567.89``; people read and type
``1.234.567,89``. Amounts are ``Decimal`` throughout, a missing figure is ``None`` and shows as
"—". Nothing here depends on the active language: Django's own parsing turns "1234.567" into 1234567
under ``tr``. Import widgets, templates, charts and the PDF use these functions.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final, Literal

from kars_portal.lib import turkish

Spelling = Literal["tr", "exact"]
"""How a column writes decimals: ``tr`` is 1.234,5 and ``exact`` is 1234.5."""

MISSING: Final = "—"

_MAX_DIGITS: Final = 100  # far above any figure of a report; bounds the work done for one cell
_MAX_TEXT: Final = 4 * _MAX_DIGITS  # with separators, blanks and a unit; longer texts are not read
_BLANKS: Final = "\u00a0\u202f\u2007\u2009"  # the spaces that spreadsheets put between digits

_EXACT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_INTEGER: Final = re.compile(r"[0-9]+")
_DOTTED: Final = re.compile(r"[0-9]+\.[0-9]+")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_TURKISH: Final = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]+")
_SPACED: Final = re.compile(rf"[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+(?![0-9])")
_UNITS: Final = {"₺": "TL", "tl": "TL", "%": "%", "m²": "m²", "m2": "m²", "adet": "adet"}
"""What people write around a figure, and the unit that it means."""


class NumberFormatError(ValueError):
    """A text or a value that isn't a figure; the message is Turkish and says how to write it."""


class AmbiguousNumberError(NumberFormatError):
    """A text that is one figure in the Turkish spelling and another one in the exact spelling."""


# --- reading ------------------------------------------------------------------------------------


def parse_decimal(text: str, *, places: int | None = None) -> Decimal:
    """Read the exact spelling: ``1234567.89``, a minus if negative, nothing else.

    With ``places`` the result has exactly that many decimals; more digits than that are accepted
    only if they are zeros, since rounding would change the figure without a word.

    Raises NumberFormatError for any other spelling, thousands separators and exponents included.
    """
    if not _EXACT.fullmatch(text) or len(text) > _MAX_DIGITS:
        raise NumberFormatError(
            f"«{_shown(text)}» sayı olarak okunamadı. Binlik ayraç kullanmadan ve ondalıkları "
            "noktayla ayırarak yazın: 1234567.89"
        )
    return fit_places(_plain(Decimal(text)), places)


def parse_localised(
    text: str,
    *,
    spelling: Spelling | None = None,
    places: int | None = None,
    unit: str = "",
) -> Decimal:
    """Read a figure as staff type it, in the spelling of its column if that is known.

    ``1.234.567,89``, ``1234,5``, ``1234.5`` and ``12.185.000`` have one reading each. One dot
    before exactly three digits has two ("6.600" is 6600 or 6,6) and needs ``spelling``; a leading
    zero settles it ("0.125"), and so does a column of fewer than three decimals (``places``): in
    counts and amounts it is 6600. TL, ₺, %, m², adet and the column's ``unit`` around the figure
    and the spaces of spreadsheets are passed over; whether it is the right unit is told by
    :func:`unit_problem`. A percentage stays in percent (``%12,3`` is 12.3).

    Raises AmbiguousNumberError for two readings, NumberFormatError for none or for a figure in the
    other spelling than ``spelling``.
    """
    sign, digits, _units = _split(text, unit)
    shape = _shape(digits)
    is_grouped = places is not None and places < 3 and bool(_GROUPED.fullmatch(digits))
    if shape == "ambiguous" and spelling is None and is_grouped:
        shape = "tr"
    if shape is None:
        raise NumberFormatError(
            f"«{_shown(text)}» sayı olarak okunamadı. Yalnızca rakam yazın; ondalıkları virgülle "
            "ayırın: 1234567,89"
        )
    if shape == "ambiguous" and spelling is None:
        whole, fraction = digits.split(".")
        raise AmbiguousNumberError(
            f"«{_shown(text)}» iki türlü okunabilir: {sign}{whole}{fraction} ya da "
            f"{sign}{whole},{fraction}. Tam sayıysa {sign}{whole}{fraction}, ondalıklıysa "
            f"{sign}{whole},{fraction} yazın."
        )
    if spelling == "tr" and (shape == "exact" or not _reads_turkish(digits)):
        raise NumberFormatError(
            f"«{_shown(text)}» bu sütunun yazımına uymuyor: bu sütunda ondalıklar virgülle "
            "ayrılıyor. 1.234.567,89 biçiminde yazın."
        )
    if spelling == "exact" and shape == "tr":
        raise NumberFormatError(
            f"«{_shown(text)}» bu sütunun yazımına uymuyor: bu sütunda ondalıklar noktayla "
            "ayrılıyor, binlik ayraç kullanılmıyor. 1234567.89 biçiminde yazın."
        )
    if shape == "tr" or (shape == "ambiguous" and spelling == "tr"):
        digits = digits.replace(".", "").replace(",", ".")
    return _plain(Decimal(sign + digits))


def unit_problem(text: str, unit: str) -> str:
    """Why a figure with another unit than its column's is none of it; empty where it fits.

    Nothing is said against a figure without a unit, nor in a column whose unit is not known.
    """
    if not unit:
        return ""
    _sign, _digits, typed = _split(text, unit)
    own = _UNITS.get(turkish.lower(unit), unit)
    other = next((name for name in typed if name != own), None)
    if other is None:
        return ""
    return (
        f"«{_shown(text)}» {other} ile yazılmış; bu sütunun birimi {own}. Değer {own} olarak, "
        "birimsiz yazılmalıdır."
    )


def detect_spelling(texts: Iterable[str]) -> Spelling | None:
    """Return the spelling that a column's unambiguous figures share.

    None if no figure decides it, or if the column mixes both; each cell then stands for itself.
    Texts that are no figures (headings, dashes) are passed over.
    """
    found = {_shape(_split(text, "")[1]) for text in texts}
    if ("tr" in found) == ("exact" in found):
        return None
    return "tr" if "tr" in found else "exact"


def _shape(digits: str) -> Literal["tr", "exact", "integer", "ambiguous"] | None:
    if len(digits) > _MAX_DIGITS:
        return None
    if _INTEGER.fullmatch(digits):
        return "integer"
    if _DOTTED.fullmatch(digits):
        whole, fraction = digits.split(".")
        # "1234.567" counts as ambiguous as well: grouping is often forgotten for the first digits.
        return "ambiguous" if len(fraction) == 3 and whole.strip("0") else "exact"
    return "tr" if _GROUPED.fullmatch(digits) or _TURKISH.fullmatch(digits) else None


def _reads_turkish(digits: str) -> bool:
    return "." not in digits or bool(_GROUPED.fullmatch(digits) or _TURKISH.fullmatch(digits))


def _split(text: str, unit: str) -> tuple[str, str, list[str]]:
    """The sign ("-" or nothing), the bare digits with their separators, the units around them."""
    if len(text) > _MAX_TEXT or (text.isascii() and text.isdigit()):
        return "", text, []
    known = _units_with(unit)
    rest = turkish.lower(text).replace("\u2212", "-").strip()
    sign, rest = _take_sign("", rest)
    leading = next((name for name in known if rest.startswith(name)), "")
    rest = rest.removeprefix(leading).lstrip()
    sign, rest = _take_sign(sign, rest)
    trailing = next((name for name in known if rest.endswith(name)), "")
    rest = rest.removesuffix(trailing).rstrip() if trailing else rest
    found = [known[name] for name in (leading, trailing) if name]
    digits = _SPACED.sub(lambda match: re.sub(f"[{_BLANKS}]", "", match[0]), rest, count=1)
    return sign, digits, found


@lru_cache(maxsize=256)
def _units_with(unit: str) -> dict[str, str]:
    """The longest first, so that "tl/km" is not taken for "tl"."""
    own = {turkish.lower(unit): _UNITS.get(turkish.lower(unit), unit)} if unit else {}
    known = _UNITS | own
    return {name: known[name] for name in sorted(known, key=len, reverse=True)}


def taken_apart(text: str, unit: str = "") -> tuple[str, str, list[str]]:
    """Sign ("-" or nothing), digits with their separators as typed, and the units around them."""
    return _split(text, unit)


def _take_sign(sign: str, rest: str) -> tuple[str, str]:
    return ("-", rest[1:].lstrip()) if not sign and rest.startswith("-") else (sign, rest)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


# --- arithmetic of spelling ---------------------------------------------------------------------


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to ``places`` decimals, halves away from zero, at any size of figure.

    Raises ValueError if ``places`` is negative and NumberFormatError if the value isn't finite.
    """
    if places < 0:
        raise ValueError("places must not be negative.")
    _require_finite(value)
    context = Context(prec=max(1, value.adjusted() + places + 3), rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-places), context=context)


def fit_places(value: Decimal, places: int | None) -> Decimal:
    """Return ``value`` with exactly ``places`` decimals, unchanged in size; None keeps its own.

    Raises NumberFormatError if digits other than zero would be lost.
    """
    if places is None:
        return value
    fitted = round_half_up(value, places)
    if fitted != value:
        allowed = f"en çok {places} ondalık basamak" if places else "tam sayı"
        raise NumberFormatError(
            f"«{format_decimal(value)}» bu alan için fazla ayrıntılı: {allowed} olmalı. "
            "Yuvarlayıp yeniden yazın."
        )
    return fitted


def plain(value: Decimal) -> Decimal:
    """Return the figure without trailing zeros, exponent or negative zero: 12250.0000 → 12250."""
    _require_finite(value)
    if value == value.to_integral_value():
        return _plain(Decimal(int(value)))
    return value.normalize(_WIDE)


def exact(value: Decimal | date | int | None) -> str:
    """Return the spelling of CSV and JSON: ``1234567.89``, ``2024-12-31``, nothing for None.

    Decimals keep their places (``5.00`` stays ``5.00``), exponents are written out and a negative
    zero loses its sign.

    Raises TypeError for floats and booleans, NumberFormatError for NaN and infinity.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return format(_plain(_decimal(value)), "f")


def _decimal(value: Decimal | int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"A figure is a Decimal or an int, not {type(value).__name__}.")
    return Decimal(value)


def _plain(value: Decimal) -> Decimal:
    """Return a finite value without the sign of a negative zero."""
    _require_finite(value)
    return value.copy_abs() if value.is_zero() else value


def _require_finite(value: Decimal) -> None:
    if not value.is_finite():
        raise NumberFormatError(f"«{value}» bir sayı değil. Değeri bilinmiyorsa boş bırakın.")


# --- writing for people -------------------------------------------------------------------------


def format_decimal(
    value: Decimal | int | None, places: int | None = None, grouping: bool = True
) -> str:
    """Return ``1.234.567,89``; without ``places`` the value keeps its own decimals.

    Rounds half up. None gives "—", zero gives "0".
    """
    if value is None:
        return MISSING
    number = _decimal(value)
    if places is not None:
        number = round_half_up(number, places)
    text = format(_plain(number), ",f" if grouping else "f")
    return text.translate(str.maketrans(",.", ".,"))


def format_integer(value: Decimal | int | None) -> str:
    """Return a count without decimals, rounded half up: ``12.185``."""
    return format_decimal(value, 0)


def format_money(value: Decimal | int | None) -> str:
    """Return an amount in lira with kuruş: ``1.234.567,89 TL``."""
    return MISSING if value is None else f"{format_decimal(value, 2)} TL"


def format_percent(value: Decimal | int | None, places: int = 1) -> str:
    """Return a rate that is in percent already: 12.34 → ``%12,3``, 95 → ``%95``."""
    if value is None:
        return MISSING
    text = _short(_decimal(value), places)
    return f"-%{text[1:]}" if text.startswith("-") else f"%{text}"


def format_compact_money(value: Decimal | int | None) -> str:
    """Return an amount for a headline, one decimal at most: ``800,6 milyon TL``.

    Amounts below 1000 lira keep their kuruş. Rounding moves on to the next word, so 999.960.000
    is "1 milyar TL".
    """
    if value is None:
        return MISSING
    number = _decimal(value)
    if abs(round_half_up(number, 2)) < 1000:
        return f"{format_decimal(number, 0 if number == number.to_integral_value() else 2)} TL"
    for exponent, word in ((3, "bin"), (6, "milyon"), (9, "milyar")):
        scaled = number.scaleb(-exponent, _WIDE)
        if abs(round_half_up(scaled, 1)) < 1000:
            return f"{_short(scaled, 1)} {word} TL"
    return f"{_short(number.scaleb(-12, _WIDE), 1)} trilyon TL"


def format_date(value: date | None) -> str:
    """Return ``31.12.2024``; of a date and time the date, in the zone the value is in."""
    return MISSING if value is None else f"{value.day:02}.{value.month:02}.{value.year:04}"


# scaleb rounds to the precision of its context; this one keeps every digit of a report's figures.
_WIDE: Final = Context(prec=_MAX_DIGITS)


def _short(value: Decimal, places: int) -> str:
    text = format_decimal(value, places)
    return text.rstrip("0").rstrip(",") if "," in text else text
