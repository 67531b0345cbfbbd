"""Rules on value added tax: of progress payments and of direct purchases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from departments.vat import nearest, rates_at, rates_in
from kars_portal.lib.numbers import format_money, round_half_up
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import row_name
from reports.core.checks.data import is_truncated

PURCHASES = "departments.direct_procurements"
PAYMENTS = "payments."

KURUS = Decimal("0.01")
CUT = " (kuruştan sonrası yuvarlanmamış, kesilmiş)"
VAT_LAW = "3065 s. Katma Değer Vergisi Kanunu m. 28"


def payment_vat(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The tax of a payment is a rate in force of payment and price difference.

    One kuruş less or more is a tax whose digits were cut instead of rounded: a warning.
    """
    for table in data.family(PAYMENTS):
        for row in table.rows:
            payment = table.number(row.key, "payment")
            tax = table.number(row.key, "vat")
            if payment is None or not tax:
                continue
            base = payment + (table.number(row.key, "price_difference") or 0)
            day = table.value(row.key, "date")
            found = nearest(base, tax, rates_at(day if isinstance(day, date) else None))
            if found is None:
                continue
            rate, exact = found
            computed = round_half_up(exact, 2)
            if tax == computed:
                yield HELD
                continue
            cut = abs(tax - computed) <= KURUS
            yield rule.finding(
                f"«{table.title}», {row_name(table, row)} no.lu hakediş: KDV "
                f"{format_money(tax)}; hakediş tutarı ile fiyat farkının %{rate} oranındaki "
                f"vergisi {format_money(computed)}{CUT if cut else ''}.",
                dataset=table.id,
                row=row.key,
                column="vat",
                stated=tax,
                computed=computed,
                severity=Severity.WARNING if cut else rule.severity,
            )


def purchase_vat(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The sum with tax follows from the sum without, one kuruş of rounding for each purchase.

    A tax that is exactly the one of the whole sum with its digits cut is a warning.

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
        close = abs(full - bare - tax) <= KURUS * count
        cut = close and full - bare != round_half_up(tax, 2) and is_truncated(full - bare, tax, 2)
        if close and not cut:
            yield HELD
            continue
        mixed = count > 1 and min(rates) <= (full - bare) / bare * 100 <= max(rates)
        computed = round_half_up(bare + tax, 2)
        yield rule.finding(
            f"«{table.title}», {table.value(row.key, 'title')}: KDV dâhil {format_money(full)}; "
            f"KDV hariç {format_money(bare)} tutarın %{rate} vergiyle toplamı "
            f"{format_money(computed)}{CUT if cut else ''}.",
            dataset=PURCHASES,
            row=row.key,
            column="amount_incl_vat",
            stated=full,
            computed=computed,
            severity=Severity.WARNING if mixed or cut else rule.severity,
        )


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
        code="DEP-028",
        title="Doğrudan teminin KDV dâhil tutarı KDV hariç tutardan çıkar",
        family=Family.RATIO,
        severity=Severity.ERROR,
        run=purchase_vat,
        basis=VAT_LAW,
        hint="İki tutardan yanlış olanı düzeltilmelidir.",
    ),
)
