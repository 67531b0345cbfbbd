"""The consistency engine: rules over the tables of one document, findings, and how many hold."""

from .data import CheckData
from .engine import CheckResult, RuleResult, run_rules
from .model import HELD, Family, Finding, Held, Rule, Severity, spell

__all__ = [
    "HELD",
    "CheckData",
    "CheckResult",
    "Family",
    "Finding",
    "Held",
    "Rule",
    "RuleResult",
    "Severity",
    "run_rules",
    "spell",
]
