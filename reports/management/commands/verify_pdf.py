"""Tell whether a PDF carries the data of a published version, unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.pdf.verifying import MAX_PDF_BYTES, NotVerifiable, Pages, verify

DIFFERS, NOT_VERIFIABLE, PAGES_UNKNOWN = 1, 2, 3


class Command(BaseCommand):
    help = (
        "PDF'ye ekli verileri ve belgenin özetini yayımlanmış sürümle karşılaştırır. Çıkış kodu: "
        "0 dosya aynı, 1 farklı veya yayımlanmamış, 2 karşılaştırılamıyor, 3 veriler aynı ancak "
        "sayfalar için başka bir kanıt (imza) gerekir."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="denetlenecek PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            with file.open("rb") as stream:
                content = stream.read(MAX_PDF_BYTES + 1)
            found = verify(content)
        except OSError as error:
            raise CommandError(
                f"{file} okunamadı: {error.strerror}.", returncode=NOT_VERIFIABLE
            ) from error
        except NotVerifiable as error:
            raise CommandError(f"{file}: {error}", returncode=NOT_VERIFIABLE) from error
        known = found.edition
        version = f"{known.year} raporunun {known.version}. sürümü" if known else ""
        if not found.data_are_intact:
            what = f"verileri {version}nden farklı" if known else "yayımlanmış bir sürüm değil"
            raise CommandError("\n".join([f"{file}: {what}.", *found.problems]), returncode=DIFFERS)
        assert known is not None  # noqa: S101 - intact data are those of a version
        self.stdout.write(f"{file}: verileri {version} ile aynı.")
        self.stdout.write(f"Belgenin SHA-256 özeti: {known.sha256}")
        if not known.is_current:
            newest = max(known.versions)
            self.stdout.write(f"Bu sürüm yürürlükte değildir; yürürlükteki sürüm: {newest}.")
        if found.pages is Pages.SAME:
            self.stdout.write(found.pages.value)
        else:
            code = DIFFERS if found.pages is Pages.OTHER else PAGES_UNKNOWN
            raise CommandError(found.pages.value, returncode=code)
