"""Pages beside the forms: a declaration's text with its confirmation, and what is unverified.

Without scripts: two buttons on the one, a list with boxes on the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminTextInputWidget

from kars_portal.lib.turkish import capfirst
from reports.collect.statements.confirming import (
    adopt,
    adoption_problem,
    confirm,
    is_officer,
    may_confirm,
    may_see,
    visible_declarations,
)
from reports.collect.statements.texts import text_in_force
from reports.collect.statements.verifying import VERIFY, kinds, verify
from reports.ground.actors import Visitor, signed_in
from reports.models import Confirmable, Declaration
from reports.publish.versions.wording import compare_words


class NoteForm(forms.Form):
    """On what somebody confirms a declaration that bears another name."""

    note = forms.CharField(
        label=gettext_lazy("Onayın dayanağı"),
        widget=UnfoldAdminTextInputWidget(),
        max_length=300,
        help_text=gettext_lazy(
            "Başkasının beyanı, imzalı aslı görülerek onaylanır: aslın yeri ya da basılı raporun "
            "sayfası."
        ),
        error_messages={"required": gettext_lazy("Onayın dayanağı yazılmalıdır.")},
    )


@never_cache
def declaration_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text that an officer adopts beside the model text in force; taking over, confirming."""
    declaration = get_object_or_404(Declaration.objects.select_related("year"), pk=pk)
    if not may_see(request.user, declaration):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        try:
            said = _act(request, declaration)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            declaration.refresh_from_db()
            status = 422
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    model = text_in_force(declaration)
    model_text = model.text_for(declaration.year_id) if model else ""
    own = declaration.body.replace("\r\n", "\n").strip()
    return TemplateResponse(
        request,
        "office/statements/declaration.html",
        {
            **admin.site.each_context(request),
            "title": _("Beyan metni ve onayı: %(title)s") % {"title": declaration.title},
            "declaration": declaration,
            "own": own,
            "model": model,
            "model_text": model_text,
            "parts": compare_words(own, model_text) if model_text and own != model_text else (),
            "is_same": bool(model_text) and own == model_text,
            "adopting_problem": adoption_problem(request.user, declaration),
            "may_confirm": may_confirm(request.user, declaration),
            "needs_note": not is_officer(request.user, declaration),
            "may_edit": request.user.has_perm("reports.change_declaration"),
            "form": NoteForm(request.POST if "note" in request.POST else None),
        },
        status=status,
    )


@never_cache
def declaration_texts(request: HttpRequest) -> HttpResponse:
    """The declarations that a person sees or gives, and whether their texts are confirmed."""
    found = visible_declarations(request.user)
    if not may_see_texts(request.user):
        raise PermissionDenied
    return TemplateResponse(
        request,
        "office/statements/declarations.html",
        {**admin.site.each_context(request), "title": _("Beyan onayları"), "declarations": found},
    )


def may_see_texts(user: Visitor) -> bool:
    """Whoever sees declarations, and an officer in whose name one is written."""
    return user.has_perm("reports.view_declaration") or bool(visible_declarations(user))


def _act(request: HttpRequest, declaration: Declaration) -> str:
    by, seen = signed_in(request.user), request.POST.get("seen", "")
    match request.POST.get("step", ""):
        case "adopt":
            adopt(declaration, by=by, seen=seen)
            return _("Örnek metin beyana alındı; okunup onaylanmalıdır.")
        case "confirm":
            confirm(declaration, by=by, seen=seen, note=request.POST.get("note", ""))
            return _("Beyan metni onaylandı. Bu onay imza değildir.")
    raise Http404


@dataclass(frozen=True)
class Line:
    """A record that rests on the law, as the list shows it."""

    item: Confirmable
    title: str
    source: str
    note: str
    address: str


@dataclass(frozen=True)
class Group:
    """Records of one table."""

    name: str
    title: str
    waiting: list[Line]
    done: list[Line]


@never_cache
def unverified(request: HttpRequest) -> HttpResponse:
    """Everything «doğrulanacak», and who compared what with its source, when."""
    if not may_see_list(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _verify(request)
    groups = [_group(model) for model in kinds(request.user)]
    return TemplateResponse(
        request,
        "office/statements/unverified.html",
        {
            **admin.site.each_context(request),
            "title": _("Doğrulanacak dayanaklar"),
            "groups": groups,
            "may_verify": request.user.has_perm(VERIFY),
        },
    )


def may_see_list(user: Visitor) -> bool:
    """Whoever may see one of these tables at all."""
    return user.has_perm("reports.view_statementtext")


def _verify(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(VERIFY):
        raise PermissionDenied
    wanted = request.POST.get("table", "")
    model = next((m for m in kinds(request.user) if m._meta.label_lower == wanted), None)
    chosen = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 19]
    found = verify(model, chosen, by=signed_in(request.user)) if model else []
    if found:
        said = ngettext(
            "%(number)s kaydın dayanağı doğrulandı.",
            "%(number)s kaydın dayanağı doğrulandı.",
            len(found),
        ) % {"number": len(found)}
        messages.success(request, said)
    else:
        messages.error(
            request, _("Doğrulanacak kayıt seçilmedi; resmî metinle karşılaştırılan işaretlenir.")
        )
    return HttpResponseRedirect(request.path)


def _group(model: type[Confirmable]) -> Group:
    lines = [_line(item) for item in model._default_manager.all()]
    return Group(
        name=model._meta.label_lower,
        title=capfirst(str(model._meta.verbose_name_plural)),
        waiting=[line for line in lines if not line.item.verified],
        done=[line for line in lines if line.item.verified],
    )


def _line(item: Confirmable) -> Line:
    meta = item._meta
    try:
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[item.pk])
    except NoReverseMatch:
        address = ""
    title, source = str(item), item.legal_source
    shown = "" if source in title else source
    return Line(item, title, shown, str(getattr(item, "note", "")), address)


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("beyan-metni/", view(declaration_texts), name="declaration_texts"),
        path("beyan-metni/<int:pk>/", view(declaration_text), name="declaration_text"),
        path("dogrulanacaklar/", view(unverified), name="unverified"),
    ]
