"""A row that may be none waits on the page for an answer, and the answer goes with the file."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.models import Vehicle
from reports.models import Section

from .files import Cell, Confirmation, confirm, look, upload, words, workbook

LINES: list[list[Cell]] = [
    ["Taşıtın cinsi", "Belediyeye ait", "Kiralık", "Toplam"],
    ["Araçlar", 99, None, None],
    ["- Kamyon", 7, 1, 9],
    ["- Dozer", 2, None, None],
]


@pytest.mark.parametrize(("answer", "names"), [("0", set()), ("1", {"Araçlar"})])
def test_a_doubtful_row_is_asked_about_and_taken_as_answered(
    editor: Client, vehicles: dict[str, Vehicle], garage: Section, answer: str, names: set[str]
) -> None:
    address = upload(editor, garage, "araclar", workbook(LINES))
    waiting = look(editor, address)

    assert "değeri 99, parçaların toplamı 9" in words(waiting)
    assert not Confirmation(waiting.content.decode()).has_button

    answered = look(editor, address, {"k.group.2": answer})
    assert "D3, Toplam" in words(answered)
    done = confirm(editor, answered)

    assert done.status_code == 302, words(done)
    stored = set(Vehicle.objects.filter(year=2024).values_list("name", flat=True))
    assert stored == {"Kamyon", "Otobüs", "- Dozer"} | names
