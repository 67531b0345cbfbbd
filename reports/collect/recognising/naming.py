"""Rows without a name, or with one that another row has: refused with their place."""

from __future__ import annotations

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import letters

from .figures import Problem
from .found import Recognised, refuse
from .own import identity
from .rows import SheetRow
from .targets import ROW_KEY, Table


def check_names(found: Recognised, table: Table, data: list[SheetRow]) -> None:
    """A row without its names, or with another one's, is refused with its place."""
    places = {target.key: place for place, target in found.mapping.taken.items()}
    names = [target for target in table.names if target.key in places]
    if not names:
        return
    figures = {t.key for t in found.mapping.taken.values() if t.is_figure}
    refused = {problem.row for problem in found.problems if problem.key in {t.key for t in names}}
    first: dict[str, int] = {}
    leading = ""
    for row, source in zip(found.rows, data, strict=True):
        is_keyed = bool(row.cells.get(ROW_KEY))
        said = row.name(table)
        key = search_key(said)
        address = f"{letters(places[names[0].key])}{row.number}"
        if not is_keyed and not key.strip(" /-–—"):
            # A row that says more than figures may be one that the table numbers itself.
            says_more = any(t.strip(" -–—") for k, t in row.cells.items() if k not in figures)
            is_bare = not (table.is_numbered and says_more)
            has_figure = any(places[k] in source.cells for k in figures) or not figures
            if is_bare and has_figure and source.cells and row.number not in refused:
                text = (
                    f"{row.number}. satırın adı yok. Adı yazılmalı; toplam satırıysa «Toplam» "
                    "yazılmalı ya da satır silinmelidir."
                )
                refuse(found, row.number, address, names[0].key, "", text)
            continue
        mine = row.cells.get(names[0].key, "")
        is_grouped = len(names) > 1 and leading and not leading.isdecimal()
        if not mine and is_grouped and not is_keyed and key not in table.row_names:
            text = (
                f"{row.number}. satırda «{names[0].title}» boş. Yukarıdaki «{leading}» bu satır "
                "için de geçerliyse hücreye yazılmalıdır."
            )
            refuse(found, row.number, address, names[0].key, "", text)
            continue
        leading = mine or leading
        before = first.setdefault(identity(row.cells, said), row.number)
        if before != row.number:
            text = (
                f"«{said}» dosyada iki kez yazılmış: satır {before} ve satır "
                f"{row.number}. Satırlardan biri silinmeli ya da adları ayrılmalıdır."
            )
            found.problems.append(
                Problem(row.number, str(row.number), names[0].key, said, text, is_repetition=True)
            )
