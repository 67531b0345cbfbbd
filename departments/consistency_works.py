"""Rules on contracts, their payments and direct purchases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from departments.vat import nearest, rates_at, rates_in
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
PURCHASES = "departments.direct_procurements"
PAYMENTS = "payments."

KURUS = Decimal("0.01")
MAX_INCREASE = Decimal(20)
CONTRACT_LAW = "4735 s. Kamu İhale Sözleşmeleri Kanunu"
VAT_LAW = "3065 s. Katma Değer Vergisi Kanunu m. 28"
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


def payment_vat(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The tax of a payment is a rate in force of payment and price difference."""
    for table in data.family(PAYMENTS):
        for row in table.rows:
            payment = table.number(row.key, "payment")
            tax = table.number(row.key, "vat")
            if payment is None or not tax:
                continue
            base = payment + (table.number(row.key, "price_difference") or 0)
            day = _day(table, row.key, "date")
            found = nearest(base, tax, rates_at(day))
            if found is None:
                continue
            rate, exact = found
            computed = round_half_up(exact, 2)
            if abs(tax - computed) <= KURUS:
                yield HELD
                continue
            yield rule.finding(
                f"«{table.title}», {row_name(table, row)} no.lu hakediş: KDV "
                f"{format_money(tax)}; hakediş tutarı ile fiyat farkının %{rate} oranındaki "
                f"vergisi {format_money(computed)}.",
                dataset=table.id,
                row=row.key,
                column="vat",
                stated=tax,
                computed=computed,
            )


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


def purchase_vat(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The sum with tax follows from the sum without, one kuruş of rounding for each purchase.

    Several purchases may carry different rates; a sum between the lowest and the highest rate is
    then only a warning.
    """
    table, rates = data.table(PURCHASES), rates_in(data.year)
    if table is None:
        return
    for row in table.rows:
        bare = table.number(row.key, "amount_excl_vat")
        full = table.number(row.key, "amount_incl_vat")
        if not bare or full is None:
            continue
        count = int(table.number(row.key, "count") or 1)
        found = nearest(bare, full - bare, rates)
        if found is None:
            continue
        rate, tax = found
        if abs(full - bare - tax) <= KURUS * count:
            yield HELD
            continue
        mixed = count > 1 and min(rates) <= (full - bare) / bare * 100 <= max(rates)
        computed = round_half_up(bare + tax, 2)
        yield rule.finding(
            f"«{table.title}», {table.value(row.key, 'title')}: KDV dâhil {format_money(full)}; "
            f"KDV hariç {format_money(bare)} tutarın %{rate} vergiyle toplamı "
            f"{format_money(computed)}.",
            dataset=PURCHASES,
            row=row.key,
            column="amount_incl_vat",
            stated=full,
            computed=computed,
            severity=Severity.WARNING if mixed else rule.severity,
        )


def _sum(table: Table, column: str) -> Number:
    """The sum of a column in which nothing is missing."""
    numbers = [table.number(row.key, column) for row in table.rows]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None


RULES: tuple[Rule, ...] = (
    Rule(
        code="DEP-020",
        title="Hakediş KDV’si yürürlükteki bir oranla hesaplanır",
        family=Family.RATIO,
        severity=Severity.ERROR,
        run=payment_vat,
        basis=VAT_LAW,
        hint="Hakedişin KDV tutarı, fiyat farkı ya da hakediş tutarı düzeltilmelidir.",
    ),
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
        severity=Severity.WARNING,
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
        ),
        basis=CONTRACT_LAW,
        hint="Tarihler ihale dosyasına göre düzeltilmelidir.",
    ),
    Rule(
        code="DEP-028",
        title="Doğrudan teminin KDV dâhil tutarı KDV hariç tutardan çıkar",
        family=Family.RATIO,
        severity=Severity.ERROR,
        run=purchase_vat,
        basis=VAT_LAW,
        hint="İki tutardan yanlış olanı düzeltilmelidir.",
    ),
)
