"""Charts of personnel and vehicles: titles and words follow the figures of the year."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from departments.charts import CHARTS
from departments.datasets.base import DATASETS
from departments.wording import possessive, possessive_percent
from reports.core.registry import Chart
from reports.core.tables import Row, Table
from reports.core.tables.values import Value, compute_formulas, total_row

EMPTY: dict[str, Table] = {}


def table(dataset_id: str, rows: dict[str, Sequence[Value]]) -> dict[str, Table]:
    """A published table of these cells (label first, then the columns without formula)."""
    dataset = next(d for d in DATASETS if d.id == dataset_id)
    width = len(dataset.columns)
    raw: list[list[Value]] = [[*cells, *[None] * (width - len(cells))] for cells in rows.values()]
    computed = compute_formulas(dataset.columns, raw)
    lines = tuple(Row(key, tuple(c)) for key, c in zip(rows, computed, strict=True))
    return {
        dataset_id: Table(
            id=dataset.id,
            slug=dataset.slug,
            title=dataset.title,
            section=dataset.section,
            columns=dataset.columns,
            rows=lines,
            total=total_row(dataset.columns, lines, "Toplam"),
        )
    }


def chart(chart_id: str) -> Chart:
    return next(c for c in CHARTS if c.id == f"departments.{chart_id}")


STATUS = table(
    "departments.personnel_by_status",
    {
        "civil_servant": ("Memur", 100),
        "contracted": ("Sözleşmeli", 0),
        "worker": ("İşçi", None),
        "company": ("Şirket personeli", 300),
    },
)
GENDER = table(
    "departments.personnel_by_gender",
    {
        "female": ("Kadın", 1, None, 2, None, 3),
        "male": ("Erkek", 3, None, 4, None, 7),
    },
)
EDUCATION = table(
    "departments.personnel_by_education",
    {"primary": ("İlköğretim", 1, None, None, 1, 2), "secondary": ("Lise", 6, None, None, 0, 6)},
)
AGE = table(
    "departments.personnel_by_age",
    {"26-35": ("26-35 yaş", 1, None, None, 1, 2), "56-plus": ("56 yaş ve üzeri", 1, 0, 0, 0, 1)},
)
CADRE = table(
    "departments.cadre_occupancy",
    {
        "civil_servant": ("Memur", 1, 3, 4),
        "contracted": ("Sözleşmeli", 0, 0, 0),
        "worker": ("İşçi", 5, 1, 6),
    },
)
VEHICLES = table(
    "departments.vehicles", {"kamyon": ("Kamyon", 6, 3, 9), "greyder": ("Greyder", 20, None, 20)}
)


@pytest.mark.parametrize(
    ("chart_id", "tables", "title"),
    [
        ("staff_by_status", STATUS, "Personelin %75'i şirket personeli"),
        ("staff_by_gender", GENDER, "Personelin %30'u kadın"),
        ("staff_by_education", EDUCATION, "Personelin %75'i lise mezunu"),
        ("staff_by_age", AGE, "Personelin %67'si 26-35 yaş grubunda"),
        ("cadre", CADRE, "10 norm kadronun 6'sı dolu"),
        ("vehicles_by_kind", VEHICLES, "29 aracın 3'ü kiralık"),
    ],
)
def test_the_title_states_the_finding(chart_id: str, tables: dict[str, Table], title: str) -> None:
    assert chart(chart_id).title(tables) == title


@pytest.mark.parametrize(
    ("chart_id", "tables", "ending"),
    [
        (
            "staff_by_status",
            STATUS,
            "Memur 100 kişi (%25), Sözleşmeli 0 kişi (%0), Şirket personeli 300 kişi (%75).",
        ),
        (
            "staff_by_gender",
            GENDER,
            "Memur: 1 kadın, 3 erkek, kadın oranı %25; İşçi: 2 kadın, 4 erkek, kadın oranı %33,3; "
            "Toplam: 3 kadın, 7 erkek, kadın oranı %30.",
        ),
        ("staff_by_education", EDUCATION, "İlköğretim 2 kişi (%25), Lise 6 kişi (%75)."),
        ("staff_by_age", AGE, "26-35 yaş 2 kişi (%66,7), 56 yaş ve üzeri 1 kişi (%33,3)."),
        (
            "cadre",
            CADRE,
            "Memur: 1 dolu, 3 boş, doluluk %25; İşçi: 5 dolu, 1 boş, doluluk %83,3; "
            "Toplam: 6 dolu, 4 boş, doluluk %60.",
        ),
        ("vehicles_by_kind", VEHICLES, "Kamyon: 9; Greyder: 20. Toplam 29, kiralık 3."),
    ],
)
def test_the_words_carry_every_figure_of_the_picture(
    chart_id: str, tables: dict[str, Table], ending: str
) -> None:
    found = chart(chart_id)

    assert found.spec(tables) is not None
    assert found.description(tables).split(". ", 1)[1] == ending


def test_without_leased_vehicles_the_title_says_so() -> None:
    tables = table("departments.vehicles", {"kamyon": ("Kamyon", 6, 0, 6)})

    assert chart("vehicles_by_kind").title(tables) == "6 aracın tamamı belediyeye ait"


@pytest.mark.parametrize("found", CHARTS, ids=lambda found: found.id)
def test_nothing_is_drawn_without_figures(found: Chart) -> None:
    dataset = next(d for d in DATASETS if d.id == found.dataset)
    key = "female" if found.dataset.endswith("gender") else "bos"
    nothing: list[Value] = ["Boş", *[None] * (len(dataset.columns) - 1)]

    for tables in (EMPTY, table(found.dataset, {}), table(found.dataset, {key: nothing})):
        assert found.spec(tables) is None
        assert found.title(tables) != ""


def test_a_missing_figure_is_left_out_and_zero_is_drawn() -> None:
    spec = chart("staff_by_status").spec(STATUS)

    assert spec is not None
    assert spec["layer"][0]["data"]["values"] == [
        {"grup": "Memur", "sayi": 100},
        {"grup": "Sözleşmeli", "sayi": 0},
        {"grup": "Şirket personeli", "sayi": 300},
    ]
    assert [end["yazi"] for end in spec["layer"][1]["data"]["values"]] == [
        "100 (%25)",
        "0 (%0)",
        "300 (%75)",
    ]


def test_groups_are_divided_by_the_statuses_that_have_staff() -> None:
    spec = chart("staff_by_education").spec(EDUCATION)

    assert spec is not None
    assert spec["layer"][0]["encoding"]["color"]["scale"] == {
        "domain": ["Memur", "Şirket personeli"]
    }
    assert spec["layer"][0]["data"]["values"] == [
        {"grup": "İlköğretim", "dizi": "Memur", "dizi_sira": 0, "sayi": 1},
        {"grup": "Lise", "dizi": "Memur", "dizi_sira": 0, "sayi": 6},
        {"grup": "İlköğretim", "dizi": "Şirket personeli", "dizi_sira": 3, "sayi": 1},
        {"grup": "Lise", "dizi": "Şirket personeli", "dizi_sira": 3, "sayi": 0},
    ]


@pytest.mark.parametrize(
    "tables", [STATUS, GENDER, EDUCATION, AGE, CADRE, VEHICLES], ids=lambda t: next(iter(t))
)
def test_a_specification_is_plain_json_without_colours_or_fonts(tables: dict[str, Table]) -> None:
    (found,) = [c for c in CHARTS if c.dataset in tables]

    spec = found.spec(tables)
    text = json.dumps(spec, allow_nan=False)

    assert json.loads(text) == spec
    assert [word for word in ("#", "font", "config", "fill") if word in text] == []


@pytest.mark.parametrize(
    ("write", "number", "expected"),
    [
        (possessive_percent, Decimal("81.145"), "%81'i"),
        (possessive_percent, Decimal("99.5"), "%100'ü"),
        (possessive_percent, Decimal("0.4"), "%0'ı"),
        (possessive_percent, Decimal("12.5"), "%13'ü"),
        (possessive, 2, "2'si"),
        (possessive, 6, "6'sı"),
        (possessive, 9, "9'u"),
        (possessive, 10, "10'u"),
        (possessive, 20, "20'si"),
        (possessive, 30, "30'u"),
        (possessive, 40, "40'ı"),
        (possessive, 50, "50'si"),
        (possessive, 60, "60'ı"),
        (possessive, 70, "70'i"),
        (possessive, 90, "90'ı"),
        (possessive, 158, "158'i"),
        (possessive, 300, "300'ü"),
        (possessive, 1000, "1.000'i"),
        (possessive, 1250, "1.250'si"),
        (possessive, 3_000_000, "3.000.000'u"),
    ],
)
def test_the_ending_follows_the_spoken_number(
    write: Callable[[object], str], number: object, expected: str
) -> None:
    assert write(number) == expected
