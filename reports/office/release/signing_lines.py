"""Signatures as the pages of the office show them: one line for each that is there or missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.ground.actors import Visitor
from reports.models import FrozenReport, FrozenSignature, Report
from reports.present.editions import signatures_of
from reports.publish.signing.flow import UPLOAD
from reports.publish.signing.policy import Expected
from reports.publish.signing.state import Standing, frozen_pdf, standing_of

SEE = "reports.view_signatureupload"


@dataclass(frozen=True)
class Line:
    """One signature: accepted, or asked for by the policy."""

    role: str
    field: str
    name: str
    """Whose certificate is asked for, or whose it was."""
    signature: FrozenSignature | None = None
    is_next: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Past:
    """Signatures of a freeze that is in force no longer."""

    frozen: FrozenReport
    signatures: tuple[FrozenSignature, ...]


@dataclass(frozen=True)
class Call:
    """A report that waits for a signature, on the desk of whoever may sign."""

    title: str
    note: str
    href: str


def may_see(user: Visitor) -> bool:
    """Whether a user may see how the signatures of a report stand."""
    return bool(user.has_perm(SEE) or user.has_perm(UPLOAD))


def lines_of(state: Standing) -> tuple[Line, ...]:
    """The signatures of the policy in their order, then what a file holds beside them."""
    there = {signature.field: signature for signature in state.signatures}
    found = [_line(item, there.pop(item.place.name, None), state) for item in state.expected]
    found += [Line(item.role, item.field, item.signer, item) for item in there.values()]
    return tuple(found)


def _line(item: Expected, signature: FrozenSignature | None, state: Standing) -> Line:
    return Line(
        role=item.role,
        field=item.place.name,
        name=signature.signer if signature else item.name,
        signature=signature,
        is_next=item in state.next,
        problem="" if signature else item.problem,
    )


def past_of(report: Report) -> list[Past]:
    """Signed freezes of a year that were taken back or published, newest first."""
    over = (
        FrozenReport.objects.filter(year=report.year_id, signed_files__isnull=False)
        .exclude(released_at__isnull=True, publication__isnull=True)
        .select_related("publication", "released_by")
        .defer("document", "drawings")
        .distinct()
        .order_by("-frozen_at", "-pk")
    )
    freezes = list(over)
    signatures = signatures_of(frozen.pk for frozen in freezes)
    return [Past(frozen, signatures.get(frozen.pk, ())) for frozen in freezes]


def calls_for(user: Visitor) -> Iterable[Call]:
    """Frozen reports that wait for a signature, for those who may sign."""
    if not user.has_perm(UPLOAD):
        return
    in_force = FrozenReport.objects.filter(released_at__isnull=True, publication__isnull=True)
    for frozen in in_force.select_related("year__report").defer("document", "drawings"):
        state = standing_of(frozen)
        if not state.missing:
            continue
        who = ", ".join(item.who for item in state.next)
        note = _("Sıradaki imza: %(who)s") % {"who": who}
        if state.last is None and frozen_pdf(frozen) is None:
            note = _("İmzalanacak PDF hazırlanıyor.")
        yield Call(str(frozen.year.report), note, reverse("admin:signing", args=[frozen.year_id]))
