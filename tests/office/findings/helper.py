"""Rules, numbers and addresses for tests of the findings desk; the rules are not the portal's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reports.core.building import build_document
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.documents import FindingValue
from reports.models import Report

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

DESK = "/yonetim/bulgular/2024/"
REASON = "Ölçüm yıl içinde yenilenmiş, kayıtlar henüz kapatılmamıştır."


def closed_within_whole(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    table = data.tables["departments.facilities"]
    for row in table.rows:
        area, closed = table.number(row.key, "area"), table.number(row.key, "closed_area")
        if area is None or closed is None or closed <= area:
            yield HELD
            continue
        yield rule.finding(
            f"{row.cells[0]}: kapalı alan {closed}, bütün alan {area}.",
            dataset=table.id,
            row=row.key,
            column="closed_area",
            stated=closed,
            computed=area,
        )


def noted(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    table = data.tables["departments.facilities"]
    for row in table.rows:
        if table.value(row.key, "note") == "?":
            yield rule.finding(
                f"{row.cells[0]}: not tamamlanmamış.", dataset=table.id, row=row.key, column="note"
            )


def free_and_listed(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Every line of a table or list whose figure is 13."""
    for prefix, column in (("tables.", "adet"), ("figures.", "value")):
        for table in data.family(prefix):
            for row in table.rows:
                if table.number(row.key, column) == 13:
                    yield rule.finding(
                        f"{table.title}: 13.", dataset=table.id, row=row.key, column=column
                    )


def prose(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    for code, block in data.texts():
        for problem in block.problems:
            yield rule.finding(f"Metin: {problem}", dataset="", section=code, stated=problem)


def stated(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    for figure in data.stated:
        yield rule.finding(
            f"Basılı {figure.value.value}.",
            dataset=figure.value.dataset,
            row=figure.value.row,
            column=figure.value.column,
            source=figure.value.key,
            line=1234,
        )


def _rule(code: str, run: Any, severity: Severity, family: Family) -> Rule:
    return Rule(
        code=code,
        title=f"{code} kuralı",
        family=family,
        severity=severity,
        run=run,
        basis="5018 s. Kanun m. 41",
        hint="Alanlar tapu kaydına göre düzeltilmelidir.",
    )


RULES = (
    _rule("TST-001", closed_within_whole, Severity.ERROR, Family.PARTS),
    _rule("TST-002", noted, Severity.WARNING, Family.COMPLETENESS),
    _rule("TST-003", free_and_listed, Severity.ERROR, Family.TIE_OUT),
    _rule("TST-004", prose, Severity.ERROR, Family.PROSE),
    _rule("TST-005", stated, Severity.WARNING, Family.FOOTING),
)


def finding(report: Report, code: str = "TST-001") -> FindingValue:
    return next(f for f in build_document(report).checks.findings if f.code == code)


def page_of(report: Report, code: str = "TST-001") -> str:
    return f"{DESK}{finding(report, code).mark}/"


def text(response: Response) -> str:
    return " ".join(response.content.decode().split())
