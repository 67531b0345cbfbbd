"""Which columns of a table the words of a heading mean: all ways to write them, folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kars_portal.lib.turkish import search_key

from .targets import Table, Target, by_key
from .units import Stated, contradicts, plain_words, stated

_RATES = frozenset({"oran", "orani", "yuzde", "yuzdesi", "pay", "payi"})
_AMOUNTS = frozenset({"tutar", "tutari"})
_COUNTS = frozenset({"sayi", "sayisi", "adet", "adedi", "kisi", "kisi sayisi", "miktar", *_AMOUNTS})
_SHORT = {"k": "kadin", "e": "erkek"}


@dataclass(frozen=True)
class Heading:
    """The heading of a table in a sheet: rows and, for each column of the file, its words."""

    first_row: int
    last_row: int
    words: Mapping[int, str]
    leaves: Mapping[int, str] = field(default_factory=dict)
    """The words of the lowest row alone, where others stand above them over several columns."""

    @property
    def years(self) -> frozenset[int]:
        """All years that the heading names."""
        return frozenset(year for words in self.words.values() for year in stated(words).years)

    @property
    def rows(self) -> range:
        return range(self.first_row, self.last_row + 1)


class Known:
    """Every way to write the columns of a table."""

    def __init__(self, table: Table, remembered: Mapping[str, str] | None = None) -> None:
        self._table = table
        self._exact = by_key(table.targets)
        for words, key in (remembered or {}).items():
            self._exact[words] = [target for target in table.targets if target.key == key]
        self._plain: dict[str, list[Target]] = {}
        for target in table.targets:
            for name in (target.title, target.key, *target.names):
                for way in {plain_words(name), stated(name).name} - {""}:
                    found = self._plain.setdefault(way, [])
                    if target not in found:
                        found.append(target)

    def meant(self, heading: Heading, column: int) -> list[Target]:
        """The columns of the table that one of the file may be; more than one: nobody knows."""
        words = heading.words[column]
        leaf = heading.leaves.get(column)
        found = self._meant(words, heading)
        if not found and leaf is not None and self._is_of_now(stated(words), heading):
            below = self._below(words, leaf, heading)
            found = self._meant(leaf, heading) if below is None else below
        if not found and leaf is None and (own := words.split()[-1:]):
            found = self._below(words, own[0], heading) or []
        return found or self._shortened(words, heading)

    def _below(self, words: str, leaf: str, heading: Heading) -> list[Target] | None:
        """What a lower word means below others: "Sayı" below "Kadın" is hers. None: what
        stands above is no column's name, and says nothing of it.
        """
        group, own = words.removesuffix(leaf).strip(), plain_words(leaf)
        is_rate = own in _RATES or leaf.strip() == "%"
        of_group = [t for t in self._meant(group, heading) if t.is_figure] if group else []
        if (is_rate or own in _COUNTS) and of_group:
            if is_rate:
                rates = self._meant(f"{group} oranı", heading)
                return rates or [t for t in of_group if t.unit == "%"]
            is_money = own in _AMOUNTS
            return [t for t in of_group if t.unit != "%" and (t.unit == "TL") is is_money]
        return None

    def _shortened(self, words: str, heading: Heading) -> list[Target]:
        """ "K" and "E" beside each other are women and men."""
        last = {plain_words(said).rpartition(" ")[2] for said in heading.words.values()}
        before, _space, own = plain_words(words).rpartition(" ")
        if own not in _SHORT or not set(_SHORT) <= last:
            return []
        named = self._meant(f"{before} {_SHORT[own]}".strip(), heading)
        return named or self._meant(_SHORT[own], heading)

    def _meant(self, words: str, heading: Heading) -> list[Target]:
        for spelled in (words, words.replace("- ", "")):
            exact = self._exact.get(search_key(spelled))
            if exact:
                return exact
        said = stated(words)
        found = self._plain.get(plain_words(words)) or self._plain.get(said.name, [])
        if not self._is_of_now(said, heading):
            return []
        return [
            target
            for target in found
            if not target.is_figure
            or not (said.rest or contradicts(said.unit, target.unit, target.places))
        ]

    def _is_of_now(self, said: Stated, heading: Heading) -> bool:
        if said.is_of_another_time:
            return False
        wanted = {self._table.year} if self._table.year else heading.years
        return not said.years or (len(wanted) == 1 and said.years <= wanted)
