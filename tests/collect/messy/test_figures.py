"""Figures as people type them: read in one way, left to be chosen, or refused at their cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.collect.recognising.recognise import Chosen
from reports.collect.recognising.spelling import Way

from .asking import figures_of, recognised
from .grid import INCOME, Formula, Grid, Value, filled
from .writers import (
    by_biff,
    by_hand,
    by_ods,
    by_openpyxl,
    by_page,
    by_xlsxwriter,
    by_xml_2003,
    packed_xlsx,
    sheet_xml,
    text,
)

NOTHING = Chosen()
TITLES = {"outturn": "Gerçekleşme", "count": "Adet", "area": "Alan (m²)", "rate": "Oran"}


def of_column(key: str, cells: list[Value]) -> Grid:
    """A table of one column of figures beside the names; another stands there for the heading."""
    other = "Adet" if key != "count" else "Bütçe tahmini"
    lines: list[list[Value]] = [["Gelir türü", TITLES[key], other, "Açıklama"]]
    lines += [[f"Örnek {place}", cell, 7, "a"] for place, cell in enumerate(cells)]
    return filled(lines)


READ: dict[str, tuple[str, list[Value], list[str]]] = {
    "lira in words and signs": (
        "outturn", ["1.234,50 TL", "₺2.000", "₺ 5,5", "7 ₺", "TL 8"],
        ["1234.50", "2000", "5.5", "7", "8"],
    ),
    "spaces of every width": (
        "outturn",
        ["1\u00a0234,50", "12\u202f345\u202f678,9", "1\u2009234", "1 234 567,89", " 5,5 "],
        ["1234.50", "12345678.9", "1234", "1234567.89", "5.5"],
    ),
    "apostrophes": (
        "outturn", ["1'234'567,89", "12’345,5", "'1234,5"], ["1234567.89", "12345.5", "1234.5"],
    ),
    "brackets and minus signs behind": (
        "outturn", ["(1.234,50)", "1.234,50-", "-5", "−6,5", "(7,25)"],
        ["-1234.50", "-1234.50", "-5", "-6.5", "-7.25"],
    ),
    "money with dots": ("outturn", ["6.600", "12.345.678", "1.200"], ["6600", "12345678", "1200"]),
    "money in English": ("outturn", ["1,234.50", "2,000.75"], ["1234.50", "2000.75"]),
    "counts in groups": ("count", ["6.600", "12", "1.234.567"], ["6600", "12", "1234567"]),
    "counts with their unit": ("count", ["5 ADET", "6 Adet", "7 kişi"], ["5", "6", "7"]),
    "areas with their unit": ("area", ["12,5 m²", "3 M2", "1.234,5 m2"], ["12.5", "3", "1234.5"]),
    "percentages as text": ("rate", ["%51,5", "12 %", "% 5,25"], ["51.5", "12", "5.25"]),
    "decomposed letters": ("outturn", ["5 TL"], ["5"]),
    "dashes": ("outturn", ["-", "–", "—", "", "5,5"], ["", "", "", "", "5.5"]),
    "signs that nobody sees": ("outturn", ["\u200b5,5", "6,5\ufeff"], ["5.5", "6.5"]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("write", [by_openpyxl, text, by_page])
def test_figures_of_one_reading(name: str, write: object) -> None:
    key, cells, wanted = READ[name]
    assert callable(write)

    found = recognised(write(of_column(key, cells)), INCOME, NOTHING)

    assert found.is_settled
    assert not found.problems
    said = [row[key] for row in figures_of(found, INCOME)]
    assert said == [Decimal(value) if value else None for value in wanted]


WAITING: dict[str, tuple[str, list[Value], dict[Way, str]]] = {
    "areas with three digits": ("area", ["6.600", "12"], {"tr": "6612", "en": "18.6"}),
    "areas with a comma": ("area", ["1,200", "5"], {"tr": "6.2", "en": "1205"}),
    "one of many": ("area", ["1.234,5", "2.500"], {"tr": "3734.5", "en": "2.5"}),
    "1.234 alone": ("area", ["1.234"], {"tr": "1234", "en": "1.234"}),
    "money in two spellings": (
        "outturn", ["1.234,50", "1,234.50"], {"tr": "1234.50", "en": "1234.50"},
    ),
    # No third decimal in money: both marks group, and both can't.
    "thousands in two spellings": ("outturn", ["6.600", "1,200"], {"tr": "6600", "en": "1200"}),
    "behind a unit": ("area", ["6.600 m²", "1.5 m²"], {"tr": "6600", "en": "8.1"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WAITING)
@pytest.mark.parametrize("write", [by_biff, text])
def test_figures_of_two_readings_wait(name: str, write: object) -> None:
    """Both readings of the column, with their totals; nothing of it is taken before."""
    key, cells, totals = WAITING[name]
    assert callable(write)
    content = write(of_column(key, cells))

    found = recognised(content, INCOME, NOTHING)

    assert not found.is_settled
    (waiting,) = found.open_columns
    assert {reading.way: reading.total for reading in waiting.readings} == {
        way: Decimal(total) for way, total in totals.items()
    }
    assert all(key not in row for row in figures_of(found, INCOME))
    for way in totals:
        chosen = recognised(content, INCOME, Chosen(ways={key: way}))
        kept = [row.get(key) for row in figures_of(chosen, INCOME)]
        read = sum((value for value in kept if isinstance(value, Decimal)), Decimal())
        assert read == Decimal(totals[way])
        assert len([v for v in kept if v is not None]) + len(chosen.problems) == len(cells)


REFUSED: dict[str, tuple[str, Value, str]] = {
    "words": ("outturn", "yok", "sayı olarak okunamadı"),
    "other words": ("outturn", "Bulunmuyor", "bilinmiyorsa boş bırakılmalıdır"),
    "stars": ("outturn", "***", "sayı olarak okunamadı"),
    "a question": ("count", "?", "sayı olarak okunamadı"),
    "a range": ("count", "3-5", "sayı olarak okunamadı"),
    "a sum": ("count", "3+2", "sayı olarak okunamadı"),
    "two figures": ("count", "12/15", "sayı olarak okunamadı"),
    "two lines": ("count", "12\n345", "sayı olarak okunamadı"),
    "a footnote's mark": ("count", "12*", "sayı olarak okunamadı"),
    "brackets around a count": ("count", "(5)", "sayı olarak okunamadı"),
    "about": ("outturn", "yaklaşık 500", "sayı olarak okunamadı"),
    "thousands in words": ("outturn", "5 bin TL", "sayı olarak okunamadı"),
    "a scientific spelling": ("outturn", "1,2E+06", "bilimsel gösterim"),
    "a percentage of counts": ("count", "%5", "birimi adet"),
    "lira of areas": ("area", "150 TL", "birimi m²"),
    "areas of counts": ("count", "5 m²", "birimi adet"),
    "hectares of areas": ("area", "5 ha", "birimi m²"),
    "dollars": ("outturn", "5 $", "birimi TL"),
    "euros": ("outturn", "€ 5", "birimi TL"),
    "a third decimal": ("outturn", "1,2345", "fazla ayrıntılı"),
    "half a person": ("count", "1,5", "tam sayı"),
    "a date as text": ("count", "01.03.2024", "sayı olarak okunamadı"),
    "a group of four": ("outturn", "1.2345,00", "sayı olarak okunamadı"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("write", [by_hand, by_page, text])
def test_what_is_no_figure_is_refused_at_its_cell(name: str, write: object) -> None:
    key, cell, words = REFUSED[name]
    assert callable(write)

    found = recognised(write(of_column(key, [5, cell])), INCOME, NOTHING)

    (problem,) = found.problems
    assert problem.address == "B3"
    assert words in problem.text
    assert figures_of(found, INCOME)[1].get(key) is None


STYLED: dict[str, tuple[str, str, str, str]] = {
    # number format, value, column, what is expected: a figure, or words of a refusal
    "a percentage": ("0.0%", "0.515", "rate", "51.5"),
    "a percent sign in quotes": ('0.0"%"', "51.5", "rate", "51.5"),
    "a percent sign behind words": ('"Oran "0%', "0.5", "rate", "50"),
    "a percent sign behind a stroke": ("0.0\\%", "51.5", "rate", "51.5"),
    "a percentage of counts": ("0%", "0.05", "count", "yüzde olarak biçimlendirilmiş"),
    "a percentage written beside counts": ('0"%"', "5", "count", "birimi adet"),
    "lira": ('#,##0.00\\ "₺"', "5.5", "outturn", "5.5"),
    "lira of the year": ('_-* #,##0.00\\ _Y_T_L_-;-* #,##0.00\\ _Y_T_L_-', "5.5", "outturn", "5.5"),
    "dollars": ("[$$-409]#,##0.00", "5.5", "outturn", "Hücre USD olarak"),
    "euros": ("#,##0.00\\ [$€-1]", "5.5", "outturn", "Hücre EUR olarak"),
    "lira of areas": ('#,##0\\ "TL"', "5", "area", "Hücre TL olarak"),
    "hectares of areas": ('0.0" ha"', "5", "area", "Hücre ha olarak"),
    "square metres": ('0.0" m²"', "5.5", "area", "5.5"),
    "a dash for zero": ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "0", "outturn", "0"),
    "a minus for what is above zero": ("-0", "5", "outturn", "değeri başka gösteriyor"),
    "a minus behind a stroke": ("\\-0", "5", "outturn", "değeri başka gösteriyor"),
    "no minus below zero": ("#,##0;#,##0", "-5", "outturn", "değeri başka gösteriyor"),
    "red below zero": ("#,##0;[Red]#,##0", "-5", "outturn", "-5"),
    "brackets below zero": ("#,##0_);(#,##0)", "-5", "outturn", "-5"),
    "a word for a number": ('"iptal"', "5", "outturn", "değeri başka gösteriyor"),
    "a word below zero": ('0;"yok"', "-5", "outturn", "değeri başka gösteriyor"),
    "thousands shown, all kept": ("#,##0,", "1234567.5", "outturn", "1234567.5"),
    "a date": ("dd.mm.yyyy", "45352", "count", "tarih"),
    "hours": ("[h]:mm", "1.5", "count", "sayı olarak okunamadı"),
    "noise": ("0.00", "9.899999999999999", "outturn", "9.9"),
    "noise of a large sum": ("0.00", "1234567890.1200001", "outturn", "1234567890.12"),
    "more decimals than money has": ("0.00", "1234567.8912", "outturn", "fazla ayrıntılı"),
}  # fmt: skip


@pytest.mark.parametrize("name", STYLED)
def test_a_number_is_read_as_its_format_shows_it(name: str) -> None:
    format_, value, key, wanted = STYLED[name]
    quoted = format_.replace("&", "&amp;").replace('"', "&quot;")
    head = sheet_xml(filled([["Gelir türü", TITLES[key], "Açıklama"]])).partition("</sheetData>")
    cells = f'<row><c t="inlineStr"><is><t>Su</t></is></c><c s="1"><v>{value}</v></c></row>'
    content = packed_xlsx(
        head[0] + cells + head[1] + head[2],
        formats=f'<numFmt numFmtId="170" formatCode="{quoted}"/>',
        styles='<xf numFmtId="0"/><xf numFmtId="170"/>',
    )

    found = recognised(content, INCOME, NOTHING)

    if wanted.lstrip("-")[0].isdecimal():
        assert not found.problems
        assert figures_of(found, INCOME)[0][key] == Decimal(wanted)
    else:
        (problem,) = found.problems
        assert (problem.address, wanted in problem.text) == ("B2", True), problem.text


SHARES: list[tuple[list[Value], bool]] = [
    ([0.515, 0.62], True),
    ([0.5, 1.2], True),  # %120, or 1,2 %
    ([51.5, 62], False),
    ([51.5, 0.62], True),  # one that is sure settles none that is not
    ([0, 0], False),
    (["0,515"], True),
    (["%0,5"], False),
]


@pytest.mark.parametrize(("cells", "is_asked"), SHARES)
@pytest.mark.parametrize("write", [by_xlsxwriter, by_ods, text])
def test_shares_of_one_are_asked_for(cells: list[Value], is_asked: bool, write: object) -> None:
    assert callable(write)

    found = recognised(write(of_column("rate", cells)), INCOME, NOTHING)

    assert bool(found.open_columns) is is_asked
    assert ("rate" in figures_of(found, INCOME)[0]) is not is_asked


def test_a_share_that_can_be_none_is_refused_when_shares_are_chosen() -> None:
    content = by_xlsxwriter(of_column("rate", [0.515, 1.2, 51.5]))

    found = recognised(content, INCOME, Chosen(shares={"rate": True}))

    assert [row.get("rate") for row in figures_of(found, INCOME)] == [
        Decimal("51.5"), Decimal(120), None,
    ]  # fmt: skip
    assert [problem.address for problem in found.problems] == ["B4"]


@pytest.mark.parametrize(
    "write", [by_openpyxl, by_xlsxwriter, by_hand, by_biff, by_ods, by_xml_2003]
)
def test_a_formula_that_was_never_computed_is_refused(write: object) -> None:
    """Programs that compute nothing store nothing, or a zero that nobody meant."""
    assert callable(write)

    found = recognised(write(of_column("outturn", [Formula("=SUM(C2:C2)", None)])), INCOME, NOTHING)

    (problem,) = found.problems
    assert problem.address == "B2"
    assert "sonucu dosyada yok" in problem.text


@pytest.mark.parametrize("write", [by_xlsxwriter, by_hand, by_biff, by_ods, by_xml_2003])
def test_a_formula_with_its_result_is_read(write: object) -> None:
    assert callable(write)

    found = recognised(write(of_column("outturn", [Formula("=C2*2", 14.5)])), INCOME, NOTHING)

    assert figures_of(found, INCOME)[0]["outturn"] == Decimal("14.5")


@pytest.mark.parametrize("code", ["#N/A", "#REF!", "#DIV/0!", "#YOK", "#BAŞV!"])
def test_errors_of_formulas_are_refused(code: str) -> None:
    """As errors, and as the text that a text file carries."""
    sheet = sheet_xml(of_column("outturn", ["HATA"])).replace(
        '<c t="inlineStr"><is><t>HATA</t></is></c>', f'<c t="e"><f>A1</f><v>{code}</v></c>'
    )
    for content in (packed_xlsx(sheet), text(of_column("outturn", [code]))):
        (problem,) = recognised(content, INCOME, NOTHING).problems
        assert problem.address == "B2"
        assert code in problem.text
