"""Take in a unit report or a summary that was printed to be signed, and is."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.publish.signing.flow import SigningError
from reports.publish.signing.prints import take_in
from reports.publish.signing.sign import SignError
from reports.publish.signing.trust import TrustError


class Command(BaseCommand):
    help = (
        "İmza için hazırlanan (export_pdf --for-signing) birim raporunu ya da özeti, imzalandıktan "
        "sonra denetleyip portala alır; /dogrula/ böylece imzalı dosyayı da tanır."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="imzalanmış PDF")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            export, sentence = take_in(file.read_bytes())
        except (SigningError, SignError, TrustError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        self.stdout.write(f"{export}: {sentence}")
