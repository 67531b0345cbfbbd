from collections.abc import Mapping
from typing import Any

class Field:
    attribute: str | None
    column_name: str
    readonly: bool
    # Whatever has `clean` and `render`.
    widget: Any
    def __init__(
        self,
        attribute: str | None = ...,
        column_name: str | None = ...,
        widget: Any = ...,
        default: Any = ...,
        readonly: bool = ...,
        saves_null_values: bool = ...,
    ) -> None: ...
    def clean(self, row: Mapping[str, Any], **kwargs: Any) -> Any: ...
    def get_value(self, instance: Any) -> Any: ...
    def save(
        self, instance: Any, row: dict[str, Any], is_m2m: bool = ..., **kwargs: Any
    ) -> None: ...
    def export(self, instance: Any, **kwargs: Any) -> Any: ...
