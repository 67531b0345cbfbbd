"""A file that is uploaded is read apart: it is a table, or a sentence says why not."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from kars_portal.lib import confined
from kars_portal.lib.confined import Limits
from reports.collect.imports.one_table import read_table
from reports.collect.reading import files as reading
from reports.collect.reading.files import PAGE, Reach, Unreadable, read_file

from . import files

NAMES = frozenset({"ad", "sayı", "not"})


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_workbook_is_read_as_it_stands() -> None:
    day = datetime(2024, 5, 1)  # noqa: DTZ001 - as a workbook has it
    table = read_table(files.workbook(["ad", "sayı"], ["Kars", 1.5], [], [day, True]), NAMES)

    assert table.headers == ["ad", "sayı"]
    assert list(table) == [("Kars", 1.5), (None, None), (date(2024, 5, 1), True)]
    assert table.first_line == 2


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    declared = files.SPACE + '<dimension ref="A1:XFD1048576"/>'
    content = files.with_sheet(declared + f"<sheetData>{files.HEADING}</sheetData></worksheet>")

    assert read_table(content, NAMES).headers == ["ad"]


def test_a_text_file_is_read_with_either_separator() -> None:
    assert list(read_table(b"ad;not\nKars;\n\n", NAMES)) == [("Kars", None)]
    assert list(read_table(b'ad,not\nKars,"a\nb"\n', NAMES)) == [("Kars", "a\nb")]
    assert list(read_table(b"ad\tnot\na\tb\n", NAMES)) == [("a", "b")]


@pytest.mark.parametrize("name", files.HOSTILE)
def test_a_hostile_file_gets_a_sentence(name: str) -> None:
    content, sentence = files.HOSTILE[name]

    with pytest.raises(Unreadable, match=sentence):
        read_table(content, NAMES)


def test_a_file_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ask", None)

    with pytest.raises(Unreadable, match="10 MB"):
        read_table(b"x" * (PAGE.most_bytes + 1), NAMES)


def _many_rows() -> bytes:
    """Two million rows of which few count."""
    rows = "<row><c><v>1</v></c></row>" * 15_000 + "<row/>" * 2_000_000
    return files.with_sheet(files.filled(rows))


def _long_text() -> bytes:
    """A text that takes several times its bytes in memory."""
    return ("ad\n" + ("ş" * 250 + "\n") * 18_000).encode()


@pytest.mark.parametrize(
    ("limits", "content"),
    [
        (Limits(seconds=1), _many_rows()),
        (Limits(seconds=60, memory=64 * 2**20), _long_text()),
        (Limits(60, answer=1000), _many_rows()),
    ],
    ids=["too slow", "too much memory", "too long an answer"],
)
def test_a_file_that_is_too_much_for_its_reader_is_refused(limits: Limits, content: bytes) -> None:
    with pytest.raises(Unreadable, match="sınırlar aşıldı"):
        read_file(content, Reach("page", PAGE.most_bytes, limits))


def test_a_reader_that_stops_by_itself_says_nothing_against_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "_CHILD", "reports.collect.reading.child:is_not_there")

    with pytest.raises(Unreadable, match="okuyan program durdu"):
        read_file(files.workbook(["ad"]))


def test_only_the_portals_own_functions_are_called() -> None:
    answer = confined.ask("os:listdir", b".", limits=Limits(seconds=20))

    assert answer.lines == ()
    assert not answer.in_time
