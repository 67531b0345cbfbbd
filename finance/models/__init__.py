"""Models of finance; other apps import from here, never from a submodule."""

from .accounts import AccountRule
from .affiliates import AidedBody, Company
from .audit import AuditRemark
from .budget import DepartmentBudget, ExpenditureLine, RevenueLine
from .classification import EconomicCode
from .statements import Debt, StatementOfActivities

__all__ = [
    "AccountRule",
    "AidedBody",
    "AuditRemark",
    "Company",
    "Debt",
    "DepartmentBudget",
    "EconomicCode",
    "ExpenditureLine",
    "RevenueLine",
    "StatementOfActivities",
]
