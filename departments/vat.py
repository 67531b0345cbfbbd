"""Rates of value added tax with the days on which they were in force.

Law 3065 art. 28 leaves the rates to decrees; a new decree is a new line here. Nothing else in the
portal knows a rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DECREE_2007 = "2007/13033 sayılı Bakanlar Kurulu Kararı"
DECREE_2023 = "7346 sayılı Cumhurbaşkanı Kararı (RG 07.07.2023/32241)"


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate in percent, in force from `since` to `until`, both days included."""

    percent: int
    since: date
    until: date | None
    basis: str

    def in_force(self, first: date, last: date) -> bool:
        """On some day of a period."""
        return self.since <= last and (self.until is None or first <= self.until)


VAT_RATES = (
    VatRate(1, date(2008, 1, 1), None, DECREE_2007),
    VatRate(8, date(2008, 1, 1), date(2023, 7, 9), DECREE_2007),
    VatRate(18, date(2008, 1, 1), date(2023, 7, 9), DECREE_2007),
    VatRate(10, date(2023, 7, 10), None, DECREE_2023),
    VatRate(20, date(2023, 7, 10), None, DECREE_2023),
)

# A payment is often approved and invoiced some days after the date that it bears.
INVOICE_DAYS = 30


def rates_at(day: date | None) -> tuple[int, ...]:
    """Rates that a payment of that day may carry; without a day, all that ever were."""
    if day is None:
        return tuple(rate.percent for rate in VAT_RATES)
    return rates_between(day, day + timedelta(days=INVOICE_DAYS))


def rates_in(year: int) -> tuple[int, ...]:
    """Rates that were in force on some day of a year."""
    return rates_between(date(year, 1, 1), date(year, 12, 31))


def rates_between(first: date, last: date) -> tuple[int, ...]:
    return tuple(rate.percent for rate in VAT_RATES if rate.in_force(first, last))


def nearest(base: Decimal, tax: Decimal, rates: tuple[int, ...]) -> tuple[int, Decimal] | None:
    """The rate that comes nearest to a tax, with the tax that it gives."""
    taxes = [(rate, base * rate / 100) for rate in rates]
    return min(taxes, key=lambda found: abs(found[1] - tax), default=None)
