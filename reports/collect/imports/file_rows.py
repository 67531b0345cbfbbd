"""Rows of a file: on which line each stands, which one is named twice, and what a file lacks."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from import_export import fields, resources

from kars_portal.lib.turkish import casefold


class FileRows(resources.ModelResource):
    """What a resource knows of the file that it reads."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.lines: list[int] = []
        """Line of the file on which each row begins; without, the rows follow the heading."""
        self._first_rows: dict[object, int] = {}

    def labels(self) -> dict[str, str]:
        """Turkish label of each column, as the forms and the downloads show it."""
        return {f.column_name: self._label(name) for name, f in self.fields.items()}

    @classmethod
    def names(cls) -> frozenset[str]:
        """All by which a heading may call a column, folded."""
        declared = {f.column_name: cls._label(name) for name, f in cls.fields.items()}
        return frozenset(casefold(name) for pair in declared.items() for name in pair)

    @classmethod
    def _label(cls, name: str) -> str:
        try:
            return str(cls._meta.model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:  # a column that is no model field has no label
            return name

    def begin_file(self) -> None:
        """Forget the rows of the file before."""
        self._first_rows = {}

    def entered_fields(self) -> list[fields.Field]:
        """Columns that a file may leave out and whose cells are kept in the row."""
        own = self.get_import_id_fields()
        return [
            field
            for name, field in self.fields.items()
            if not field.readonly and field.attribute and name not in own
        ]

    def usual(self, field: fields.Field) -> object:
        """What a row has in a column that its file lacks: what it has when it is made."""
        try:
            found = self._meta.model._meta.get_field(field.attribute or "")
        except FieldDoesNotExist:  # a column that is no model field
            return None
        return found.get_default()

    def forget_what_the_file_lacks(self, instance: models.Model, row: Mapping[str, object]) -> None:
        """A package says all of a row: a column that it lacks is as in a new row."""
        for field in self.entered_fields():
            if field.column_name not in row and field.attribute:
                setattr(instance, field.attribute, self.usual(field))

    def line(self, row_number: int) -> int:
        """Line of the file on which an imported row begins."""
        return self.lines[row_number - 1] if self.lines else row_number + 1

    def row_identity(self, instance: models.Model) -> object:
        """What no two rows of a file may have in common: the natural key."""
        values = (self.fields[name].get_value(instance) for name in self.get_import_id_fields())
        return tuple(v.pk if isinstance(v, models.Model) else v for v in values)

    def repeated(self, instance: models.Model, row_number: int) -> str:
        """The sentence for a row that an earlier row of the same file names already."""
        first = self._first_rows.setdefault(self.row_identity(instance), row_number)
        if first == row_number:
            return ""
        cells = (self.fields[name].export(instance) for name in self.get_import_id_fields())
        name = " / ".join(str(cell) for cell in cells if cell not in (None, ""))
        return (
            f"«{name}» dosyada iki kez yazılmış: satır {self.line(first)} ve satır "
            f"{self.line(row_number)}. Satırlardan biri silinmeli ya da ayrı bir anahtar "
            "verilmelidir."
        )
