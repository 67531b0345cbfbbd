from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from .resources import Resource

class ImportExportModelAdmin(admin.ModelAdmin[Any]):
    resource_classes: Sequence[type[Resource]]
    import_form_class: ClassVar[type[forms.Form]]
    export_form_class: ClassVar[type[forms.Form]]
    def has_import_permission(self, request: HttpRequest) -> bool: ...
    def has_export_permission(self, request: HttpRequest) -> bool: ...
    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]: ...
    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]: ...
