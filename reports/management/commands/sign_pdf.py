"""Sign a PDF in a named field with a PKCS#12 file: stands for an officer's own tool."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.present.pdf.fields import ALL_FIELDS
from reports.present.pdf.files import write_atomically
from reports.publish.signing.configured import named_time_stamper
from reports.publish.signing.sign import REASON, SignError, Stamp, load_signer, sign
from reports.publish.signing.signatures import Level
from reports.publish.signing.trust import TrustError, load_trust


class Command(BaseCommand):
    help = "Bir PDF'i adı verilen imza alanında PKCS#12 dosyasıyla imzalar (deneme için)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="imzalanacak PDF")
        parser.add_argument("--output", type=Path, required=True, help="yazılacak dosya")
        parser.add_argument("--field", required=True, help="imza alanının adı")
        parser.add_argument("--certificate", type=Path, required=True, help="PKCS#12 dosyası")
        parser.add_argument("--password-file", type=Path, required=True, help="parola dosyası")
        parser.add_argument("--role", default="", help="görünümde adın altındaki görev")
        parser.add_argument(
            "--reason", default=REASON, help=f"imzanın gerekçesi (varsayılan: {REASON})"
        )
        parser.add_argument(
            "--level", type=Level, choices=list(Level), default=Level.B_B, help="PAdES düzeyi"
        )
        parser.add_argument(
            "--tsa", help="zaman damgası adresi ya da aynı parolayla açılan PKCS#12 dosyası"
        )
        parser.add_argument("--trust", type=Path, help="güven klasörü (B-LT ve B-LTA için)")

    def handle(
        self,
        *args: object,
        file: Path,
        output: Path,
        field: str,
        certificate: Path,
        password_file: Path,
        role: str,
        reason: str,
        level: Level,
        tsa: str | None,
        trust: Path | None,
        **options: object,
    ) -> None:
        roles = {field.name: field.role for field in ALL_FIELDS}
        try:
            password = password_file.read_bytes().strip()
            believed = load_trust(trust) if trust else None
            content = sign(
                file.read_bytes(),
                field,
                load_signer(certificate.read_bytes(), password),
                Stamp(
                    role or roles.get(field, ""),
                    timezone.now(),
                    reason=reason,
                ),
                level=level,
                trust=believed,
                time_stamper=named_time_stamper(tsa, password, believed) if tsa else None,
            )
            write_atomically(output, content)
        except (SignError, TrustError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(f"{output}: {field} alanı {level} ile imzalandı.")
