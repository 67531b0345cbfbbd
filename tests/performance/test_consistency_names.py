"""Rules about names, units, the plan and what other tables count: what fails and what passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from performance.consistency import RULES
from reports.core.tables import Table
from tests.core.checks.helper import check, found, grid

from .indicators import indicators, rows

# -- names, units, cards ---------------------------------------------------------------------------


#   rule     | indicators                                                         | rows found
NAMES: list[tuple[str, Sequence[str], Sequence[str]]] = [
    ("PRF-020", ["1.1.1 | Verilen Eğitim | 1 | 0", "2.1.1 | verilen eğitim | 2 | 2"], ["2-1-1"]),
    ("PRF-020", ["1.1.1 | Verilen Eğitim | 1 | 1", "2.1.1 | Verilen Eğitim | 1 | 1"], []),
    ("PRF-020", ["1.1.1 | Verilen Eğitim | 1 | 1", "1.1.2 | Verilen Eğitim | 1 | 1"], ["1-1-2"]),
    ("PRF-021", ["1.1.1 | Dikilen fidan sayısı | 1 | 1", "1.1.2 | Dikilen fidân sayısı | 1 | 1"],
     ["1-1-2"]),
    ("PRF-021", ["1.1.1 | Oryantasyon eğitimi sayısı | 1 | 1",
                 "1.1.2 | Oriyantasyon eğitimi sayısı | 1 | 1"], ["1-1-2"]),
    ("PRF-021", ["1.1.1 | Dikilen fidan sayısı | 1 | 1",
                 "1.1.2 | Dikilen ağaç sayısı | 1 | 1"], []),
    ("PRF-021", ["1.1.1 | 1/5000 plan | 1 | 1", "1.1.2 | 1/1000 plan | 1 | 1"], []),
    ("PRF-022", ["1.1.1 | Çalışan Memnuniyeti | 1 | 1", "1.1.2 | Tahsilat Oranı | 1 | 1",
                 "1.2.1 | Yapılan Çalışma Sayısı | 1 | 1"], ["1-1-1", "1-2-1"]),
    ("PRF-022", ["1.1.1 | Dikilen Ağaç Sayısı | 1 | 1"], []),
    ("PRF-024", ["8.3.2 | Giderilen Su Arızası Oranı | 100 | 100"], ["8-3-2"]),
    ("PRF-024", ["8.3.3 | Yapılan Proje Sayısı | 1 | 1", "8.3.4 | Arıtma Tesisi | 1 | 1"], []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "lines", "expected"), NAMES)
def test_names_tell_indicators_apart(
    code: str, lines: Sequence[str], expected: Sequence[str]
) -> None:
    assert rows(code, indicators(*lines)) == expected


def test_a_card_says_what_a_vague_name_means() -> None:
    line = "1.1.1 | Çalışan Memnuniyeti | 1 | 1"

    assert rows("PRF-022", indicators(line)) == ["1-1-1"]
    assert rows("PRF-022", indicators(line, card=True)) == []


def test_vague_names_of_an_objective_are_listed_in_one_finding() -> None:
    table = indicators("1.1.1 | Memnuniyet | 1 | 1", "1.1.2 | Tahsilat Oranı | 1 | 1")

    (finding,) = check(RULES, "PRF-022", table).findings

    assert finding.stated == 2
    assert "1.1.1 «Memnuniyet»; 1.1.2 «Tahsilat Oranı»" in finding.message


#   unit | name                     | target | actual | columns found
UNITS = [
    ("%",    "Kazanılan dava oranı",  "70",    "70",   []),
    ("%",    "Kazanılan dava oranı",  "70",    "170",  ["actual"]),
    ("%",    "Kazanılan dava oranı",  "120",   "170",  ["target", "actual"]),
    ("%",    "Tebligat artış oranı",  "120",   "170",  []),
    ("sayı", "Verilen ruhsat sayısı", "120",   "170",  []),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "name", "target", "actual", "columns"), UNITS)
def test_a_share_does_not_pass_a_hundred(
    unit: str, name: str, target: str, actual: str, columns: Iterable[str]
) -> None:
    table = indicators(f"1.1.1 | {name} | {target} | {actual}", unit=unit)

    assert [f.column for f in check(RULES, "PRF-023", table).findings] == columns


def test_a_count_is_no_percentage() -> None:
    table = indicators("1.1.1 | Verilen ruhsat sayısı | 5 | 5", unit="%")

    assert found(check(RULES, "PRF-024", table)) == [("1-1-1", "unit", "%", "sayı")]


# -- the plan --------------------------------------------------------------------------------------


def plan(*, objectives: str, goals: str = "1 | 1 | 1 | 2") -> tuple[Table, Table, Table]:
    return (
        indicators("1.1.1 | Bir | 1 | 1", "1.1.2 | İki | 1 | 1"),
        grid(
            "performance.objectives",
            "row | code | title | performance_target | goal | indicator_count:integer+\n"
            + objectives,
        ),
        grid(
            "performance.goals",
            "row | code | objective_count:integer+ | indicator_count:integer+\n" + goals,
        ),
    )


#   rule     | objectives                                       | goals         | found
PLANS = [
    ("PRF-030", "1-1 | 1.1 | Hedef | Hedef | 1 | 2",              "1 | 1 | 1 | 2", []),
    ("PRF-030", "1-1 | 1.1 | Hedef | Hedef | 1 | 3",              "1 | 1 | 1 | 2",
     [("1-1", "indicator_count", "3", "2")]),
    ("PRF-030", "1-1 | 1.1 | Hedef | Hedef | 1 | 2",              "1 | 1 | 2 | 1",
     [("1", "indicator_count", "1", "2"), ("1", "objective_count", "2", "1")]),
    ("PRF-032", "1-1 | 1.1 | Hedef | Hedef | 1 | 2",              "1 | 1 | 1 | 2", []),
    ("PRF-032", "1-2 | 1.2 | Hedef | Hedef | 1 | 0",              "1 | 1 | 1 | 2",
     [("1-2", "indicator_count", "0", "")]),
    ("PRF-033", "1-1 | 1.1 | Hedef | Hedef | 1 | 2\n1-2 | 1.2 | Hedef | | 1 | 0",
     "1 | 1 | 1 | 2",  [("1-2", "performance_target", "", "")]),
    # A plan without performance targets has none to miss.
    ("PRF-033", "1-1 | 1.1 | Hedef | | 1 | 2",                    "1 | 1 | 1 | 2", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "objectives", "goals", "expected"), PLANS)
def test_goals_and_objectives_count_what_is_below(
    code: str, objectives: str, goals: str, expected: list[tuple[str, str, str, str]]
) -> None:
    result = check(RULES, code, *plan(objectives=objectives, goals=goals))

    assert found(result) == expected


@pytest.mark.parametrize(("missed", "expected"), [("1", []), ("2", ["1", "total"])])
def test_states_add_up_to_the_indicators(missed: str, expected: list[str]) -> None:
    table = grid(
        "performance.goal_results",
        "row | code | indicator_count:integer+ | achieved:integer+ | partly:integer+ "
        "| missed:integer+ | no_data:integer+\n"
        f"1 | 1 | 5 | 2 | 1 | {missed} | 1",
    )

    assert rows("PRF-031", table) == expected


# -- what other tables count -----------------------------------------------------------------------

SHELTER = grid(
    "tables.animal_shelter",
    """
    row                                      | label          | count:integer
    sahiplendirilen-sokak-hayvani-sayisi     | Sahiplendirilen | 274
    poster-ve-brosur-sayisi                  | Broşür          | 0
    kupelenen-sokak-hayvani-sayisi           | Küpelenen       | 377
    """,
)
PIPES = grid(
    "figures.water_figures",
    "row | label | value:decimal\nicme-suyu-sebeke-hatti-yaklasik | Şebeke | 6000",
)
FLEET = grid("departments.vehicles", "row | name | total:integer+\na | Otobüs | 50\nb | Kepçe | 6")
STAFF = grid(
    "tables.staff_movements",
    "row | movement\n1 | Açıktan atama\n2 | Naklen atama (gelen)\n3 | Naklen atama (giden): Ankara"
    "\n4 | Atama (İş Kurumu)\n5 | Emeklilik",
)
HALTED = grid(
    "figures.veterinary_figures",
    "row | label | text\nmezbahayi-durdurma-meclis-karari-tarih | Karar | 04.01.2022",
)

#   rule     | indicator                                                    | actual | computed
TIES = [
    ("PRF-040", "Sahiplendirilecek Sokak Hayvanı Sayısı",                     "274",  None),
    ("PRF-040", "Sahiplendirilecek Sokak Hayvanı Sayısı",                     "73",   "274"),
    ("PRF-041", "Kayıt Altına Alınacak Hayvan Sayısı",                        "377",  None),
    ("PRF-041", "Kayıt Altına Alınacak Hayvan Sayısı",                        "1074", "377"),
    ("PRF-041", "Yapımı Gerçekleşen İçme Suyu Şebekesi Uzunluğu",             "6",    None),
    ("PRF-041", "Yapımı Gerçekleşen İçme Suyu Şebekesi Uzunluğu",             "2",    "6"),
    ("PRF-041", "Tamir ve Bakımı Yapılan Araç ve İş Makinelerinin Sayısı",    "40",   None),
    ("PRF-041", "Tamir ve Bakımı Yapılan Araç ve İş Makinelerinin Sayısı",    "83",   "56"),
    ("PRF-041", "Alınan Personel Sayısı",                                     "3",    None),
    ("PRF-041", "Alınan Personel Sayısı",                                     "0",    "3"),
    ("PRF-042", "Büyükbaş Hayvan Kesim Sayısı",                               "0",    None),
    ("PRF-042", "Büyükbaş Hayvan Kesim Sayısı",                               "2523", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "actual", "computed"), TIES)
def test_an_indicator_says_what_the_directorate_s_table_says(
    code: str, name: str, actual: str, computed: str | None
) -> None:
    table = indicators(f"6.3.6 | {name} | 100 | {actual}")

    result = check(RULES, code, table, SHELTER, PIPES, FLEET, STAFF, HALTED)

    expected = [] if computed is None else [("6-3-6", "actual", actual, computed)]
    assert found(result) == expected
    assert result.held == (0 if expected else 1)


def test_a_year_without_the_table_is_not_compared() -> None:
    table = indicators("6.3.6 | Sahiplendirilecek Sokak Hayvanı Sayısı | 58 | 73")

    assert check(RULES, "PRF-040", table).findings == ()


def test_of_two_indicators_with_one_name_the_objective_decides() -> None:
    name = "Bilgilendirme amaçlı Yapılacak Afiş ve Broşür sayısı"
    table = indicators(f"6.2.3 | {name} | 500 | 282", f"6.3.9 | {name} | 1000 | 1000")
    objectives = grid(
        "performance.objectives",
        "row | code | title\n6-2 | 6.2 | Gıda denetimleri\n6-3 | 6.3 | Sokak hayvanlarını korumak",
    )

    assert rows("PRF-040", table, SHELTER) == []
    assert rows("PRF-040", table, SHELTER, objectives) == ["6-3-9"]


def test_without_indicators_nothing_is_said() -> None:
    assert [rule.code for rule in RULES if check(RULES, rule.code).findings] == []
