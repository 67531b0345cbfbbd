"""Rules on contracts, their payments and direct purchases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from departments import consistency_vat
from kars_portal.lib.numbers import (
    format_date,
    format_money,
    format_percent,
    plain,
    round_half_up,
)
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import ordered, rising, row_name, together
from reports.core.checks.data import Number, agrees, places_of
from reports.core.tables import TOTAL_ROW, Table

CONTRACTS = "departments.contracts"
PAYMENTS = "payments."

MAX_INCREASE = Decimal(20)
CONTRACT_LAW = "4735 s. Kamu İhale Sözleşmeleri Kanunu"
GENERAL_TERMS = "Yapım İşleri Genel Şartnamesi m. 39-40"


def _contracts_with_payments(data: CheckData) -> Iterator[tuple[Table, str, Table]]:
    """(contracts, row of the contract, its payments)."""
    contracts = data.table(CONTRACTS)
    if contracts is None:
        return
    for payments in data.family(PAYMENTS):
        row = payments.id.removeprefix(PAYMENTS).replace("_", "-")
        if row in contracts.by_key:
            yield contracts, row, payments


def _day(table: Table, row: str, column: str) -> date | None:
    value = table.value(row, column)
    return value if isinstance(value, date) else None


def credit_used(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The accruals of a contract's payments add up to the credit that was used."""
    for contracts, row, payments in _contracts_with_payments(data):
        stated = contracts.number(row, "credit_used")
        computed = _sum(payments, "accrual")
        if stated is None or computed is None:
            continue
        if stated == computed:
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row, 'title')}»: kullanılan kredi {format_money(stated)}; "
            f"hakedişlerin tahakkuk toplamı {format_money(computed)}.",
            dataset=CONTRACTS,
            row=row,
            column="credit_used",
            stated=stated,
            computed=computed,
        )


def paid_within_price(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Payments without tax and price difference stay within the price and its increase."""
    for contracts, row, payments in _contracts_with_payments(data):
        amount, paid = contracts.number(row, "amount"), _sum(payments, "payment")
        if amount is None or paid is None:
            continue
        increase = contracts.number(row, "increase_amount")
        if increase is None:
            increase = amount * (contracts.number(row, "increase_rate") or 0) / 100
        limit = round_half_up(amount + increase, 2)
        if paid <= limit:
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row, 'title')}»: hakedişler toplamı {format_money(paid)}; "
            f"sözleşme bedeli ile iş artışı {format_money(limit)}.",
            dataset=payments.id,
            row=TOTAL_ROW,
            column="payment",
            stated=paid,
            computed=limit,
        )


def increase_rate(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A contract that was paid at once, above its price: the increase is what was paid more."""
    for contracts, row, payments in _contracts_with_payments(data):
        rate, amount = contracts.number(row, "increase_rate"), contracts.number(row, "amount")
        paid = _sum(payments, "payment")
        if rate is None or not amount or paid is None or len(payments.rows) != 1:
            continue
        if contracts.number(row, "increase_amount") is not None or paid <= amount:
            continue
        computed = (paid - amount) / amount * 100
        if agrees(rate, computed, places_of(rate)):
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row, 'title')}»: iş artışı {format_percent(rate, 2)} yazılmış; "
            f"{format_money(amount)} bedelli işe {format_money(paid)} ödenmiş, artış "
            f"{format_percent(computed, 2)} ediyor.",
            dataset=CONTRACTS,
            row=row,
            column="increase_rate",
            stated=rate,
            computed=plain(round_half_up(computed, 6)),
        )


def increase_limit(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The increase stays within what the law allows without a further decision."""
    contracts = data.table(CONTRACTS)
    if contracts is None:
        return
    for row in contracts.rows:
        rate = contracts.number(row.key, "increase_rate")
        if rate is None:
            continue
        if rate <= MAX_INCREASE:
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row.key, 'title')}»: iş artışı {format_percent(rate, 2)}; sınır "
            f"{format_percent(MAX_INCREASE)}.",
            dataset=CONTRACTS,
            row=row.key,
            column="increase_rate",
            stated=rate,
            computed=MAX_INCREASE,
        )


SHIFTS = tuple(Decimal(10) ** places for places in (1, 2, 3))


def shifted_price(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A price that is ten, a hundred or a thousand times what was paid, to the kuruş, has a zero or
    a point in the wrong place.
    """
    for contracts, row, payments in _contracts_with_payments(data):
        amount, paid = contracts.number(row, "amount"), _sum(payments, "payment")
        if not amount or not paid:
            continue
        if not any(amount in {paid * shift, paid / shift} for shift in SHIFTS):
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row, 'title')}»: sözleşme bedeli {format_money(amount)}, "
            f"hakedişler toplamı {format_money(paid)}; rakamlar aynı, virgülün yeri farklı.",
            dataset=CONTRACTS,
            row=row,
            column="amount",
            stated=amount,
            computed=paid,
        )


TENDER_YEARS = 2
"""A contract is signed at most so many years after its tender was registered."""


def tender_numbers(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The year in a tender's registration number is the contract's, or shortly before it."""
    contracts = data.table(CONTRACTS)
    if contracts is None or "tender_no" not in contracts.index:
        return
    for row in contracts.rows:
        number = str(contracts.value(row.key, "tender_no") or "")
        signed = _day(contracts, row.key, "contract_date")
        year = number.partition("/")[0]
        if signed is None or len(year) != len("2024") or not year.isdigit():
            continue
        if signed.year - TENDER_YEARS <= int(year) <= signed.year:
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row.key, 'title')}»: ihale kayıt numarası {number}, "
            f"sözleşme tarihi {format_date(signed)}; yılları bağdaşmıyor.",
            dataset=CONTRACTS,
            row=row.key,
            column="tender_no",
            stated=number,
            computed=str(signed.year),
        )


def completion(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The day of completion follows from delivery of the site and duration.

    The day of delivery counts as the first day; offices that begin to count on the next day are
    not corrected.
    """
    contracts = data.table(CONTRACTS)
    if contracts is None:
        return
    for row in contracts.rows:
        start = _day(contracts, row.key, "site_delivery_date")
        end = _day(contracts, row.key, "completion_date")
        days = contracts.number(row.key, "duration_days")
        if start is None or end is None or days is None:
            continue
        last = start + timedelta(days=int(days) - 1)
        if end in {last, last + timedelta(days=1)}:
            yield HELD
            continue
        yield rule.finding(
            f"«{contracts.value(row.key, 'title')}»: iş bitimi {format_date(end)} yazılmış; "
            f"{format_date(start)} tarihli yer tesliminden {int(days)} gün {format_date(last)} "
            "günü doluyor.",
            dataset=CONTRACTS,
            row=row.key,
            column="completion_date",
            stated=end.isoformat(),
            computed=last.isoformat(),
        )


def paid_after_contract(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """No payment bears a date before the contract."""
    for contracts, row, payments in _contracts_with_payments(data):
        signed = _day(contracts, row, "contract_date")
        if signed is None:
            continue
        for payment in payments.rows:
            day = _day(payments, payment.key, "date")
            if day is None:
                continue
            if day >= signed:
                yield HELD
                continue
            yield rule.finding(
                f"«{payments.title}», {row_name(payments, payment)} no.lu hakediş: "
                f"{format_date(day)} tarihi sözleşme tarihinden ({format_date(signed)}) önce.",
                dataset=payments.id,
                row=payment.key,
                column="date",
                stated=day.isoformat(),
                computed=signed.isoformat(),
            )


def _sum(table: Table, column: str) -> Number:
    """The sum of a column in which nothing is missing."""
    numbers = [table.number(row.key, column) for row in table.rows]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None


RULES: tuple[Rule, ...] = (
    *consistency_vat.RULES,
    Rule(
        code="DEP-021",
        title="Hakediş tarihleri geriye gitmez ve sözleşmeden önce değildir",
        family=Family.DATE,
        severity=Severity.ERROR,
        run=together(rising(PAYMENTS, "date"), paid_after_contract),
        basis=CONTRACT_LAW,
        hint="Hakediş tarihleri hakediş raporlarına göre düzeltilmelidir.",
    ),
    Rule(
        code="DEP-022",
        title="Kullanılan kredi, hakediş tahakkuklarının toplamıdır",
        family=Family.TIE_OUT,
        severity=Severity.ERROR,
        run=credit_used,
        basis=CONTRACT_LAW,
        hint="Kullanılan kredi ya da hakediş tutarları banka ekstresine göre düzeltilmelidir.",
    ),
    Rule(
        code="DEP-023",
        title="Hakedişler sözleşme bedeli ile iş artışını aşmaz",
        family=Family.LIMIT,
        severity=Severity.ERROR,
        run=paid_within_price,
        basis=f"{CONTRACT_LAW} m. 24",
        hint="Eksik bırakılan iş artışı girilmeli ya da hakediş tutarı düzeltilmelidir.",
    ),
    Rule(
        code="DEP-024",
        title="İş artışı oranı, ödenenin sözleşme bedelini aşan bölümüdür",
        family=Family.RATIO,
        severity=Severity.ERROR,
        run=increase_rate,
        basis=f"{CONTRACT_LAW} m. 24",
        hint="Oran düzeltilmeli; iş artışının tamamı kullanılmadıysa metinde söylenmelidir.",
    ),
    Rule(
        code="DEP-025",
        title="İş artışı sözleşme bedelinin yüzde yirmisini aşmaz",
        family=Family.LIMIT,
        severity=Severity.WARNING,
        run=increase_limit,
        basis=f"{CONTRACT_LAW} m. 24",
        hint="Oran düzeltilmeli ya da daha yükseğine izin veren karar metinde anılmalıdır.",
    ),
    Rule(
        code="DEP-026",
        title="İş bitimi, yer teslimi ile iş süresinden çıkar",
        family=Family.DATE,
        severity=Severity.ERROR,
        run=completion,
        basis=GENERAL_TERMS,
        hint="Süre, yer teslimi ya da bitim tarihi düzeltilmeli; süre uzatımı ayrı yazılmalıdır.",
    ),
    Rule(
        code="DEP-027",
        title="Sözleşme tarihleri sırasıyla gider",
        family=Family.DATE,
        severity=Severity.ERROR,
        run=together(
            ordered(
                CONTRACTS,
                "tender_date",
                "contract_date",
                "site_delivery_date",
                "completion_date",
                "extended_completion_date",
            ),
            ordered(
                CONTRACTS,
                "contract_date",
                "site_delivery_date",
                "acceptance_date",
                "acceptance_approval_date",
            ),
            ordered(CONTRACTS, "contract_date", "approval_date"),
            tender_numbers,
        ),
        basis=CONTRACT_LAW,
        hint="Tarihler ihale dosyasına göre düzeltilmelidir.",
    ),
    Rule(
        code="DEP-029",
        title="Sözleşme bedeli ile ödenen, virgülün yerinde ayrılmaz",
        family=Family.TIE_OUT,
        severity=Severity.ERROR,
        run=shifted_price,
        basis=CONTRACT_LAW,
        hint="Sözleşme bedeli ya da hakediş tutarı belgesine göre düzeltilmelidir.",
    ),
)
