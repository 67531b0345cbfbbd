"""A file that is uploaded is read apart: it is a table, or a sentence says why not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from kars_portal.lib import confined
from kars_portal.lib.confined import Limits
from reports.collect.imports import uploads
from reports.collect.imports.uploads import MAX_BYTES, Unreadable, read_table

from . import files


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_workbook_is_read_as_it_stands() -> None:
    day = datetime(2024, 5, 1)  # noqa: DTZ001 - as a workbook has it
    table = read_table(
        files.workbook(["ad", "sayı", None], ["Kars", 1.5], [], [day, True, None]), "xlsx"
    )

    assert table.header == ["ad", "sayı"]
    assert table.rows == [["Kars", 1.5], [None, None], [day, True]]
    assert table.lines == [2, 3, 4]


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    declared = files.SPACE + '<dimension ref="A1:XFD1048576"/>'
    content = files.with_sheet(declared + f"<sheetData>{files.HEADING}</sheetData></worksheet>")

    assert read_table(content, "xlsx").header == ["ad"]


def test_a_text_file_is_read_with_either_separator() -> None:
    assert read_table(b"ad;not\nKars;\n\n", "csv").rows == [["Kars", ""]]
    assert read_table(b'ad,not\nKars,"a\nb"\n', "csv").rows == [["Kars", "a\nb"]]
    assert read_table(b"ad\tnot\na\tb\n", "tsv").rows == [["a", "b"]]


@pytest.mark.parametrize("name", files.HOSTILE)
def test_a_hostile_file_gets_a_sentence(name: str) -> None:
    content, kind, sentence = files.HOSTILE[name]

    with pytest.raises(Unreadable, match=sentence):
        read_table(content, kind)


def test_a_file_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ask", None)

    with pytest.raises(Unreadable, match="5 MB"):
        read_table(b"x" * (MAX_BYTES + 1), "csv")


@pytest.mark.parametrize(
    "limits", [Limits(seconds=1), Limits(seconds=60, memory=64 * 2**20), Limits(60, answer=1000)]
)
def test_a_file_that_is_too_much_for_its_reader_is_refused(
    monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    """Too slow, too much memory, too long an answer: 150 000 rows of which none counts."""
    monkeypatch.setattr(uploads, "LIMITS", limits)
    rows = "<row><c><v>1</v></c></row>" * 15_000 + "<row/>" * 400_000

    with pytest.raises(Unreadable, match="sınırlar aşıldı"):
        read_table(files.with_sheet(files.filled(rows)), "xlsx")


def test_only_the_portals_own_functions_are_called() -> None:
    answer = confined.ask("os:listdir", b".", limits=Limits(seconds=20))

    assert answer.lines == ()
    assert not answer.in_time
