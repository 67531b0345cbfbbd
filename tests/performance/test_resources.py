"""Files of performance: codes are looked up within their plan, and written back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from departments.models import Department
from performance.models import Goal, IndicatorResult, Objective, StrategicPlan
from performance.resources import PARTS
from reports.collect.packages import LoadLog
from reports.models import FiscalYear

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("types, written back as they were")]

FILES = {
    "strategic_plans": """\
code,title,first_year,last_year,mission,vision,warn_above,block_above,reasons_from_year
eski,Örnek Eski Plan,2015,2019,,,0,20,2025
yeni,Örnek Yeni Plan,2020,2024,Örnek misyon,Örnek vizyon,2.5,10,2022
""",
    "goals": """\
plan,code,title
eski,1,Eski amaç
yeni,1,Yeni amaç
""",
    "objectives": """\
plan,goal,code,title,performance_target
eski,1,1.1,Eski hedef,
yeni,1,1.1,Yeni hedef,Örnek performans hedefi
""",
    "indicators": """\
plan,objective,code,name,unit,direction,period,measure,department,definition,formula,source,method
eski,1.1,1.1.1,Eski gösterge,number,higher,yearly,last,,,,,
yeni,1.1,1.1.1,Yeni gösterge,percent,lower,quarter,average,ornek,Tanım,a / b,Kaynak,Sayım
yeni,1.1,1.1.2,İkinci gösterge,number,higher,yearly,last,,,,,
""",
    "indicator_successions": """\
predecessor_plan,predecessor,successor_plan,successor,year,kind
eski,1.1.1,yeni,1.1.1,2020,renamed
yeni,1.1.2,,,2024,ended
""",
    "indicator_results": """\
indicator,target,actual,explanation,reason_category,corrective_action,new_date
1.1.2,10,0,Örnek neden,resource,Örnek önlem,2025-06-30
1.1.1,20.5,,,,,
""",
    "indicator_values": """\
indicator,period,value,note
1.1.1,1,10.25,
1.1.1,2,0,Örnek not
1.1.1,4,,Ölçülmedi
""",
    "higher_plan_references": """\
key,plan_name,item,parent,sector,summary
263-7,Örnek Plan,263.7,263,Örnek sektör,Örnek özet
""",
    "swot_items": "kind,no,text\nstrength,1,Örnek üstünlük\nweakness,1,Örnek zayıflık\n",
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


@pytest.fixture
def department(db: None) -> Department:
    return Department.objects.create(code="ornek", name="Örnek Müdürlüğü")


def test_what_was_loaded_is_written_back_as_it_was(
    year: FiscalYear, department: Department, tmp_path: Path
) -> None:
    assert load(year, tmp_path / "in", FILES) == []

    written = {}
    for part in PARTS:
        part.export(year, tmp_path / "out")
        written[part.name] = (tmp_path / "out" / part.path).read_text(encoding="utf-8")

    assert written == FILES


def test_the_same_code_of_two_plans_is_told_apart(
    year: FiscalYear, department: Department, tmp_path: Path
) -> None:
    load(year, tmp_path, FILES)

    assert {
        (o.goal.plan.code, o.goal.title, o.title)
        for o in Objective.objects.select_related("goal__plan")
    } == {("eski", "Eski amaç", "Eski hedef"), ("yeni", "Yeni amaç", "Yeni hedef")}
    assert {r.indicator.name for r in IndicatorResult.objects.select_related("indicator")} == {
        "Yeni gösterge",
        "İkinci gösterge",
    }


def test_loading_twice_changes_rows_and_adds_none(
    year: FiscalYear, department: Department, tmp_path: Path
) -> None:
    load(year, tmp_path, FILES)
    changed = {
        "objectives": FILES["objectives"].replace("Yeni hedef", "Değişen hedef"),
        "indicator_results": FILES["indicator_results"].replace("20.5", "30"),
    }

    assert load(year, tmp_path, FILES | changed) == []

    titles = Objective.objects.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Eski hedef", "Değişen hedef"]
    assert sorted(str(r.target) for r in IndicatorResult.objects.all()) == ["10.0000", "30.0000"]
    assert Goal.objects.count() == StrategicPlan.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "row", "column", "sentence"),
    [
        ("goals", "yok,1,Örnek", "plan", "«yok» kodlu stratejik plan bulunamadı."),
        ("objectives", "yeni,7,7.1,Örnek,", "goal", "«7» kodlu amaç bulunamadı."),
        ("objectives", "yeni,1,2.1,Örnek,", "code", "Hedef kodu, amacın koduyla başlamalıdır"),
        (
            "indicators",
            "yeni,1.1,1.1.3,Örnek,furlong,higher,yearly,last,,,,,",
            "unit",
            "«furlong» bir seçenek değil.",
        ),
        ("indicator_results", "1.1.9,1,1,,,,", "indicator", "«1.1.9» kodlu gösterge bulunamadı."),
        ("indicator_results", "1.1.2,-1,1,,,,", "target", "Hedef eksi olamaz;"),
        ("indicator_results", "1.1.1,5,5,,,,", "actual", "Bu göstergeye dönem değerleri girilmiş"),
        ("indicator_results", "1.1.2,5,5,,,,2024-12-31", "new_date", "2024 yılından sonra"),
        ("indicator_results", "1.1.2,5,5,,tembellik,,", "reason_category", "bir seçenek değil"),
        ("indicator_values", "1.1.1,5,1,", "period", "dönem numarası 1 ile 4 arasında"),
        ("indicator_values", "1.1.2,1,1,", "", "Bu gösterge yıllık izleniyor"),
        ("indicator_values", "1.1.9,1,1,", "indicator", "«1.1.9» kodlu"),
        ("indicator_successions", "yeni,1.1.1,eski,1.1.1,2021,merged", "successor", "döngü"),
        ("indicator_successions", "yeni,1.1.2,yeni,1.1.1,2021,ended", "", "boş bırakılmalı"),
        ("indicator_successions", "yeni,9.9.9,,,2021,ended", "predecessor", "«9.9.9» kodlu"),
        ("strategic_plans", "son,Örnek,2025,2029,,,30,20,2025", "", "Engelleme sınırı uyarı"),
        (
            "strategic_plans",
            "son,Örnek,2025,2029,,,-1,20,2025",
            "warn_above",
            "Uyarı sınırı eksi olamaz",
        ),
        ("strategic_plans", "son,Örnek,2025,2029,,,0,20,1999", "reasons_from_year", "2006 ile"),
        ("indicator_results", "1.1.2,beş,1,,,,", "target", "«beş»"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_place(
    year: FiscalYear,
    department: Department,
    tmp_path: Path,
    name: str,
    row: str,
    column: str,
    sentence: str,
) -> None:
    load(year, tmp_path, FILES)
    header = FILES[name].splitlines()[0]

    (error,) = load(year, tmp_path, {name: f"{header}\n{row}\n"})

    place = f"data/{name}.csv, satır 2" + (f", sütun «{column}»" if column else "")
    assert error.startswith(f"{place}: ")
    assert sentence in error
