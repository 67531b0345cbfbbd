"""Tables out of uploaded files: read in a confined process, bounded, before any transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import tablib
from django.conf import settings

from kars_portal.lib.confined import End, Limits, ask
from reports.ground.slots import Busy, one_of

MAX_BYTES = 5 * 2**20
KINDS = ("xlsx", "csv", "tsv")
LIMITS = Limits(seconds=20, clock=100, memory=512 * 2**20)
AT_ONCE = 2
PATIENCE_SECONDS = 10.0
_CHILD = "reports.collect.imports.sheet_child:read"


class Unreadable(ValueError):
    """There is no table to be had from the file; the sentence says why and what to do."""


@dataclass(frozen=True)
class ReadTable:
    """A table as its file has it. `lines[i]`: row i as a spreadsheet counts, the heading is 1."""

    header: list[object]
    rows: list[list[object]]
    lines: list[int]

    def dataset(self) -> tablib.Dataset:
        """The table as the import takes it."""
        data = tablib.Dataset(headers=self.header)
        for cells in self.rows:
            data.append(cells)
        return data


def kind_of(name: str) -> str:
    """What kind of file a name promises. Raises Unreadable for any other."""
    kind = name.lower().rpartition(".")[2]
    if kind not in KINDS:
        raise Unreadable("Yalnız .xlsx ve .csv dosyaları yüklenebilir.")
    return kind


def read_table(content: bytes, kind: str) -> ReadTable:
    """The table of an uploaded file. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"Dosya {MAX_BYTES // 2**20} MB sınırını aşıyor; tablo bölünerek yüklenmelidir."
        )
    try:
        with one_of(_places(), PATIENCE_SECONDS):
            answer = ask(_CHILD, content, kind, limits=LIMITS)
    except Busy as error:
        raise Unreadable(
            "Şu anda başka dosyalar okunuyor; biraz sonra yeniden denenmelidir."
        ) from error
    said: Mapping[str, object] = answer.last
    if not answer.in_time or said.get("state") is None:
        said = {"state": "stopped" if answer.end is End.ERROR else "too_much"}
    if said["state"] != "read":
        raise Unreadable(_sentence(said))
    header: list[object] = []
    table = ReadTable(header, [], [])
    for part in answer.lines[:-1]:
        header += map(_value, part.get("header", ()))
        for number, row in zip(part.get("lines", ()), part.get("rows", ()), strict=True):
            # Empty rows of a sheet stay, so that its rows are counted as it counts them.
            last = table.lines[-1] if table.lines else 1
            for missing in range(last + 1, number):
                table.rows.append([])
                table.lines.append(missing)
            table.rows.append([_value(cell) for cell in row])
            table.lines.append(number)
    for number, row in zip(table.lines, table.rows, strict=True):
        if len(row) > len(header):
            width = {"state": "width", "line": number, "found": len(row), "wanted": len(header)}
            raise Unreadable(_sentence(width))
        row += [None if kind == "xlsx" else ""] * (len(header) - len(row))
    return table


def _places() -> list[Path]:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [folder / f"reading-{number}.lock" for number in range(AT_ONCE)]


def _value(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    match kind:
        case "datetime":
            return datetime.fromisoformat(text)
        case "date":
            return date.fromisoformat(text)
        case "time":
            return time.fromisoformat(text)
    return text


def _sentence(said: Mapping[str, object]) -> str:
    """Why a file gives no table, and the cure."""
    known = {"seconds": LIMITS.seconds, "memory": LIMITS.memory // 2**20}
    return _SENTENCES.get(str(said["state"]), _TOO_MUCH).format_map({**known, **said})


_TOO_MUCH = (
    "Dosya okunurken sınırlar aşıldı ({seconds} saniye, {memory} MB bellek); yalnız bu tablo yeni "
    "bir dosyaya kopyalanıp o yüklenmelidir."
)
_SENTENCES = {
    "rows": (
        "Dosyanın {line}. satırında değer var; en çok {most} satır okunur. Tablo bölünmeli ya da "
        "boş görünen satırlar silinmelidir."
    ),
    "columns": (
        "Dosyanın {line}. satırında {found}. sütuna kadar değer var; en çok {most} sütun okunur. "
        "Tablonun dışında kalan hücreler silinmelidir."
    ),
    "cells": "Dosyada {most} hücreden çok değer var; tablo bölünmelidir.",
    "unpacked": (
        "Dosya açıldığında {most} MB sınırını aşıyor; yalnız bu tablo yeni bir çalışma kitabına "
        "kopyalanıp o yüklenmelidir."
    ),
    "definitions": (
        "Dosyada hesap tablolarında bulunmayan tanımlar (DOCTYPE) var; dosya Excel'de açılıp .xlsx "
        "olarak yeniden kaydedilmelidir."
    ),
    "encoding": ("Dosya UTF-8 değil; «CSV UTF-8 (virgülle ayrılmış)» olarak kaydedilmelidir."),
    "width": (
        "Dosyanın {line}. satırında {found} hücre, başlıkta {wanted} sütun var; fazla hücreler "
        "silinmeli ya da tırnak işaretleri kontrol edilmelidir."
    ),
    "quotes": (
        "CSV okunamadı ({line}. satır); tırnak işaretleri ve çok uzun hücreler kontrol edilmelidir."
    ),
    "no_header": "Dosyanın ilk satırında sütun adları yok.",
    "no_sheet": (
        "Çalışma kitabında açık olan sayfa bir tablo değil; tablonun sayfası seçilip dosya yeniden "
        "kaydedilmelidir."
    ),
    "stopped": (
        "Dosyayı okuyan program durdu; dosyanın bozuk olduğu söylenemez. Yalnız bu tablo yeni bir "
        "dosyaya kopyalanıp o yüklenmelidir."
    ),
    "spoilt": "Excel dosyası açılamadı; dosya .xlsx olarak yeniden kaydedilmelidir.",
}
"""State that the child tells → sentence for whoever uploaded the file."""
