"""Write the workbook of a directorate, or those of all directorates of a year as a ZIP."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.collect.workbooks.packing import file_name, write_all, zip_name
from reports.collect.workbooks.units import directorates
from reports.collect.workbooks.writing import workbook_of


class Command(BaseCommand):
    help = (
        "Bir müdürlüğün veri çalışma kitabını (Excel) yazar: tablolarının her biri bir sayfa, "
        "geçen yılın değerleriyle. --all ile yılın bütün müdürlükleri bir ZIP dosyasında."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--department", metavar="KOD", help="müdürlüğün kodu (fen-isleri)")
        which.add_argument("--all", action="store_true", help="bütün müdürlükler, ZIP olarak")
        parser.add_argument("--output", type=Path, help="yazılacak dosya")

    def handle(
        self,
        *args: object,
        year: int,
        department: str | None,
        output: Path | None,
        **options: object,
    ) -> None:
        units = {unit.code: unit for unit in directorates(year)}
        if not units:
            raise CommandError(f"{year} yılının bölümleri açılmamış; önce yıl açılmalıdır.")
        now = timezone.now()
        if department is None:
            out = io.BytesIO()
            number = write_all(out, units.values(), now=now)
            path = output or Path(zip_name(year))
            self._write(path, out.getvalue())
            self.stdout.write(f"{year}: {number} çalışma kitabı {path} dosyasına yazıldı.")
            return
        unit = units.get(department)
        if unit is None:
            raise CommandError(
                f"«{department}» kodlu, {year} yılında bölümü olan bir müdürlük yok. Kodlar: "
                f"{', '.join(sorted(units))}."
            )
        path = output or Path(file_name(unit))
        self._write(path, workbook_of(unit, now=now))
        self.stdout.write(
            f"{year}, {unit.name}: {len(unit.sheets())} tablo {path} dosyasına yazıldı."
        )

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"{path} yazılamadı ({error.strerror}); başka bir yer --output ile verilmelidir."
            ) from error
