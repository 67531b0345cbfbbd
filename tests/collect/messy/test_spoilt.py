"""Spoilt files and any text: read, or refused in words; never anything else, never without end."""

from __future__ import annotations

import io
import random
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from kars_portal.lib.numbers import format_decimal
from reports.collect.reading.cells import Book, Cell, Sheet
from reports.collect.reading.files import Unreadable, read_file
from reports.collect.recognising.figures import read_column
from reports.collect.recognising.headings import find_heading
from reports.collect.recognising.recognise import Chosen, recognise
from reports.collect.recognising.targets import Target
from tests import sweep

from .asking import book
from .grid import INCOME
from .layouts import laid_out
from .writers import WRITERS, packed_xlsx

FILES = Path(__file__).parents[1] / "reading" / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def spoil(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled and exchanged at any place."""
    spoilt = bytearray(content)
    for _change in range(chance.choice((1, 2, 8))):
        if not spoilt:
            break
        at = chance.randrange(len(spoilt))
        length = chance.randrange(1, 60)
        match chance.randrange(5):
            case 0:
                spoilt[at] = chance.randrange(256)
            case 1:
                del spoilt[at : at + length]
            case 2:
                spoilt[at:at] = spoilt[at : at + length]
            case 3:
                other = chance.randrange(len(spoilt))
                spoilt[at : at + length] = spoilt[other : other + length]
            case 4:
                spoilt[at : at + length] = chance.choice((b"9" * 40, b"-1", b"", b"A1:XFD1048576"))
    return bytes(spoilt)


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A packed file, one part of which is spoilt, gone, or in the place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = list(parts)
    name, other = chance.choice(names), chance.choice(names)
    match chance.randrange(4):
        case 0:
            parts[name], parts[other] = parts[other], parts[name]
        case 1:
            del parts[name]
        case _:
            parts[name] = spoil(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, part in parts.items():
            archive.writestr(member, part)
    return made.getvalue()


def tried(content: bytes) -> Book | None:
    """Read and recognise; None where the file is refused. Any other error fails the test."""
    try:
        read = book(content or b"x")
    except Unreadable:
        return None
    for sheet in read.sheets:
        found = recognise(read, sheet, INCOME, Chosen(scale=True, ways={"area": "tr"}))
        assert all(problem.text.endswith(".") for problem in found.problems)
        assert bool(found.heading) != bool(found.refusal)
    return read


@pytest.mark.parametrize("program", WRITERS)
def test_spoilt_files_of_every_program(program: str) -> None:
    chance = sweep.chance(program)
    content = WRITERS[program](laid_out("totals", chance)[0])
    is_packed = content.startswith(b"PK")
    for _ in range(sweep.times(12, 1500)):
        is_repacked = is_packed and chance.random() < 0.8
        spoilt = repacked(content, chance) if is_repacked else spoil(content, chance)

        read = tried(spoilt)
        assert read is None or read.kind


@pytest.mark.parametrize("name", ["ornek.xlsx", "ornek.ods"])
def test_spoilt_parts_of_real_files(name: str) -> None:
    chance = sweep.chance(f"parts of {name}")
    content = (FILES / name).read_bytes()
    for _ in range(sweep.times(15, 1500)):
        read = tried(repacked(content, chance))
        assert read is None or read.kind


HOSTILE = {
    "a row of cells without end": "<row>"
    + "<c><v>1</v></c>" * sweep.times(150_000, 2_000_000)
    + "</row>",
    "a text without end": '<row><c t="inlineStr"><is><t>'
    + "x" * 11_000_000
    + "</t></is></c></row>",
    "rows in rows": "<row>" * 300,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_process_that_reads_ends_within_its_limits(name: str) -> None:
    content = packed_xlsx(
        f'<worksheet xmlns="{MAIN}"><sheetData>{HOSTILE[name]}</sheetData></worksheet>'
    )

    with pytest.raises(Unreadable) as refused:
        read_file(content)

    assert str(refused.value).endswith(("malıdır.", "melidir."))


# -- texts of cells -------------------------------------------------------------------------------

TARGETS = [
    Target("money", "Tutar", (), True, 2, "TL"),
    Target("count", "Adet", (), True, 0, "adet"),
    Target("area", "Alan", (), True, None, "m²"),
    Target("rate", "Oran", (), True, None, "%"),
    Target("any", "Değer", (), True),
]
FIGURES = st.decimals(
    min_value=Decimal(-(10**12)), max_value=Decimal(10**12), places=2, allow_nan=False
)
TEXTS = st.text(alphabet="0123456789.,-−'()%₺TLm²23 \u00a0eE+*adet\n", max_size=14) | st.text()


@given(TEXTS, st.sampled_from(TARGETS))
@hypothesis_settings(max_examples=sweep.times(150, 3000))
def test_any_text_is_a_figure_or_refused(text: str, target: Target) -> None:
    """And a figure is of the digits that are there: none is added, none is lost."""
    column = read_column(target, {2: Cell(2, 1, text)})

    digits = [sign for sign in text if sign.isdecimal()]
    for value in [*column.values.values(), *(r.values.get(2) for r in column.readings)]:
        if value is None:
            continue
        kept = format(abs(value), "f").replace(".", "").lstrip("0")
        typed = "".join(digits).lstrip("0")
        # "m2" is a unit; zeros at the end of a fraction may be there or not.
        assert kept.rstrip("0") == typed.removesuffix("2").rstrip("0") or kept.rstrip(
            "0"
        ) == typed.rstrip("0")
    assert column.values.get(2) is not None or column.problems or column.readings or not digits


@given(FIGURES, st.sampled_from(["{}", "{} TL", "₺{}", "  {}  ", "{}₺"]))
@hypothesis_settings(max_examples=sweep.times(100, 2000))
def test_money_as_people_write_it_is_read_as_it_is(value: Decimal, around: str) -> None:
    column = read_column(TARGETS[0], {2: Cell(2, 1, around.format(format_decimal(value, 2)))})

    assert column.values[2] == value


@given(st.lists(st.sampled_from(["6.600", "1,200", "12", "1.234,5", "1,234.5", "7,5"]), max_size=5))
@hypothesis_settings(max_examples=sweep.times(60, 1000))
def test_a_column_is_read_only_where_all_of_it_reads_one_way(texts: list[str]) -> None:
    cells = {row: Cell(row, 1, text) for row, text in enumerate(texts, start=2)}

    column = read_column(TARGETS[2], cells)

    is_sure = not {"6.600", "1,200"} & set(texts) and not (
        {"1.234,5", "7,5"} & set(texts) and "1,234.5" in texts
    )
    assert bool(column.readings) is not is_sure
    assert len(column.values) == (len(texts) if is_sure else 0)


@given(st.lists(st.lists(TEXTS | st.none() | st.integers(), max_size=5), max_size=8))
@hypothesis_settings(max_examples=sweep.times(40, 1000))
def test_any_sheet_is_recognised_or_not(lines: list[list[str | int | None]]) -> None:
    sheet = Sheet("Örnek")
    for row, line in enumerate(lines, start=1):
        cells = [Cell(row, c, v) for c, v in enumerate(line, start=1) if v not in (None, "")]
        if cells:
            sheet.rows[row] = cells

    found = recognise(Book("örnek", [sheet]), sheet, INCOME)

    assert (found.heading is None) == (find_heading(sheet, INCOME) is None)
    assert (found.heading is None) == bool(found.refusal)
