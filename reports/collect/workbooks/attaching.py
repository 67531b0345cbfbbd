"""Workbooks as attachments of mails: those of the directorates for which somebody enters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.collect.workflow import access
from reports.collect.workflow.units import units_of
from reports.ground.actors import Actor
from reports.models import Section

from .packing import file_name
from .units import Directorate, directorate
from .writing import MEDIA_TYPE, workbook_of

MOST_BYTES = 5 * 2**20
"""All attachments of a mail together; servers refuse large ones."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    media_type: str = MEDIA_TYPE


@dataclass(frozen=True)
class Attached:
    """What goes with the mail of one person."""

    files: tuple[Attachment, ...] = ()
    is_too_large: bool = False
    """There are workbooks, and together they are larger than a mail may be."""


class Attachments:
    """The workbooks of one run of mails; each is made once for all who may see the same tables."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._units: dict[int, dict[str, Directorate]] = {}
        self._made: dict[tuple[int, str, tuple[str, ...]], bytes] = {}

    def for_person(self, person: Actor, sections: Iterable[Section]) -> Attached:
        """One for each directorate whose sections a person enters; none where they are too large
        together: they are downloaded then.
        """
        found: list[Attachment] = []
        for year, code in self._wanted(person, list(sections)):
            unit = self._unit(year, code)
            sheets = unit.sheets(person) if unit is not None else []
            if unit is None or not sheets:
                continue
            name = (year, code, tuple(sheet.address for sheet in sheets))
            if name not in self._made:
                self._made[name] = workbook_of(unit, now=self.now, user=person)
            found.append(Attachment(file_name(unit), self._made[name]))
        if sum(len(file.content) for file in found) > MOST_BYTES:
            return Attached(is_too_large=True)
        return Attached(tuple(found))

    @staticmethod
    def _wanted(person: Actor, sections: Sequence[Section]) -> list[tuple[int, str]]:
        own = [section for section in sections if access.answers_for(person, section)]
        units = units_of(own)
        names = ((s.year_id, units[s.pk].code) for s in own if s.pk in units)
        return list(dict.fromkeys(names))

    def _unit(self, year: int, code: str) -> Directorate | None:
        known = self._units.setdefault(year, {})
        if code not in known:
            found = directorate(year, code)
            if found is None:
                return None
            known[code] = found
        return known[code]
