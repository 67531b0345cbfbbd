"""Run rules over a document. A rule that crashes becomes a finding and stops nothing else."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .data import CheckData
from .model import Family, Finding, Held, Rule, Severity, spell


@dataclass(frozen=True)
class RuleResult:
    """How one rule went."""

    rule: Rule
    held: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CheckResult:
    """What a run of all rules says about a document."""

    results: tuple[RuleResult, ...]
    seconds: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def held(self) -> int:
        return sum(result.held for result in self.results)

    @property
    def checked(self) -> int:
        """Identities that were looked at."""
        return self.held + len(self.findings)


CRASH = "ENG-001"


def run_rules(data: CheckData, rules: Sequence[Rule]) -> CheckResult:
    """Every rule over one document, in the order of the rules."""
    begin = time.perf_counter()
    results = tuple(_run(data, rule) for rule in rules)
    return CheckResult(_merged(results), time.perf_counter() - begin)


def _merged(results: tuple[RuleResult, ...]) -> tuple[RuleResult, ...]:
    """One finding for what several rules say of one figure with the same two values.

    The first rule keeps it, with the sentences of all and the gravest severity.
    """
    said: dict[tuple[object, ...], list[Finding]] = {}
    for result in results:
        for finding in result.findings:
            said.setdefault(_subject(finding), []).append(finding)
    return tuple(
        replace(
            result,
            findings=tuple(
                _together(said[_subject(finding)])
                for finding in result.findings
                if said[_subject(finding)][0] is finding
            ),
        )
        for result in results
    )


def _subject(finding: Finding) -> tuple[object, ...]:
    """What a finding is about; without a place and both values it is like no other."""
    if not finding.row or finding.stated is None or finding.computed is None:
        return (finding.code, finding.mark)
    return (
        finding.dataset,
        finding.row,
        finding.column,
        finding.source,
        spell(finding.stated),
        spell(finding.computed),
    )


def _together(findings: list[Finding]) -> Finding:
    first = findings[0]
    if len(findings) == 1:
        return first
    messages = dict.fromkeys(finding.message for finding in findings)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return replace(
        first,
        message=" ".join(messages),
        severity=Severity.ERROR if errors else first.severity,
    )


def _run(data: CheckData, rule: Rule) -> RuleResult:
    held = 0
    findings: dict[str, Finding] = {}
    try:
        for item in rule.run(data, rule):
            if isinstance(item, Held):
                held += 1
            else:
                findings.setdefault(item.mark, item)
    except Exception as error:  # a broken rule must not hide what the others find
        crash = Finding(
            code=CRASH,
            severity=Severity.ERROR,
            family=Family.ENGINE,
            dataset="",
            column=rule.code,
            message=(
                f"{rule.code} kuralı çalışırken durdu ({type(error).__name__}: {error}); "
                "bu kuralın denetlediği rakamlar denetlenmemiştir."
            ),
            hint="Portalın bakımından sorumlu kişiye kural kodu ile bildirilmelidir.",
        )
        findings[crash.mark] = crash
    return RuleResult(rule, held, tuple(findings.values()))
