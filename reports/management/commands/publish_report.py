"""Publish a year's report from the command line."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser

from reports.collect.audit.commands import RecordedCommand
from reports.models import Report
from reports.publish.versions import PublishError
from reports.publish.versions.from_commands import add_correction_arguments, correct_and_publish


class Command(RecordedCommand):
    help = "Yılın raporunu bugünkü verilerle yeni bir sürüm olarak yayımlar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")
        add_correction_arguments(parser)

    def handle(self, *args: object, year: int, kind: str, reason: str, **options: object) -> None:
        report = Report.objects.filter(year_id=year).first()
        if report is None:
            raise CommandError(f"{year} yılı için rapor yok; önce veriler yüklenmelidir.")
        try:
            publication = correct_and_publish(report, kind=kind, reason=reason)
        except PublishError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{publication} yayımlandı, SHA-256 {publication.sha256}, "
            f"{len(publication.document.encode())} bayt."
        )
