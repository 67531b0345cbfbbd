"""Files of finance: read by natural key, written back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from departments.models import Department
from finance.models import EconomicCode, ExpenditureLine, RevenueLine
from finance.resources import PARTS
from reports.collect.packages import LoadLog
from reports.models import FiscalYear

from .conftest import MakeCode

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("types, written back as they were")]

CODES = """\
code,kind,name,parent,level,valid_from,valid_to
01,expenditure,Örnek personel,,1,,
01.1,expenditure,Örnek memurlar,01,2,2006-01-01,
01,revenue,Örnek vergiler,,1,,
"""

FILES = {
    "economic_codes": CODES,
    "expenditure": """\
code,carried_in,budget,supplementary,transfer,spent,carried_out
01.1,0.00,100.00,,-10.50,80.25,0.00
""",
    "revenue": """\
code,estimate,supplementary,gross,refunds
01,100.00,,90.00,1.50
""",
    "department_budgets": """\
department,appropriation,added,spent,carried_out
ornek,100.00,0.00,90.00,
""",
    "statement_of_activities": "item,amount\nexpense,80.00\nrevenue,90.00\n",
    "debts": "kind,creditor,opening,borrowed,repaid\nilbank,,100.00,0.00,10.00\n",
    "audit_remarks": "body,no,subject,response,status\nexternal,1,Örnek konu,,open\n",
    "aided_bodies": "name,purpose,amount\nÖrnek Derneği,Örnek amaç,10.00\n",
    "companies": "name,share,capital,personnel,revenue,profit\nÖrnek A.Ş.,,100.00,5,,-3.00\n",
}


def load(year: FiscalYear, root: Path, files: dict[str, str]) -> list[str]:
    """Load the files in their order; the errors as they are printed."""
    log = LoadLog()
    (root / "data").mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        if part.name in files:
            (root / part.path).write_text(files[part.name], encoding="utf-8")
            part.load(year, root, log)
    return [str(error) for error in log.errors]


def test_every_table_has_its_file() -> None:
    assert [part.name for part in PARTS] == list(FILES)


def test_what_was_loaded_is_written_back_as_it_was(
    year: FiscalYear, department: Department, tmp_path: Path
) -> None:
    assert load(year, tmp_path / "in", FILES) == []

    written = {}
    for part in PARTS:
        part.export(year, tmp_path / "out")
        written[part.name] = (tmp_path / "out" / part.path).read_text(encoding="utf-8")

    assert written == FILES


def test_loading_twice_changes_rows_and_adds_none(
    year: FiscalYear, department: Department, tmp_path: Path
) -> None:
    load(year, tmp_path, FILES)
    changed = FILES["expenditure"].replace("80.25", "81.00")

    assert load(year, tmp_path, FILES | {"expenditure": changed}) == []

    assert [str(line.spent) for line in ExpenditureLine.objects.all()] == ["81.00"]
    assert EconomicCode.objects.count() == 3


def test_the_same_code_is_looked_up_on_its_own_side(
    year: FiscalYear, spending: MakeCode, earning: MakeCode, tmp_path: Path
) -> None:
    expenditure, revenue = spending("01"), earning("01")
    files = {
        "expenditure": "code,budget\n01,10.00\n",
        "revenue": "code,estimate\n01,20.00\n",
    }

    assert load(year, tmp_path, files) == []

    assert ExpenditureLine.objects.get().code == expenditure
    assert RevenueLine.objects.get().code == revenue


def test_a_code_of_the_other_side_is_not_found(
    year: FiscalYear, earning: MakeCode, tmp_path: Path
) -> None:
    earning("08")

    (error,) = load(year, tmp_path, {"expenditure": "code,budget\n08,10.00\n"})

    assert "data/expenditure.csv, satır 2" in error
    assert "«08» kodlu ekonomik kod bulunamadı." in error


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("01.1,expenditure,Örnek,02,2,,", "parent", "«02», 01.1 koduyla uyuşmuyor; «01» olmalı"),
        ("01.1,expenditure,Örnek,01,3,,", "level", "«3», 01.1 koduyla uyuşmuyor; «2» olmalı"),
        ("02.1,expenditure,Örnek,02,2,,", "code", "Üst kod 02 tanımlı değil"),
    ],
)
def test_a_classification_that_contradicts_itself_is_refused(
    year: FiscalYear, spending: MakeCode, tmp_path: Path, row: str, column: str, sentence: str
) -> None:
    spending("01")
    header = CODES.splitlines()[0]

    (error,) = load(year, tmp_path, {"economic_codes": f"{header}\n{row}\n"})

    assert error.startswith(f"data/economic_codes.csv, satır 2, sütun «{column}»: {sentence}")
    assert EconomicCode.objects.count() == 1


def test_a_negative_amount_in_a_file_is_refused_with_its_cell(
    year: FiscalYear, spending: MakeCode, tmp_path: Path
) -> None:
    spending("01")

    (error,) = load(year, tmp_path, {"expenditure": "code,spent\n01,-5.00\n"})

    assert error == (
        "data/expenditure.csv, satır 2, sütun «spent»: Bütçe gideri eksi olamaz; değer "
        "bilinmiyorsa alan boş bırakılmalıdır. [değer: -5.00]"
    )
