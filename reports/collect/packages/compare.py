"""What the database holds and a file of the package does not, found before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.db.models import Model
from import_export.fields import Field

from reports.collect.imports.keys import HeaderError
from reports.collect.imports.resources import TableResource

from .io import CsvError, read_csv
from .log import LeftOut


def missing_in(resource: TableResource, root: Path, path: str, title: str) -> Iterator[LeftOut]:
    """Rows of the table that its file does not name, and values of columns that it lacks.

    A file that can't be read yields nothing: loading it says why.
    """
    there: list[Model] = list(resource.get_queryset())
    if not there:
        return
    kept: set[object] = set()
    lacking: list[Field] = []
    if (root / path).is_file():
        try:
            table = read_csv(root / path)
            headers = resource.check_headers(table.header)
        except (CsvError, HeaderError):
            return
        loader = resource._meta.instance_loader_class(resource)
        for cells in table.rows:
            found = loader.get_instance(dict(zip(headers, cells, strict=True)))
            if found is not None:
                kept.add(found.pk)
        lacking = [f for f in resource.entered_fields() if f.column_name not in headers]
    gone = [row for row in there if row.pk not in kept]
    if gone:
        names = tuple(name_of(resource, row) for row in gone)
        yield LeftOut(path, title, names, tuple(gone), shared=_is_shared(resource))
    yield from _lost_values(resource, [r for r in there if r.pk in kept], lacking, path, title)


def name_of(resource: TableResource, row: Model) -> str:
    """What names a row in its file, as its cells spell it."""
    cells = (resource.fields[n].export(row) for n in resource.get_import_id_fields())
    return " / ".join(str(cell) for cell in cells if cell not in (None, ""))


def _lost_values(
    resource: TableResource, rows: Sequence[Model], lacking: Iterable[Field], path: str, title: str
) -> Iterator[LeftOut]:
    for field in lacking:
        usual = resource.usual(field)
        names = tuple(
            name_of(resource, row)
            for row in rows
            if (value := field.get_value(row)) not in (None, "") and value != usual
        )
        if names:
            column = field.column_name
            yield LeftOut(path, title, names, column=column, shared=_is_shared(resource))


def _is_shared(resource: TableResource) -> bool:
    return not hasattr(resource, "year")
