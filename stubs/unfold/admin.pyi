from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponseRedirect

class ModelAdmin(admin.ModelAdmin[Any]):
    actions_list: Sequence[Any]
    actions_row: Sequence[Any]
    actions_detail: Sequence[Any]
    actions_submit_line: Sequence[Any]
    list_filter_submit: ClassVar[bool]
    list_before_template: ClassVar[str | None]
    change_form_outer_before_template: ClassVar[str | None]
    compressed_fields: ClassVar[bool]
    warn_unsaved_form: ClassVar[bool]
    # Django's, missing in its stub.
    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Options[Any], object_id: str
    ) -> HttpResponseRedirect: ...

class BaseInlineMixin:
    tab: ClassVar[bool]
    # Django's own stub lacks the parent here.
    def has_add_permission(self, request: HttpRequest, obj: Any = ...) -> bool: ...

class TabularInline(BaseInlineMixin, admin.TabularInline[Any, Any]): ...
class StackedInline(BaseInlineMixin, admin.StackedInline[Any, Any]): ...
