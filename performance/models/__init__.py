"""Models of performance; other apps import from here, never from a submodule."""

from .assessment import HigherPlanReference, SwotItem
from .evidence import IndicatorEvidence
from .indicator import Indicator, IndicatorSuccession
from .plan import Goal, Objective, StrategicPlan
from .result import IndicatorResult, IndicatorValue

__all__ = [
    "Goal",
    "HigherPlanReference",
    "Indicator",
    "IndicatorEvidence",
    "IndicatorResult",
    "IndicatorSuccession",
    "IndicatorValue",
    "Objective",
    "StrategicPlan",
    "SwotItem",
]
