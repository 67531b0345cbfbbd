"""Make a test authority: certificates to try signing with."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kars_portal.lib.turkish import upper
from reports.publish.signing.people import bare_name
from reports.publish.signing.pki import MARK, make_demo_authority

NAME_LENGTH = 64
"""What the standard of certificates allows for a common name."""


class Command(BaseCommand):
    help = "Deneme sertifikaları üretir (kök, ara, imzacılar, zaman damgası); imza yerine geçmez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, required=True, help="yazılacak, boş klasör")

        parser.add_argument(
            "--finance-officer",
            default="",
            metavar="NAME",
            help="mali hizmetler birim yöneticisinin sertifikasındaki ad (rapordaki beyana uysun)",
        )
        parser.add_argument(
            "--top-manager",
            default="",
            metavar="NAME",
            help="üst yöneticinin sertifikasındaki ad (rapordaki beyana uysun)",
        )

    def handle(
        self, *args: object, output: Path, finance_officer: str, top_manager: str, **options: object
    ) -> None:
        try:
            if output.exists() and any(output.iterdir()):
                raise CommandError(f"{output} boş değil; boş ya da yeni bir klasör verilmelidir.")
            make_demo_authority(
                timezone.now(),
                finance_officer=_name(finance_officer),
                top_manager=_name(top_manager),
            ).write(output)
        except OSError as error:
            raise CommandError(f"{output} klasörüne yazılamadı: {error.strerror}.") from error
        self.stdout.write(f"{output}: {MARK} sertifikaları yazıldı; parola parola.txt içinde.")


def _name(given: str) -> str:
    """A name as certificates spell it: without titles, in capitals. Raises CommandError."""
    name = upper(bare_name(given))
    if len(name) > NAME_LENGTH:
        raise CommandError(
            f"“{name}” {NAME_LENGTH} harften uzun; sertifikaya sığan bir ad verilmelidir."
        )
    return name
