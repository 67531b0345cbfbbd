"""The page on which one indicator is entered, and the one way to a file of evidence."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from performance.entering import open_lacking
from performance.models import Indicator, IndicatorEvidence, IndicatorResult
from performance.reporting import card_of
from performance.sheets.own import own_sheet
from reports.collect.workflow import access
from reports.ground.actors import Visitor, signed_in
from reports.ground.kept_files import hand_out
from reports.office.sheets.pages import answer

LEAD = "office/performance/entry_lead.html"


def may_see(user: Visitor, result: IndicatorResult) -> bool:
    """Whether a user may see the evidence of a result: whoever may see the result itself."""
    allowed = user.has_perm("performance.view_indicatorresult") or user.has_perm(
        "performance.change_indicatorresult"
    )
    return bool(user.is_active and user.is_staff and allowed and access.can_view(user, result))


@never_cache
@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a file as a download. Others do not even learn that it exists."""
    item = get_object_or_404(
        IndicatorEvidence.objects.select_related("result__indicator__department"), pk=pk
    )
    if not may_see(request.user, item.result):
        raise Http404
    return hand_out(item)


@never_cache
def entry(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The page on which one indicator is entered; others do not learn whether it is there."""
    indicator = get_object_or_404(
        Indicator.objects.select_related("department", "objective__goal__plan", "owner", "deputy"),
        pk=pk,
    )
    sheet = own_sheet(indicator, year)
    if sheet is None or not sheet.is_seen_by(request.user):
        raise Http404
    if request.method == "POST" and sheet.section._state.adding:
        if sheet.is_entered_by(request.user):
            open_lacking(signed_in(request.user))
        sheet = own_sheet(indicator, year) or sheet
    people = [person for person in (indicator.owner, indicator.deputy) if person is not None]
    return answer(
        request,
        sheet,
        LEAD,
        card=card_of(indicator),
        objective=indicator.objective,
        department=indicator.department,
        people=[person.get_full_name() or person.get_username() for person in people],
        card_year=year,
    )
