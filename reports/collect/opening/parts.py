"""What the apps declare for the opening of a year: which rows go on, what has to be asked.

Rows that are planned are unsaved instances of the models in the order in which they are saved, so
a plan can be shown, counted and thrown away without a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Never, TypeVar

if TYPE_CHECKING:
    from django.db.models import Model

    from reports.core.registry import SectionPlan
    from reports.models import FiscalYear, Section


T = TypeVar("T")


class Texts(StrEnum):
    """What becomes of last year's texts."""

    EMPTY = "empty"
    KEEP = "keep"

    @property
    def label(self) -> str:
        return {"empty": "Boş açılsın", "keep": "Geçen yılın metni taslak olarak kalsın"}[self]


@dataclass(frozen=True)
class Choices:
    """What was chosen: for texts, for single tables, and as answers to the apps' questions."""

    texts: Texts = Texts.EMPTY
    options: Mapping[str, str] = field(default_factory=dict)
    """`part:key` of an item → the option chosen; what is not there has its first option."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Name of a question → answer."""


@dataclass(frozen=True)
class Opening:
    """The opening of one year from another: what every part of it reads."""

    year: FiscalYear
    """Perhaps not saved yet."""
    source: FiscalYear
    today: date
    choices: Choices = field(default_factory=Choices)
    memo: dict[object, Any] = field(default_factory=dict)
    """What was read or made once for several parts."""

    @property
    def keeps_texts(self) -> bool:
        return self.choices.texts is Texts.KEEP

    def option(self, part: str, item: Item) -> str:
        chosen = self.choices.options.get(f"{part}:{item.key}", "")
        return chosen if chosen in item.codes else item.codes[0]

    def answer(self, question: Question) -> str:
        given = self.choices.answers.get(question.name)
        return question.initial(self) if given is None else given.strip()

    def once(self, key: object, make: Callable[[], T]) -> T:
        """A value that is computed at its first use."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found


CARRY, LEAVE = "carry", "leave"
CARRY_OR_LEAVE = ((CARRY, "Sürdürülsün"), (LEAVE, "Aktarılmasın"))


@dataclass(frozen=True)
class Item:
    """Something that may go on or be left behind: a free table, a list, an indicator."""

    key: str
    label: str
    group: str = ""
    options: tuple[tuple[str, str], ...] = CARRY_OR_LEAVE

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _label in self.options)


@dataclass(frozen=True)
class Question:
    """Something that an app has to know; asked by the wizard and by an option of the command."""

    name: str
    label: str
    initial: Callable[[Opening], str]
    choices: tuple[tuple[str, str], ...] = ()
    help_text: str = ""


@dataclass(frozen=True)
class Decision:
    """Something that a person has to decide or look at, with the place where it is done."""

    text: str
    href: str = ""
    link: str = ""


def nothing(_opening: Opening) -> tuple[Never, ...]:
    return ()


def nothing_wrong(_opening: Opening) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class OpeningPart:
    """Rows of one kind that the new year gets.

    `rows` yields what the year lacks, unsaved. `model` is what is counted (the lines of a table
    count with their table).
    """

    name: str
    title: str
    model: str
    rows: Callable[[Opening], Iterable[Model]]
    items: Callable[[Opening], Iterable[Item]] = nothing


@dataclass(frozen=True)
class Line:
    """Tables whose rows are known by another key in the year before.

    `previous` gives for a year: row key → keys of the rows of the year before that it continues. A
    key that is not there continues nothing. `datasets` are ids, or prefixes that end with a dot.
    """

    datasets: tuple[str, ...]
    previous: Callable[[FiscalYear], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class OpeningKit:
    """What one app does when a year is opened.

    Its other yearly tables go on as `reports.collect.opening.rows.usual` says, but for those
    `left_behind`.
    """

    parts: tuple[OpeningPart, ...] = ()
    left_behind: tuple[type[Model], ...] = ()
    questions: tuple[Question, ...] = ()
    asked: Callable[[Opening], bool] = lambda _opening: True
    """Whether the questions concern these years at all."""
    problems: Callable[[Opening], Mapping[str, str]] = nothing_wrong
    """Name of a question → why its answer can't be taken."""
    decisions: Callable[[Opening], Iterable[Decision]] = nothing
    section_code: Callable[[Opening, str], str] | None = None
    """The code under which a section of the old year goes on in the new one."""
    sections: Callable[[Opening], Iterable[SectionPlan]] = nothing
    """Sections that the year will have because of rows that are only planned."""
    text_codes: Callable[[Opening], Iterable[str]] = nothing
    """Codes of parts that may hold texts because of rows that are only planned."""
    finish: Callable[[Opening, list[Section]], None] | None = None
    """Called with the sections that were made, after all rows."""
    lines: tuple[Line, ...] = ()
