"""The rows of the free tables in a data package: one file for each table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from departments.models import FreeTable
from reports.collect.packages import LoadLog, write_csv
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
            descriptors.append(describe(name, self.path(table), table.title, resource))
        return descriptors

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
