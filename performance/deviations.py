"""What is owed where an outcome departs from its target; the same for the rules and for the forms.

Above the plan's first limit a deviation needs its reason. Above the second one the reason is
complete only with its category and with what will be done about it, and, while the target is not
met, with the day by which it will be; without that the report is not published. A target that was
exceeded has nothing left to complete, so no new date is owed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

WARN_ABOVE = Decimal(0)
BLOCK_ABOVE = Decimal(20)
FULL_RATE = Decimal(100)

EXPLANATION = "explanation"
CATEGORY = "reason_category"
ACTION = "corrective_action"
NEW_DATE = "new_date"

NAMES = {
    EXPLANATION: "sapmanın nedeni",
    CATEGORY: "neden grubu",
    ACTION: "alınacak önlem",
    NEW_DATE: "yeni tarih",
}

_WORDS = re.compile(r"[^\W\d_]{2,}")


class Gravity(IntEnum):
    """How far an outcome departs from its target."""

    NONE = 0
    WARN = 1
    BLOCK = 2


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The limits of a plan in a year, in percent; `full`: the complete reason is asked for."""

    warn_above: Decimal = WARN_ABOVE
    block_above: Decimal = BLOCK_ABOVE
    full: bool = False


def says_something(text: str) -> bool:
    """A dash or a full stop explains nothing."""
    return bool(_WORDS.search(text))


def deviation(rate: Decimal | None) -> Decimal | None:
    """Distance from the target in percent."""
    return None if rate is None else abs(rate - FULL_RATE)


def gravity(rate: Decimal | None, tolerance: Tolerance, *, is_missed: bool) -> Gravity:
    """`is_missed`: missed though no rate says how far (a zero target of what should be few)."""
    distance = deviation(rate)
    if distance is None:
        return Gravity.BLOCK if is_missed else Gravity.NONE
    if distance <= tolerance.warn_above:
        return Gravity.NONE
    return Gravity.BLOCK if distance > tolerance.block_above else Gravity.WARN


def owed(grade: Gravity, *, is_met: bool, full: bool) -> tuple[str, ...]:
    """The fields that have to be filled in, in the order of the form."""
    if grade is Gravity.NONE:
        return ()
    if grade is Gravity.WARN or not full:
        return (EXPLANATION,)
    if is_met:
        return (CATEGORY, EXPLANATION, ACTION)
    return (CATEGORY, EXPLANATION, ACTION, NEW_DATE)


def missing(fields: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    """Those of the owed fields that say nothing; `values` are their texts."""
    return tuple(
        name
        for name in fields
        if not (values[name] if name == NEW_DATE else says_something(values[name]))
    )


def named(fields: tuple[str, ...]) -> str:
    """The fields as a sentence names them."""
    names = [NAMES[name] for name in fields]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ve {names[-1]}"
