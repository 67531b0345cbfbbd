"""What titles, notes and headings say of all figures: thousands, another unit, another year."""

from __future__ import annotations

from decimal import Decimal

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Sheet, letters

from .found import Chosen, Recognised, refuse
from .rows import RowKind
from .targets import Table
from .units import Scale, contradicts, currencies, scale_of, scales, stated


def factors_of(found: Recognised, sheet: Sheet, table: Table, chosen: Chosen) -> dict[int, Decimal]:
    """By column: what titles, notes and the heading say of all its figures, if it is chosen."""
    heading = found.heading
    assert heading is not None  # noqa: S101 - asked before
    around = [sheet.name, *sheet.about]
    around += [
        str(cell.value)
        for number, row in sheet.rows.items()
        if number < heading.first_row
        for cell in row
    ]
    titles = list(around)
    around += [
        str(cell.value)
        for aside in found.aside
        if aside.kind in (RowKind.NOTE, RowKind.GROUP)
        for cell in aside.cells.values()
    ]
    of_title = scale_of(around)
    others = {s for text in around for s in scales(text) if s.unit not in ("TL", "")}
    factors: dict[int, Decimal] = {}
    for place, target in found.mapping.taken.items():
        if not target.is_figure:
            continue
        words = heading.words[place]
        if not target.is_computed:
            _check_unit(found, place, words, others)
        if target.unit == "TL":
            if not target.is_computed:
                _check_currency(found, place, currencies([*titles, words]))
            own = scale_of([words])
            factors[place] = own if own != 1 else of_title
    taken = (f for place, f in factors.items() if not found.mapping.taken[place].is_computed)
    found.scale = max(taken, default=Decimal(1))
    found.asks_scale = found.scale != 1 and chosen.scale is None
    return factors if chosen.scale else {}


def say_year(found: Recognised, sheet: Sheet, table: Table) -> None:
    """Tell of a title that names another year than the report's, and not that one."""
    assert found.heading is not None  # noqa: S101 - asked before
    first = found.heading.first_row
    above = [str(c.value) for number, row in sheet.rows.items() if number < first for c in row]
    years = {year for text in (sheet.name, *sheet.about, *above) for year in stated(text).years}
    if table.year is not None and years and table.year not in years:
        found.notes.append(
            f"Tablonun üstünde {', '.join(map(str, sorted(years)))} yazıyor; veri girilen yıl "
            f"{table.year}. Dosyanın doğru yıla ait olduğu kontrol edilmelidir."
        )


def _check_currency(found: Recognised, place: int, others: set[str]) -> None:
    assert found.heading is not None  # noqa: S101 - asked before
    if not others:
        return
    row, target = found.heading.last_row, found.mapping.taken[place]
    said = ", ".join(sorted(others))
    text = (
        f"Tablonun başlığında {said} yazıyor; «{target.title}» sütununun birimi TL. Değerler TL "
        "olarak yazılmalı, başlık düzeltilmelidir."
    )
    words = found.heading.words[place]
    refuse(found, row, f"{letters(place)}{row}", target.key, words, text)


def _check_unit(found: Recognised, place: int, words: str, others: set[Scale]) -> None:
    """A heading that says another unit than the column's, or thousands of it, is refused."""
    assert found.heading is not None  # noqa: S101 - asked before
    target = found.mapping.taken[place]
    said = stated(words)
    address = f"{letters(place)}{found.heading.last_row}"
    own = target.unit or "sayı"
    if search_key(words) not in target.spellings() and contradicts(
        said.unit, target.unit, target.places
    ):
        refuse(
            found,
            found.heading.last_row,
            address,
            target.key,
            words,
            f"«{words}» başlığındaki birim {said.unit}; bu sütunun birimi {own}. Değerler {own} "
            "olarak yazılmalı, başlık düzeltilmelidir.",
        )
    if target.unit == "TL":
        return
    of_column = {s for s in scales(words) if s.unit != "TL"}
    of_title = {s for s in others if not contradicts(s.unit, target.unit, target.places)}
    scale = next(iter(of_column or (of_title if target.unit else set())), None)
    if scale is not None:
        refuse(
            found,
            found.heading.last_row,
            address,
            target.key,
            words,
            f"«{words}» sütunu için {scale.factor} kat birim yazılmış ({scale.unit or own}); "
            f"değerler tam olarak, {own} biriminde yazılmalıdır.",
        )
