"""What somebody who leaves has in hand: asked of the apps, so that successors can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.ground.actors import Actor


@dataclass(frozen=True, slots=True)
class Handover:
    """One duty of a person: where it is, and who could take it over."""

    key: str
    """Unique among all duties of all apps."""
    label: str
    role: str
    candidates: tuple[tuple[int, str], ...] = ()
    """Accounts that may take over; empty where the duty just ends."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How an app ends the duties of a person.

    `leave(person, day, successors, by)` ends them on a day; `successors` gives the account that
    takes over for the keys of some duties, the others are left without anybody.
    """

    duties: Callable[[Actor], Iterable[Handover]]
    leave: Callable[[Actor, date, Mapping[str, Actor], Actor], None]
