"""`manage.py export_workbook`: one directorate, all of them, and what is said where it can't."""

from __future__ import annotations

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.collect.workbooks.office_hand import found

pytestmark = pytest.mark.django_db


def test_one_directorate_is_written(tmp_path: Path) -> None:
    out, path = StringIO(), tmp_path / "ornek.xlsx"

    call_command("export_workbook", "2025", "--department", "park", output=path, stdout=out)

    assert found(path.read_bytes()).unit == "park"
    assert out.getvalue() == f"2025, Örnek park Müdürlüğü: 4 tablo {path} dosyasına yazıldı.\n"


def test_without_a_file_name_it_goes_into_the_folder_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    call_command("export_workbook", "2025", "--all", stdout=StringIO())

    with zipfile.ZipFile(tmp_path / "calisma-kitaplari-2025.zip") as archive:
        assert sorted(archive.namelist()) == [
            f"calisma-kitabi-2025-{code}.xlsx" for code in ("fen-isleri", "mali", "park")
        ]
        assert archive.testzip() is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2025", "--department", "yok"), "Kodlar: fen-isleri, mali, park"),
        (("2030", "--all"), "2030 yılının bölümleri açılmamış"),
        (("2025", "--department", "park", "--output", "/yok/x.xlsx"), "yazılamadı"),
    ],
)
def test_what_can_not_be_written_is_said(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("export_workbook", *arguments, stdout=StringIO())
