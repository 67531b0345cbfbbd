"""Legal limits on spending and debt, with the days since which they are in force.

Data for the checks: a change of law is a new line here. The figures that a limit is measured by
(population, last realised revenue, revaluation rate) are entered for the year, never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

POPULATION = "population"
LAST_REVENUE = "last_revenue"
REVALUATION_RATE = "revaluation_rate"
FINANCING = "financing"

NUMBER_LABELS = {
    POPULATION: "nüfus",
    LAST_REVENUE: "gerçekleşen en son yıl bütçe geliri",
    REVALUATION_RATE: "yeniden değerleme oranı (yüzde)",
    FINANCING: "finansmanın ekonomik sınıflandırması toplamı",
}

# Expenditure codes that count as personnel cost; the law does not name them.
PERSONNEL_CODES = ("01", "02")


@dataclass(frozen=True, slots=True)
class Limit:
    """A share, in percent, of the last realised revenue raised by the revaluation rate.

    It holds for municipalities of `population_from` inhabitants and more, below `population_below`.
    """

    percent: Decimal
    since: date
    until: date | None = None
    population_from: int = 0
    population_below: int | None = None

    def applies(self, day: date, population: Decimal) -> bool:
        in_force = self.since <= day and (self.until is None or day <= self.until)
        small_enough = self.population_below is None or population < self.population_below
        return in_force and self.population_from <= population and small_enough


IN_FORCE = date(2005, 7, 13)

PERSONNEL_LAW = "5393 s. Kanun m. 49"
PERSONNEL_LIMITS = (
    Limit(Decimal(40), IN_FORCE, population_below=10_000),
    Limit(Decimal(30), IN_FORCE, population_from=10_000),
)

DEBT_LAW = "5393 s. Kanun m. 68/d"
DEBT_LIMITS = (Limit(Decimal(100), IN_FORCE),)

BORROWING_LAW = "5393 s. Kanun m. 68/e"
BORROWING_LIMITS = (Limit(Decimal(10), IN_FORCE),)
