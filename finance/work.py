"""To which section of the report the tables of finance belong."""

from __future__ import annotations

from reports.core.registry import WorkTable, in_section

WORK: tuple[WorkTable, ...] = (
    in_section("finance.expenditureline", "III.A.1"),
    in_section("finance.revenueline", "III.A.1"),
    in_section("finance.departmentbudget", "III.A.1"),
    in_section("finance.statementofactivities", "III.A.2"),
    in_section("finance.debt", "III.A.2"),
    in_section("finance.auditremark", "III.A.3"),
    in_section("finance.aidedbody", "III.A.4"),
    in_section("finance.company", "III.A.4"),
)
