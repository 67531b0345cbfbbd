"""What the apps say in the citizens' summary: plain sentences, bars and lists, each with its table.

Everything is computed from the published tables when the summary is printed, so it suits any year
and any municipality; what the tables do not say is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.core.tables.values import Tables


class Question(StrEnum):
    """The questions of a citizen, in the order of the summary."""

    MONEY = "money"
    PROMISES = "promises"
    WORK = "work"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Statement:
    """A plain sentence and the table that its figures are from."""

    text: str
    dataset: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount of a bar chart; `text` spells it. Never below zero: a bar begins there."""

    label: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from zero. Charts under one question with the same `unit` share their scale,
    so that their bars can be compared.
    """

    title: str
    dataset: str
    head: str
    bars: tuple[Bar, ...]
    unit: str
    value_head: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a divided bar; `tone` is one of `reached`, `partly`, `missed`, `unknown`."""

    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class Divided:
    """Bars of counts, each divided into the same parts; their length is the count."""

    title: str
    dataset: str
    head: str
    lines: tuple[tuple[str, tuple[Share, ...]], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. Lines of one `group` stand under its name; `dataset` says where the figure
    stands, empty where it is the list's own.
    """

    label: str
    text: str
    note: str = ""
    group: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with a sentence on how its lines were chosen and what was left out."""

    title: str
    dataset: str
    entries: tuple[Entry, ...]
    explanation: str = ""


Piece = Statement | Bars | Divided | Listing


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """An app's answer to a question, computed from the year's tables."""

    question: Question
    build: Callable[[Tables], Iterable[Piece]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the report in plain words; printed where the summary uses it."""

    name: str
    meaning: str
