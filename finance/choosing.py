"""What a person has chosen for a trial balance, as it stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from finance.trial_balance.intake import Asked
from finance.trial_balance.lines import LEVELS
from kars_portal.lib.texts import whole_number
from reports.office.intake.choices import Choices

LEVEL, DOUBTS, TAKEN = "duzey", "kusku", "al"
YES: Final = "1"


@dataclass(frozen=True)
class BalanceChoices:
    """What is chosen for the reading of every file, and what only a trial balance asks."""

    reading: Choices
    asked: Asked
    taken: frozenset[str]
    """Tables that are taken, in a confirmation."""

    @classmethod
    def of(cls, query: QueryDict) -> BalanceChoices:
        """Read a query or a form."""
        level = whole_number(query.get(LEVEL, "")) or 0
        return cls(
            Choices.of(query),
            Asked(level if level <= LEVELS else 0, _under(query, DOUBTS)),
            _under(query, TAKEN),
        )

    @property
    def fields(self) -> Mapping[str, str]:
        """All that the confirmation sends back, but for the tables that it takes."""
        own = {f"{DOUBTS}.{name}": YES for name in sorted(self.asked.accepted)}
        if self.asked.level:
            own[LEVEL] = str(self.asked.level)
        return {**self.reading.fields, **own}


def _under(query: QueryDict, kind: str) -> frozenset[str]:
    """Names behind `kind.` that are said yes to."""
    return frozenset(
        str(name).removeprefix(f"{kind}.")
        for name, value in query.items()
        if str(name).startswith(f"{kind}.") and value == YES
    )
