from typing import Any, ClassVar

import tablib
from django.db.models import Model, QuerySet

from .fields import Field
from .results import Result

class ResourceOptions:
    model: type[Any]

class Resource:
    fields: dict[str, Field]
    _meta: ClassVar[ResourceOptions]
    def __init__(self, **kwargs: Any) -> None: ...
    def get_import_id_fields(self) -> list[str]: ...
    def get_export_order(self) -> list[str]: ...
    def get_export_headers(self, selected_fields: list[str] | None = ...) -> list[str]: ...
    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None: ...
    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None: ...
    def after_init_instance(
        self, instance: Any, new: bool, row: dict[str, Any], **kwargs: Any
    ) -> None: ...
    def skip_row(
        self,
        instance: Any,
        original: Any,
        row: dict[str, Any],
        import_validation_errors: dict[str, Any] | None = ...,
    ) -> bool: ...
    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: dict[str, Any] | None = ...,
        validate_unique: bool = ...,
    ) -> None: ...
    def do_instance_save(self, instance: Any, is_create: bool) -> None: ...
    def import_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None: ...
    def import_data(
        self,
        dataset: tablib.Dataset,
        dry_run: bool = ...,
        raise_errors: bool = ...,
        use_transactions: bool | None = ...,
        **kwargs: Any,
    ) -> Result: ...
    def export(self, queryset: QuerySet[Any] | None = ..., **kwargs: Any) -> tablib.Dataset: ...

class ModelResource(Resource):
    def get_queryset(self) -> QuerySet[Any]: ...
    def init_instance(self, row: dict[str, Any] | None = ...) -> Model: ...
    @classmethod
    def field_from_django_field(
        cls, field_name: str, django_field: Any, readonly: bool
    ) -> Field: ...
