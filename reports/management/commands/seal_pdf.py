"""Set the institution's seal on a signed PDF, or on the frozen report of a year."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.models import Report
from reports.present.pdf.files import write_atomically
from reports.publish.signing.appending import seal_frozen
from reports.publish.signing.believed import configured_trust
from reports.publish.signing.configured import (
    configured_seal,
    configured_time_stamper,
    named_time_stamper,
    seal_password,
)
from reports.publish.signing.flow import SigningError
from reports.publish.signing.seal import fingerprint, seal
from reports.publish.signing.sign import SignError
from reports.publish.signing.signatures import Level
from reports.publish.signing.trust import TrustError, load_trust


class Command(BaseCommand):
    help = "Bir PDF'e, KARS_SEAL ile tanımlı kurum mührünü basar; imza yerine geçmez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="mühürlenecek PDF")
        parser.add_argument("--output", type=Path, help="yazılacak dosya")
        parser.add_argument(
            "--year", type=int, help="dosya yerine, bu yılın imzaları tamamlanmış raporu"
        )
        parser.add_argument(
            "--level", type=Level, choices=list(Level), default=Level.B_LTA, help="PAdES düzeyi"
        )
        parser.add_argument(
            "--tsa", help="zaman damgası adresi ya da mührün parolasıyla açılan PKCS#12 dosyası"
        )
        parser.add_argument("--trust", type=Path, help="güven klasörü (KARS_TRUST_DIR yerine)")

    def handle(
        self,
        *args: object,
        file: Path | None,
        output: Path | None,
        year: int | None,
        level: Level,
        tsa: str | None,
        trust: Path | None,
        **options: object,
    ) -> None:
        if year is not None:
            self._seal_report(year)
            return
        if file is None or output is None:
            raise CommandError("Mühürlenecek dosya ve --output ya da --year verilmelidir.")
        try:
            believed = load_trust(trust) if trust else configured_trust()
            stamper = (
                named_time_stamper(tsa, seal_password(), believed)
                if tsa
                else configured_time_stamper(believed)
            )
            with configured_seal(believed) as signer:
                content = seal(
                    file.read_bytes(),
                    signer,
                    level=level,
                    trust=believed,
                    time_stamper=stamper,
                )
                used = fingerprint(signer)
            write_atomically(output, content)
        except (SignError, TrustError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(
            f"{output}: kurum mührü {level} ile basıldı; sertifikanın SHA-256 özeti {used}."
        )

    def _seal_report(self, year: int) -> None:
        report = Report.objects.filter(year_id=year).first()
        if report is None:
            raise CommandError(f"{year} yılı için rapor yok.")
        try:
            file = seal_frozen(report)
        except (SigningError, SignError, TrustError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{year} raporuna kurum mührü basıldı; dosyanın özeti {file.sha256}.")
