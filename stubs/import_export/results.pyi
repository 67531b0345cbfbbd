from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

class Error:
    error: Exception

class RowResult:
    IMPORT_TYPE_SKIP: ClassVar[str]
    import_type: str | None
    def is_new(self) -> bool: ...

class InvalidRow:
    number: int
    error: ValidationError
    error_dict: dict[str, list[str]]
    values: tuple[Any, ...]

class ErrorRow:
    number: int
    errors: list[Error]

class Result:
    base_errors: list[Error]
    error_rows: list[ErrorRow]
    invalid_rows: list[InvalidRow]
    diff_headers: list[str]
    # Of the class that `get_row_result_class` names.
    rows: Sequence[RowResult]
    totals: dict[str, int]
    def has_errors(self) -> bool: ...
    def has_validation_errors(self) -> bool: ...
    def row_errors(self) -> list[tuple[int, list[Error]]]: ...
