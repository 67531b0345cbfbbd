"""Write the draft of a year, or one of its sections, as a Word file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.collect.checking import latest
from reports.models import Report
from reports.present.pdf.files import write_atomically
from reports.present.word.report import draft_word


class Command(BaseCommand):
    help = "Yılın taslağını ya da bir bölümünü Word dosyası olarak yazar; dosya taslak damgalıdır."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")
        parser.add_argument("--section", metavar="CODE", help="yalnız bu bölüm ve altındakiler")
        parser.add_argument("--output", type=Path, required=True, help="yazılacak dosya")

    def handle(
        self, *args: object, year: int, section: str | None, output: Path, **options: object
    ) -> None:
        if output.is_dir() or not output.parent.is_dir():
            raise CommandError(f"{output}: var olan bir klasördeki dosyanın adı yazılmalıdır.")
        report = Report.objects.filter(year_id=year).first()
        if report is None:
            raise CommandError(f"{year} yılının raporu yok.")
        document = latest(report).document
        if section:
            found = document.node_by_code.get(section)
            if found is None:
                raise CommandError(f"{year} raporunda «{section}» kodlu bölüm yok.")
            nodes = [node for node in found.walk() if node is found or not node.is_empty]
        else:
            nodes = [node for node in document.nodes() if not node.is_empty]
        content = draft_word(document, nodes, timezone.localtime())
        write_atomically(output, content)
        self.stdout.write(f"{output}: {len(content)} bayt, {len(nodes)} bölüm.")
