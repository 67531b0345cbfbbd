"""To which section of the report a record belongs: the base of rights, progress and reminders."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from reports.ground.actors import Actor

YEAR = "year_id"


@dataclass(frozen=True, slots=True)
class WorkTable:
    """Records of one model and their sections.

    `section` gives the code for a record, `within` the condition that selects the records of some
    codes; both say the same thing. `year` is the lookup to the fiscal year (empty for records that
    have none, such as indicator cards).
    """

    model: str
    section: Callable[[Any], str]
    within: Callable[[Collection[str]], Q]
    year: str = YEAR
    related: tuple[str, ...] = ()
    """What `section` follows: joined when many records are asked."""
    place: str = ""
    """The one section, or the section below which all records are; empty: any."""
    owed: bool = True
    """Whether the desk counts the records; not where they only describe others."""
    in_one_section: bool = False
    """Whether `place` is the section of every record."""
    entered_by: Callable[[object], Collection[int | None]] | None = None
    """Accounts that enter a record without answering for its section: who is named at it."""

    def may_hold(self, code: str) -> bool:
        """Whether a section can have records of this model at all."""
        return (
            not self.place
            or code == self.place
            or code.startswith((f"{self.place}/", f"{self.place}."))
        )

    def year_of(self, record: object) -> int | None:
        """The fiscal year of a record, along the lookup."""
        return follow(record, self.year) if self.year else None


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section that a year has: its code, its title, its place in the report."""

    code: str
    title: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that answers for a section, and its people today: accounts that may enter it.

    `assign_href` is the form that names owner and deputy, open with `assign_permission`.
    """

    code: str
    name: str
    owner: Actor | None = None
    deputy: Actor | None = None
    heads: tuple[Actor, ...] = ()
    members: tuple[Actor, ...] = ()
    """Everybody with a duty in the unit, heads included."""
    assign_href: str = ""
    assign_permission: str = ""


def follow(record: object, lookup: str) -> Any:
    """The value at the end of a lookup, None where a step is missing."""
    for step in lookup.split("__"):
        if record is None:
            return None
        record = getattr(record, step)
    return record


def in_section(model: str, code: str, *, year: str = YEAR) -> WorkTable:
    """All records of a model belong to one section."""

    def within(codes: Collection[str]) -> Q:
        return Q() if code in codes else Q(pk__in=())

    related = (year.rpartition("__")[0],) if "__" in year else ()
    return WorkTable(model, lambda _record: code, within, year, related, code, in_one_section=True)


def in_part_of(model: str, parent: str, owner: str, *, year: str = YEAR) -> WorkTable:
    """Each record belongs to the part of a section that its owner delivers.

    `owner` is the lookup to the owner's code; records without an owner belong to the section
    itself.
    """
    owner_id = owner.rpartition("__")[0]

    def section(record: object) -> str:
        code = follow(record, owner)
        return f"{parent}/{code}" if code else parent

    def within(codes: Collection[str]) -> Q:
        own = [c.removeprefix(f"{parent}/") for c in codes if c.startswith(f"{parent}/")]
        found = Q(**{f"{owner}__in": own})
        return found | Q(**{f"{owner_id}__isnull": True}) if parent in codes else found

    related = (owner_id, *([year.rpartition("__")[0]] if "__" in year else []))
    return WorkTable(model, section, within, year, related, parent)


def in_named_section(model: str, field: str, *, year: str = YEAR) -> WorkTable:
    """Each record names its section itself."""
    return WorkTable(
        model,
        lambda record: str(follow(record, field) or ""),
        lambda codes: Q(**{f"{field}__in": list(codes)}),
        year,
    )
