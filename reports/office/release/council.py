"""Entering the council stage and the delivery register; making their records public."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import action

from kars_portal.lib.numbers import MISSING
from reports.ground import kept_files
from reports.ground.actors import signed_in
from reports.ground.kept_files import hand_out
from reports.models import (
    CouncilDocument,
    CouncilQuestion,
    CouncilRecord,
    Delivery,
    Publication,
)
from reports.models.council import Announced
from reports.office.trail.screens import Trailed
from reports.publish.council.actions import PUBLISH, publish_council_record, publish_delivery
from reports.publish.versions import PublishError

if TYPE_CHECKING:
    # Only the stubs have the name.
    from django.contrib.admin.options import _FieldsetSpec

Kept = CouncilDocument | Delivery


class FileForm(forms.ModelForm[Kept]):
    """A new file; one that was kept does not change, a better one is another row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is None:
            return
        accept = ",".join(kept_files.CONTENT_TYPES)
        field.widget = forms.FileInput(attrs={"accept": accept})
        if self.instance.pk and self.instance.file:
            field.disabled = True


def file_link(item: Kept) -> SafeString | str:
    """A kept file with the address that asks for rights."""
    if not item.pk or not item.file:
        return MISSING
    name = "council_document" if isinstance(item, CouncilDocument) else "delivery_file"
    return format_html(
        '<a class="findings-link" href="{}">{}</a>',
        reverse(f"admin:{name}", args=[item.pk]),
        item.original_name,
    )


class Drafts(InlineModelAdmin[Any, Any]):
    """Lines of a record: they are changed while it is a draft."""

    def has_add_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


def _is_draft(record: Announced | None) -> bool:
    return record is None or not record.is_public


class QuestionInline(Drafts, StackedInline):
    model = CouncilQuestion
    extra = 0
    tab = True


class DocumentInline(Drafts, TabularInline):
    model = CouncilDocument
    form = FileForm
    fields = ("file", "title", "public", "kept")
    readonly_fields = ("kept",)
    extra = 0
    tab = True

    def get_fields(self, request: HttpRequest, obj: CouncilRecord | None = None) -> tuple[str, ...]:
        # What can't be changed is shown by its link.
        return self.fields if self.has_change_permission(request, obj) else self.fields[1:]

    @admin.display(description="yüklenen dosya")
    def kept(self, item: CouncilDocument) -> SafeString | str:
        return file_link(item)


class AnnouncedAdmin(Trailed, ModelAdmin):
    """Records that are drafts until a publisher makes them public."""

    take: ClassVar[Callable[..., object]]
    public_page = "site:council"
    actions_detail = ("announce",)
    compressed_fields = True
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announced]:
        found = super().get_queryset(request)
        return found.select_related("publication", "publication__year").defer(
            "publication__document", "publication__drawings"
        )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[Model] | None:
        if db_field.name == "publication":
            kwargs["queryset"] = Publication.objects.defer("document", "drawings")
        elif db_field.name == "replaces":
            wanted = self.model._default_manager.filter(published_at__isnull=False)
            kwargs["queryset"] = wanted.select_related("publication").defer(
                "publication__document", "publication__drawings"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return _is_draft(self._record(obj)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return _is_draft(self._record(obj)) and super().has_delete_permission(request, obj)

    def _record(self, obj: object) -> Announced | None:
        """Unfold asks for its buttons with the id instead of the record."""
        if obj is None or isinstance(obj, Announced):
            return obj
        found: Announced | None = self.model._default_manager.filter(pk=obj).first()
        return found

    @admin.display(description="durum", ordering="published_at")
    def standing(self, record: Announced) -> str:
        if not record.is_public:
            return "Taslak"
        return f"Yayımlandı ({record.published_at:%d.%m.%Y})"

    @action(description="Yayımla", url_path="yayimla", permissions=["announce"])
    def announce(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask once more, since nothing of a public record can be changed; POST publishes."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        meta = self.model._meta
        change = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        if request.method == "POST":
            try:
                type(self).take(record, by=signed_in(request.user))
            except PublishError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("%(record)s yayımlandı.") % {"record": record})
            return HttpResponseRedirect(change)
        return TemplateResponse(
            request,
            "office/shared/announce.html",
            {
                **admin.site.each_context(request),
                "title": _("%(record)s yayımlansın mı?") % {"record": record},
                "record": record,
                "back": change,
                "address": reverse("site:council", kwargs={"year": record.publication.year_id}),
            },
        )

    def has_announce_permission(self, request: HttpRequest, obj: Announced | None = None) -> bool:
        return request.user.has_perm(PUBLISH) and _is_draft(self._record(obj))


@admin.register(CouncilRecord)
class CouncilRecordAdmin(AnnouncedAdmin):
    """Sessions of the council on a version."""

    take = staticmethod(publish_council_record)
    list_display = ("decision_number", "publication", "session_on", "result", "standing")
    list_filter = ("publication__year", "result")
    search_fields = ("decision_number", "session_number", "commission_report")
    inlines = (QuestionInline, DocumentInline)
    readonly_fields = ("needed",)
    fieldsets = (
        (None, {"fields": ("publication", ("session_on", "session_number"), "commission_report")}),
        (
            "Karar",
            {
                "fields": (
                    ("decision_number", "decision_on"),
                    "result",
                    ("votes_for", "votes_against", "abstentions"),
                    ("membership", "needed"),
                )
            },
        ),
        ("Düzeltme", {"fields": ("replaces", "replaces_for")}),
    )

    @admin.display(description="yetersizlik için gereken oy")
    def needed(self, record: CouncilRecord) -> str:
        if not record.pk:
            return MISSING
        return f"{record.votes_needed} (üye tam sayısının dörtte üçü, 5393 s. Kanun m. 26)"


@admin.register(Delivery)
class DeliveryAdmin(AnnouncedAdmin):
    """The register of delivered copies."""

    take = staticmethod(publish_delivery)
    form = FileForm
    list_display = ("recipient_shown", "publication", "sent_on", "way", "reference", "standing")
    list_filter = ("publication__year", "recipient", "way")
    search_fields = ("reference", "recipient_name", "original_name")
    readonly_fields = ("kept",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "publication",
                    ("recipient", "recipient_name"),
                    ("sent_on", "way"),
                    "reference",
                )
            },
        ),
        ("Gönderim belgesi", {"fields": ("file", "kept", "file_public")}),
        ("Düzeltme", {"fields": ("replaces", "replaces_for")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Announced | None = None) -> _FieldsetSpec:
        main, (name, _fields), replacing = self.fieldsets
        changes = self.has_change_permission(request, obj) or obj is None
        # What can't be changed is shown by its link.
        fields = ("file", "kept", "file_public") if changes else ("kept", "file_public")
        return (main, (name, {"fields": fields}), replacing)

    @admin.display(description="alıcı", ordering="recipient")
    def recipient_shown(self, delivery: Delivery) -> str:
        return delivery.recipient_label

    @admin.display(description="yüklenen dosya")
    def kept(self, delivery: Delivery) -> SafeString | str:
        return file_link(delivery)


# -- files -------------------------------------------------------------------------------------


@never_cache
@require_safe
def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """A document of a session, for those who see the records."""
    _require(request, "reports.view_councildocument")
    return hand_out(get_object_or_404(CouncilDocument, pk=pk))


@never_cache
@require_safe
def delivery_file(request: HttpRequest, pk: int) -> FileResponse:
    """The proof of a delivery, for those who see the register."""
    _require(request, "reports.view_delivery")
    return hand_out(get_object_or_404(Delivery, pk=pk))


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("meclis-belgesi/<int:pk>/", view(document_file), name="council_document"),
        path("teslim-belgesi/<int:pk>/", view(delivery_file), name="delivery_file"),
    ]
