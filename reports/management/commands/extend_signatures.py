"""Renew what proves the signatures of a PDF, or of the published versions, before it runs out."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.models import Publication
from reports.present.pdf.files import write_atomically
from reports.publish.signing.appending import extend_published
from reports.publish.signing.believed import configured_trust
from reports.publish.signing.configured import configured_time_stamper, named_time_stamper
from reports.publish.signing.extend import ExtendError, extend
from reports.publish.signing.flow import SigningError
from reports.publish.signing.sign import SignError
from reports.publish.signing.trust import TrustError, load_trust


class Command(BaseCommand):
    help = "İmzalı bir PDF'e doğrulama verisi ve yeni bir zaman damgası ekler (B-LTA yenileme)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="imzalı PDF")
        parser.add_argument("--output", type=Path, help="yazılacak dosya")
        parser.add_argument(
            "--year", type=int, help="dosya yerine, bu yılın imzalı yayımlanmış sürümleri"
        )
        parser.add_argument("--trust", type=Path, help="güven klasörü (KARS_TRUST_DIR yerine)")
        parser.add_argument("--tsa", help="zaman damgası adresi ya da PKCS#12 dosyası")
        parser.add_argument("--password-file", type=Path, help="PKCS#12 dosyasının parola dosyası")

    def handle(
        self,
        *args: object,
        file: Path | None,
        output: Path | None,
        year: int | None,
        trust: Path | None,
        tsa: str | None,
        password_file: Path | None,
        **options: object,
    ) -> None:
        if year is not None:
            self._extend_versions(year)
            return
        if file is None or output is None:
            raise CommandError("İmzalı dosya ve --output ya da --year verilmelidir.")
        try:
            believed = load_trust(trust) if trust else configured_trust()
            if believed is None:
                raise CommandError("Güven klasörü boş; --trust ya da KARS_TRUST_DIR verilmelidir.")
            password = password_file.read_bytes().strip() if password_file else b""
            stamper = (
                named_time_stamper(tsa, password, believed)
                if tsa
                else configured_time_stamper(believed)
            )
            if stamper is None:
                raise CommandError(
                    "Zaman damgası tanımlı değil; --tsa ya da KARS_TSA_URL verilmelidir."
                )
            content = extend(file.read_bytes(), believed, stamper)
            write_atomically(output, content)
        except (ExtendError, SignError, TrustError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write(f"{output}: doğrulama verisi ve yeni zaman damgası eklendi.")

    def _extend_versions(self, year: int) -> None:
        """Each version by itself: one that fails does not keep the others from being renewed."""
        signed = Publication.objects.filter(year_id=year, frozen__signed_files__isnull=False)
        versions = list(signed.defer("document", "drawings").distinct().order_by("version"))
        if not versions:
            raise CommandError(f"{year} yılının imzalı yayımlanmış sürümü yok.")
        problems = []
        for publication in versions:
            try:
                file = extend_published(publication)
            except (ExtendError, SigningError, SignError, TrustError) as error:
                problems.append(f"{publication}: {error}")
            else:
                self.stdout.write(f"{publication}: yenilendi; dosyanın özeti {file.sha256}.")
        if problems:
            raise CommandError("\n".join(problems))
