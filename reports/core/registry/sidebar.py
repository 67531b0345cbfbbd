"""The sidebar of the back office: its groups, and links beside those of the yearly tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from reports.ground.actors import Visitor

FIRST, LAST = "report", "management"
"""Groups of the core, before and after those of the report's parts."""


@dataclass(frozen=True, slots=True)
class SidebarGroup:
    """A part of the report, or another heading.

    `key` is the code of a section of the outline: the yearly tables of it and of all below it stand
    here.
    """

    key: str
    title: str | Promise
    order: int
    collapsible: bool = True


@dataclass(frozen=True, slots=True)
class SidebarLink:
    """A link of a group: to the list of a `model`, or to the page with an `address` (its name).

    Without `may_see` whoever may open a model's list sees the link to it, and everybody that to a
    page. Links of yearly tables have the order 100.
    """

    group: str
    title: str | Promise
    icon: str
    model: str = ""
    address: str = ""
    may_see: Callable[[Visitor], bool] | None = None
    order: int = 100
    counts_errors: bool = False
    """Whether the number of open errors stands beside it."""
