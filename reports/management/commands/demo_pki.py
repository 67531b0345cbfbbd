"""Make a test authority: certificates to try signing with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.signing.pki import MARK, make_demo_authority


class Command(BaseCommand):
    help = "Deneme sertifikaları üretir (kök, ara, imzacılar, zaman damgası); imza yerine geçmez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, required=True, help="yazılacak, boş klasör")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            if output.exists() and any(output.iterdir()):
                raise CommandError(f"{output} boş değil; boş ya da yeni bir klasör verilmelidir.")
            make_demo_authority(timezone.now()).write(output)
        except OSError as error:
            raise CommandError(f"{output} klasörüne yazılamadı: {error.strerror}.") from error
        self.stdout.write(f"{output}: {MARK} sertifikaları yazıldı; parola parola.txt içinde.")
