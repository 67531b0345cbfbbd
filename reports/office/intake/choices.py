"""What a person has chosen for a file, as it stands in the page's address and comes back with it.

The preview is a page that can be opened again and shared within the session: its address says all
that was chosen, and the confirmation sends the same back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from kars_portal.lib.texts import whole_number
from kars_portal.lib.turkish import search_key
from reports.collect.intake.filling import Decisions, Empty
from reports.collect.recognising.figures import WAYS, Way
from reports.collect.recognising.knowing import Heading
from reports.collect.recognising.recognise import Chosen
from reports.collect.sheets.typed import MINE, THEIRS

SHEET, HEADING, SCALE, EMPTY, OTHERS = "sayfa", "baslik", "bin", "bos", "cakisma"
COLUMN, WAY, SHARE, ROW, DOUBT = "s", "o", "p", "r", "k"
"""Beginnings of the names of what is chosen for a column of the file, of the table, a row, and rows
that may be none."""
NONE = "-"
"""A column of the file that is none of the table's."""
YES, NO = "1", "0"


@dataclass(frozen=True)
class Choices:
    """All that was chosen; `fields` carries it on to the next request."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, query: QueryDict) -> Choices:
        """Read a query or a form; names that say nothing here are left out."""
        single = (SHEET, HEADING, SCALE, EMPTY, OTHERS)
        kinds = (COLUMN, WAY, SHARE, ROW, DOUBT)
        return cls(
            {
                str(name): str(value)
                for name, value in query.items()
                if value and (name in single or str(name).partition(".")[0] in kinds)
            }
        )

    @property
    def sheet(self) -> int | None:
        """Number of the file's sheet, from 0; None where it was not chosen."""
        return whole_number(self.fields.get(SHEET, ""))

    def chosen(self, remembered: Mapping[str, str]) -> Chosen:
        """What the recogniser is told."""
        ways: dict[str, Way] = {
            key: way for key, value in self._under(WAY).items() for way in WAYS if way == value
        }
        return Chosen(
            columns=remembered,
            places={
                number: "" if key == NONE else key
                for column, key in self._under(COLUMN).items()
                if (number := whole_number(column)) is not None
            },
            ways=ways,
            shares={key: value == YES for key, value in self._under(SHARE).items()},
            scale=_answer(self.fields.get(SCALE, "")),
            doubts={key: value == YES for key, value in self._under(DOUBT).items()},
            heading=whole_number(self.fields.get(HEADING, "")) or 0,
        )

    @property
    def decisions(self) -> Decisions:
        """What is decided about rows."""
        empty = self.fields.get(EMPTY, "")
        return Decisions(
            empty=Empty(empty) if empty in list(Empty) else None,
            conflicts=others if (others := self.fields.get(OTHERS, "")) in (MINE, THEIRS) else "",
            rows={
                number: value
                for row, value in self._under(ROW).items()
                if (number := whole_number(row)) is not None
            },
        )

    def names(self, heading: Heading | None, remembered: Mapping[str, str]) -> dict[str, str]:
        """Headings that were matched by hand and are not known yet: folded words → column."""
        words = heading.words if heading else {}
        return {
            key: "" if column == NONE else column
            for place, column in self._under(COLUMN).items()
            if (number := whole_number(place)) in words
            and number is not None
            and (key := search_key(words[number]))
            and remembered.get(key) != column
        }

    @property
    def answered(self) -> dict[str, str]:
        """Readings that were chosen before: they are asked once, and go with every request."""
        return {
            name: value
            for name, value in self.fields.items()
            if name.partition(".")[0] in (WAY, SHARE, DOUBT) and "." in name
        }

    def _under(self, kind: str) -> dict[str, str]:
        return {
            name.removeprefix(f"{kind}."): value
            for name, value in self.fields.items()
            if name.startswith(f"{kind}.")
        }


def _answer(value: str) -> bool | None:
    return {YES: True, NO: False}.get(value)
