"""Workbooks that are refused as a whole, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook as OpenpyxlBook

from reports.collect.workbooks import manifest
from reports.collect.workbooks.reading import Unfit, require, workbook_in
from tests.collect.workbooks.office_hand import book, changed, found, made, tab

pytestmark = pytest.mark.django_db


def refusal(content: bytes, **wanted: str | int) -> str:
    with pytest.raises(Unfit) as error:
        require(
            found(content),
            year=int(wanted.get("year", 2025)),
            unit=str(wanted.get("unit", "fen-isleri")),
            institution=str(wanted.get("institution", "Örnek Belediyesi")),
        )
    return str(error.value)


def test_a_workbook_of_another_year_directorate_or_municipality_is_refused() -> None:
    assert "2024 yılı için hazırlanmış; burada 2025" in refusal(made("fen-isleri", 2024))
    assert "«Örnek park Müdürlüğü» için hazırlanmış" in refusal(made("park"))
    other = refusal(made("fen-isleri"), institution="Başka Belediye")
    assert "«Örnek Belediyesi» için hazırlanmış" in other


def test_the_right_workbook_is_taken() -> None:
    workbook = found(made("fen-isleri"))
    require(workbook, year=2025, unit="fen-isleri", institution="Örnek Belediyesi")

    assert workbook.unit_name == "Örnek fen-isleri Müdürlüğü"


def with_manifest(change: Callable[[str], str]) -> bytes:
    def edit(workbook: OpenpyxlBook) -> None:
        sheet = tab(workbook, "_kars")
        sheet["A1"] = change(str(sheet["A1"].value))

    return changed(made("fen-isleri"), edit)


@pytest.mark.parametrize(
    ("version", "said"), [(manifest.VERSION + 1, "yeni bir sürümünden"), (0, "biçimi eski")]
)
def test_another_version_is_refused_with_words(version: int, said: str) -> None:
    content = with_manifest(lambda line: line.replace('"version":1', f'"version":{version}'))

    with pytest.raises(Unfit, match=said):
        workbook_in(book(content))


def test_a_damaged_hidden_worksheet_is_refused() -> None:
    with pytest.raises(Unfit, match="gizli sayfası bozulmuş"):
        workbook_in(book(with_manifest(lambda line: line[:-3])))

    def edit(workbook: OpenpyxlBook) -> None:
        sheet = tab(workbook, "_kars")
        for (cell,) in sheet.iter_rows(max_col=1):
            cell.value = str(cell.value).replace("+90 hattı", "başka")

    with pytest.raises(Unfit, match="gizli sayfası bozulmuş"):
        workbook_in(book(changed(made("fen-isleri"), edit)))
