"""The package's CSV: what is written is read again, and what can't be read is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.collect.packages import CsvError, read_csv, write_csv
from reports.collect.packages import io as csv_io


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "data" / "rows.csv"
    rows = [["ğüşıöç İ", "1234.50"], ['virgül, "tırnak"', ""], ["iki\nsatır", "-0.000001"]]

    write_csv(file, ["ad", "tutar"], rows)

    table = read_csv(file)
    assert (table.header, table.rows, table.lines) == (["ad", "tutar"], rows, [2, 3, 4])


def test_a_mark_of_byte_order_and_empty_lines_are_no_data(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("\ufeffad, tutar \n\nbir,1\n".encode())

    table = read_csv(file)

    assert (table.header, table.rows, table.lines) == (["ad", "tutar"], [["bir", "1"]], [3])


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        ("ad\nİzmir\n".encode("cp1254"), 2, "UTF-8 değil"),
        (b"ad;tutar\nbir;1\n", 1, "noktalı virgül"),
        (b"ad,tutar\nbir,1\niki\n", 3, "1 hücre var, başlıkta 2 sütun"),
        (b'ad\n"bir" iki\n', 2, "tırnak"),
        (b"", 1, "başlık satırı yok"),
        (b",,\n", 1, "başlık satırı yok"),
    ],
    ids=["encoding", "semicolons", "width", "quotes", "empty", "no header"],
)
def test_what_can_not_be_read_is_named_with_its_line(
    content: bytes, line: int, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(content)

    with pytest.raises(CsvError, match=sentence) as refused:
        read_csv(file)

    assert refused.value.line == line


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"ad\n" + b"x" * 2**20)
    monkeypatch.setattr(csv_io, "MAX_BYTES", 2**20)

    with pytest.raises(CsvError, match="1 MB"):
        read_csv(file)
