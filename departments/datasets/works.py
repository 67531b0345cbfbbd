"""Published tables of contracts, their items and payments, and of direct purchases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from departments.enums import ProcurementBasis
from departments.models import Contract, DirectProcurement
from departments.models.free_tables import DEPARTMENT_SECTION, ROW
from kars_portal.lib.numbers import (
    format_date,
    format_decimal,
    format_money,
    format_percent,
    plain,
)
from kars_portal.lib.turkish import slugify
from reports.models import FiscalYear
from reports.registry import Column, Dataset, DatasetFamily, Kind, TablePart, Total

from .free import (
    CONTRACT_SLUG,
    ITEMS_SLUG,
    PAYMENTS_SLUG,
    PROCUREMENT_SLUG,
    Cells,
    fixed,
    row_name,
)

CONTRACT_LAWS = "4734 s. Kamu İhale Kanunu; 4735 s. Kamu İhale Sözleşmeleri Kanunu"
DIRECT_LAW = "4734 s. Kanun m. 3/e ve m. 22"
CONTRACTS_ORDER = 3000
PROCUREMENT_ORDER = 4000


def _money(
    key: str, title: str, description: str = "", total: Total = Total.SUM, parts: str = ""
) -> Column:
    return Column(
        key, title, Kind.MONEY, unit="TL", total=total, description=description, parts=parts
    )


# -- contracts -----------------------------------------------------------------------------------

COMPUTED_INCREASE = "Tutar bildirilmişse, sözleşme bedeline oranı olarak hesaplanır."

CONTRACT_COLUMNS = (
    Column("title", "İş", wide=True),
    Column("department", "Müdürlük"),
    Column("kind", "Tür"),
    Column("procedure", "İhale usulü", Kind.CODE),
    Column("tender_no", "İhale kayıt no", Kind.CODE),
    Column("tender_date", "İhale tarihi", Kind.DATE),
    Column("contract_date", "Sözleşme tarihi", Kind.DATE),
    _money("amount", "Sözleşme bedeli"),
    Column("duration_days", "Süre", Kind.INTEGER, unit="gün"),
    Column("quantity", "Miktar", Kind.DECIMAL),
    Column("quantity_unit", "Miktar birimi"),
    Column("site_delivery_date", "Yer teslimi", Kind.DATE),
    Column("completion_date", "İş bitimi", Kind.DATE),
    Column("extended_completion_date", "Süre uzatımlı bitim", Kind.DATE),
    Column(
        "increase_rate",
        "İş artışı oranı",
        Kind.PERCENT,
        unit="%",
        description=COMPUTED_INCREASE,
        parts="increase_amount / amount * 100",
    ),
    _money("increase_amount", "İş artışı tutarı", total=Total.NONE),
    _money("credit_allocated", "Tahsis edilen kredi", total=Total.NONE),
    _money("credit_used", "Kullanılan kredi", total=Total.NONE),
    _money(
        "credit_remaining",
        "Kalan kredi",
        "Tahsis edilen − kullanılan.",
        total=Total.NONE,
        parts="credit_allocated - credit_used",
    ),
    Column("physical_progress", "Fiziki gerçekleşme", Kind.PERCENT, unit="%"),
    Column("approval_date", "Olur tarihi", Kind.DATE),
    Column("approval_no", "Olur sayısı", Kind.CODE),
    Column("acceptance_date", "Geçici kabul", Kind.DATE),
    Column("acceptance_approval_date", "Geçici kabul onayı", Kind.DATE),
    Column(
        "tender_count",
        "Sözleşme sayısı",
        Kind.INTEGER,
        unit="adet",
        total=Total.SUM,
        description="Her satır bir sözleşmedir.",
    ),
)


def _contracts(year: FiscalYear) -> Iterable[Contract]:
    return (
        Contract.objects.filter(year=year)
        .order_by("position", "pk")
        .select_related("department")
        .prefetch_related("items", "payments")
    )


def contract_rows(year: FiscalYear) -> list[Cells]:
    """Contracts of a year with the rate of increase and the credit that is left."""
    return [_contract_cells(contract) for contract in _contracts(year)]


def _contract_cells(contract: Contract) -> Cells:
    cells: Cells = {column.key: getattr(contract, column.key, None) for column in CONTRACT_COLUMNS}
    return cells | {
        ROW: contract.row_key,
        "department": contract.department.name,
        "kind": contract.get_kind_display(),
        "increase_rate": contract.increase_percent,
        "tender_count": 1,
    }


CONTRACTS = Dataset(
    id="departments.contracts",
    slug="sozlesmeler",
    title="İhaleyle yapılan sözleşmeler",
    section=DEPARTMENT_SECTION,
    basis=CONTRACT_LAWS,
    description=(
        "Müdürlüklerin yıl içinde yürüttüğü mal, hizmet ve yapım işi sözleşmeleri. Boş hücre "
        "bildirilmemiş demektir."
    ),
    columns=CONTRACT_COLUMNS,
    rows=contract_rows,
    row_key=row_name,
    order=20,
    in_section=False,
)

ITEM_COLUMNS = (
    Column("no", "No", Kind.INTEGER),
    Column("description", "Kalem", wide=True),
    Column("unit", "Birim"),
    Column("quantity", "Miktar", Kind.DECIMAL),
)

PAYMENT_COLUMNS = (
    Column("no", "Hakediş no", Kind.CODE),
    Column("date", "Tarih", Kind.DATE),
    _money("payment", "Hakediş tutarı"),
    _money("vat", "KDV"),
    _money("price_difference", "Fiyat farkı"),
    _money(
        "accrual",
        "Tahakkuk",
        "Hakediş tutarı + KDV + fiyat farkı.",
        parts="payment + vat + price_difference",
    ),
)


def contract_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """The facts of each contract as label and value."""
    for number, contract in enumerate(_contracts(year)):
        yield Dataset(
            id=f"contract.{contract.code}",
            slug=f"{CONTRACT_SLUG}-{slugify(contract.code)}",
            title=contract.title,
            section=_section(contract),
            columns=(Column("label", "Bilgi"), Column("value", "Değer", wide=True)),
            rows=fixed(facts(contract)),
            basis=CONTRACT_LAWS,
            row_key=row_name,
            order=CONTRACTS_ORDER + 3 * number,
        )


def item_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """The bill of each contract that has one."""
    for number, contract in enumerate(_contracts(year)):
        items = [
            {
                ROW: item.row_key,
                "no": item.no,
                "description": item.description,
                "unit": item.unit,
                "quantity": item.quantity,
            }
            for item in contract.items.all()
        ]
        if items:
            yield Dataset(
                id=f"items.{contract.code}",
                slug=f"{ITEMS_SLUG}-{slugify(contract.code)}",
                title=f"{contract.title}: iş kalemleri",
                section=_section(contract),
                columns=ITEM_COLUMNS,
                rows=fixed(items),
                basis=CONTRACT_LAWS,
                row_key=row_name,
                order=CONTRACTS_ORDER + 3 * number + 1,
            )


def payment_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """The progress payments of each contract that has any."""
    for number, contract in enumerate(_contracts(year)):
        payments = list(contract.payments.all())
        if payments:
            yield Dataset(
                id=f"payments.{contract.code}",
                slug=f"{PAYMENTS_SLUG}-{slugify(contract.code)}",
                title=f"{contract.title}: hakedişler",
                section=_section(contract),
                columns=PAYMENT_COLUMNS,
                rows=fixed(payments),
                basis=CONTRACT_LAWS,
                unit="TL",
                order=CONTRACTS_ORDER + 3 * number + 2,
            )


def _section(contract: Contract) -> str:
    return f"{DEPARTMENT_SECTION}/{contract.department.code}"


def facts(contract: Contract) -> list[Cells]:
    """What is known of a contract, in words; what is not known is left out."""
    cells = _contract_cells(contract)
    found: list[Cells] = []
    for column in CONTRACT_COLUMNS:
        if column.key in ("title", "department", "tender_count", "quantity_unit"):
            continue
        value = cells[column.key]
        if value is None or value == "":
            continue
        text = _in_words(column, value)
        if column.key == "quantity" and contract.quantity_unit:
            text = f"{text} {contract.quantity_unit}"
        name = column.key.replace("_", "-")
        found.append({ROW: name, "label": column.title, "value": text})
    return found


def _in_words(column: Column, value: Any) -> str:
    if isinstance(value, date):
        return format_date(value)
    match column.kind:
        case Kind.MONEY:
            return format_money(Decimal(value))
        case Kind.PERCENT:
            return format_percent(value, 2)
        case Kind.DECIMAL | Kind.INTEGER:
            return f"{format_decimal(plain(Decimal(value)))} {column.unit}".rstrip()
        case _:
            return str(value)


# -- direct procurement --------------------------------------------------------------------------

PROCUREMENT_COLUMNS = (
    Column("department", "Müdürlük"),
    Column("no", "No", Kind.INTEGER),
    Column("title", "Alım", wide=True),
    Column("basis", "Dayanak"),
    Column("kind", "Tür"),
    Column("count", "Alım sayısı", Kind.INTEGER, unit="adet", total=Total.SUM),
    _money("amount_excl_vat", "Tutar (KDV hariç)"),
    _money("amount_incl_vat", "Tutar (KDV dâhil)"),
)


def _procurements(year: FiscalYear) -> Iterable[DirectProcurement]:
    found = DirectProcurement.objects.filter(year=year).select_related("department")
    return found.order_by("position", "pk")


def procurement_rows(year: FiscalYear) -> list[Cells]:
    return [
        {
            ROW: item.row_key,
            "department": item.department.name,
            "no": item.no,
            "title": item.title,
            "basis": item.get_basis_display(),
            "kind": item.get_kind_display(),
            "count": item.count,
            "amount_excl_vat": item.amount_excl_vat,
            "amount_incl_vat": item.amount_incl_vat,
        }
        for item in _procurements(year)
    ]


PROCUREMENTS = Dataset(
    id="departments.direct_procurements",
    slug="dogrudan-temin",
    title="Doğrudan temin ve Devlet Malzeme Ofisi alımları",
    section=DEPARTMENT_SECTION,
    basis=DIRECT_LAW,
    description=(
        "İhale yapılmadan alınan mal, hizmet ve yapım işleri. KDV hariç tutar yalnız bildirilmiş "
        "satırlarda vardır."
    ),
    columns=PROCUREMENT_COLUMNS,
    rows=procurement_rows,
    row_key=row_name,
    order=30,
    in_section=False,
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of buying without tender, under which the bases of the law are summed up."""

    key: str
    label: str
    bases: frozenset[str]


WAYS = (
    Way(
        "dogrudan-temin",
        "Doğrudan temin (22/a, 22/d)",
        frozenset({ProcurementBasis.SINGLE_SOURCE, ProcurementBasis.SMALL}),
    ),
    Way("dmo", "Devlet Malzeme Ofisi", frozenset({ProcurementBasis.SUPPLY_OFFICE})),
    Way("diger", "Dayanağı belirtilmemiş", frozenset({ProcurementBasis.OTHER})),
)


def procurement_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """For each directorate, its purchases summed up by way of buying.

    Where all were bought in one way the sums repeat the list of purchases; then sections show only
    that list.
    """
    for number, items in enumerate(_by_department(year).values()):
        department = items[0].department
        rows = [
            _subtotal(way, chosen)
            for way in WAYS
            if (chosen := [item for item in items if item.basis in way.bases])
        ]
        yield Dataset(
            id=f"procurements.{department.code}",
            slug=f"{PROCUREMENT_SLUG}-{slugify(department.code)}",
            title=f"{department.name}: alım yoluna göre doğrudan temin",
            section=f"{DEPARTMENT_SECTION}/{department.code}",
            columns=(
                Column("label", "Alım yolu"),
                *PROCUREMENT_COLUMNS[5:],
            ),
            rows=fixed(rows),
            basis=DIRECT_LAW,
            unit="TL",
            row_key=row_name,
            order=PROCUREMENT_ORDER + number,
            in_section=len(rows) > 1,
        )


def procurement_parts(year: FiscalYear) -> dict[int, TablePart]:
    """The list of purchases in each directorate's section, by the directorate's database id."""
    return {
        department: TablePart(
            PROCUREMENTS.id,
            rows=tuple(item.row_key for item in items),
            columns=("title", "basis", "kind", "count", "amount_excl_vat", "amount_incl_vat"),
            title="Doğrudan temin alımları",
        )
        for department, items in _by_department(year).items()
    }


def _by_department(year: FiscalYear) -> dict[int, list[DirectProcurement]]:
    found: dict[int, list[DirectProcurement]] = defaultdict(list)
    for item in _procurements(year):
        found[item.department_id].append(item)
    return found


def _subtotal(way: Way, items: list[DirectProcurement]) -> Cells:
    def added(field: str) -> Any:
        known = [value for item in items if (value := getattr(item, field)) is not None]
        return sum(known) if known else None

    names = ("count", "amount_excl_vat", "amount_incl_vat")
    return {ROW: way.key, "label": way.label, **{name: added(name) for name in names}}


DATASETS = (CONTRACTS, PROCUREMENTS)
FAMILIES = (
    DatasetFamily("contract", contract_datasets),
    DatasetFamily("items", item_datasets),
    DatasetFamily("payments", payment_datasets),
    DatasetFamily("procurements", procurement_datasets),
)
