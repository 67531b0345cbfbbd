"""Write the audit trail to a file."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kars_portal.lib.numbers import format_integer
from reports.collect.audit.export import csv_lines
from reports.models import AuditEntry
from reports.models.trail import AuditEntryQuerySet


class Command(BaseCommand):
    help = "Denetim izini CSV olarak bir dosyaya yazar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="yalnız bu mali yılın kayıtları")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="bu günden başlayarak (2025-01-31)"
        )
        parser.add_argument("--output", type=Path, required=True, help="yazılacak dosya")

    def handle(
        self, *args: object, year: int | None, since: date | None, output: Path, **options: object
    ) -> None:
        entries = AuditEntry.objects.order_by("pk")
        if year is not None:
            entries = entries.of_year(year)
        if since is not None:
            entries = entries.since(since)
        if output.is_dir():
            raise CommandError(f"{output} bir klasör; dosya adı yazılmalıdır.")
        if not output.parent.is_dir():
            raise CommandError(f"{output.parent} diye bir klasör yok.")
        try:
            _write(output, entries)
        except OSError as error:
            raise CommandError(f"{output} yazılamadı: {error.strerror}.") from error
        self.stdout.write(f"{output}: {format_integer(entries.count())} kayıt.")


def _write(output: Path, entries: AuditEntryQuerySet) -> None:
    """Line by line into a file beside it, which takes its name when it is whole."""
    descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(entries))
        os.replace(name, output)
    except BaseException:
        os.unlink(name)
        raise
