"""Load a data package into the database: everything or nothing."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from reports.collect.audit.commands import RecordedCommand
from reports.collect.packages import LoadFailed, LoadLog, WouldRemove, load_package
from reports.models import Report
from reports.publish.versions import PublishError
from reports.publish.versions.from_commands import add_correction_arguments, correct_and_publish


class Command(RecordedCommand):
    help = "Bir yılın veri paketini yükler: önce deneme, hata yoksa tümü birden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "directory", type=Path, help="datapackage.json dosyasının bulunduğu klasör"
        )
        parser.add_argument("--publish", action="store_true", help="yükledikten sonra yayımla")
        add_correction_arguments(parser)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="veritabanında olup pakette olmayan kayıtları sil",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="yalnız dene, hiçbir şey kaydetme"
        )

    def handle(
        self,
        *args: object,
        directory: Path,
        publish: bool,
        kind: str,
        reason: str,
        replace: bool,
        dry_run: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        root: Path = directory
        if not root.is_dir():
            raise CommandError(f"{root} diye bir klasör yok.")
        bar = tqdm(
            unit="tablo",
            disable=verbosity == 0 or None,
            bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} {postfix}",
        )

        def progress(step: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(step, refresh=False)
            bar.update(done - bar.n)

        try:
            year, log = load_package(root, dry_run=dry_run, replace=replace, progress=progress)
        except LoadFailed as failure:
            bar.close()
            raise self._refused(failure) from failure
        bar.close()
        for item in log.left_out:
            self.stdout.write(f"Silinecek: {item}" if dry_run else f"Silindi: {item}")
        rows = sum(log.rows.values())
        verb = "denendi, hata yok" if dry_run else "yüklendi"
        self.stdout.write(f"{year}: {len(log.rows)} tablo, {rows} satır {verb}.")
        for note in log.notes():
            self.stdout.write(f"  {note}")
        self._open_errors(log)
        if publish and not dry_run:
            self._publish(year.year, kind, reason)

    def _refused(self, failure: LoadFailed) -> CommandError:
        """What the package leaves out, then what is wrong with it."""
        for item in failure.left_out:
            self.stderr.write(str(item))
        for error in failure.errors:
            self.stderr.write(str(error))
        if isinstance(failure, WouldRemove):
            return CommandError(
                "Paket, yukarıda sayılan kayıtları içermiyor; hiçbir şey yüklenmedi. Paket "
                "tamamlanmalı ya da kayıtların silinmesi isteniyorsa komut --replace ile "
                "çalıştırılmalıdır."
            )
        return CommandError(f"{len(failure.errors)} hata bulundu; hiçbir şey yüklenmedi.")

    def _open_errors(self, log: LoadLog) -> None:
        """What no waiver of the package answers."""
        opened = log.document.checks.open_errors if log.document else ()
        if not opened:
            return
        self.stdout.write(f"{len(opened)} açık hata var; kabul edilmeden yayımlanamaz:")
        for finding in opened:
            self.stdout.write(f"  {finding.code} {finding.message}")

    def _publish(self, year: int, kind: str, reason: str) -> None:
        try:
            publication = correct_and_publish(
                Report.objects.get(year_id=year), kind=kind, reason=reason
            )
        except PublishError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{publication} yayımlandı (SHA-256 {publication.sha256[:16]}…).")
