"""Say who signed a PDF, when, at which level, and whether that is to be believed."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kars_portal.lib.printable import printable
from reports.publish.signing.apart import UnfinishedError, look
from reports.publish.signing.sign import ISTANBUL
from reports.publish.signing.signatures import Examined
from reports.publish.signing.trust import TrustError, load_trust


class Command(BaseCommand):
    help = "Bir PDF'in imzalarını doğrular; her imza için bir satır yazar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="imzalı PDF")
        parser.add_argument("--trust", type=Path, required=True, help="güven klasörü")
        parser.add_argument(
            "--frozen",
            type=Path,
            help="dondurulan dosya: imzalı dosya onunla başlamalı, arkasında yalnız imza olmalıdır",
        )

    def handle(
        self, *args: object, file: Path, trust: Path, frozen: Path | None, **options: object
    ) -> None:
        try:
            content = file.read_bytes()
            start = frozen.read_bytes() if frozen else b""
            known = load_trust(trust)
        except TrustError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            name = printable(str(error.filename))
            raise CommandError(f"{name}: {error.strerror}.") from error
        try:
            judged = look(content, known, frozen=start).judged
        except UnfinishedError as error:
            raise CommandError(str(error)) from error
        self._write(judged.examined)
        if judged.fault is not None:
            raise CommandError(f"İmzalar doğrulanmadı. {judged.fault.sentence}")

    def _write(self, examined: Examined) -> None:
        for signature in examined.signatures:
            when = signature.stamped_at or signature.claimed_at
            said = f"{when.astimezone(ISTANBUL):%d.%m.%Y %H.%M}" if when else "zamanı bilinmiyor"
            clock = "zaman damgası" if signature.stamped_at else "imzacının saati"
            demo = " (ÖRNEK / DEMO)" if signature.demo else ""
            verdict = signature.problem or "doğrulandı"
            self.stdout.write(
                f"{signature.field}: {signature.signer}{demo}, {said} ({clock}), "
                f"{signature.level}: {verdict}"
            )
        for moment in examined.archived_at:
            self.stdout.write(f"Belge zaman damgası: {moment.astimezone(ISTANBUL):%d.%m.%Y %H.%M}")
        if examined.problem:
            self.stdout.write(f"Belge zaman damgası: {examined.problem}")
