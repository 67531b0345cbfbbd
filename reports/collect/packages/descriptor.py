"""`datapackage.json`: the year of a package, the files it promises and how many rows each has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .log import LoadFailed, LoadLog, PackageError

DESCRIPTOR = "datapackage.json"


@dataclass
class Promise:
    """What a package says of itself; older ones say nothing of their rows."""

    year: int
    rows: dict[str, int | None] = field(default_factory=dict)
    """Path of each file that is named → how many rows it has, where that is said."""
    problems: list[PackageError] = field(default_factory=list)


def read_descriptor(root: Path) -> Promise:
    """Read the descriptor of a package. Raises LoadFailed when it names no year of a report."""
    file = root / DESCRIPTOR
    if not file.is_file():
        raise _failure(0, "", "Dosya yok; klasör bir veri paketi değil.")
    try:
        text = file.read_text(encoding="utf-8")
        # Where the file says something else than an object, asking for its year tells.
        found: Mapping[str, object] = json.loads(text)
    except ValueError as error:
        raise _failure(1, "year", f"Okunamadı: {error}") from error
    promise = Promise(_year_of(found))
    for number, resource in enumerate(_resources(found), start=1):
        path = resource.get("path")
        if not isinstance(path, str):
            continue
        if path in promise.rows:
            promise.problems.append(_named_twice(path, text))
            continue
        rows = resource.get("rows")
        promise.rows[path] = None
        if rows is None:
            continue
        if isinstance(rows, int) and not isinstance(rows, bool) and rows >= 0:
            promise.rows[path] = rows
            continue
        promise.problems.append(
            PackageError(
                DESCRIPTOR,
                0,
                "rows",
                f"{number}. dosyanın ({path}) satır sayısı sıfır ya da daha büyük bir tam sayı "
                "olmalıdır.",
                str(rows),
            )
        )
    return promise


def hold_to(promise: Promise, root: Path, log: LoadLog) -> None:
    """What the package promises and lacks: files, and rows of the tables that were read."""
    known = {error.path for error in log.errors}
    for path, rows in promise.rows.items():
        if path in known:
            continue
        if not (root / path).is_file() or ".." in Path(path).parts:
            log.error(
                path,
                0,
                "",
                f"{DESCRIPTOR} bu dosyayı sayıyor, pakette yok. Dosya geri konmalı ya da "
                f"{DESCRIPTOR} içindeki kaydı silinmelidir.",
            )
            continue
        there = log.rows.get(path)
        if rows is not None and there is not None and there < rows:
            log.error(
                path,
                0,
                "",
                f"Dosyada {there} satır var, {DESCRIPTOR} {rows} satır olduğunu söylüyor. Eksik "
                f"satırlar geri konmalı; bilerek çıkarıldıysa {DESCRIPTOR} içindeki «rows» sayısı "
                f"{there} yapılmalıdır.",
            )


def _resources(found: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    resources = found.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict):
            yield resource


def _named_twice(path: str, text: str) -> PackageError:
    """A file that is named twice, with the lines that name it."""
    spelled = json.dumps(path, ensure_ascii=False)
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if spelled in line]
    where = f": satır {' ve '.join(map(str, lines[:2]))}" if len(lines) > 1 else ""
    return PackageError(
        DESCRIPTOR,
        lines[1] if len(lines) > 1 else 0,
        "path",
        f"«{path}» iki kez yazılmış{where}. Kayıtlardan biri silinmelidir.",
    )


def _year_of(descriptor: Mapping[str, object]) -> int:
    try:
        year = descriptor["year"]
    except (KeyError, TypeError) as error:
        raise _failure(1, "year", f"Okunamadı: {error}") from error
    if not isinstance(year, int) or not 2006 <= year <= 2100:
        raise _failure(0, "year", "Yıl 2006 ile 2100 arasında bir sayı olmalıdır.", str(year))
    return year


def _failure(line: int, column: str, message: str, value: str = "") -> LoadFailed:
    return LoadFailed([PackageError(DESCRIPTOR, line, column, message, value)])
