"""Entry sheets of performance: results of indicators, higher plans, strengths, weaknesses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from performance.enums import SwotKind
from performance.models import HigherPlanReference, SwotItem
from performance.work import SWOT_SECTIONS
from reports.collect.sheets import ModelTable, Reading, Sheet
from reports.models import Section

from .results import result_sheets


def _side(kind: SwotKind) -> Callable[[Section, Reading], Mapping[str, SwotKind] | None]:
    def given(section: Section, _reading: Reading) -> Mapping[str, SwotKind] | None:
        return {"kind": kind} if section.code == SWOT_SECTIONS[kind] else None

    return given


TABLES: tuple[ModelTable, ...] = (
    ModelTable(
        HigherPlanReference,
        "performance.higher_plan_references",
        key_from="item",
        optional=("parent",),
    ),
    *(
        ModelTable(
            SwotItem,
            dataset,
            keys=("no",),
            given=_side(kind),
            carried=False,
            number="no",
        )
        for kind, dataset in (
            (SwotKind.STRENGTH, "performance.strengths"),
            (SwotKind.WEAKNESS, "performance.weaknesses"),
        )
    ),
)


def sheets(section: Section, reading: Reading) -> Iterable[Sheet]:
    """The sheets of a section beside its yearly tables."""
    yield from result_sheets(section, reading)
