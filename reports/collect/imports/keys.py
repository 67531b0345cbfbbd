"""How a file's rows find the rows that are there, and headings that fit no table."""

from __future__ import annotations

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from import_export.instance_loaders import BaseInstanceLoader

from .file_rows import FileRows


class HeaderError(ValidationError):
    """Columns of the file do not fit the table; `problems` is a list of (column, sentence)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__([sentence for _, sentence in problems])


class NaturalKeyLoader(BaseInstanceLoader):
    """Finds existing rows by natural key with one query for the whole file."""

    def __init__(self, resource: FileRows, dataset: tablib.Dataset | None = None) -> None:
        super().__init__(resource, dataset)
        self._fields = [resource.fields[name] for name in resource.get_import_id_fields()]
        self._known: dict[tuple[object, ...], models.Model] = {}
        for instance in resource.get_queryset():
            self._known[tuple(self._flat(f.get_value(instance)) for f in self._fields)] = instance

    @staticmethod
    def _flat(value: object) -> object:
        return value.pk if isinstance(value, models.Model) else value

    def get_instance(self, row: dict[str, object]) -> models.Model | None:
        try:
            key = tuple(self._flat(field.clean(row)) for field in self._fields)
        except (ValueError, KeyError):
            return None  # the row's own error is reported when its fields are read
        return self._known.get(key)
