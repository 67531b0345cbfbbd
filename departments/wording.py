"""Turkish endings for numbers in computed sentences: %81'i, 3'ü, %100'ü."""

from __future__ import annotations

from decimal import Decimal

from kars_portal.lib.numbers import format_integer, round_half_up

# The ending follows the last word of the spoken number: bir-i, iki-si, on-u, altmış-ı, yüz-ü.
_ONES = {1: "i", 2: "si", 3: "ü", 4: "ü", 5: "i", 6: "sı", 7: "si", 8: "i", 9: "u"}
_TENS = {10: "u", 20: "si", 30: "u", 40: "ı", 50: "si", 60: "ı", 70: "i", 80: "i", 90: "ı"}


def possessive(number: int) -> str:
    """A whole number with its possessive ending: 3 → 3'ü, 1.250 → 1.250'si."""
    return f"{format_integer(Decimal(number))}'{_ending(abs(number))}"


def possessive_percent(share: Decimal) -> str:
    """A share, rounded to a whole percentage, with its possessive ending: 81,1 → %81'i."""
    whole = int(round_half_up(share, 0))
    return f"%{format_integer(Decimal(whole))}'{_ending(abs(whole))}"


def _ending(number: int) -> str:
    if number == 0:
        return "ı"  # sıfır
    if number % 10:
        return _ONES[number % 10]
    if number % 100:
        return _TENS[number % 100]
    if number % 1000:
        return "ü"  # yüz
    return "i" if number % 1_000_000 else "u"  # bin; milyon
