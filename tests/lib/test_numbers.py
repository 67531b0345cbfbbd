"""Figures as text: nothing is guessed, rounded in silence or changed by the active language."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from kars_portal.lib.numbers import (
    MISSING,
    AmbiguousNumberError,
    NumberFormatError,
    Spelling,
    detect_spelling,
    exact,
    fit_places,
    format_compact_money,
    format_date,
    format_decimal,
    format_integer,
    format_money,
    format_percent,
    parse_decimal,
    parse_localised,
    round_half_up,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)
MONEY = st.decimals(-(10**15), 10**15, places=2)


@pytest.fixture(autouse=True)
def _turkish_locale(settings: Settings) -> Iterator[None]:
    """Every test runs where Django's own parsing goes wrong."""
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("tr"):
        yield


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1234567.89", "1234567.89"),
        ("-0.125", "-0.125"),
        ("1234.567", "1234.567"),
        ("5.00", "5.00"),
        ("-0.00", "0.00"),
    ],
)
def test_the_exact_spelling_is_read_digit_by_digit(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1,5", "1.234.567", "1e3", "1E+3", "NaN", "+1", ".5", "5.", "007", "١٢", "1_000",
     "--1", "1\n", "9" * 101],
)  # fmt: skip
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError):
        parse_decimal(text)


def test_the_refusal_names_the_text_and_the_cure() -> None:
    with pytest.raises(NumberFormatError) as caught:
        parse_decimal("1.234,5")
    assert str(caught.value) == (
        "«1.234,5» sayı olarak okunamadı. Binlik ayraç kullanmadan ve ondalıkları noktayla "
        "ayırarak yazın: 1234567.89"
    )


def test_places_pad_and_never_round() -> None:
    assert str(parse_decimal("1234.5", places=2)) == "1234.50"
    assert str(parse_decimal("1234.500", places=2)) == "1234.50"
    with pytest.raises(NumberFormatError, match="en çok 2 ondalık basamak"):
        parse_decimal("1234.567", places=2)
    with pytest.raises(NumberFormatError, match="tam sayı olmalı"):
        fit_places(Decimal("1.5"), 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234567", "1234567"),
        ("12.185.000", "12185000"),
        ("1234.56", "1234.56"),
        ("1234.5678", "1234.5678"),
        ("0.125", "0.125"),
        ("-12,50 TL", "-12.50"),
        ("−12,50 ₺", "-12.50"),
        ("₺1.234.567", "1234567"),
        ("%12,3", "12.3"),
        ("-%12,3", "-12.3"),
        ("12,3 %", "12.3"),
        ("1500 m²", "1500"),
        ("12 ADET", "12"),
        ("1\u00a0234\u00a0567,89\u00a0TL", "1234567.89"),
        ("1\u202f234", "1234"),
    ],
)
def test_what_staff_type_is_read_when_it_has_one_reading(text: str, value: str) -> None:
    assert str(parse_localised(text)) == value


@pytest.mark.parametrize("text", ["1.234", "6.600", "1234.567", "-12.500 TL"])
def test_one_dot_before_three_digits_is_refused_without_a_spelling(text: str) -> None:
    with pytest.raises(AmbiguousNumberError):
        parse_localised(text)


def test_the_refusal_of_an_ambiguous_figure_says_both_readings() -> None:
    with pytest.raises(AmbiguousNumberError) as caught:
        parse_localised("-6.600")
    assert str(caught.value) == (
        "«-6.600» iki türlü okunabilir: -6600 ya da -6,600. Tam sayıysa -6600, ondalıklıysa -6,600 "
        "yazın."
    )


@pytest.mark.parametrize(
    ("text", "spelling", "value"),
    [("6.600", "tr", "6600"), ("6.600", "exact", "6.600"), ("1234.567", "exact", "1234.567")],
)
def test_a_known_spelling_settles_an_ambiguous_figure(
    text: str, spelling: Spelling, value: str
) -> None:
    assert str(parse_localised(text, spelling=spelling)) == value


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("1234.5", "tr"), ("0.125", "tr"), ("1234.567", "tr"), ("1234,5", "exact"),
     ("1.234.567", "exact")],
)  # fmt: skip
def test_a_figure_in_the_other_spelling_than_its_column_is_refused(
    text: str, spelling: Spelling
) -> None:
    with pytest.raises(NumberFormatError, match="bu sütunun yazımına uymuyor"):
        parse_localised(text, spelling=spelling)


@pytest.mark.parametrize(
    "text",
    ["", "-", "TL", "1.23.456", "1,234,567", "1.234.5", "12 345", "1,2,3", "1.234,", "abc", "1e5",
     "0.123.456", "--5", "5 TL TL", "9" * 101],
)  # fmt: skip
def test_what_has_no_reading_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError):
        parse_localised(text)


@pytest.mark.parametrize(
    ("texts", "spelling"),
    [
        (["6.600", "1.234,50", "7"], "tr"),
        (["6.600", "1.234.567"], "tr"),
        (["6.600", "12.5"], "exact"),
        (["6.600", "1.200"], None),
        (["12.5", "12,5"], None),
        (["başlık", "—", "5"], None),
        ([], None),
    ],
)
def test_a_column_takes_its_spelling_from_its_unambiguous_figures(
    texts: list[str], spelling: Spelling | None
) -> None:
    assert detect_spelling(texts) == spelling


@given(DECIMALS)
def test_every_decimal_survives_the_exact_spelling(value: Decimal) -> None:
    text = exact(value)
    if len(text) <= 100:
        assert parse_decimal(text) == value
    else:
        with pytest.raises(NumberFormatError):
            parse_decimal(text)


@given(DECIMALS, st.booleans())
def test_every_decimal_survives_the_spelling_of_people(value: Decimal, grouping: bool) -> None:
    text = format_decimal(value, grouping=grouping)
    if len(text.lstrip("-")) <= 100:
        assert parse_localised(text, spelling="tr") == value
    else:
        with pytest.raises(NumberFormatError):
            parse_localised(text, spelling="tr")


@given(MONEY)
def test_amounts_survive_without_a_known_spelling(value: Decimal) -> None:
    assert parse_localised(format_money(value)) == value
    assert parse_localised(exact(value)) == value


@given(DECIMALS)
def test_without_a_spelling_a_figure_is_read_right_or_refused(value: Decimal) -> None:
    for text in (exact(value), format_decimal(value)):
        try:
            read = parse_localised(text)
        except NumberFormatError:
            continue
        assert read == value


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("9.999", 2, "10.00"),
     ("1E+40", 2, "1" + "0" * 40 + ".00"), ("1E-60", 2, "0.00")],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == rounded


def test_rounding_refuses_negative_places() -> None:
    with pytest.raises(ValueError, match="places"):
        round_half_up(Decimal(1), -1)


@pytest.mark.parametrize(
    ("value", "places", "grouping", "text"),
    [
        ("1234567.89", None, True, "1.234.567,89"),
        ("1234567.89", None, False, "1234567,89"),
        ("1234.5", 2, True, "1.234,50"),
        ("-1234.5", 0, True, "-1.235"),
        ("1E+3", None, True, "1.000"),
        ("0", None, True, "0"),
        ("-0.04", 1, True, "0,0"),
    ],
)
def test_decimals_are_written_for_people(
    value: str, places: int | None, grouping: bool, text: str
) -> None:
    assert format_decimal(Decimal(value), places, grouping) == text


def test_money_percent_counts_and_dates_are_written_as_in_the_report() -> None:
    assert format_money(Decimal("1234567.89")) == "1.234.567,89 TL"
    assert format_money(0) == "0,00 TL"
    assert format_percent(Decimal("12.345")) == "%12,3"
    assert format_percent(Decimal("95.00")) == "%95"
    assert format_percent(Decimal("100")) == "%100"
    assert format_percent(Decimal("-1.25")) == "-%1,3"
    assert format_percent(Decimal("12.345"), places=2) == "%12,35"
    assert format_percent(0) == "%0"
    assert format_integer(12185) == "12.185"
    assert format_date(date(2024, 12, 31)) == "31.12.2024"
    assert format_date(date(987, 1, 2)) == "02.01.0987"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("800612345.20", "800,6 milyon TL"),
        ("999949999", "999,9 milyon TL"),
        ("999960000", "1 milyar TL"),
        ("-1250000", "-1,3 milyon TL"),
        ("12500", "12,5 bin TL"),
        ("999.5", "999,50 TL"),
        ("999.996", "1 bin TL"),
        ("12", "12 TL"),
        ("0.00", "0 TL"),
        ("2500000000000000", "2.500 trilyon TL"),
    ],
)
def test_headline_amounts_are_short(value: str, text: str) -> None:
    assert format_compact_money(Decimal(value)) == text


def test_a_missing_figure_is_a_dash_and_zero_is_not_missing() -> None:
    writers: list[Callable[[None], str]] = [
        format_decimal, format_integer, format_money, format_percent, format_compact_money,
        format_date,
    ]  # fmt: skip
    assert [write(None) for write in writers] == [MISSING] * 6
    assert exact(None) == ""
    assert exact(0) == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234567.89"), "1234567.89"),
        (Decimal("5.00"), "5.00"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-0.00"), "0.00"),
        (1234567, "1234567"),
        (date(2024, 9, 30), "2024-09-30"),
        (datetime(2024, 9, 30, 12, tzinfo=UTC), "2024-09-30T12:00:00+00:00"),
    ],
)
def test_files_get_the_exact_spelling(value: Decimal | date | int, text: str) -> None:
    assert exact(value) == text


@pytest.mark.parametrize("value", [1.5, True, "1"])
def test_floats_booleans_and_text_are_no_figures(value: object) -> None:
    with pytest.raises(TypeError):
        exact(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_not_finite_is_refused(value: str) -> None:
    for write in (exact, format_decimal, format_money, format_compact_money):
        with pytest.raises(NumberFormatError):
            write(Decimal(value))
