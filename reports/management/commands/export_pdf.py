"""Write the printed report of a year to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from reports.enums import PdfKind
from reports.models import Report
from reports.present.editions import Edition, draft_edition, edition
from reports.present.pdf.chapters import processors
from reports.present.pdf.files import layout_cache, write_atomically
from reports.present.pdf.prints import print_data, print_html, units_of
from reports.present.pdf.renderer import RenderError, render
from reports.publish.signing.prints import keep_print
from reports.publish.signing.readers import public_file

BUILD_SHARE = 10


class Command(BaseCommand):
    help = (
        "Yılın raporunu, bir müdürlüğün birim faaliyet raporunu ya da vatandaş özetini PDF olarak "
        "bir dosyaya yazar (varsayılan: yürürlükteki sürüm)."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        # Django's own --version, of no use here, gives way to the version of the report.
        return super().create_parser(
            prog_name, subcommand, **{"conflict_handler": "resolve", **kwargs}
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="mali yıl")
        parser.add_argument("--output", type=Path, required=True, help="yazılacak dosya")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--version", type=int, help="yayımlanmış sürümün numarası")
        which.add_argument("--draft", action="store_true", help="bugünkü verilerden taslak")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--unit", metavar="CODE", help="bir müdürlüğün birim faaliyet raporu")
        what.add_argument("--summary", action="store_true", help="vatandaş özeti")
        parser.add_argument(
            "--for-signing",
            action="store_true",
            help="birim raporuna ya da özete imza ve mühür alanları koyar; portal bu baskıyı tanır",
        )
        parser.add_argument("--html", action="store_true", help="PDF yerine baskının HTML'i")

    def handle(
        self,
        *args: object,
        year: int,
        output: Path,
        version: int | None,
        draft: bool,
        unit: str | None,
        summary: bool,
        for_signing: bool,
        html: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        if output.is_dir():
            raise CommandError(f"{output} bir klasör; dosya adı yazılmalıdır.")
        if not output.parent.is_dir():
            raise CommandError(f"{output.parent} diye bir klasör yok.")
        source = self._source(year, version, draft=draft)
        kind = PdfKind.REPORT
        unit = unit or ""
        if unit:
            kind = PdfKind.UNIT
            known = units_of(source)
            if unit not in known:
                raise CommandError(
                    f"{source.year} raporunda «{unit}» kodlu müdürlük yok; "
                    f"olanlar: {', '.join(known) or '—'}."
                )
        elif summary:
            kind = PdfKind.SUMMARY
        content, bar = (
            b"",
            tqdm(
                total=100,
                unit="%",
                disable=verbosity == 0,
                bar_format="{l_bar}{bar}| {elapsed} {postfix}",
                mininterval=1.0,
            ),
        )

        def progress(percent: int, step: str) -> None:
            bar.set_postfix_str(step, refresh=False)
            bar.update(max(0, percent - bar.n))

        try:
            kept = None if draft or html or for_signing else public_file(source, kind, unit)
            if kept is not None:
                # What readers have, and what is told of at /dogrula/: not a second one like it.
                write_atomically(output, kept.path.read_bytes())
                self.stdout.write(f"{output}: yayımlanan dosya, belge SHA-256 {source.sha256}.")
                return
            text = print_html(
                source,
                kind,
                unit,
                lambda p, step: progress(p * BUILD_SHARE // 100, step),
                for_signing=for_signing,
            )
            content = (
                text.encode()
                if html
                else render(
                    text,
                    lambda p, step: progress(BUILD_SHARE + p * (100 - BUILD_SHARE) // 100, step),
                    data=print_data(source, kind, unit),
                    cache=layout_cache(),
                    processes=processors(),
                )
            )
            if for_signing and not html:
                keep_print(source, kind, unit, content)
            write_atomically(output, content)
        except RenderError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{output} yazılamadı: {error.strerror}.") from error
        finally:
            bar.close()
        self.stdout.write(f"{output}: {len(content)} bayt, belge SHA-256 {source.sha256}.")

    def _source(self, year: int, version: int | None, *, draft: bool) -> Edition:
        if draft:
            report = Report.objects.filter(year_id=year).first()
            if report is None:
                raise CommandError(f"{year} yılı için rapor yok; önce veriler yüklenmelidir.")
            return draft_edition(report)
        found = edition(year, version)
        if found is not None:
            return found
        if version is not None and (current := edition(year)) is not None:
            known = ", ".join(map(str, sorted(current.versions)))
            raise CommandError(f"{year} raporunun {version}. sürümü yok; yayımlananlar: {known}.")
        raise CommandError(
            f"{year} yılı için yayımlanmış rapor yok. Bugünkü verilerden taslak için --draft."
        )
