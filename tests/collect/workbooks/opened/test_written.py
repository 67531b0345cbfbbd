"""What stands in a workbook, as another library opens it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from openpyxl import Workbook as OpenpyxlBook

from departments.models import Department, Membership
from reports.collect.workbooks.units import directorate, directorates
from reports.collect.workbooks.writing import workbook_of
from reports.core.roles import ROLES
from reports.models import Section
from tests.collect.workbooks.office_hand import NOW, TABLE, made, opened, places, row_named, tab

pytestmark = pytest.mark.django_db


@pytest.fixture
def fen(db: None) -> OpenpyxlBook:
    return opened(made("fen-isleri"))


def test_each_owed_table_has_a_worksheet_behind_the_instructions(fen: OpenpyxlBook) -> None:
    assert fen.sheetnames == [
        "Açıklamalar",
        "Müdürlüklerin faaliyetleri",
        "Doğrudan temin ve Devlet",
        "Araçlar",
        "Yollar",
        TABLE,
        "_listeler",
        "_kars",
    ]
    assert {fen[name].sheet_state for name in ("_listeler", "_kars")} == {"veryHidden"}
    said = " ".join(str(cell.value) for row in tab(fen, "Açıklamalar").rows for cell in row)
    for words in (
        "2025 yılı",
        "Örnek fen-isleri Müdürlüğü",
        "15.01.2026 12:00",
        "2024 (geçen yıl)",
    ):
        assert words in said


def test_entry_cells_are_open_and_all_others_locked(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    place = places(sheet)
    row = row_named(sheet, "=1+1")

    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = {cell.coordinate: cell.protection.locked for cell in sheet[row]}
    assert [locked[f"{letter}{row}"] for letter in place.values()] == [False] * len(place)
    assert [c for c, is_locked in locked.items() if not is_locked] == [
        f"{letter}{row}" for letter in place.values()
    ]
    assert locked[f"A{row}"]
    assert sheet.column_dimensions["A"].hidden


def test_last_years_value_stands_beside_each_figure(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    row = row_named(sheet, "=1+1")
    heading = {str(cell.value): cell.column for cell in sheet[row - 1]}
    values = [cell.value for cell in sheet[row]]

    assert heading["Adet"] == 4
    assert [str(cell.value) for cell in sheet[row - 1]].count("2024 (geçen yıl)") == 6
    assert values[4] == 1200
    assert values[heading["Adet"] - 1] is None
    colours = [str(sheet.cell(row, column).fill.fgColor.rgb) for column in (4, 5)]
    assert colours[0] != colours[1]


def test_texts_are_never_formulas_and_codes_stay_codes(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    row = row_named(sheet, "=1+1")

    assert [sheet.cell(n, 2).value for n in range(row, row + 3)] == ["=1+1", "+90 hattı", "@örnek"]
    assert [sheet.cell(n, 2).data_type for n in range(row, row + 3)] == ["s", "s", "s"]
    assert sheet.cell(row, 3).value == "06"
    assert sheet.cell(row, 3).number_format == "@"


def test_totals_and_computed_columns_are_live(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    row = row_named(sheet, "=1+1")
    total = next(
        r for r in range(row, sheet.max_row + 1) if sheet.cell(r, 1).value == "kars:toplam"
    )

    formulas = [str(cell.value) for cell in sheet[row] if cell.data_type == "f"]
    sums = [str(cell.value) for cell in sheet[total] if cell.data_type == "f"]
    assert len(formulas) == 3
    assert sums[0] == f'=IF(COUNT($D${row}:$D${total - 1})=0,"",SUM($D${row}:$D${total - 1}))'
    assert sheet.cell(total, 2).value == "Toplam"


def test_cells_take_what_their_column_takes(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    row = row_named(sheet, "=1+1")
    rules = {
        str(rule.sqref).split(":")[0]: (rule.type, rule.formula1)
        for rule in sheet.data_validations.dataValidation
    }
    place = places(sheet)

    assert rules[f"{place['adet']}{row}"] == ("whole", "0")
    assert rules[f"{place['tutar']}{row}"][0] == "decimal"
    assert rules[f"{place['tarih']}{row}"][0] == "date"
    assert sheet[f"{place['tutar']}{row}"].number_format == "#,##0.00"
    assert "%" in sheet[f"{place['pay']}{row}"].number_format


def test_a_choice_is_made_from_a_list(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, "Doğrudan temin ve Devlet")
    lists = [r for r in sheet.data_validations.dataValidation if r.type == "list"]
    known = {str(cell.value) for row in tab(fen, "_listeler").rows for cell in row}

    assert {str(rule.formula1).partition("!")[0] for rule in lists} == {"'_listeler'"}
    assert "Hizmet" in known


def test_what_a_column_asks_stands_in_a_comment(fen: OpenpyxlBook) -> None:
    sheet = tab(fen, TABLE)
    heading = sheet[row_named(sheet, "=1+1") - 1]
    comments = {str(cell.value): cell.comment.text for cell in heading if cell.comment}

    assert "Birim: adet." in comments["Adet"]
    assert "geri okunmaz" in comments["Oran"]


def test_indicators_have_target_periods_reason_and_action() -> None:
    sheet = tab(opened(made("park", 2024)), "Performans göstergeleri")
    heading = next(r for r in range(1, 12) if sheet.cell(r, 1).value == "kars:baslik")
    titles = [str(cell.value) for cell in sheet[heading]]

    for title in ("Hedef", "4. dönem", "Sapmanın nedeni", "Alınacak önlem", "Neden grubu"):
        assert title in titles
    assert sheet.cell(heading + 1, titles.index("Hedef") + 1).value == 100
    assert sheet.cell(heading + 1, titles.index("Hedef") + 1).protection.locked
    assert not sheet.cell(heading + 1, titles.index("Alınacak önlem") + 1).protection.locked


def test_rows_of_last_year_are_there_to_be_filled_in() -> None:
    sheet = tab(opened(made("mali")), "Araç ve iş makineleri")
    row = row_named(sheet, "Kamyon")

    assert sheet.cell(row, 2).protection.locked
    assert [sheet.cell(row, column).value for column in (3, 4, 5, 6)] == [None, 3, None, 1]


def test_a_section_that_is_delivered_is_all_locked() -> None:
    Section.objects.filter(year=2025, code="III.B.1/fen-isleri").update(state="submitted")
    sheet = tab(opened(made("fen-isleri")), TABLE)
    row = row_named(sheet, "=1+1")

    assert all(cell.protection.locked for cell in sheet[row])
    assert "teslim" in str(sheet["B3"].value)


def test_the_same_rows_and_moment_give_the_same_bytes() -> None:
    assert made("mali") == made("mali")


def test_every_directorate_has_its_own_sections() -> None:
    found = {unit.code: [s.code for s in unit.sections] for unit in directorates(2025)}

    assert found["fen-isleri"] == ["III.B.1/fen-isleri"]
    assert found["park"] == ["III.B.1/park", "III.B.2/park"]
    assert "III.A.1" in found["mali"]
    assert directorate(2025, "yok") is None


def test_a_person_gets_the_tables_that_he_or_she_may_open() -> None:
    user = User.objects.create_user("ornek-editor", is_staff=True)
    editor = next(role.name for role in ROLES if role.code == "department-editor")
    user.groups.add(Group.objects.get(name=editor))
    department = Department.objects.get(code="mali")
    Membership.objects.create(user=user, department=department)
    unit = directorate(2025, "mali")
    assert unit is not None

    names = opened(workbook_of(unit, now=NOW, user=user)).sheetnames

    assert "Araç ve iş makineleri" in names
    assert "Bütçe giderleri" not in names
    assert "Bütçe giderleri" in opened(made("mali")).sheetnames
