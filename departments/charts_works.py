"""Charts of what directorates did: licences, water, payments, purchases.

A free table may not exist in a year, may lack a column or be empty; then its chart is not drawn.
Titles and words are computed from the tables, so they cannot say anything else than these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from departments.wording import possessive_percent
from kars_portal.lib.numbers import (
    format_compact_money,
    format_date,
    format_decimal,
    format_integer,
    format_money,
    format_percent,
)
from reports.core.registry import Chart, Spec, Tables

from .chart_shapes import FEWEST, Point, bars, by_group, columns, largest, listed, points

LICENCES = "tables.licences_by_year"
WATER_SOURCES = "tables.water_sources"
WATER_ACCRUALS = "tables.accruals_bimonthly"
CONTRACTS = "departments.contracts"
PURCHASES = "departments.direct_procurements"

MILLION = Decimal(1_000_000)


# -- licences by year ----------------------------------------------------------------------------


def _licences(tables: Tables) -> list[Point]:
    return points(tables.get(LICENCES), "years", "opening_licences", "weekend_licences")


def _licences_title(tables: Tables) -> str:
    groups = by_group(_licences(tables))
    if len(groups) < FEWEST:
        return "Yıllara göre ruhsatlar"
    last, most = groups[-1], largest(groups)
    if last == most:
        return f"En çok ruhsat {last.group} yılında verildi: {format_integer(last.value)}"
    return (
        f"{last.group} yılında {format_integer(last.value)} ruhsat verildi; en çok ruhsat "
        f"{most.group} yılında verilmişti ({format_integer(most.value)})"
    )


def _licences_words(tables: Tables) -> str:
    return "Sütun grafik, yıllara göre verilen ruhsatları gösterir. " + listed(
        _licences(tables), format_integer
    )


def _licences_spec(tables: Tables) -> Spec | None:
    return columns(_licences(tables), y_title="ruhsat", stacked=True)


# -- water ---------------------------------------------------------------------------------------


def _sources(tables: Tables) -> list[Point]:
    found = points(tables.get(WATER_SOURCES), "source", "allocation_m3_day")
    return sorted(by_group(found), key=lambda point: point.value, reverse=True)


def _whole(found: Sequence[Point]) -> Decimal:
    return sum((point.value for point in found), Decimal(0))


def _cubic_metres(value: Decimal) -> str:
    return f"{format_decimal(value)} m³/gün"


def _sources_title(tables: Tables) -> str:
    found = _sources(tables)
    if not found or not _whole(found):
        return "İçme suyu kaynakları"
    share = found[0].value / _whole(found) * 100
    return f"İçme suyu tahsisinin {possessive_percent(share)} tek kaynaktan: {found[0].group}"


def _sources_words(tables: Tables) -> str:
    found = _sources(tables)
    return (
        "Çubuk grafik, içme suyu kaynaklarına yapılan tahsisi gösterir. "
        f"Toplam {_cubic_metres(_whole(found))}. {listed(found, _cubic_metres)}"
    )


def _sources_spec(tables: Tables) -> Spec | None:
    found = _sources(tables)
    whole = _whole(found)
    if not whole:
        return None

    def with_share(value: Decimal) -> str:
        return f"{format_decimal(value)} ({format_percent(value / whole * 100)})"

    return bars(found, with_share, x_title="m³/gün", scale=Decimal(1))


def _accruals(tables: Tables) -> list[Point]:
    return points(tables.get(WATER_ACCRUALS), "period", "normal_accrual", "public_accrual")


def _accruals_title(tables: Tables) -> str:
    groups = by_group(_accruals(tables))
    if not groups:
        return "Dönemlere göre su tahakkuku"
    most = largest(groups)
    return f"Su tahakkuku en çok {most.group} döneminde yapıldı: {format_compact_money(most.value)}"


def _accruals_words(tables: Tables) -> str:
    found = _accruals(tables)
    return (
        "Yığılmış sütun grafik, iki aylık dönemlere göre su tahakkukunu gösterir. "
        f"Toplam {format_money(_whole(found))}. {listed(found, format_money)}"
    )


def _accruals_spec(tables: Tables) -> Spec | None:
    return columns(_accruals(tables), y_title="milyon TL", scale=MILLION, stacked=True)


# -- payments of the largest contract ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaidContract:
    """The contract with the highest price that has payments, with these."""

    title: str
    payments: tuple[Point, ...]
    dates: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        return _whole(self.payments)


def _paid_contract(tables: Tables) -> PaidContract | None:
    contracts = tables.get(CONTRACTS)
    if contracts is None:
        return None
    prices = {row.key: contracts.number(row.key, "amount") or Decimal(0) for row in contracts.rows}
    for key in sorted(prices, key=lambda key: prices[key], reverse=True):
        payments = tables.get(f"payments.{key.replace('-', '_')}")
        if payments is None:
            continue
        found = by_group(points(payments, "no", "accrual"))
        if len(found) >= FEWEST:
            days = [day for day in payments.column_values("date") if isinstance(day, date)]
            dates = tuple(format_date(day) for day in (min(days), max(days))) if days else ()
            return PaidContract(str(contracts.value(key, "title")), tuple(found), dates)
    return None


def _payments_title(tables: Tables) -> str:
    contract = _paid_contract(tables)
    if contract is None:
        return "Hakedişler"
    return (
        f"{contract.title}: {len(contract.payments)} hakedişte "
        f"{format_compact_money(contract.total)} tahakkuk etti"
    )


def _payments_words(tables: Tables) -> str:
    contract = _paid_contract(tables)
    if contract is None:
        return ""
    between = f" ({contract.dates[0]} – {contract.dates[1]})" if contract.dates else ""
    numbered = [Point(f"{point.group}. hakediş", "", point.value) for point in contract.payments]
    return (
        "Sütun grafik, bedeli en yüksek hakedişli sözleşmenin tahakkuklarını hakediş sırasıyla "
        f"gösterir{between}. Toplam {format_money(contract.total)}. "
        f"{listed(numbered, format_money)}"
    )


def _payments_spec(tables: Tables) -> Spec | None:
    contract = _paid_contract(tables)
    if contract is None:
        return None
    numbered = [Point(f"{point.group}.", "", point.value) for point in contract.payments]
    return columns(numbered, y_title="milyon TL", scale=MILLION)


# -- direct purchases ----------------------------------------------------------------------------


def _purchases(tables: Tables) -> list[Point]:
    found = points(tables.get(PURCHASES), "department", "amount_incl_vat")
    return sorted(by_group(found), key=lambda point: point.value, reverse=True)


def _purchases_title(tables: Tables) -> str:
    found = _purchases(tables)
    if not found or not _whole(found):
        return "Doğrudan temin"
    share = found[0].value / _whole(found) * 100
    return (
        f"{format_compact_money(_whole(found))} tutarındaki doğrudan teminin "
        f"{possessive_percent(share)} tek müdürlükte: {found[0].group}"
    )


def _purchases_words(tables: Tables) -> str:
    return (
        "Çubuk grafik, doğrudan temin ve Devlet Malzeme Ofisi alımlarının KDV dâhil tutarını "
        f"müdürlüklere göre gösterir. {listed(_purchases(tables), format_money)}"
    )


def _purchases_spec(tables: Tables) -> Spec | None:
    return bars(_purchases(tables), format_compact_money, x_title="milyon TL", scale=MILLION)


CHARTS = (
    Chart(
        id="departments.licences_by_year",
        section="III.B.1/zabita",
        dataset=LICENCES,
        title=_licences_title,
        description=_licences_words,
        spec=_licences_spec,
    ),
    Chart(
        id="departments.water_sources",
        section="III.B.1/su-kanalizasyon",
        dataset=WATER_SOURCES,
        title=_sources_title,
        description=_sources_words,
        spec=_sources_spec,
    ),
    Chart(
        id="departments.water_accruals",
        section="III.B.1/isletme-istirakler",
        dataset=WATER_ACCRUALS,
        title=_accruals_title,
        description=_accruals_words,
        spec=_accruals_spec,
    ),
    Chart(
        id="departments.payments",
        section="III.B.1",
        dataset=CONTRACTS,
        title=_payments_title,
        description=_payments_words,
        spec=_payments_spec,
        order=20,
    ),
    Chart(
        id="departments.direct_procurements",
        section="III.B.1",
        dataset=PURCHASES,
        title=_purchases_title,
        description=_purchases_words,
        spec=_purchases_spec,
        order=30,
    ),
)
