"""Rules on what the law asks the report to say about money, and on what its prose claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kars_portal.lib.numbers import format_money, format_percent
from kars_portal.lib.turkish import casefold
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import Body, row_name
from reports.core.checks.data import Number
from reports.core.checks.texts import Sentence, sentences
from reports.core.registry import Column, Kind
from reports.core.tables import TOTAL_ROW, Row, Table

EXPENDITURE, REVENUE = "finance.expenditure", "finance.revenue"
DEPARTMENTS, OUTCOME, DEBTS = (
    "finance.department_budgets",
    "finance.budget_outcome",
    "finance.debts",
)

PUBLIC_FINANCE = "5018 s. Kanun m. 41"
CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"

BUDGET_SECTION, BALANCE_SECTION, UNITS_SECTION = "III.A.1", "III.A.2", "III.B.1"

_REASON = re.compile(
    r"(?<!\w)(?:neden|sebeb|sebep|gerekçe)\w{0,12}|kaynaklan\w{0,12}|(?<!\w)(?:dolayı|ötürü)(?!\w)"
)
_SIDES = (
    ("gider", EXPENDITURE, re.compile(r"(?<!\w)(?:sapma|gider|ödene|harca)")),
    ("gelir", REVENUE, re.compile(r"(?<!\w)(?:sapma|gelir|tahsil)")),
)
FULL = Decimal(100)


def _sections(data: CheckData) -> frozenset[str]:
    """Codes of the outline's sections; a document without the statutory ones is no whole report."""
    return data.once("sections", lambda: frozenset(n.code for n in data.document.nodes()))


def balance_sheet(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Assets and liabilities: a table of the balance sheet, or words about it where it belongs."""
    if BALANCE_SECTION not in _sections(data):
        return
    tables = any("bilanço" in casefold(t.title) and t.rows for t in data.tables.values())
    words = any(
        s.section == BALANCE_SECTION and "bilanço" in casefold(s.text) for s in sentences(data)
    )
    if tables or words:
        yield HELD
        return
    yield rule.finding(
        f"{BALANCE_SECTION} bölümünde bilanço yok: varlık ve yükümlülükler ne tablo ne metin "
        "olarak verilmiş.",
        dataset="",
        section=BALANCE_SECTION,
        stated="bilanço",
    )


def reasons_of_deviation(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Why revenue and expenditure departed from the budget, in the section of the budget."""
    if BUDGET_SECTION not in _sections(data):
        return
    said = [casefold(s.text) for s in sentences(data) if s.section == BUDGET_SECTION]
    reasons = [text for text in said if _REASON.search(text)]
    for side, dataset, words in _SIDES:
        rate = data.number(dataset, TOTAL_ROW, "realisation_rate")
        if rate is None or rate == FULL:
            continue
        if any(words.search(text) for text in reasons):
            yield HELD
            continue
        yield rule.finding(
            f"{BUDGET_SECTION} bölümünde {side} bütçesindeki sapmanın nedeni yazılmamış; "
            f"gerçekleşme oranı {format_percent(rate, 1)}.",
            dataset=dataset,
            row=TOTAL_ROW,
            column="realisation_rate",
            section=BUDGET_SECTION,
        )


def chapters(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A directorate that has a budget tells in words what it did with it."""
    table = data.table(DEPARTMENTS)
    if table is None or UNITS_SECTION not in _sections(data):
        return
    told = {code for code, _block in data.texts()}
    for row in table.rows:
        if f"{UNITS_SECTION}/{row.key}" in told:
            yield HELD
            continue
        appropriation = table.number(row.key, "total_appropriation") or Decimal(0)
        yield rule.finding(
            f"{row_name(table, row)}: bütçesi {format_money(appropriation)}, {UNITS_SECTION} "
            "bölümünde faaliyetlerini anlatan bölüm yok.",
            dataset=DEPARTMENTS,
            row=row.key,
            column="department",
            stated=row_name(table, row),
        )


# -- what the prose claims -------------------------------------------------------------------------

_MONEY = re.compile(r"(?<!\w)(?:ödene|bütçe|tahsis|kaynak|kaynağ)")


Place = tuple[str, str, str, Decimal] | None
"""Dataset, row, column and figure that contradict a claim."""


@dataclass(frozen=True)
class Claim:
    """Words that claim something about the budget, and what the tables say instead.

    `truth` gives the place and the figure that contradict the words, or None.
    """

    words: re.Pattern[str]
    about: re.Pattern[str] | None
    truth: Callable[[CheckData, Sentence], Place]
    says: str
    denied: bool = False
    """Whether words of denial in the sentence turn the claim around."""


def _positive(dataset: str, column: str) -> Callable[[CheckData, Sentence], Place]:
    """The words are wrong where this total is above zero."""

    def truth(data: CheckData, sentence: Sentence) -> Place:
        number = data.number(dataset, TOTAL_ROW, column)
        return (dataset, TOTAL_ROW, column, number) if number else None

    return truth


def _unspent(data: CheckData, sentence: Sentence) -> Place:
    """What is left of the budget that the section is about: a directorate's, else the whole."""
    department = sentence.section.removeprefix(f"{UNITS_SECTION}/")
    if department != sentence.section:
        appropriation = data.number(DEPARTMENTS, department, "total_appropriation")
        spent = data.number(DEPARTMENTS, department, "spent")
        if appropriation is None or spent is None:
            return None
        left = appropriation - spent
        return (DEPARTMENTS, department, "spent", left) if left else None
    left_over: Number = data.number(EXPENDITURE, TOTAL_ROW, "remaining")
    return (EXPENDITURE, TOTAL_ROW, "remaining", left_over) if left_over else None


def _balance(sign: int) -> Callable[[CheckData, Sentence], Place]:
    def truth(data: CheckData, sentence: Sentence) -> Place:
        number = data.number(OUTCOME, "balance", "actual")
        if number is None or number * sign >= 0:
            return None
        return (OUTCOME, "balance", "actual", number)

    return truth


_NONE = r"(?:yok|bulunma|yapılma|kullanılma|kalma|olma|gerek kalma|verilme|alınma)"
_BUDGET = r"(?<!\w)bütçe\w{0,10} (?:\S{1,30} ){0,5}"
_ENDED = r"(?:ver|kapa|oluş|sonuçlan|bit|tamamlan|gerçekleş)"
_DENIAL = re.compile(r"m[ae]m[ıi]ş|m[ae]d[ıi]|m[ae]m[ae]kt[ae]|(?<!\w)(?:yok|değil)")
CLAIMS = (
    Claim(
        re.compile(r"(?<!\w)(?:tama|tümü|hepsi|bütünü)\w{0,8} (?:\S{1,30} ){0,3}"
                   r"(?:harcan|kullanıl|gidere dönüş)(?!ma(?!k))"),
        _MONEY, _unspent, "harcanmayan ödenek",
    ),
    Claim(re.compile(r"ödene\w{0,8} (?:\S{1,30} ){0,3}(?:kalma|artma)(?:mış|dı)"),
          None, _unspent, "harcanmayan ödenek"),
    Claim(re.compile(rf"(?:devred|devreden|devir)\w{{0,8}} (?:\S{{1,30}} ){{0,3}}{_NONE}"),
          _MONEY, _positive(EXPENDITURE, "carried_out"), "ertesi yıla devredilen ödenek"),
    Claim(re.compile(rf"iptal \S{{0,12}} ?(?:\S{{1,30}} ){{0,3}}{_NONE}"),
          _MONEY, _positive(EXPENDITURE, "cancelled"), "iptal edilen ödenek"),
    Claim(re.compile(rf"ek bütçe\w{{0,8}} (?:\S{{1,30}} ){{0,3}}{_NONE}"),
          None, _positive(EXPENDITURE, "supplementary"), "ek bütçe"),
    Claim(re.compile(rf"bütçe (?:açığı|açık)|gider fazlası|{_BUDGET}açı(?:k|kla) {_ENDED}"), None,
          _balance(-1), "gelir fazlası", denied=True),
    Claim(re.compile(r"bütçe fazlası|gelir fazlası"
                     rf"|{_BUDGET}(?<!daha )fazla(?:yla|sı)? (?:ver|kapa|oluş|bit)"),
          None, _balance(1), "bütçe açığı", denied=True),
    Claim(re.compile(rf"(?<!\w)borc?\w{{0,8}} (?:\S{{1,30}} ){{0,3}}{_NONE}(?:makta|mış|tur|dur)"),
          None, _positive(DEBTS, "closing"), "yıl sonu borcu"),
)  # fmt: skip
"""Each pattern looks a few words ahead at most."""


def claims(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Words about the whole budget agree with its tables."""
    for sentence in sentences(data):
        text = casefold(sentence.text)
        in_budget = sentence.section.startswith("III.A")
        for claim in CLAIMS:
            if not claim.words.search(text):
                continue
            if claim.about and not in_budget and not claim.about.search(text):
                continue
            if claim.denied and _DENIAL.search(text):
                continue
            found = claim.truth(data, sentence)
            if found is None:
                yield HELD
                continue
            dataset, row, column, number = found
            yield rule.finding(
                f"{sentence.section} bölümünde «{sentence.shown}» yazıyor; "
                f"«{data.tables[dataset].title}» tablosuna göre {claim.says} "
                f"{format_money(abs(number))}.",
                dataset=dataset,
                row=row,
                column=column,
                section=sentence.section,
                stated=sentence.shown,
                computed=number,
            )


# -- amounts of the directorates -------------------------------------------------------------------

LARGE = Decimal("0.1")
"""A single fee or purchase that a directorate names is a few percent of the year's revenue (in
2024 at most 2.4 %); a tenth of it would stand in the tables of the budget, too."""

FREE = ("figures.", "tables.")


def small_amounts(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """No amount that a directorate enters is a tenth of the year's revenue."""
    revenue = data.number(REVENUE, TOTAL_ROW, "net")
    if not revenue or revenue < 0:
        return
    most = revenue * LARGE
    for table in data.tables.values():
        if not table.id.startswith(FREE):
            continue
        for row in table.rows:
            for column in table.columns:
                number = (
                    table.number(row.key, column.key) if _is_money(table, row, column) else None
                )
                if number is None:
                    continue
                if abs(number) <= most:
                    yield HELD
                    continue
                yield rule.finding(
                    f"«{table.title}», {row_name(table, row)}: {format_money(number)}; yılın "
                    f"bütün gelirinin ({format_money(revenue)}) onda birinden çok.",
                    dataset=table.id,
                    row=row.key,
                    column=column.key,
                    stated=number,
                    computed=revenue,
                )


def _is_money(table: Table, row: Row, column: Column) -> bool:
    if column.kind is Kind.MONEY:
        return True
    if not column.kind.is_numeric or column.unit or "unit" not in table.index:
        return False
    return table.value(row.key, "unit") == "TL"


def _rule(
    code: str, title: str, family: Family, run: Body, basis: str, hint: str,
    severity: Severity = Severity.ERROR, *, missing: bool = False,
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint,
        missing=missing,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    _rule("FIN-040", "Bilanço raporda yer alır", Family.COMPLETENESS, balance_sheet,
          PUBLIC_FINANCE,
          "Bilanço ya da varlık ve yükümlülüklerin özeti bölüme eklenmelidir.", missing=True),
    _rule("FIN-041", "Bütçe sapmalarının nedeni yazılır", Family.REASON, reasons_of_deviation,
          PUBLIC_FINANCE, "Gelir ve giderin bütçeden neden saptığı bölüm metninde yazılmalıdır.",
          missing=True),
    _rule("FIN-042", "Bütçesi olan müdürlüğün bölümü vardır", Family.COMPLETENESS, chapters,
          PUBLIC_FINANCE,
          "Müdürlük birim faaliyetlerini yazmalı; kapatıldıysa devralan müdürlük belirtilmelidir.",
          missing=True),
    _rule("FIN-043", "Metindeki söz bütçe tablolarıyla bağdaşır", Family.PROSE, claims,
          PUBLIC_FINANCE, "Cümle ya da tablo düzeltilmelidir."),
    _rule("FIN-044", "Müdürlüklerin tek tek tutarları bütçenin onda birini aşmaz", Family.LIMIT,
          small_amounts, CRITERIA,
          "Tutarın sıfırları ve virgülü kontrol edilmeli; doğruysa bulgu gerekçesiyle kabul "
          "edilmelidir."),
)  # fmt: skip
