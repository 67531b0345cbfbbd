"""What would become of a section's text with a Word file, as it was chosen. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from kars_portal.lib.numbers import exact
from reports.core.registry import NewTable
from reports.core.tables import Value

from .blocks import Word
from .figures import Figure, Offers, doubled, offers_of, written_with
from .markdown import next_note, written
from .sentences import asides
from .tables import FoundTable, ReadTable, TableChoice

MOST_TABLES: Final = 40
MOST_ROWS: Final = 2_000
"""Rows of all chosen tables together: somebody waits while they are saved."""


class Mode(StrEnum):
    """What becomes of the text that the section has."""

    APPEND = "append"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True)
class Choices:
    """What a person has chosen; nothing of the file is taken by itself but its words."""

    mode: Mode
    references: frozenset[str] = frozenset()
    tables: Mapping[int, TableChoice] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The text and the tables that would be saved, all that was offered, and what stands against
    it.
    """

    present: str
    body: str
    choices: Choices
    offers: Offers
    tables: tuple[ReadTable, ...]
    asides: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def new_tables(self) -> tuple[NewTable, ...]:
        return tuple(
            table.new_table() for table in self.tables if table.choice.is_taken and table.is_settled
        )

    @property
    def changes_text(self) -> bool:
        return self.body != self.present

    @property
    def is_possible(self) -> bool:
        return not self.problems and (self.changes_text or bool(self.new_tables))

    @property
    def mark(self) -> str:
        """A mark of all that would be saved: what is confirmed is what was shown."""
        tables = [
            [table.title, [[c.title, c.kind.value, c.is_summed] for c in table.columns],
             [[_spelled(value) for value in row] for row in table.rows]]
            for table in self.new_tables
        ]  # fmt: skip
        said = json.dumps([self.body, tables], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def base_of(body: str) -> str:
    """A mark of the text that a section has."""
    return hashlib.sha256(body.encode()).hexdigest()


def plan(
    word: Word, present: str, choices: Choices, figures: Mapping[Decimal, list[Figure]]
) -> Plan:
    """What the file would make of the present text."""
    counts: Counter[str] = Counter(word.aside)
    offers = offers_of(word, figures)
    chosen = offers.chosen(choices.references)
    is_added = choices.mode is Mode.APPEND
    text = written(
        word,
        first_note=next_note(present) if is_added else 1,
        instead=written_with(word, chosen),
        counts=counts,
    )
    tables = tuple(
        FoundTable(number, table).read(choices.tables.get(number, TableChoice()))
        for number, table in enumerate(word.tables[:MOST_TABLES], start=1)
    )
    body = {
        Mode.APPEND: "\n\n".join(filter(None, (present.rstrip(), text))),
        Mode.REPLACE: text,
        Mode.KEEP: present,
    }[choices.mode]
    problems = [
        _("«%(number)s» sayısı için birden çok rakam seçildi; yalnız biri seçilmelidir.")
        % {"number": offer.number}
        for offer in doubled(chosen)
    ]
    problems += [
        _("%(number)s. tablo («%(title)s») alınamıyor; tablonun altındaki eksikler giderilmeli "
          "ya da seçimi kaldırılmalıdır.")
        % {"number": table.of.number, "title": table.title}
        for table in tables
        if table.choice.is_taken and not table.is_settled
    ]  # fmt: skip
    if sum(len(table.rows) for table in tables if table.choice.is_taken) > MOST_ROWS:
        problems.append(
            _("Seçilen tablolarda birlikte %(most)s satırdan çok var; tablolar birkaç kerede "
              "alınmalıdır.")
            % {"most": MOST_ROWS}
        )  # fmt: skip
    if choices.mode is not Mode.KEEP and not text:
        problems.append(
            _("Belgede metin yok; «metin alınmaz» seçilmeli ya da başka bir belge yüklenmelidir.")
        )
    return Plan(
        present, body, choices, offers, tables, tuple(_asides(word, counts)), tuple(problems)
    )


def _asides(word: Word, counts: Counter[str]) -> list[str]:
    said = asides(counts)
    if len(word.tables) > MOST_TABLES:
        said.append(
            _("Belgede %(number)s tablo var; ilk %(most)s tablo gösteriliyor.")
            % {"number": len(word.tables), "most": MOST_TABLES}
        )
    return said


def _spelled(value: Value) -> str:
    return value if isinstance(value, str) else "" if value is None else exact(value)
