"""The expected answers: one line for each kind of table, one column for each person.

Seven letters for seven pages: list, add, change, delete, import, export, history.

    +  yes        r  shown without a way to save       -  refused (403)
    0  as if it did not exist                          L  sign in first      .  no such page

The people: «right» enters figures in the directorate that the record belongs to (and in all others
but one), «wrong» in that one; «finance» in finance services, which compile the report.
"""

from __future__ import annotations

from .actors import ACTORS

_TABLE = """
kind          anonymous wrong    right    finance  reviewer auditor  publisher signatory

own           LLLLLLL   ++00++0  +++++++  ++r-+++  +-r--++  +-r--++  +-r--++   ------0
assigned      LLLLLLL   ---0--0  +++++++  +++++++  +-r--++  +-r--++  +-r--++   ------0
reference     LLLLLLL   +-r--++  +-r--++  +++++++  +-r--++  +-r--++  +-r--++   -------
codes         LLLLLLL   -------  -------  +++++++  +-r--++  +-r--++  +-r--++   -------
free          LLLLLLL   ++00++0  +++++++  +++++++  +-r--++  +-r--++  +-r--++   ------0
text          LLLL..L   ++0-..0  +++-..+  ++r-..+  +-r-..+  +-r-..+  +-r-..+   ----..0
money         LLLLLLL   ------0  -------  +++++++  +-r--++  +-r--++  +-r--++   ------0
card          LLLLLLL   ------0  +-+--++  +++++++  +-r--++  +-r--++  +-r--++   ------0
declaration   LLLLLLL   ------0  -------  +-+--++  +-r--++  +-r--++  +-r--++   ------0
number        LLLLLLL   ------0  -------  +++-+++  +-r--++  +-r--++  +-r--++   ------0
printed       LLLLLLL   ------0  -------  +-r--++  +-r--++  +-r--++  +-r--++   ------0
outline       LLLLLLL   -------  -------  +-r--++  +-r--++  +-r--++  +-r--++   -------
report        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-+-..+   +-r-..+
version       LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-r-..+   +-r-..+
pdf           LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  ----..-  +-r-..+   +-r-..+
policy        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +++-..+   ----..-
waiver        LLLL..L   ----..-  ----..-  +-r-..+  +-+-..+  +-r-..+  +-+-..+   ----..-
calendar      LLLL..L   ----..-  ----..-  +++-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
duty          LLLL..L   ----..-  ----..-  +-+-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
council       LLLL..L   ----..-  ----..-  ++++..+  +-r-..+  +-r-..+  ++++..+   ----..-
people        LLLL..L   ----..-  ----..-  +-r-..+  +-r-..+  +-r-..+  +-r-..+   ----..-
account       LLLL..L   ----..-  ----..-  ----..-  ----..-  ----..-  ----..-   ----..-
"""

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
    "calendar": "reports.milestone reports.milestonerule",
    # Drafts; what is public is shown only (tests/council).
    "council": "reports.councilrecord reports.delivery",
    "duty": "departments.sectionassignment",
    "people": "departments.membership reports.fiscalyear",
    "account": """auth.group auth.user axes.accessattempt axes.accesslog
        django_tasks_database.dbtaskresult""",
}

KIND_OF = {label: kind for kind, labels in _KINDS.items() for label in labels.split()}

MATRIX = {
    cells[0]: dict(zip(ACTORS, cells[1:], strict=True))
    for cells in (line.split() for line in _TABLE.splitlines()[2:])
    if cells
}


def expected(label: str, actor: str) -> str:
    """The seven answers for a table and a person."""
    return MATRIX[KIND_OF[label]][actor]
