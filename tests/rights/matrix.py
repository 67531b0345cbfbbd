"""The expected answers about tables (`expected.py`), and which table is of which kind."""

from __future__ import annotations

from .actors import ACTORS
from .expected import TABLES

_KINDS = {
    # Rows of one directorate: in its unit report or among its results.
    "own": """departments.activity departments.contract departments.contractitem
        departments.directprocurement departments.figuregroup departments.keyfigure
        departments.progresspayment""",
    # Tables of a section that some directorate answers for.
    "assigned": """departments.cadreoccupancy departments.equipment departments.facility
        departments.personnelbyage departments.personnelbyeducation departments.personnelbygender
        departments.personnelbystatus departments.service departments.software departments.vehicle
        performance.higherplanreference performance.indicatorresult performance.indicatorvalue
        performance.swotitem""",
    "free": "departments.freetable",
    "text": "reports.narrative",
    # What all years share and directorates refer to, or need not know.
    "reference": """departments.department performance.goal performance.objective
        performance.strategicplan""",
    "codes": """departments.departmentsuccession finance.economiccode
        performance.indicatorsuccession""",
    "card": "performance.indicator",
    "money": """finance.aidedbody finance.auditremark finance.company finance.debt
        finance.departmentbudget finance.expenditureline finance.revenueline
        finance.statementofactivities""",
    "declaration": "reports.declaration",
    "number": "reports.referencenumber",
    "printed": "reports.statedfigure",
    "outline": "reports.outlinesection",
    "report": "reports.report",
    "version": "reports.publication",
    "pdf": "reports.pdfexport",
    "policy": "reports.signaturepolicy",
    "waiver": "reports.waiver",
    "calendar": """finance.accountrule reports.milestone reports.milestonerule
        reports.statementtext""",
    # Drafts; what is public is shown only (tests/publish/council).
    "council": "reports.councilrecord reports.delivery",
    "duty": "departments.sectionassignment",
    "people": "departments.membership reports.fiscalyear",
    "account": """auth.group auth.user axes.accessattempt axes.accesslog
        django_tasks_database.dbtaskresult""",
}

KIND_OF = {label: kind for kind, labels in _KINDS.items() for label in labels.split()}

MATRIX = {
    cells[0]: dict(zip(ACTORS, cells[1:], strict=True))
    for cells in (line.split() for line in TABLES.splitlines()[2:])
    if cells
}


def expected(label: str, actor: str) -> str:
    """The seven answers for a table and a person."""
    return MATRIX[KIND_OF[label]][actor]
