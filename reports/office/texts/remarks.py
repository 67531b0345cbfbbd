"""Remarks about a text, beside it: written about a passage, answered, settled."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kars_portal.lib.texts import whole_number
from reports.collect.workflow import access
from reports.collect.workflow.actions import WorkflowError
from reports.collect.writing.threads import answer, may_remark, remark
from reports.ground.actors import signed_in
from reports.models import TextRemark
from reports.office.shared.people import readers

from .places import text_address, text_or_404

NOTE, PASSAGE, ROOT, SETTLES = "not", "parca", "yanitlanan", "karsilandi"
LONGEST = 4000


@never_cache
@require_POST
def remarks(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A remark or an answer; the page of the text shows it."""
    text = text_or_404(request, year, code)
    section = access.section_of(text)
    by = signed_in(request.user)
    if section is None:
        raise Http404
    if not may_remark(by, section):
        raise PermissionDenied
    note = request.POST.get(NOTE, "").strip()[:LONGEST]
    try:
        if ROOT in request.POST:
            root = TextRemark.objects.select_related("event__section", "event__by").filter(
                pk=whole_number(request.POST[ROOT]) or 0,
                event__section=section,
                text=text.section,
                root=None,
            ).first()  # fmt: skip
            if root is None:
                raise WorkflowError(_("Yanıtlanan not bulunamadı; sayfa yenilenmelidir."))
            settles = SETTLES in request.POST
            made = answer(
                root, note or (_("Karşılandı.") if settles else ""), by,
                settles=settles, readers=readers(section),
            )  # fmt: skip
        else:
            passage = request.POST.get(PASSAGE, "").strip()
            made = remark(text, section, note, by, passage=passage, readers=readers(section))
    except WorkflowError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(f"{text_address(text)}#notlar")
    messages.success(request, _("Not yazıldı."))
    return HttpResponseRedirect(f"{text_address(text)}#not-{made.root_id or made.pk}")


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "metin/<int:year>/<path:code>/not/",
            admin.site.admin_view(remarks),
            name="text_remarks",
        )
    ]
