"""Cells: native numbers pass through, text has one reading or is refused, output is exact."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from import_export.widgets import DecimalWidget
from pytest_django import Settings

from kars_portal.lib.numbers import AmbiguousNumberError, NumberFormatError
from reports.collect.imports.widgets import (
    ChoiceWidget,
    NaturalKeyWidget,
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
    YesNoWidget,
)

pytestmark = pytest.mark.postgresql("rows are looked up by text")


class Method(models.TextChoices):
    OPEN = "open_tender", "Açık ihale"
    DIRECT = "direct", "Doğrudan temin"
    NEGOTIATED = "negotiated", "Pazarlık"


class Level(models.IntegerChoices):
    LOW = 1, "Düşük"
    HIGH = 2, "Yüksek"


MONEY = st.decimals(-(10**15), 10**15, places=2)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
WIDGETS = [
    TurkishDecimalWidget(places=2),
    TurkishIntegerWidget(),
    TurkishDateWidget(),
    ChoiceWidget(Method),
    NaturalKeyWidget(Group, "name"),
    YesNoWidget(),
]


@pytest.fixture(autouse=True)
def _turkish_locale(settings: Settings) -> Iterator[None]:
    """Every test runs where Django's own parsing goes wrong."""
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("tr"):
        yield


def through_a_workbook(value: object) -> Any:
    """Write one cell with openpyxl and read it back."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet["A1"] = value  # type: ignore[assignment]
    book.save(stream)
    return openpyxl.load_workbook(stream).worksheets[0]["A1"].value


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "—", "\u00a0"])
def test_an_empty_cell_and_a_dash_are_missing(widget: Any, cell: str | None) -> None:
    assert widget.clean(cell) is None


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_missing_value_is_written_as_nothing(widget: Any) -> None:
    assert widget.render(None) == ""


# --- figures ------------------------------------------------------------------------------------


def test_the_library_widget_multiplies_by_a_thousand_and_ours_refuses() -> None:
    assert DecimalWidget().clean("1234.567") == Decimal(1234567)
    with pytest.raises(AmbiguousNumberError):
        TurkishDecimalWidget().clean("1234.567")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1234567, "1234567.00"),
        (1234567.89, "1234567.89"),
        (0.1, "0.10"),
        (-3.0, "-3.00"),
        (0, "0.00"),
        (1e15, "1000000000000000.00"),
        (Decimal("1234.5"), "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("1234567.89 TL", "1234567.89"),
        ("1.234.567,89\u00a0₺", "1234567.89"),
    ],
)
def test_number_cells_and_plain_text_become_the_same_decimals(cell: object, value: str) -> None:
    assert str(TurkishDecimalWidget(places=2).clean(cell)) == value


@pytest.mark.parametrize("cell", [0.1 + 0.2, 1234567.8900000001, float("nan"), float("inf"), True])
def test_cells_that_are_no_exact_figure_are_refused(cell: object) -> None:
    with pytest.raises(NumberFormatError):
        TurkishDecimalWidget().clean(cell)


def test_a_date_in_a_number_column_is_refused() -> None:
    with pytest.raises(NumberFormatError, match="«2024-09-30» sayı değil"):
        TurkishDecimalWidget().clean(date(2024, 9, 30))


@pytest.mark.parametrize("cell", ["1234,567", 1234.567, Decimal("1234.567")])
def test_more_decimals_than_the_field_has_are_refused(cell: object) -> None:
    with pytest.raises(NumberFormatError, match="en çok 2 ondalık basamak"):
        TurkishDecimalWidget(places=2).clean(cell)


def test_a_column_in_turkish_spelling_settles_its_ambiguous_cells() -> None:
    widget = TurkishDecimalWidget(places=2)
    widget.learn_spelling(["6.600", "1.234,50", None, "—", 12.5])
    assert widget.clean("6.600") == Decimal(6600)
    with pytest.raises(NumberFormatError, match="bu sütunun yazımına uymuyor"):
        widget.clean("12.5")


def test_a_fixed_spelling_is_not_relearned() -> None:
    widget = TurkishDecimalWidget(spelling="exact")
    widget.learn_spelling(["1.234,50"])
    assert widget.clean("6.600") == Decimal("6.6")


def test_a_count_is_an_integer_or_refused() -> None:
    widget = TurkishIntegerWidget()
    cells: list[object] = ["12185", "12.185.000", 12, 12.0, "12,0", "1500 adet"]
    assert [widget.clean(cell) for cell in cells] == [12185, 12185000, 12, 12, 12, 1500]
    with pytest.raises(NumberFormatError, match="tam sayı olmalı"):
        widget.clean("12,5")
    assert widget.clean("1.000") == 1000


def test_figures_are_written_in_the_exact_spelling() -> None:
    assert TurkishDecimalWidget(places=2).render(Decimal("1234567.8")) == "1234567.80"
    assert TurkishDecimalWidget(places=2).render(Decimal("0.125")) == "0.125"
    assert TurkishDecimalWidget(places=2).render(0) == "0.00"
    assert TurkishDecimalWidget().render(Decimal("1E+3")) == "1000"
    assert TurkishIntegerWidget().render(1234567) == "1234567"


@given(MONEY)
def test_every_amount_survives_a_file(value: Decimal) -> None:
    widget = TurkishDecimalWidget(places=2)
    assert widget.clean(widget.render(value)) == value


@given(DECIMALS)
def test_every_decimal_survives_a_file_of_exact_spelling(value: Decimal) -> None:
    widget = TurkishDecimalWidget(spelling="exact")
    text = str(widget.render(value))
    if len(text.lstrip("-")) <= 100:
        assert widget.clean(text) == value
    else:
        with pytest.raises(NumberFormatError):
            widget.clean(text)


@given(DECIMALS)
def test_without_a_spelling_a_written_figure_is_read_right_or_refused(value: Decimal) -> None:
    widget = TurkishDecimalWidget()
    try:
        read = widget.clean(widget.render(value))
    except NumberFormatError:
        return
    assert read == value


@given(st.integers())
def test_every_count_survives_a_file(value: int) -> None:
    widget = TurkishIntegerWidget()
    assert widget.clean(widget.render(value)) == value


@given(st.decimals(-(10**12), 10**12, places=2))
def test_every_amount_survives_a_workbook_as_a_number(value: Decimal) -> None:
    widget = TurkishDecimalWidget(places=2)
    cell = through_a_workbook(widget.render(value, force_native_type=True))
    assert isinstance(cell, int | float)
    assert widget.clean(cell) == value


def test_an_amount_too_long_for_a_workbook_number_is_written_as_text() -> None:
    widget = TurkishDecimalWidget(places=2)
    value = Decimal("12345678901234.56")
    assert widget.render(value, force_native_type=True) == "12345678901234.56"
    assert widget.clean(through_a_workbook("12345678901234.56")) == value


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "2024-09-30",
        "30.09.2024",
        " 30.9.2024 ",
        "2024-09-30 00:00:00",
        date(2024, 9, 30),
        datetime(2024, 9, 30),  # noqa: DTZ001 - a workbook's date cells know no zone
        datetime(2024, 9, 29, 21, tzinfo=UTC),
    ],
)
def test_a_date_is_read_in_two_spellings_and_from_date_cells(
    cell: object, settings: Settings
) -> None:
    settings.TIME_ZONE = "Europe/Istanbul"
    day = TurkishDateWidget().clean(cell)
    assert (type(day), day) == (date, date(2024, 9, 30))


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "2023-06-31",
            "«2023-06-31» diye bir tarih yok. Günü ve ayı denetleyip 30.09.2024 ya da 2024-09-30 "
            "biçiminde yazın.",
        ),
        (
            "29.02.2023",
            "«29.02.2023» diye bir tarih yok. Günü ve ayı denetleyip 30.09.2024 ya da 2024-09-30 "
            "biçiminde yazın.",
        ),
        (
            "03/04/2024",
            "«03/04/2024» iki türlü okunabilir: 3 Nisan 2024 ya da 4 Mart 2024. Tarihi 30.09.2024 "
            "ya da 2024-09-30 biçiminde yazın.",
        ),
        (
            "30.09.24",
            "«30.09.24» hangi yıl olduğunu söylemiyor. Yılı dört haneyle, 30.09.2024 ya da "
            "2024-09-30 biçiminde yazın.",
        ),
        (
            45565,
            "«45565» tarih olarak okunamadı. Tarihi 30.09.2024 ya da 2024-09-30 biçiminde yazın.",
        ),
        (
            datetime(2024, 9, 30, 14, 5),  # noqa: DTZ001
            "«30.09.2024 14:05» saat de içeriyor. Yalnızca tarihi yazın: 30.09.2024",
        ),
    ],
)
def test_a_wrong_or_ambiguous_date_is_refused_with_its_cure(cell: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"30\.09\.2024") as caught:
        TurkishDateWidget().clean(cell)
    assert str(caught.value) == sentence


@given(st.dates())
def test_every_date_survives_a_file(value: date) -> None:
    widget = TurkishDateWidget()
    assert widget.clean(widget.render(value)) == value


def test_a_date_is_written_in_iso_and_stays_a_date_in_a_workbook() -> None:
    widget = TurkishDateWidget()
    assert widget.render(date(2024, 9, 30)) == "2024-09-30"
    cell = through_a_workbook(widget.render(date(2024, 9, 30), force_native_type=True))
    assert widget.clean(cell) == date(2024, 9, 30)


# --- fixed lists --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["open_tender", "OPEN_TENDER", "Açık ihale", "AÇIK İHALE", " açık İhale ", "acik ihale"]
)
def test_a_choice_is_read_by_code_or_by_label(cell: str) -> None:
    assert ChoiceWidget(Method).clean(cell) == "open_tender"
    assert ChoiceWidget(Method.choices).clean(cell) == "open_tender"


def test_a_numeric_choice_is_read_from_number_cells() -> None:
    assert [ChoiceWidget(Level).clean(cell) for cell in (1, 1.0, "2", "yüksek")] == [1, 1, 2, 2]


def test_choices_in_groups_are_found() -> None:
    widget = ChoiceWidget([("Taşıt", [("car", "Otomobil")]), ("bike", "Bisiklet")])
    assert [widget.clean(cell) for cell in ("otomobil", "BİSİKLET")] == ["car", "bike"]


def test_an_unknown_choice_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match="bir seçenek değil") as caught:
        ChoiceWidget(Method).clean("kapalı")
    assert str(caught.value) == (
        "«kapalı» bir seçenek değil. Şunlardan birini yazın: open_tender (Açık ihale), "
        "direct (Doğrudan temin), negotiated (Pazarlık)"
    )


def test_a_label_of_two_choices_is_refused() -> None:
    widget = ChoiceWidget([("a", "Diğer"), ("b", "Diğer")])
    with pytest.raises(ValueError, match="Kodunu yazın: a, b"):
        widget.clean("diğer")
    assert widget.clean("b") == "b"


@pytest.mark.parametrize("member", [*Method, *Level])
def test_every_choice_survives_a_file(member: Any) -> None:
    widget = ChoiceWidget(type(member))
    assert widget.render(member) == str(member.value)
    assert widget.clean(widget.render(member)) == member


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["evet", "EVET", "Doğru", "true", "1", 1, 1.0, True], True),
        (["hayır", "HAYIR", "Yanlış", "FALSE", "0", 0, 0.0, False], False),
    ],
)
def test_yes_and_no_are_read_in_the_words_of_staff_and_files(
    cells: list[object], answer: bool
) -> None:
    assert [YesNoWidget().clean(cell) for cell in cells] == [answer] * len(cells)


def test_another_word_than_yes_or_no_is_refused() -> None:
    with pytest.raises(ValueError, match="«belki» evet ya da hayır değil"):
        YesNoWidget().clean("belki")


def test_yes_and_no_are_written_as_true_and_false() -> None:
    assert [YesNoWidget().render(value) for value in (True, False)] == ["true", "false"]
    assert YesNoWidget().render(False, force_native_type=True) is False


# --- rows of other tables -----------------------------------------------------------------------


@pytest.fixture
def groups(db: None) -> list[Group]:
    return [Group.objects.create(name=name) for name in ("06", "46.1", "ZAB", "ZBT")]


def test_a_row_is_found_by_its_code(groups: list[Group]) -> None:
    widget = NaturalKeyWidget(Group, "name")
    assert [widget.clean(" ZAB "), widget.clean(46.1)] == [groups[2], groups[1]]
    assert widget.render(groups[2]) == "ZAB"


def test_an_unknown_code_is_refused_with_the_nearest_codes(groups: list[Group]) -> None:
    widget = NaturalKeyWidget(Group, "name")
    name = Group._meta.verbose_name
    with pytest.raises(ValueError, match="bulunamadı") as caught:
        widget.clean("ZABT")
    assert str(caught.value) == f"«ZABT» kodlu {name} bulunamadı. Yakın kodlar: ZBT, ZAB."
    with pytest.raises(ValueError, match="bulunamadı") as caught:
        widget.clean(6.0)
    assert str(caught.value) == f"«6» kodlu {name} bulunamadı. Yakın kodlar: 06."
    with pytest.raises(ValueError, match="bulunamadı") as caught:
        widget.clean("xyzxyz")
    assert str(caught.value) == (f"«xyzxyz» kodlu {name} bulunamadı. Kod listesine bakıp düzeltin.")


def test_a_row_outside_the_queryset_is_unknown_and_not_suggested(groups: list[Group]) -> None:
    widget = NaturalKeyWidget(Group, "name", lambda: Group.objects.exclude(name="ZAB"))
    with pytest.raises(ValueError, match="Yakın kodlar: ZBT") as caught:
        widget.clean("ZAB")
    assert str(caught.value).endswith("Yakın kodlar: ZBT.")


@pytest.mark.django_db
def test_a_code_of_two_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="«auth» kodlu birden çok"):
        NaturalKeyWidget(ContentType, "app_label").clean("auth")


def test_a_code_is_written_across_relations() -> None:
    permission = Permission(content_type=ContentType(app_label="auth"))
    widget = NaturalKeyWidget(Permission, "content_type__app_label")
    assert widget.render(permission) == "auth"
    assert widget.render(Permission()) == ""
