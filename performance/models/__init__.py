"""Models of performance; other apps import from here, never from a submodule."""

from .assessment import HigherPlanReference, SwotItem
from .indicator import Indicator, IndicatorResult
from .plan import Goal, Objective, StrategicPlan

__all__ = [
    "Goal",
    "HigherPlanReference",
    "Indicator",
    "IndicatorResult",
    "Objective",
    "StrategicPlan",
    "SwotItem",
]
