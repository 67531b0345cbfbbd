"""The wordings that a text has had: compared word by word, and put back."""

from __future__ import annotations

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kars_portal.lib.texts import whole_number
from reports.collect.audit import recording
from reports.collect.wording.planning import base_of
from reports.collect.wording.taking import closed
from reports.collect.writing.history import Wording, wordings
from reports.collect.writing.saving import Overwritten, save
from reports.ground.actors import signed_in
from reports.models import Narrative
from reports.publish.versions.wording import compare_words

from .places import sight_of, text_address, text_or_404

OLD, NEW, BASE = "eski", "yeni", "taban"
SHOWN: Final = 200
"""Wordings in the list; older ones stand in the audit trail."""


@never_cache
def history(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The list of wordings and the difference of two (GET); one of them put back (POST)."""
    text = text_or_404(request, year, code)
    if not text.pk:
        raise Http404
    found = wordings(text)[:SHOWN]
    why = closed(request.user, text)
    if request.method == "POST":
        if why:
            raise PermissionDenied(why)
        return _put_back(request, text, _named(found, request.POST.get(OLD, "")))
    new = _named(found, request.GET.get(NEW, "")) or (found[0] if found else None)
    before = [w for w in found if new is not None and w.number < new.number]
    old = _named(found, request.GET.get(OLD, "")) or (before[0] if before else None)
    return TemplateResponse(
        request,
        "office/texts/history.html",
        {
            **admin.site.each_context(request),
            "title": _("%(section)s metninin geçmişi") % {"section": text.section},
            "text": text,
            "year": str(year),
            "found": found,
            "old": old,
            "new": new,
            "parts": compare_words(old.body, new.body) if old and new else (),
            "base": base_of(text.body),
            "can_put_back": bool(old) and not why and old is not None and old.body != text.body,
            "why": why,
            "here": reverse("admin:text_history", args=[year, code]),
            "back": text_address(text),
        },
    )


def _named(found: list[Wording], number: str) -> Wording | None:
    wanted = whole_number(number)
    return next((wording for wording in found if wording.number == wanted), None)


def _put_back(request: HttpRequest, text: Narrative, wording: Wording | None) -> HttpResponse:
    here = reverse("admin:text_history", args=[text.year_id, text.section])
    if wording is None:
        messages.error(request, _("Geri konacak metin seçilmelidir."))
        return HttpResponseRedirect(here)
    reason = _("%(number)s numaralı metin geri kondu") % {"number": wording.number}
    base = request.POST.get(BASE, "")
    try:
        with recording(reason=reason):
            save(
                text.year, text.section, wording.body, base, signed_in(request.user),
                sight_of(request, text),
            )  # fmt: skip
    except Overwritten:
        said = _("Metni bu arada başka biri kaydetti; geri konmadı. Son haline bakılmalıdır.")
        messages.error(request, said)
        return HttpResponseRedirect(here)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(here)
    messages.success(
        request, _("%(number)s numaralı metin geri kondu.") % {"number": wording.number}
    )
    return HttpResponseRedirect(text_address(text))


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "metin/<int:year>/<path:code>/gecmis/",
            admin.site.admin_view(history),
            name="text_history",
        )
    ]
