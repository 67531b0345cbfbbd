"""The steps of a section: who may take each, and in which states. Pages ask what to offer, the
functions of `actions` ask again before they act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from reports.enums import ReportState, SectionState
from reports.ground.actors import Visitor
from reports.models import Report, Section

from . import access

State = SectionState
OPEN_STATES = frozenset(state for state in State if state.is_editable)
UNFINISHED = frozenset(state for state in State if not state.is_finished)

FROZEN = "Rapor dondurulmuş; bölüm ancak dondurma gerekçesiyle geri alındıktan sonra açılabilir."


class WorkflowError(Exception):
    """A step can't be taken now; the message is Turkish and says why and what to do."""


@dataclass(frozen=True)
class Step:
    """One step: the right that it asks for, the states in which it is possible.

    `own`: only for those who answer for the section. `hindered` says what else is in the way.
    """

    name: str
    permission: str
    states: frozenset[SectionState]
    wanted: str
    """The states in words, as the refusal names them."""
    own: bool = False
    opens: bool = False
    """It lets figures be changed again, so it waits while the report is frozen."""
    hindered: Callable[[Section, Visitor | None], str] | None = None

    def may(self, by: Visitor | None, section: Section) -> bool:
        """Whether a person has the right, whatever the section's state; None is the portal."""
        if by is None:
            return True
        if self.permission and not by.has_perm(self.permission):
            return False
        if not access.may_see_section(by, section):
            return False
        return not self.own or access.answers_for(by, section)

    def problem(self, section: Section, by: Visitor | None) -> str:
        """Why the step is not possible now, or empty. Rights are asked by `may`."""
        if section.stage not in self.states:
            return stands(section, self.wanted)
        return self.hindered(section, by) if self.hindered is not None else ""

    def require(self, by: Visitor | None, section: Section) -> None:
        """Raise PermissionDenied without the right, WorkflowError where it is not possible."""
        if not self.may(by, section):
            raise PermissionDenied("Bu adım için yetki yok.")
        problem = self.problem(section, by)
        if problem:
            raise WorkflowError(problem)
        if self.opens and is_frozen(section.year_id):
            raise WorkflowError(FROZEN)


def _approval(section: Section, by: Visitor | None) -> str:
    return stands(section, "yalnız onay bekleyen teslim") if section.approved else ""


def _four_eyes(section: Section, by: Visitor | None) -> str:
    if by is not None and section.last_edited_by_id == by.pk:
        return (
            "Bölümü en son değiştiren kişi kabul edemez (dört göz ilkesi); başka bir inceleyen "
            "kabul etmelidir."
        )
    if not section.approved:
        return "Teslim henüz müdürce onaylanmadı; önce müdür onaylamalıdır."
    return ""


SUBMIT = Step(
    "submit",
    "reports.submit_section",
    OPEN_STATES,
    "yalnız hazırlanan, iade edilen ya da düzeltmeye açılan bölüm",
    own=True,
)
APPROVE = Step(
    "approve",
    "reports.approve_section",
    frozenset({State.SUBMITTED}),
    "yalnız onay bekleyen teslim",
    own=True,
    hindered=_approval,
)
WITHDRAW = Step(
    "withdraw",
    "reports.submit_section",
    frozenset({State.SUBMITTED}),
    "yalnız teslim edilmiş bölüm",
    own=True,
)
ACCEPT = Step(
    "accept",
    "reports.accept_section",
    frozenset({State.SUBMITTED}),
    "yalnız teslim edilmiş bölüm",
    hindered=_four_eyes,
)
RETURN = Step(
    "return",
    "reports.return_section",
    frozenset({State.SUBMITTED, State.ACCEPTED}),
    "yalnız teslim ya da kabul edilmiş bölüm",
    opens=True,
)
EXTEND = Step("extend", "reports.manage_deadlines", UNFINISHED, "yalnız bitmemiş bölüm")
ASK_TO_UNLOCK = Step(
    "ask", "reports.submit_section", frozenset({State.SEALED}), "yalnız mühürlü bölüm", own=True
)
REOPEN = Step(
    "reopen",
    "reports.unlock_section",
    frozenset({State.SEALED}),
    "yalnız mühürlü bölüm",
    opens=True,
)
COMMENT = Step("comment", "", frozenset(State), "her bölüm")

STEPS = (SUBMIT, APPROVE, WITHDRAW, ACCEPT, RETURN, EXTEND, ASK_TO_UNLOCK, REOPEN, COMMENT)


def offered(by: Visitor | None, section: Section, *, frozen: bool = False) -> tuple[Step, ...]:
    """The steps that a person can take now, in the order of the work; asks no query of its own.

    `frozen` is whether the section's report is frozen (`is_frozen`).
    """
    found = [
        step
        for step in STEPS
        if not (step.opens and frozen) and step.may(by, section) and not step.problem(section, by)
    ]
    if REOPEN in found and ASK_TO_UNLOCK in found:
        # Whoever may open it need not ask.
        found.remove(ASK_TO_UNLOCK)
    return tuple(found)


def is_frozen(year: int) -> bool:
    """Whether the report of a year is frozen and not yet published."""
    frozen = [state for state in ReportState if state.is_frozen]
    return Report.objects.filter(year=year, state__in=frozen).exists()


def stands(section: Section, wanted: str) -> str:
    return (
        f"«{section.code} {section.title}» bölümünün durumu «{section.get_state_display()}»; "
        f"bu adım {wanted} için geçerlidir."
    )
