"""The one way to a file of evidence."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from performance.models import IndicatorEvidence, IndicatorResult
from reports.collect.workflow import access
from reports.ground.actors import Visitor
from reports.ground.kept_files import hand_out


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
