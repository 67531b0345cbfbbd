"""Key figures: one content each, formulas over the list, one page for the whole list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from departments.actions import roll_figures_forward
from departments.datasets.free import figure_datasets
from departments.models import Department, FigureGroup, KeyFigure
from departments.resources.free import FigureGroupResource, KeyFigureResource
from reports.collect.packages import LoadLog, ResourcePart
from reports.core.materialising import materialise
from reports.core.tables import Table
from reports.models import FiscalYear

from .free import make_department, queries_of_list
from .office import add, address, change, delete, sentences

pytestmark = pytest.mark.django_db

ONLY_ONE = "Değer, tarih ve metinden yalnız biri yazılabilir; diğerleri boş bırakılmalıdır."


def make_group(year: FiscalYear, code: str = "ornek_liste") -> FigureGroup:
    department = Department.objects.filter(code="ornek").first() or make_department()
    return FigureGroup.objects.create(
        year=year, code=code, department=department, title="Örnek liste"
    )


def make_figure(group: FigureGroup, no: int, label: str, **values: Any) -> KeyFigure:
    figure = KeyFigure(group=group, no=no, label=label, **values)
    figure.full_clean()
    figure.save()
    return figure


def published(year: FiscalYear) -> Table:
    (dataset,) = figure_datasets(year)
    return materialise(dataset, year)


def figure_data(*figures: dict[str, Any], existing: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {
        "figures-TOTAL_FORMS": len(figures),
        "figures-INITIAL_FORMS": existing,
    }
    for index, figure in enumerate(figures):
        data |= {f"figures-{index}-{name}": value for name, value in figure.items()}
    return data


@pytest.mark.postgresql("types and constraints")
def test_a_list_publishes_numbers_dates_texts_and_what_is_computed(year: FiscalYear) -> None:
    group = make_group(year)
    make_figure(group, 1, "Kamyon kasası", value=Decimal(7), unit="ton")
    make_figure(group, 2, "Sefer", value=Decimal("4.5"))
    make_figure(group, 4, "Günlük", unit="ton", formula="{kamyon-kasasi} * {sefer}")
    make_figure(group, 3, "Yıllık", unit="ton", formula="{gunluk} * 360")
    make_figure(group, 5, "Karar", date=date(2024, 9, 30))
    make_figure(group, 6, "Karar", text="7 sayılı")
    make_figure(group, 7, "Bilinmeyen", unit="adet")

    table = published(year)

    assert (table.id, table.slug, table.section) == (
        "figures.ornek_liste",
        "rakamlar-ornek-liste",
        "III.B.1/ornek",
    )
    assert [column.key for column in table.columns] == ["label", "value", "unit", "text"]
    assert [(row.key, *row.cells[1:]) for row in table.rows] == [
        ("kamyon-kasasi", Decimal(7), "ton", None),
        ("sefer", Decimal("4.5"), None, None),
        ("yillik", Decimal(11340), "ton", None),
        ("gunluk", Decimal("31.5"), "ton", None),
        ("karar", None, None, "30.09.2024"),
        ("karar-2", None, None, "7 sayılı"),
        ("bilinmeyen", None, "adet", None),
    ]


def test_a_list_of_numbers_has_no_column_for_texts_and_a_list_of_texts_none_for_numbers(
    year: FiscalYear,
) -> None:
    group = make_group(year)
    figure = make_figure(group, 1, "Örnek", value=Decimal(0))
    assert [column.key for column in published(year).columns] == ["label", "value", "unit"]

    figure.value, figure.text = None, "07:00-16:00"
    figure.save()
    assert [column.key for column in published(year).columns] == ["label", "text"]


@pytest.mark.postgresql("types and constraints")
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"value": Decimal(1), "text": "bir"}, {"__all__": [ONLY_ONE]}),
        ({"date": date(2024, 1, 1), "text": "bir"}, {"__all__": [ONLY_ONE]}),
        (
            {"value": Decimal(1), "formula": "{ornek} * 2"},
            {
                "__all__": [
                    "Formülle hesaplanan göstergeye değer yazılamaz; formül ya da değer "
                    "silinmelidir."
                ]
            },
        ),
        (
            {"formula": "{ornek} + {yok}"},
            {
                "formula": [
                    "«{ornek} + {yok}» formülündeki «yok» diye sayısal bir satır yok. "
                    "Kullanılabilecekler: ornek."
                ]
            },
        ),
        (
            {"formula": "{yeni} + 1"},
            {
                "formula": [
                    "«{yeni} + 1» formülündeki «yeni» diye sayısal bir satır yok. "
                    "Kullanılabilecekler: ornek."
                ]
            },
        ),
    ],
)
def test_a_figure_that_can_not_be_is_refused(
    year: FiscalYear, values: dict[str, Any], problem: dict[str, list[str]]
) -> None:
    group = make_group(year)
    make_figure(group, 1, "Örnek", value=Decimal(3))

    with pytest.raises(ValidationError) as caught:
        KeyFigure(group=group, no=2, label="Yeni", **values).full_clean()

    assert caught.value.message_dict == problem


def test_two_formulas_that_need_each_other_are_refused(year: FiscalYear) -> None:
    group = make_group(year)
    KeyFigure.objects.create(group=group, no=1, label="Bir", formula="{iki} + 1")

    with pytest.raises(ValidationError) as caught:
        KeyFigure(group=group, no=2, label="İki", formula="{bir} + 1").full_clean()

    assert caught.value.message_dict == {
        "formula": [
            "«{bir} + 1» formülü kendi sonucuna dayanıyor; döngüdeki formüllerden biri değere "
            "çevrilmelidir."
        ]
    }


def test_a_list_is_added_changed_and_deleted_with_its_figures(
    admin_client: Client, year: FiscalYear
) -> None:
    form = {
        "year": year.pk,
        "code": "liste",
        "department": make_department().pk,
        "title": "Örnek",
    }
    response = add(
        admin_client,
        FigureGroup,
        **form,
        **figure_data(
            {"label": "Toplam", "formula": "{bir} + {iki}"},
            {"label": "Bir", "value": "2.5"},
            {"label": "İki", "value": "4", "no": "9"},
            {},
        ),
    )
    assert sentences(response) == []
    group = FigureGroup.objects.get()
    assert [(f.no, f.label) for f in group.figures.all()] == [
        (9, "İki"),
        (10, "Toplam"),
        (11, "Bir"),
    ]
    assert published(year).value("toplam", "value") == Decimal("6.5")

    last = KeyFigure.objects.get(no=9)
    response = change(
        admin_client,
        group,
        **form,
        **figure_data(
            {"id": last.pk, "group": group.pk, "no": 9, "label": "İki", "value": "-1"}, existing=1
        ),
    )
    assert response.status_code == 302
    assert published(year).value("toplam", "value") == Decimal("1.5")

    assert delete(admin_client, group).status_code == 302
    assert KeyFigure.objects.count() == 0


def test_a_formula_with_an_unknown_name_is_named_at_its_line(
    admin_client: Client, year: FiscalYear
) -> None:
    response = add(
        admin_client,
        FigureGroup,
        year=year.pk,
        code="liste",
        department=make_department().pk,
        title="Örnek",
        **figure_data({"label": "Bir", "value": "2"}, {"label": "İki", "formula": "{uc} * 2"}),
    )

    (formset,) = [f.formset for f in response.context["inline_admin_formsets"]]
    assert [form.errors for form in formset.forms] == [
        {},
        {
            "formula": [
                "«{uc} * 2» formülündeki «uc» diye sayısal bir satır yok. Kullanılabilecekler: bir."
            ]
        },
    ]


def test_a_single_figure_is_added_changed_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    group = make_group(year)
    form = {"group": group.pk, "no": 1, "label": "Örnek", "value": "3"}

    assert sentences(add(admin_client, KeyFigure, **form)) == []
    figure = KeyFigure.objects.get()
    assert sentences(add(admin_client, KeyFigure, **form)) == [
        "Bu sıra numarası listede zaten var; başka bir numara verilmelidir."
    ]
    assert sentences(change(admin_client, figure, **form | {"text": "üç"})) == [ONLY_ONE]
    assert delete(admin_client, figure).status_code == 302
    assert not KeyFigure.objects.exists()


@pytest.mark.postgresql("types and constraints")
def test_figures_come_out_of_a_package_as_they_went_in(year: FiscalYear, tmp_path: Path) -> None:
    make_department()
    (tmp_path / "data").mkdir()
    files = {
        "figure_groups": "code,department,title,basis,line_from,line_to\nliste,ornek,Örnek,,1,9\n",
        "key_figures": (
            "group,no,label,value,unit,date,text,formula,people,line_from,line_to\n"
            "liste,1,Toplam,,TL,,,{gelir} + {harc},,1,1\n"
            "liste,2,Gelir,679180.50,TL,,,,,2,2\n"
            "liste,3,Harç,20.00,TL/km,,,,,3,3\n"
            "liste,4,Oran,12.5,%,,,,,4,4\n"
            "liste,5,Karar,,,2024-09-30,,,,5,5\n"
            "liste,6,Hasta,7,kişi,,,,sensitive,6,6\n"
        ),
    }
    parts = [
        ResourcePart("figure_groups", FigureGroupResource),
        ResourcePart("key_figures", KeyFigureResource),
    ]
    log = LoadLog()
    for part in parts:
        (tmp_path / part.path).write_text(files[part.name], encoding="utf-8")
        part.load(year, tmp_path, log)
    assert log.errors == []
    assert published(year).value("toplam", "value") == Decimal("679200.5")

    for part in parts:
        part.export(year, tmp_path / "out")
        assert (tmp_path / "out" / part.path).read_text(encoding="utf-8") == files[part.name]


def test_wrong_figures_of_a_file_are_named_with_line_and_column(
    year: FiscalYear, tmp_path: Path
) -> None:
    make_group(year, "liste")
    part = ResourcePart("key_figures", KeyFigureResource)
    (tmp_path / "data").mkdir()
    (tmp_path / part.path).write_text(
        "group,no,label,value,unit,date,text,formula,line_from,line_to\n"
        "liste,1,Bir,çok,,,,,,\n"
        "liste,2,İki,,,,,{uc} * 2,,\n"
        "yok,3,Üç,1,,,,,,\n",
        encoding="utf-8",
    )
    log = LoadLog()
    part.load(year, tmp_path, log)

    assert [(e.line, e.column, e.message) for e in log.errors] == [
        (
            2,
            "value",
            "«çok» sayı olarak okunamadı. Yalnızca rakam yazın; ondalıkları virgülle ayırın: "
            "1234567,89",
        ),
        (
            3,
            "formula",
            "«{uc} * 2» formülündeki «uc» diye sayısal bir satır yok. Kullanılabilecekler: bir.",
        ),
        (4, "group", "«yok» kodlu rakam listesi bulunamadı. Kod listesine bakıp düzeltin."),
    ]


def test_a_list_goes_on_into_the_next_year_without_its_figures(year: FiscalYear) -> None:
    group = make_group(year)
    make_figure(group, 1, "Örnek", value=Decimal(3), unit="adet")
    make_figure(group, 2, "İki katı", formula="{ornek} * 2")
    following = FiscalYear.objects.create(year=2025)

    assert len(roll_figures_forward(groups=[group], to=following)) == 1
    assert [
        (f.no, f.label, f.value, f.unit, f.formula)
        for f in KeyFigure.objects.filter(group__year=following)
    ] == [(1, "Örnek", None, "adet", ""), (2, "İki katı", None, "", "{ornek} * 2")]


@pytest.mark.parametrize("model", [FigureGroup, KeyFigure])
def test_lists_ask_the_same_questions_for_one_row_and_for_thirty(
    admin_client: Client, year: FiscalYear, model: type[FigureGroup] | type[KeyFigure]
) -> None:
    make_figure(make_group(year, "l0"), 1, "Örnek")
    queries_of_list(admin_client, model)
    one = queries_of_list(admin_client, model)
    for number in range(1, 30):
        make_figure(make_group(year, f"l{number}"), 1, "Örnek")

    assert queries_of_list(admin_client, model) == one


def test_the_page_of_a_list_offers_lines_for_new_figures(
    admin_client: Client, year: FiscalYear
) -> None:
    group = make_group(year)
    make_figure(group, 1, "Örnek")

    page = admin_client.get(address(FigureGroup, "change", group.pk))

    (formset,) = [f.formset for f in page.context["inline_admin_formsets"]]
    assert (formset.initial_form_count(), formset.total_form_count()) == (1, 4)
