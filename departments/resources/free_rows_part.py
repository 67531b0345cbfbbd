"""The rows of the free tables in a data package: one file for each table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import tablib

from departments.models import FreeTable
from departments.models.free_tables import ROW
from kars_portal.lib.turkish import casefold
from reports.collect.packages import CsvError, LeftOut, LoadLog, read_csv, write_csv
from reports.collect.packages.parts import Descriptor, describe, import_table, open_csv
from reports.models import FiscalYear

from .rows import FreeRowResource


class FreeRowsPart:
    """`tables/<code>.csv`: first column `row`, then the columns that are entered."""

    name = "free_rows"

    @staticmethod
    def path(table: FreeTable) -> str:
        return f"tables/{table.code}.csv"

    def export(self, year: FiscalYear, root: Path) -> Sequence[Descriptor]:
        descriptors = []
        for table in self._tables(year):
            resource = FreeRowResource(table=table)
            rows = [
                [resource.fields[name].export(item) for name in resource.get_export_order()]
                for item in resource.get_queryset()
            ]
            write_csv(root / self.path(table), resource.get_export_headers(), rows)
            name = f"tables_{table.code}"
            descriptors.append(describe(name, self.path(table), table.title, resource, len(rows)))
        return descriptors

    def left_out(self, year: FiscalYear, root: Path) -> Iterator[LeftOut]:
        for table in self._tables(year):
            path = self.path(table)
            resource = FreeRowResource(table=table)
            there = list(resource.get_queryset())
            found = _read(root, path, resource) if (root / path).is_file() else tablib.Dataset()
            if found is None:
                continue
            keys = set(resource.keys_of(found)) if found.headers else set()
            gone = tuple(row for row in there if row.key not in keys)
            if gone:
                yield LeftOut(path, table.title, tuple(row.key for row in gone), gone)
            for column in table.input_columns if found.headers else ():
                names = tuple(
                    row.key for row in there if row.key in keys and row.values.get(column.key)
                )
                if names and column.key not in found.headers:
                    yield LeftOut(path, table.title, names, column=column.key)

    def load(self, year: FiscalYear, root: Path, log: LoadLog) -> None:
        for table in self._tables(year):
            path = self.path(table)
            log.claim(path)
            content = open_csv(root, path, log)
            if content is not None:
                resource = FreeRowResource(table=table, whole_table=True)
                import_table(resource, content, path, log)
        self._strangers(root, log)

    @staticmethod
    def _tables(year: FiscalYear) -> list[FreeTable]:
        return list(FreeTable.objects.filter(year=year).order_by("position", "pk"))

    @staticmethod
    def _strangers(root: Path, log: LoadLog) -> None:
        """A file without a table is most likely a table that its list forgot."""
        for file in sorted((root / "tables").glob("*.csv")):
            path = file.relative_to(root).as_posix()
            if path not in log.claimed:
                log.claim(path)
                log.error(
                    path,
                    0,
                    "",
                    f"«{file.stem}» kodlu serbest tablo yok; data/free_tables.csv dosyasına "
                    "eklenmeli ya da bu dosya silinmelidir.",
                    "",
                )


def _read(root: Path, path: str, resource: FreeRowResource) -> tablib.Dataset | None:
    """A file under the names of the columns that the table has now: those that the package brings
    are not there yet. None where it can't be read, which loading says.
    """
    try:
        content = read_csv(root / path)
    except CsvError:
        return None
    names = {casefold(label): name for name, label in resource.labels().items()}
    names |= {casefold(name): name for name in resource.labels()}
    headers = [names.get(casefold(header), header) for header in content.header]
    data = tablib.Dataset(headers=headers)
    for cells in content.rows:
        data.append(cells)
    if ROW not in headers:
        data.append_col([""] * data.height, header=ROW)
    return data
