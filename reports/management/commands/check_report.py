"""Run the consistency engine: on today's rows, on a published version, or on a data package.

A package is checked in a process with a database of its own: nothing of the portal's is read,
locked or written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypedDict, Unpack

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reports.collect.packages import LoadFailed, LoadLog, alone, load_package
from reports.core.building import checked_document, reconcile
from reports.core.checks import Family
from reports.core.documents import Document, FindingValue
from reports.core.documents.findings import finding_record
from reports.core.smallcounts import checked_again
from reports.models import FiscalYear, Report
from reports.present.editions import edition

CLEAN, OPEN_ERRORS, CANNOT_RUN = 0, 1, 2
MANAGE = Path(settings.BASE_DIR) / "manage.py"


class CannotRun(Exception):
    """There is nothing to check; the message says why."""


class Asked(TypedDict):
    """The command line as read; `handle` takes no `format` of its own, which is a built-in name."""

    year: int
    version: int | None
    package: Path | None
    format: str
    family: str | None


class Command(BaseCommand):
    help = "Raporu denetler. Çıkış kodu: 0 açık hata yok, 1 açık hata var, 2 denetlenemedi."

    def add_arguments(self, parser: CommandParser) -> None:
        # Django's own --version gives way to the version of the report.
        for action in list(parser._actions):
            if "--version" in action.option_strings:
                parser._remove_action(action)
                parser._option_string_actions.pop("--version", None)
        parser.add_argument("year", type=int, help="mali yıl")
        parser.add_argument("--version", type=int, help="yayımlanmış sürüm")
        parser.add_argument("--package", type=Path, help="veri paketinin klasörü (yüklenmez)")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--family", choices=[family.value for family in Family])

    def handle(self, *args: object, **options: Unpack[Asked]) -> None:
        if options["package"] and not alone.is_alone():
            self._in_a_process_of_its_own(options)
        try:
            document = self._document(options)
        except CannotRun as reason:
            self.stderr.write(str(reason))
            sys.exit(CANNOT_RUN)
        findings = [
            finding
            for finding in document.checks.findings
            if options["family"] in (None, finding.family)
        ]
        if options["format"] == "json":
            self.stdout.write(
                json.dumps([finding_record(f) for f in findings], ensure_ascii=False, indent=1)
            )
        else:
            self._text(document, findings)
        sys.exit(OPEN_ERRORS if any(finding.blocks for finding in findings) else CLEAN)

    def _document(self, options: Asked) -> Document:
        year = options["year"]
        if options["package"]:
            alone.make_tables()
            document, log = document_of_package(options["package"], year)
            for note in log.notes():
                self.stderr.write(note)
            return document
        if options["version"]:
            found = edition(year, options["version"])
            if found is None:
                raise CannotRun(f"{year} yılının {options['version']}. sürümü yok.")
            fresh = reconcile(found.document, FiscalYear(year=year))
            return replace(found.document, checks=checked_again(found.document, fresh))
        report = Report.objects.select_related("year").filter(year_id=year).first()
        if report is None:
            raise CannotRun(f"{year} yılı için rapor yok; önce veriler yüklenmelidir.")
        return checked_document(report)

    def _in_a_process_of_its_own(self, options: Asked) -> NoReturn:
        """Hand the question on, and say what was answered."""
        package = options["package"]
        asked = [str(options["year"]), "--package", str(package), "--format", options["format"]]
        asked += ["--family", options["family"]] if options["family"] else []
        done = subprocess.run(  # noqa: S603 - our own command, the operator's own arguments
            [sys.executable, str(MANAGE), "check_report", *asked, "--no-color"],
            env=alone.environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.stdout.write(done.stdout, ending="")
        self.stderr.write(done.stderr, ending="")
        # A process that broke down has answered nothing, whatever its code says.
        answered = done.returncode in (CLEAN, OPEN_ERRORS) and done.stdout
        sys.exit(done.returncode if answered else CANNOT_RUN)

    def _text(self, document: Document, findings: list[FindingValue]) -> None:
        for finding in findings:
            state = "kabul" if finding.is_waived else finding.severity.replace("error", "HATA")
            state = state.replace("warning", "uyarı")
            self.stdout.write(f"{finding.code} [{state}] {finding.message}")
        checks = document.checks
        self.stdout.write(
            f"{checks.rules} kural, {checks.checked} denetim: {checks.held} tutuyor, "
            f"{len(checks.findings)} bulgu ({len(checks.waived)} kabul edilmiş, "
            f"{len(checks.open_errors)} açık hata)."
        )


def document_of_package(root: Path, year: int) -> tuple[Document, LoadLog]:
    """The document that a package gives in an empty database, which is filled with it.

    Raises CannotRun when the package can't be loaded or is of another year.
    """
    if not root.is_dir():
        raise CannotRun(f"{root} diye bir klasör yok.")
    try:
        loaded, log = load_package(root)
    except LoadFailed as failure:
        raise CannotRun("\n".join(str(error) for error in failure.errors)) from failure
    if loaded.year != year:
        raise CannotRun(f"Paket {loaded.year} yılına ait, {year} yılına değil.")
    if log.document is None:
        raise CannotRun(f"{root} bir rapor içermiyor.")
    return log.document, log
