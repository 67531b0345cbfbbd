"""Findings and rules: what a check says, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict, Unpack

from kars_portal.lib.numbers import exact
from reports.ground.marks import mark_of

if TYPE_CHECKING:
    from .data import CheckData


class Severity(StrEnum):
    """An error stops freezing and publishing until it is mended or waived; a warning does not."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return {"error": "Hata", "warning": "Uyarı"}[self.value]


class Family(StrEnum):
    """What kind of agreement a rule watches over."""

    FOOTING = "footing"
    CROSS_FOOTING = "cross-footing"
    PARTS = "parts"
    RATIO = "ratio"
    SHARE = "share"
    TIE_OUT = "tie-out"
    BUDGET = "budget"
    DATE = "date"
    NUMBERING = "numbering"
    DUPLICATE = "duplicate"
    PERFORMANCE = "performance"
    REASON = "reason"
    LIMIT = "limit"
    COMPLETENESS = "completeness"
    CHANGE = "change"
    PRIVACY = "privacy"
    PROSE = "prose"
    ENGINE = "engine"

    @property
    def label(self) -> str:
        return _FAMILY_LABELS[self.value]


_FAMILY_LABELS = {
    "footing": "Sütun toplamları",
    "cross-footing": "Satır toplamları",
    "parts": "Bütün ve parçaları",
    "ratio": "Oranlar",
    "share": "Paylar",
    "tie-out": "Aynı rakamın iki yerde yazılışı",
    "budget": "Bütçe eşitlikleri",
    "date": "Tarihler",
    "numbering": "Numaralandırma",
    "duplicate": "Yinelenen kayıtlar",
    "performance": "Performans sonuçları",
    "reason": "Sapma gerekçeleri",
    "limit": "Yasal sınırlar",
    "completeness": "Eksik bölüm ve veriler",
    "change": "Önceki yıla göre olağandışı değişim",
    "privacy": "Kişisel veriler",
    "prose": "Metinlerdeki rakamlar",
    "engine": "Denetim motoru",
}

Figure = Decimal | date | str | int | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that does not hold, with its place, both values and the way to mend it.

    `stated` is what stands there, `computed` what follows from the other figures. `line` is the
    place in a printed source, where there is one.
    """

    code: str
    severity: Severity
    family: Family
    dataset: str
    row: str = ""
    column: str = ""
    stated: Figure = None
    computed: Figure = None
    message: str
    hint: str = ""
    basis: str = ""
    line: int | None = None
    section: str = ""
    source: str = ""
    """Key of the stated figure, where the finding is about one."""

    @property
    def difference(self) -> Decimal | None:
        if isinstance(self.stated, Decimal | int) and isinstance(self.computed, Decimal | int):
            return Decimal(self.stated) - Decimal(self.computed)
        return None

    @property
    def mark(self) -> str:
        """Names the finding as long as place and values stay the same; waivers hold on to it."""
        return mark_of(
            self.code,
            self.dataset,
            self.row,
            self.column,
            self.source,
            self.section,
            spell(self.stated),
            spell(self.computed),
        )


def spell(value: Figure) -> str:
    """A figure of a finding in exact spelling; missing is empty."""
    if value is None or isinstance(value, str):
        return value or ""
    return exact(value)


class Place(TypedDict, total=False):
    """What a rule may say of a finding beside its sentence; see `Finding`."""

    severity: Severity
    row: str
    column: str
    stated: Figure
    computed: Figure
    hint: str
    basis: str
    line: int | None
    section: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule: a pure function over the tables of one document.

    `run` yields a Finding for each thing that does not hold and `HELD` for each identity that does.
    """

    code: str
    title: str
    family: Family
    severity: Severity
    run: Callable[[CheckData, Rule], Iterable[Finding | Held]]
    basis: str = ""
    hint: str = ""
    description: str = field(default="")
    missing: bool = False
    """Its findings only say what has not been entered: none is an error while entry goes on."""

    def finding(self, message: str, *, dataset: str, **place: Unpack[Place]) -> Finding:
        """A finding of this rule; severity, hint and basis come from the rule unless given."""
        said: Place = {
            "severity": self.severity,
            "basis": self.basis,
            "hint": self.hint,
            **place,
        }
        return Finding(code=self.code, family=self.family, dataset=dataset, message=message, **said)


class Held:
    """An identity that was checked and holds."""


HELD = Held()
