"""What a load did, what was wrong, and what the package does not have although the portal does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model

from reports.core.documents import Document


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


@dataclass(frozen=True)
class LeftOut:
    """Rows of the database, or the values of one column, that a file of the package lacks."""

    path: str
    title: str
    names: tuple[str, ...]
    rows: tuple[Model, ...] = ()
    column: str = ""
    shared: bool = False
    """Whether the table is one that all years share."""

    def __str__(self) -> str:
        names = ", ".join(self.names)
        if self.column:
            return (
                f"{self.path}: pakette «{self.column}» sütunu yok; veritabanında "
                f"{len(self.names)} kaydın bu sütunda değeri var: {names}"
            )
        return (
            f"{self.path}: «{self.title}» tablosunda pakette olmayan {len(self.names)} kayıt: "
            f"{names}"
        )


class LoadFailed(Exception):
    """The package has errors; nothing was loaded."""

    def __init__(self, errors: list[PackageError], left_out: tuple[LeftOut, ...] = ()) -> None:
        super().__init__("\n".join(map(str, (*left_out, *errors))))
        self.errors = errors
        self.left_out = left_out


class WouldRemove(LoadFailed):
    """The portal holds what the package does not have, and nobody asked for its removal."""

    def __init__(self, left_out: tuple[LeftOut, ...]) -> None:
        super().__init__([], left_out)


@dataclass
class LoadLog:
    """What a load did and what was wrong."""

    errors: list[PackageError] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    named: frozenset[str] = frozenset()
    """Paths that the package's own `datapackage.json` names: what is missing of these is lost."""
    left_out: tuple[LeftOut, ...] = ()
    """What the portal held and the package does not: removed when the load was asked to."""
    kept: tuple[LeftOut, ...] = ()
    """What the package does not have either, but is other years', too."""
    idle: list[str] = field(default_factory=list)
    """Waivers of the package that answer no finding."""
    document: Document | None = None
    """The report of the loaded rows, with its findings; what no waiver answers is open."""

    def error(self, path: str, line: int, column: str, message: str, value: str = "") -> None:
        self.errors.append(PackageError(path, line, column, message, value))

    def count(self, path: str, rows: int) -> None:
        self.rows[path] = rows

    def claim(self, path: str) -> None:
        self.claimed.add(path)

    def absence(self, path: str, title: str) -> None:
        """A table that the package knows nothing of: it was written before the table was made."""
        self.absent[path] = f"Pakette böyle bir dosya yok; «{title}» tablosuna satır gelmedi."

    def notes(self) -> Iterator[str]:
        """What whoever loads the package has to know although nothing is wrong."""
        for path, sentence in self.absent.items():
            yield f"{path}: {sentence}"
        for item in self.kept:
            yield f"{item}. Bu tabloyu bütün yıllar kullanır; kayıtlar olduğu gibi kaldı."
        yield from self.idle
