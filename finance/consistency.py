"""Rules on money: appropriations, revenue, ties between the tables, legal limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from finance import consistency_statutory
from finance.limits import (
    BORROWING_LAW,
    BORROWING_LIMITS,
    DEBT_LAW,
    DEBT_LIMITS,
    FINANCING,
    LAST_REVENUE,
    NUMBER_LABELS,
    PERSONNEL_CODES,
    PERSONNEL_LAW,
    PERSONNEL_LIMITS,
    POPULATION,
    REVALUATION_RATE,
    Limit,
)
from kars_portal.lib.numbers import format_money, format_percent, round_half_up
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import (
    Body,
    Cell,
    at_most,
    row_identity,
    row_name,
    same,
    shown,
    tables_of,
    together,
)
from reports.core.checks.data import Number
from reports.core.tables import TOTAL_ROW

EXPENDITURE, EXPENDITURE_LINES = "finance.expenditure", "finance.expenditure_lines"
REVENUE, REVENUE_LINES = "finance.revenue", "finance.revenue_lines"
DEPARTMENTS = "finance.department_budgets"
OUTCOME, STATEMENT, DEBTS = (
    "finance.budget_outcome",
    "finance.statement_of_activities",
    "finance.debts",
)

BUDGET_REGULATION = "Mahalli İdareler Bütçe ve Muhasebe Yönetmeliği"
PUBLIC_FINANCE = "5018 s. Kanun"
FINAL = "final"


def total(dataset: str, column: str) -> Cell:
    return Cell(dataset, TOTAL_ROW, column)


def not_negative(dataset: str, *columns: str) -> Body:
    """Amounts that cannot be below zero."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            known = [column for column in columns if column in table.index]
            for row in table.rows:
                for column in known:
                    number = table.number(row.key, column)
                    if number is None:
                        continue
                    if number >= 0:
                        yield HELD
                        continue
                    yield rule.finding(
                        f"«{table.title}», {row_name(table, row)}: "
                        f"{table.column(column).title} {shown(table, column, number)}; sıfırın "
                        "altında olamaz.",
                        dataset=table.id,
                        row=row.key,
                        column=column,
                        stated=number,
                        computed=Decimal(0),
                    )

    return run


def transfers_cancel(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """What is added to some codes is taken from others."""
    for dataset in (EXPENDITURE, EXPENDITURE_LINES):
        table = data.table(dataset)
        moved = data.number(dataset, TOTAL_ROW, "transfer")
        if table is None or moved is None:
            continue
        if moved == 0:
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}»: aktarmaların toplamı {format_money(moved)}; eklenen ile düşülen "
            "ödenek birbirine eşit olmalıdır.",
            dataset=dataset,
            row=TOTAL_ROW,
            column="transfer",
            stated=moved,
            computed=Decimal(0),
        )


def continued(*pairs: tuple[Cell, Cell]) -> Body:
    """A figure at the beginning of the year is last year's figure at its end."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        if data.previous is None:
            return
        before = CheckData(data.previous)
        for now, then in pairs:
            stated = data.number(now.dataset, now.row, now.column)
            computed = before.number(then.dataset, then.row, then.column)
            if stated is None or computed is None:
                continue
            if stated == computed:
                yield HELD
                continue
            table = data.tables[now.dataset]
            yield rule.finding(
                f"«{table.title}»: {table.column(now.column).title} toplamı "
                f"{format_money(stated)}; {before.year} yılı raporunda "
                f"{before.tables[then.dataset].column(then.column).title} toplamı "
                f"{format_money(computed)}.",
                dataset=now.dataset,
                row=now.row,
                column=now.column,
                stated=stated,
                computed=computed,
            )

    return run


def balanced(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Estimated revenue and financing cover the appropriations of the year."""
    revenue = data.number(REVENUE, TOTAL_ROW, "revised_estimate")
    expenditure = data.number(EXPENDITURE, TOTAL_ROW, "revised_budget")
    if revenue is None or expenditure is None:
        return
    financing = data.numbers.get(FINANCING)
    covered = revenue + (financing or 0)
    if covered == expenditure:
        yield HELD
        return
    known = financing is not None
    yield rule.finding(
        f"Ek bütçeyle gelir tahmini {format_money(revenue)}, finansman "
        f"{format_money(financing) if known else 'girilmemiş'}; ek bütçeyle ödenek "
        f"{format_money(expenditure)}.",
        dataset=REVENUE,
        row=TOTAL_ROW,
        column="revised_estimate",
        stated=covered,
        computed=expenditure,
        severity=rule.severity if known else Severity.WARNING,
    )


def statement_result(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The result of the statement of activities is revenue less expense."""
    table = data.table(STATEMENT)
    found = {row: data.number(STATEMENT, row, "amount") for row in ("revenue", "expense", "result")}
    revenue, expense, result = found["revenue"], found["expense"], found["result"]
    if table is None or revenue is None or expense is None or result is None:
        return
    if result == revenue - expense:
        yield HELD
        return
    yield rule.finding(
        f"«{table.title}»: sonuç {format_money(result)}; gelir eksi gider "
        f"{format_money(revenue - expense)}.",
        dataset=STATEMENT,
        row="result",
        column="amount",
        stated=result,
        computed=revenue - expense,
    )


# -- legal limits ----------------------------------------------------------------------------------


def last_revenue(data: CheckData) -> Number:
    """Last realised revenue: as entered, else net revenue of last year's final account."""
    entered = data.numbers.get(LAST_REVENUE)
    if entered is not None or data.previous is None:
        return entered
    if data.previous.header.figure_status != FINAL:
        return None
    return CheckData(data.previous).number(REVENUE, TOTAL_ROW, "net")


def within_limit(
    what: str, amount: Cell, rows: Sequence[str], limits: Sequence[Limit], *, asks: bool = False
) -> Body:
    """An amount stays within a share of the last realised revenue, raised by the revaluation rate.

    `rows` are added up (the amount's own row when there are none). What is missing to judge it is
    asked for once, with a warning (`asks`), not assumed.
    """

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        keys = rows or (amount.row,)
        known = [data.number(amount.dataset, key, amount.column) for key in keys]
        numbers = [number for number in known if number is not None]
        if not numbers:
            return
        stated = sum(numbers, Decimal(0))
        needed = {
            POPULATION: data.numbers.get(POPULATION),
            LAST_REVENUE: last_revenue(data),
            REVALUATION_RATE: data.numbers.get(REVALUATION_RATE),
        }
        population, revenue = needed[POPULATION], needed[LAST_REVENUE]
        rate = needed[REVALUATION_RATE]
        if population is None or revenue is None or rate is None:
            missing = [NUMBER_LABELS[key] for key, value in needed.items() if value is None]
            if asks:
                yield rule.finding(
                    f"{what} sınırı denetlenemedi; girilmesi gereken: {', '.join(missing)}.",
                    dataset=amount.dataset,
                    row=keys[0],
                    column=amount.column,
                    severity=Severity.WARNING,
                    hint="Yılın denetim verileri arasına girilmelidir.",
                )
            return
        day = date(data.year, 12, 31)
        limit = next((item for item in limits if item.applies(day, population)), None)
        if limit is None:
            return
        allowed = round_half_up(revenue * (1 + rate / 100) * limit.percent / 100, 2)
        if stated <= allowed:
            yield HELD
            return
        yield rule.finding(
            f"{what} {format_money(stated)}; sınır, {format_money(revenue)} gelirin "
            f"{format_percent(rate, 2)} artırılmış tutarının {format_percent(limit.percent)} "
            f"oranı olan {format_money(allowed)}.",
            dataset=amount.dataset,
            row=keys[0],
            column=amount.column,
            stated=stated,
            computed=allowed,
        )

    return run


def _rule(
    code: str, title: str, family: Family, run: Body, severity: Severity = Severity.ERROR,
    basis: str = BUDGET_REGULATION, hint: str = "",
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=basis, hint=hint
    )


MEND_TABLES = "İki tablo aynı mizandan alınmalı; sapan tutar düzeltilmelidir."

RULES: tuple[Rule, ...] = (
    _rule("FIN-001", "Harcama ödeneği aşmaz", Family.BUDGET,
          together(
              *(at_most(dataset, "spent", "total_appropriation", total=True)
                for dataset in (EXPENDITURE, EXPENDITURE_LINES, DEPARTMENTS))),
          basis=f"{PUBLIC_FINANCE} m. 20/d",
          hint="Eksik kalan aktarma ya da ek ödenek girilmeli, değilse harcama düzeltilmelidir."),
    _rule("FIN-002", "Toplam ödenek; harcanan, devredilen ve iptal edilen ödenektir",
          Family.BUDGET,
          together(
              *(row_identity(dataset, "total_appropriation", "spent + carried_out + cancelled",
                             total=True) for dataset in (EXPENDITURE, EXPENDITURE_LINES)),
              *(at_most(dataset, "carried_out", "total_appropriation - spent", total=True)
                for dataset in (EXPENDITURE, EXPENDITURE_LINES, DEPARTMENTS))),
          basis=f"{BUDGET_REGULATION} m. 39",
          hint="Devredilen ödenek, harcamadan kalan ödeneği aşamaz; tutarlar düzeltilmelidir."),
    _rule("FIN-003", "Aktarmaların toplamı sıfırdır", Family.BUDGET, transfers_cancel,
          basis=f"{PUBLIC_FINANCE} m. 21",
          hint="Eklenen ya da düşülen ödeneklerden eksik olanı girilmelidir."),
    _rule("FIN-004", "Ödenek ve harcama sıfırın altında değildir", Family.BUDGET,
          together(
              *(not_negative(dataset, "carried_in", "budget", "supplementary",
                             "total_appropriation", "spent", "carried_out")
                for dataset in (EXPENDITURE, EXPENDITURE_LINES)),
              not_negative(DEPARTMENTS, "appropriation", "spent", "carried_out")),
          hint="Düşülen ödenek, aktarma sütununa eksi işaretiyle yazılmalıdır."),
    _rule("FIN-005", "Yıl başındaki tutar, geçen yılın sonundakidir", Family.BUDGET,
          continued(
              (total(EXPENDITURE, "carried_in"), total(EXPENDITURE, "carried_out")),
              (total(DEBTS, "opening"), total(DEBTS, "closing"))),
          hint="Devreden tutar geçen yılın kesin hesabıyla karşılaştırılmalıdır."),
    _rule("FIN-010", "Müdürlük bütçeleri ile ekonomik kodlar aynı toplamı verir", Family.TIE_OUT,
          same(
              *((total(DEPARTMENTS, column), total(EXPENDITURE, column))
                for column in ("total_appropriation", "spent", "carried_out"))),
          hint=f"{MEND_TABLES} Yıl içinde eklenen ödenek, onu zaten içeren net ödeneğe bir daha "
               "eklenmemelidir."),
    _rule("FIN-011", "Bütçe sonucu, gelir ve gider tablolarının toplamıdır", Family.TIE_OUT,
          same(
              (Cell(OUTCOME, "revenue", "estimate"), total(REVENUE, "revised_estimate")),
              (Cell(OUTCOME, "revenue", "actual"), total(REVENUE, "net")),
              (Cell(OUTCOME, "expenditure", "estimate"), total(EXPENDITURE, "revised_budget")),
              (Cell(OUTCOME, "expenditure", "actual"), total(EXPENDITURE, "spent"))),
          hint=MEND_TABLES),
    _rule("FIN-020", "Net gelir, tahsilat eksi ret ve iadedir", Family.BUDGET,
          together(
              *(body for dataset in (REVENUE, REVENUE_LINES) for body in (
                  row_identity(dataset, "net", "gross - refunds", total=True),
                  at_most(dataset, "net", "gross", total=True),
                  not_negative(dataset, "estimate", "gross", "refunds")))),
          basis=f"{PUBLIC_FINANCE} m. 13/f",
          hint="Gelir gayrisafi, ret ve iade eksi işareti olmadan yazılmalıdır."),
    _rule("FIN-021", "Gelir tahmini ile finansman ödeneği karşılar", Family.BUDGET, balanced,
          basis=f"{PUBLIC_FINANCE} m. 13; {BUDGET_REGULATION}",
          hint="Gelir ve gider bütçesi karşılaştırılmalı, finansman varsa girilmelidir."),
    _rule("FIN-022", "Faaliyet sonucu, gelir eksi giderdir", Family.BUDGET, statement_result,
          hint="Faaliyet sonuçları tablosu mizanla karşılaştırılmalıdır."),
    _rule("FIN-030", "Personel gideri yasal sınırı aşmaz", Family.LIMIT,
          within_limit("Personel gideri", total(EXPENDITURE, "spent"), PERSONNEL_CODES,
                       PERSONNEL_LIMITS, asks=True),
          basis=PERSONNEL_LAW,
          hint="Sınır aşıldıysa nedeni ve alınan önlem metinde açıklanmalıdır."),
    _rule("FIN-031", "Borç stoku yasal sınırı aşmaz", Family.LIMIT,
          within_limit("Yıl sonu borç stoku", total(DEBTS, "closing"), (), DEBT_LIMITS,
                       asks=True),
          basis=DEBT_LAW,
          hint="Sınır aşıldıysa nedeni ve alınan önlem metinde açıklanmalıdır."),
    _rule("FIN-032", "Sınırı aşan borçlanmanın izni vardır", Family.LIMIT,
          within_limit("Yıl içindeki borçlanma", total(DEBTS, "borrowed"), (), BORROWING_LIMITS),
          Severity.WARNING, BORROWING_LAW,
          "Meclis kararının ve Bakanlık onayının tarih ve sayısı metinde yazılmalıdır."),
    *consistency_statutory.RULES,
)  # fmt: skip
