from django.core.exceptions import ValidationError

class Error:
    error: Exception

class InvalidRow:
    number: int
    error: ValidationError

class Result:
    base_errors: list[Error]
    invalid_rows: list[InvalidRow]
    totals: dict[str, int]
    def has_errors(self) -> bool: ...
    def has_validation_errors(self) -> bool: ...
    def row_errors(self) -> list[tuple[int, list[Error]]]: ...
