"""What an app puts on the desk of a person, beside the sections that he or she answers for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing that a person enters, and how far it is."""

    title: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class DeskList:
    """Things of one kind."""

    title: str
    items: tuple[DeskItem, ...]
