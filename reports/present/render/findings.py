"""What was checked and what does not hold, spelled for people. Shared by page and PDF."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_date, format_integer, format_percent
from reports.core.documents import Document, FindingValue, Node, Reconciliation
from reports.ground.languages import Turkish

from .finding_values import values_of
from .links import Links

T = TypeVar("T")

SHOWN_OF_GROUP = 10
"""Findings of a section that the page shows at once; the others unfold."""

# Loading writes the place into each reason; the finding says it already.
_PLACE_IN_REASON = re.compile(r"(?<!\s)\s*+Basılı metnin \d+\. satırı\.$")


@dataclass(frozen=True)
class FamilyView:
    """One kind of check in the summary; `share` and `width` are the part that holds."""

    key: str
    label: str
    checked: str
    held: str
    findings: str
    share: str
    width: str


@dataclass(frozen=True)
class NoteView:
    """A reason or a legal basis that several findings have in common, said once."""

    anchor: str
    mark: str
    text: str
    by: str
    on: str
    count: str


@dataclass(frozen=True)
class FindingView:
    """One thing that does not hold. Findings that only differ in their place in the printed text
    are one entry with all places.

    `basis_note` and `reason_note` replace texts that are said once for all.
    """

    anchors: tuple[str, ...]
    code: str
    title: str
    state: str
    state_label: str
    message: str
    values: tuple[tuple[str, str], ...]
    table: str
    table_href: str
    lines: str
    count: str
    hint: str
    basis: str
    basis_note: NoteView | None
    reason: str
    reason_note: NoteView | None
    by: str
    on: str


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one section or directorate."""

    anchor: str
    label: str
    href: str
    count: str
    findings: tuple[FindingView, ...]

    @property
    def shown(self) -> tuple[FindingView, ...]:
        """What the page shows at once; a few more are not worth unfolding."""
        if len(self.findings) <= SHOWN_OF_GROUP + 3:
            return self.findings
        return self.findings[:SHOWN_OF_GROUP]

    @property
    def rest(self) -> tuple[FindingView, ...]:
        return self.findings[len(self.shown) :]

    @property
    def rest_count(self) -> str:
        return format_integer(len(self.rest))


@dataclass(frozen=True)
class StateCount:
    key: str
    label: str
    count: str


@dataclass(frozen=True)
class ReconciliationView:
    """The results of all checks of a document, or of some of its findings."""

    rules: str
    checked: str
    held: str
    held_share: str
    found: str
    explained: str
    """How many of the findings have a reason; the others are only listed."""
    states: tuple[StateCount, ...]
    families: tuple[FamilyView, ...]
    groups: tuple[FindingGroup, ...]
    reasons: tuple[NoteView, ...]
    bases: tuple[NoteView, ...]
    shown: str
    """How many findings the groups hold; fewer than `found` where a filter narrows them."""

    @property
    def ran(self) -> bool:
        """Versions from before the checks have none."""
        return self.rules != "0"


def state_of(finding: FindingValue) -> str:
    """`open-error`, `accepted-error`, `open-warning` or `accepted-warning`."""
    return f"{'accepted' if finding.is_waived else 'open'}-{finding.severity}"


def state_labels() -> dict[str, str]:
    """What each state is called, the gravest first."""
    return {
        "open-error": _("Açık hata"),
        "accepted-error": _("Kabul edilmiş hata"),
        "open-warning": _("Uyarı"),
        "accepted-warning": _("Kabul edilmiş uyarı"),
    }


def reconciliation_view(
    document: Document, links: Links, findings: Sequence[FindingValue] | None = None
) -> ReconciliationView:
    """All results; `findings` narrows what is listed, never what is counted."""
    checks = document.checks
    listed = checks.findings if findings is None else findings
    maker = _Maker(document, links, listed)
    return ReconciliationView(
        rules=format_integer(checks.rules),
        checked=format_integer(checks.checked),
        held=format_integer(checks.held),
        held_share=format_percent(_share(checks.held, checks.checked)),
        found=format_integer(len(checks.findings)),
        explained=format_integer(sum(bool(finding.waiver_reason) for finding in checks.findings)),
        states=state_counts(checks),
        families=tuple(
            FamilyView(
                key=family.family,
                label=family.label,
                checked=format_integer(family.held + family.findings),
                held=format_integer(family.held),
                findings=format_integer(family.findings),
                share=format_percent(_share(family.held, family.held + family.findings)),
                width=f"{_share(family.held, family.held + family.findings):.3f}",
            )
            for family in checks.families
            if family.held or family.findings
        ),
        groups=maker.groups(),
        reasons=tuple(maker.reasons.values()),
        bases=tuple(maker.bases.values()),
        shown=format_integer(len(listed)),
    )


def state_counts(checks: Reconciliation) -> tuple[StateCount, ...]:
    counts = Counter(map(state_of, checks.findings))
    return tuple(
        StateCount(key, label, format_integer(counts[key]))
        for key, label in state_labels().items()
        if counts[key]
    )


def finding_group(
    document: Document, links: Links, findings: Sequence[FindingValue], label: str = ""
) -> FindingGroup:
    """Some findings as one list, in their order; `label` says what they have in common."""
    views = _Maker(document, links, findings).views(findings)
    return FindingGroup("denetim", label, "", format_integer(len(findings)), views)


def section_of(finding: FindingValue, document: Document) -> Node | None:
    """The section that a finding belongs to: its own, or that of its table."""
    table = document.tables.get(finding.dataset)
    return document.node_by_code.get(finding.section or (table.section if table else ""))


def group_anchor(node: Node | None) -> str:
    return f"denetim-{node.slug}" if node else "denetim-diger"


class _Maker:
    """Numbers the notes that findings share while it spells them."""

    def __init__(self, document: Document, links: Links, findings: Sequence[FindingValue]) -> None:
        self.document = document
        self.units = {stated.key: stated.unit for stated in document.stated}
        self.links = links
        reasons = Counter(_reason(f) for f in findings if f.is_waived)
        bases = Counter(f.basis for f in findings if f.basis)
        self.reasons = {
            key: NoteView(
                f"gerekce-{n}", f"G{n}", key[0], key[1], _day(key[2]), format_integer(count)
            )
            for n, (key, count) in enumerate(_shared(reasons), start=1)
        }
        self.bases = {
            text: NoteView(f"dayanak-{n}", f"D{n}", text, "", "", format_integer(count))
            for n, (text, count) in enumerate(_shared(bases), start=1)
        }
        self.listed = findings

    def groups(self) -> tuple[FindingGroup, ...]:
        """Findings by section, in the order of the outline."""
        found: dict[str, list[FindingValue]] = defaultdict(list)
        for finding in self.listed:
            node = section_of(finding, self.document)
            found[node.code if node else ""].append(finding)
        nodes: list[Node | None] = [*self.document.nodes(), None]
        return tuple(
            FindingGroup(
                anchor=group_anchor(node),
                label=_label(node),
                href=self.links.section(node) if node else "",
                count=format_integer(len(members)),
                findings=self.views(members),
            )
            for node in nodes
            if (members := found.get(node.code if node else ""))
        )

    def views(self, findings: Iterable[FindingValue]) -> tuple[FindingView, ...]:
        same: dict[tuple[object, ...], list[FindingValue]] = defaultdict(list)
        for finding in findings:
            same[_but_for_its_line(finding)].append(finding)
        return tuple(self._view(members) for members in same.values())

    def _view(self, members: list[FindingValue]) -> FindingView:
        finding = members[0]
        table = self.document.tables.get(finding.dataset)
        reason_note = self.reasons.get(_reason(finding))
        basis_note = self.bases.get(finding.basis)
        state = state_of(finding)
        return FindingView(
            anchors=tuple(f"bulgu-{member.mark}" for member in members),
            code=finding.code,
            title=finding.title,
            state=state,
            state_label=state_labels()[state],
            message=finding.message,
            values=values_of(finding, table, self.units.get(finding.source, "")),
            table=table.title if table else "",
            table_href=self.links.table(finding.dataset, finding.row),
            lines=_lines([member.line for member in members]),
            count=format_integer(len(members)) if len(members) > 1 else "",
            hint="" if finding.is_waived else finding.hint,
            basis="" if basis_note else finding.basis,
            basis_note=basis_note,
            reason="" if reason_note else _reason(finding)[0],
            reason_note=reason_note,
            by=finding.waiver_by,
            on=_day(finding.waiver_on),
        )


def _shared(counts: Counter[T]) -> list[tuple[T, int]]:
    """What occurs more than once, the most frequent first."""
    return [(key, count) for key, count in counts.most_common() if count > 1]


def _but_for_its_line(finding: FindingValue) -> tuple[object, ...]:
    return (
        finding.code,
        finding.dataset,
        finding.row,
        finding.column,
        finding.section,
        finding.stated,
        finding.computed,
        finding.message,
        state_of(finding),
        _reason(finding),
    )


def _reason(finding: FindingValue) -> tuple[str, str, str]:
    """Why, who, when; without the place, which differs from finding to finding."""
    text = finding.waiver_reason.strip()
    if finding.line is not None:
        text = _PLACE_IN_REASON.sub("", text) or text
    return text, finding.waiver_by, finding.waiver_on


def _label(node: Node | None) -> str:
    if node is None:
        return _("Diğer")
    is_numbered = node.number and "/" not in node.code
    return Turkish(f"{node.code} {node.title}" if is_numbered else node.title)


def _lines(lines: Iterable[int | None]) -> str:
    """`343`, `343 ve 350`, `343, 350 ve 401`; empty without a printed source."""
    known = [str(line) for line in dict.fromkeys(lines) if line is not None]
    if len(known) < 2:
        return "".join(known)
    return _("%(first)s ve %(last)s") % {"first": ", ".join(known[:-1]), "last": known[-1]}


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part * 100) / whole if whole else Decimal(0)


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text)) if text else ""
