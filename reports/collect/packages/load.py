"""Load a data package: everything or nothing, every problem at once, with file, line and column."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from reports.collect.waivers import waive_stated_figures
from reports.collect.workflow.actions import open_sections
from reports.collect.workflow.holding import lock_sections
from reports.core import registry
from reports.models import FiscalYear, Report

IGNORED = {"datapackage.json", "README.md"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PackageError:
    """One problem of a package, as it is printed: place, what is wrong, how to mend it."""

    path: str
    line: int
    column: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        place = self.path + (f", satır {self.line}" if self.line else "")
        place += f", sütun «{self.column}»" if self.column else ""
        return f"{place}: {self.message}" + (f" [değer: {self.value}]" if self.value else "")


class LoadFailed(Exception):
    """The package has errors; nothing was loaded."""

    def __init__(self, errors: list[PackageError]) -> None:
        super().__init__(f"{len(errors)} hata")
        self.errors = errors


@dataclass
class LoadLog:
    """What a load did and what was wrong."""

    errors: list[PackageError] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    leftovers: dict[str, int] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    named: frozenset[str] = frozenset()
    """Paths that the package's own `datapackage.json` names: what is missing of these is lost."""

    def error(self, path: str, line: int, column: str, message: str, value: str) -> None:
        self.errors.append(PackageError(path, line, column, message, value))

    def count(self, path: str, rows: int) -> None:
        self.rows[path] = rows

    def leftover(self, path: str, rows: int) -> None:
        self.leftovers[path] = rows

    def claim(self, path: str) -> None:
        self.claimed.add(path)

    def absence(self, path: str, title: str, there: int) -> None:
        """A table that the package knows nothing of: it was written before the table was made."""
        kept = f" Veritabanındaki {there} satırına dokunulmadı." if there else ""
        self.absent[path] = f"Pakette böyle bir dosya yok; «{title}» tablosuna satır gelmedi.{kept}"

    def notes(self) -> Iterator[str]:
        """What whoever loads the package has to know although nothing is wrong."""
        for path, sentence in self.absent.items():
            yield f"{path}: {sentence}"
        for path, count in self.leftovers.items():
            yield f"{path}: veritabanında dosyada bulunmayan {count} satır daha var."


Progress = Callable[[str, int, int], None]


def load_package(
    root: Path, *, dry_run: bool = False, progress: Progress | None = None
) -> tuple[FiscalYear, LoadLog]:
    """Load a data package directory through the import resources.

    Everything is tried inside one transaction, which is committed only when there is no error and
    `dry_run` is off. Raises LoadFailed with every error; then nothing changed.
    `progress(step, done, total)` is called before each part.
    """
    descriptor = _descriptor(root)
    number = _year_of(descriptor)
    parts = registry.package_parts()
    log = LoadLog(named=frozenset(_paths_of(descriptor)))
    with transaction.atomic():
        year, _ = FiscalYear.objects.get_or_create(year=number)
        # In the order of `reports.publish.versions`, before the first row of any table is written.
        Report.objects.select_for_update(of=("self",)).filter(year=year).first()
        lock_sections()
        for done, part in enumerate(parts):
            if progress:
                progress(part.name, done, len(parts))
            part.load(year, root, log)
        _unknown_files(root, log)
        if not log.errors:
            _accept_printed_figures(year)
            # A package is a complete, checked delivery: what it brings counts as accepted.
            open_sections(year, loaded=True)
        if dry_run or log.errors:
            transaction.set_rollback(True)
    if log.errors:
        raise LoadFailed(log.errors)
    for path, sentence in log.absent.items():
        logger.warning("%s: %s", path, sentence)
    if progress:
        progress("", len(parts), len(parts))
    return FiscalYear(year=number), log


def _accept_printed_figures(year: FiscalYear) -> None:
    """A printed report's contradictions with itself can't be mended: accept them in public."""
    report = Report.objects.select_related("year").filter(year=year).first()
    if report is not None:
        waive_stated_figures(report)


def _descriptor(root: Path) -> Mapping[str, object]:
    file = root / "datapackage.json"
    if not file.is_file():
        raise LoadFailed(
            [PackageError("datapackage.json", 0, "", "Dosya yok; klasör bir veri paketi değil.")]
        )
    try:
        # Where the file says something else than an object, asking for its year tells.
        found: Mapping[str, object] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LoadFailed(
            [PackageError("datapackage.json", 1, "year", f"Okunamadı: {error}")]
        ) from error
    return found


def _paths_of(descriptor: Mapping[str, object]) -> Iterator[str]:
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and isinstance(resource.get("path"), str):
            yield resource["path"]


def _year_of(descriptor: Mapping[str, object]) -> int:
    try:
        year = descriptor["year"]
    except (KeyError, TypeError) as error:
        raise LoadFailed(
            [PackageError("datapackage.json", 1, "year", f"Okunamadı: {error}")]
        ) from error
    if not isinstance(year, int) or not 2006 <= year <= 2100:
        raise LoadFailed(
            [
                PackageError(
                    "datapackage.json",
                    0,
                    "year",
                    "Yıl 2006 ile 2100 arasında bir sayı olmalıdır.",
                    str(year),
                )
            ]
        )
    return year


def _unknown_files(root: Path, log: LoadLog) -> None:
    """A misspelt file name must not lose a table silently."""
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and path not in log.claimed and path not in IGNORED:
            log.error(
                path,
                0,
                "",
                "Bu dosya hiçbir tabloya ait değil; adı düzeltilmeli veya silinmelidir.",
                "",
            )
