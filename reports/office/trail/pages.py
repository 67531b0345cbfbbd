"""Pages of the audit trail: the searchable list, its export, and the trail of one row.

Who has `reports.view_audit_trail` sees every entry; others see those of the rows that they may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kars_portal.lib.turkish import sort_key
from reports.collect.audit.context import Channel
from reports.collect.audit.export import csv_lines
from reports.collect.audit.reading import lines
from reports.collect.audit.receivers import part_of
from reports.collect.audit.registration import is_recorded
from reports.collect.workflow import access
from reports.core import registry
from reports.ground.actors import Visitor
from reports.models import AuditEntry, FiscalYear
from reports.models.trail import AuditEntryQuerySet
from reports.office.shared.fields import field_of

if TYPE_CHECKING:
    # Only the stubs have the name.
    from django.utils.functional import _StrPromise

SEE = "reports.view_audit_trail"
PER_PAGE = 50
HEAVY = ("changes_text", "serialized_data")
"""Columns that no page shows."""


# -- rights --------------------------------------------------------------------------------------


def visible_entries(user: Visitor) -> AuditEntryQuerySet:
    """The entries that a user may see: the one place that decides it."""
    entries = AuditEntry.objects.all()
    if not (user.is_active and user.is_staff):
        return entries.none()
    if user.has_perm(SEE):
        return entries
    seen = Q(pk__in=())
    for label in registry.work_tables():
        model = apps.get_model(label)
        may_view = user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        if may_view and is_recorded(model):
            rows = access.visible(user, model._default_manager.order_by()).values("pk")
            kind = ContentType.objects.get_for_model(model)
            seen |= Q(content_type=kind, object_id__in=rows)
    return entries.filter(seen)


def may_see_entry(user: Visitor, entry: AuditEntry) -> bool:
    return visible_entries(user).filter(pk=entry.pk).exists()


def may_see(user: Visitor) -> bool:
    """Whether the list is open to a user: to see all of it, or what concerns the own sections."""
    if not (user.is_active and user.is_staff):
        return False
    return user.has_perm(SEE) or bool(access.scope_of(user).own)


# -- what narrows the list -----------------------------------------------------------------------


def _date_field(label: _StrPromise) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Tarih 31.12.2025 biçiminde yazılmalıdır.")},
    )


class TrailFilter(forms.Form):
    """Narrows the list by its address."""

    q = forms.CharField(
        label=gettext_lazy("Ara"),
        required=False,
        max_length=100,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "search", "autocomplete": "off"}),
    )
    yil = forms.ChoiceField(
        label=gettext_lazy("Mali yıl"), required=False, widget=UnfoldAdminSelectWidget
    )
    tablo = forms.ChoiceField(
        label=gettext_lazy("Tablo"), required=False, widget=UnfoldAdminSelectWidget
    )
    kisi = forms.ChoiceField(
        label=gettext_lazy("Kim"), required=False, widget=UnfoldAdminSelectWidget
    )
    yol = forms.ChoiceField(
        label=gettext_lazy("Yol"), required=False, widget=UnfoldAdminSelectWidget
    )
    ilk = _date_field(gettext_lazy("İlk gün"))
    son = _date_field(gettext_lazy("Son gün"))
    istek = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, entries: AuditEntryQuerySet) -> None:
        super().__init__(data, label_suffix="")
        self.entries = entries
        years = FiscalYear.objects.order_by("-year").values_list("year", flat=True)
        self._choices("yil", [(str(year), str(year)) for year in years])
        self._choices("tablo", _tables(entries))
        self._choices("kisi", _people(entries))
        self._choices("yol", [(str(value), str(label)) for value, label in Channel.choices])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field_of(self, name, forms.ChoiceField).choices = [("", _("Tümü")), *choices]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for; what makes no sense is not asked."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}

    def chosen(self) -> AuditEntryQuerySet:
        """The entries, newest first."""
        wanted, found = self.wanted, self.entries
        if wanted.get("yil"):
            found = found.of_year(int(wanted["yil"]))
        if wanted.get("tablo"):
            found = found.filter(content_type_id=int(wanted["tablo"]))
        if wanted.get("kisi"):
            found = found.filter(actor_id=int(wanted["kisi"]))
        if wanted.get("yol"):
            found = found.by_channel(wanted["yol"])
        if wanted.get("ilk"):
            found = found.since(wanted["ilk"])
        if wanted.get("son"):
            found = found.until(wanted["son"])
        if wanted.get("istek"):
            found = found.filter(cid=wanted["istek"])
        if wanted.get("q"):
            found = found.matching(wanted["q"])
        return found.order_by("-pk")

    def query(self) -> str:
        """What is asked for, as an address without the page."""
        pairs = {name: value for name, value in self.wanted.items() if value}
        return urlencode({n: v.isoformat() if n in ("ilk", "son") else v for n, v in pairs.items()})


def _tables(entries: AuditEntryQuerySet) -> list[tuple[str, str]]:
    """The tables that have entries, by name."""
    kinds = entries.order_by().values_list("content_type_id", flat=True).distinct()
    found = []
    for kind in ContentType.objects.filter(pk__in=kinds):
        model = kind.model_class()
        label = str(model._meta.verbose_name_plural) if model else kind.model
        found.append((str(kind.pk), label))
    return sorted(found, key=lambda pair: sort_key(pair[1]))


def _people(entries: AuditEntryQuerySet) -> list[tuple[str, str]]:
    """Those who have changed something, by name."""
    people = User.objects.filter(
        pk__in=entries.order_by().filter(actor__isnull=False).values("actor_id")
    )
    found = [(str(user.pk), user.get_full_name() or user.get_username()) for user in people]
    return sorted(found, key=lambda pair: sort_key(pair[1]))


# -- pages -----------------------------------------------------------------------------------------


@never_cache
def trail(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, narrowed by the address."""
    form = _filter(request)
    page = _page_of(request, form.chosen())
    return _page(
        request,
        "office/trail/list.html",
        title=_("Denetim izi"),
        form=form,
        query=form.query(),
        request_number=form.wanted.get("istek", ""),
        page=page,
    )


@never_cache
def trail_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same entries as a file."""
    form = _filter(request)
    name = f"denetim-izi-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_lines(form.chosen().defer(*HEAVY)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
def trail_record(request: HttpRequest, model: str, pk: str) -> HttpResponse:
    """The trail of one row, also of a deleted one."""
    try:
        kind = apps.get_model(model)
    except (LookupError, ValueError):
        raise Http404 from None
    entries = of_record(visible_entries(request.user), kind, pk)
    last = entries.filter(object_pk=pk).first() or entries.first()
    if last is None:
        raise Http404
    return record_page(request, entries, title=str(last.object_repr), form=_form(request, kind, pk))


def of_record(entries: AuditEntryQuerySet, model: type[Model], pk: object) -> AuditEntryQuerySet:
    """Entries of a row and its parts, newest first."""
    kind = ContentType.objects.get_for_model(model)
    return entries.of_record(kind, pk, part_of(model, pk)).order_by("-pk")


def record_page(
    request: HttpRequest, entries: AuditEntryQuerySet, *, title: str, form: str
) -> TemplateResponse:
    """`form` is the address at which the row is entered; empty where there is none."""
    return _page(
        request,
        "office/trail/record.html",
        title=_("%(record)s: değişiklikler") % {"record": title},
        form=form,
        query="",
        page=_page_of(request, entries, short=False),
        all_entries=reverse("admin:trail") if may_see(request.user) else "",
    )


def _form(request: HttpRequest, model: type[Model], pk: str) -> str:
    """The form of a row that is still there, for who may open it."""
    model_admin = admin.site._registry.get(model)
    row = model._default_manager.filter(pk=pk).first() if model_admin else None
    if model_admin is None or row is None:
        return ""
    if not model_admin.has_view_or_change_permission(request, row):
        return ""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
    except NoReverseMatch:
        return ""


def _filter(request: HttpRequest) -> TrailFilter:
    if not may_see(request.user):
        raise PermissionDenied
    return TrailFilter(request.GET or None, entries=visible_entries(request.user))


def _page_of(
    request: HttpRequest, entries: AuditEntryQuerySet, *, short: bool = True
) -> dict[str, object]:
    """One page of entries: its lines and the numbers of the pages around it."""
    shown = entries.select_related("content_type").defer(*HEAVY)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("sayfa"))
    return {
        "number": page.number,
        "count": page.paginator.count,
        "lines": lines(page.object_list, short=short),
        "pages": list(page.paginator.get_elided_page_range(page.number))
        if page.paginator.num_pages > 1
        else [],
        "ellipsis": page.paginator.ELLIPSIS,
    }


def _page(request: HttpRequest, template: str, **context: object) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("izler/", view(trail), name="trail"),
        path("izler/disa-aktar/", view(trail_export), name="trail_export"),
        path("izler/<str:model>/<str:pk>/", view(trail_record), name="trail_record"),
    ]
