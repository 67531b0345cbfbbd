"""Write a year's data package; loading it again gives the same rows."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.collect.packages import export_package
from reports.models import FiscalYear


class Command(BaseCommand):
    help = "Bir yılın verilerini veri paketi olarak yazar (CSV, Markdown, datapackage.json)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")
        parser.add_argument("--output", type=Path, required=True, help="yazılacak klasör")

    def handle(self, *args: object, year: int, output: Path, **options: object) -> None:
        found = FiscalYear.objects.filter(year=year).first()
        if found is None:
            raise CommandError(f"{year} yılı veritabanında yok.")
        try:
            paths = export_package(found, output)
        except FileExistsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{year}: {len(paths)} dosya {output} klasörüne yazıldı.")
