"""Import and export of directorates, personnel, assets and activities through small files."""

from __future__ import annotations

from pathlib import Path

import pytest

from departments.models import (
    Activity,
    CadreOccupancy,
    Department,
    DepartmentSuccession,
    Equipment,
    Facility,
    PersonnelByAge,
    Service,
    Software,
    Vehicle,
)
from departments.resources.base import PARTS
from reports.collect.packages import LoadLog
from reports.models import FiscalYear

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("types, written back to the letter")]

FILES = {
    "departments": """\
code,name,short_name,compiles_report,valid_from,valid_to
ornek-isler,Örnek İşler Müdürlüğü,Örnek İşler,true,,
eski-isler,Eski İşler Müdürlüğü,,false,2010-01-01,2020-12-31
""",
    "department_successions": """\
predecessor,successor,year,kind
eski-isler,ornek-isler,2020,renamed
""",
    "personnel_by_status": """\
status,count
civil_servant,101
contracted,
""",
    "cadre_occupancy": """\
status,filled,vacant
worker,57,133
""",
    "personnel_by_gender": """\
gender,civil_servants,contracted,workers,company_staff
male,76,,44,574
female,25,,13,106
""",
    "personnel_by_education": """\
level,civil_servants,contracted,workers,company_staff
primary,7,,27,358
""",
    "personnel_by_age": """\
band,civil_servants,contracted,workers,company_staff
18-25,,,,12
56+,22,,2,40
""",
    "facilities": """\
key,name,area,closed_area,open_area,note
ornek-tesis,Örnek tesis,10000,100,900.5,
ornek-depo,"Örnek depo, eski",,,,Örnek not
""",
    "vehicles": """\
key,name,owned,leased
kamyon,Kamyon,6,2
""",
    "equipment": """\
key,kind,name,count
tablet,user,Tablet,3
duvar,system,Duvar,
""",
    "software": """\
key,name
ornek-yazilim,Örnek yazılım
""",
    "services": """\
key,group,name
cenaze,Sosyal,Cenaze
""",
    "activities": """\
department,no,title,date,summary
ornek-isler,1,Örnek tören,2024-10-29,"Örnek, özet"
ornek-isler,2,Örnek toplantı,,
""",
}


def load(year: FiscalYear, root: Path, files: dict[str, str]) -> list[str]:
    """Load the files through their resources; the sentences of what was wrong."""
    folder = root / "data"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    log = LoadLog()
    for part in PARTS:
        if part.name in files:
            part.load(year, root, log)
    return [str(error) for error in log.errors]


def test_what_was_loaded_comes_out_again_to_the_letter(year: FiscalYear, tmp_path: Path) -> None:
    assert [part.name for part in PARTS] == list(FILES)
    assert load(year, tmp_path, FILES) == []

    out = tmp_path / "out"
    for part in PARTS:
        part.export(year, out)

    written = {part.name: (out / "data" / f"{part.name}.csv").read_text() for part in PARTS}
    assert written == FILES


def test_loading_twice_changes_rows_and_adds_none(year: FiscalYear, tmp_path: Path) -> None:
    load(year, tmp_path, FILES)

    changed = FILES | {"vehicles": "key,name,owned,leased\nkamyon,Kamyon,7,2\n"}
    assert load(year, tmp_path, changed) == []

    assert list(Vehicle.objects.values_list("key", "owned", "total")) == [("kamyon", 7, 9)]
    models = (
        Department, DepartmentSuccession, CadreOccupancy, PersonnelByAge, Facility, Equipment,
        Software, Service, Activity,
    )  # fmt: skip
    assert [model.objects.count() for model in models] == [2, 1, 1, 2, 2, 2, 1, 1, 2]


def test_rows_of_another_year_are_left_alone(year: FiscalYear, tmp_path: Path) -> None:
    load(year, tmp_path, FILES)
    other = FiscalYear.objects.create(year=2025)

    only = {"vehicles": "key,name,owned,leased\nkamyon,Kamyon,1,0\n"}
    assert load(other, tmp_path, only) == []

    found = Vehicle.objects.order_by("year_id").values_list("year_id", "owned")
    assert list(found) == [(2024, 6), (2025, 1)]


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("vehicles", "kamyon,Kamyon,-1,0", "Belediyeye ait araç sayısı eksi olamaz"),
        ("personnel_by_gender", "other,1,,,", "«other» bir seçenek değil"),
        ("activities", "yok,1,Örnek,,", "«yok» kodlu"),
        ("activities", "ornek-isler,1,Örnek,2024-06-31,", "«2024-06-31» diye bir tarih yok"),
        ("activities", "ornek-isler,1,Örnek,2023-06-30,", "Tarih 2024 mali yılı içinde olmalıdır"),
        ("equipment", "tablet,user,Tablet,üç", "sayı olarak okunamadı"),
        ("departments", "a b,Örnek,,false,,", "Kod yalnız küçük harf"),
    ],
)
def test_a_row_that_cannot_be_names_its_file_and_line_in_turkish(
    year: FiscalYear, tmp_path: Path, name: str, row: str, expected: str
) -> None:
    load(year, tmp_path, {"departments": FILES["departments"]})
    header = FILES[name].splitlines()[0]

    (problem,) = load(year, tmp_path, {name: f"{header}\n{row}\n"})

    assert problem.startswith(f"data/{name}.csv, satır 2")
    assert expected in problem


def test_a_wrong_column_is_named_with_the_right_ones(year: FiscalYear, tmp_path: Path) -> None:
    problems = load(year, tmp_path, {"software": "key,isim\nornek,Örnek\n"})

    assert len(problems) == 1
    assert "«isim» sütunu bu tabloda yok." in problems[0]
