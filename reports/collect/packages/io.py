"""CSV as the package writes it: UTF-8, LF, comma, minimal quotes, exact figures, empty =
missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SEMICOLON = ";"
MAX_BYTES = 20 * 1024 * 1024


class CsvError(ValueError):
    """The file is not a readable CSV; carries the line."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class CsvTable:
    """Header and rows of a file; `lines[i]` is the line on which row i begins."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_text(header, rows).encode("utf-8"))


def read_csv(path: Path) -> CsvTable:
    """Read a package CSV.

    Raises CsvError (Turkish, with the line) for another encoding, a row of the wrong width, a file
    without a header or one that is too large.
    """
    if path.stat().st_size > MAX_BYTES:
        raise CsvError(f"Dosya {MAX_BYTES // 2**20} MB sınırını aşıyor.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CsvError(
            "Dosya UTF-8 değil; «CSV UTF-8 (virgülle ayrılmış)» olarak kaydedilmelidir.", line
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    header: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip() for cell in cells]
                if len(header) == 1 and SEMICOLON in header[0]:
                    raise CsvError(
                        "Sütunlar noktalı virgülle ayrılmış; dosya «CSV UTF-8 (virgülle "
                        "ayrılmış)» olarak, sütunları virgülle ayrılmış kaydedilmelidir."
                    )
            elif any(cells):
                if len(cells) != len(header):
                    raise CsvError(
                        f"Satırda {len(cells)} hücre var, başlıkta {len(header)} sütun; "
                        "eksik veya fazla virgül düzeltilmelidir.",
                        start,
                    )
                rows.append(cells)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise CsvError(
            f"CSV okunamadı ({error}); tırnak işaretleri kontrol edilmelidir.", start
        ) from error
    if not header or not any(header):
        raise CsvError("Dosyada başlık satırı yok.")
    return CsvTable(header, rows, lines)
