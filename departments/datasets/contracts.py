"""Published tables of contracts, their items and payments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from departments.models import Contract
from departments.models.free_tables import DEPARTMENT_SECTION, ROW
from kars_portal.lib.numbers import (
    format_date,
    format_decimal,
    format_money,
    format_percent,
    plain,
)
from kars_portal.lib.turkish import slugify
from reports.core.registry import Column, Dataset, DatasetFamily, Kind, Total
from reports.core.tables import Value, as_decimal
from reports.models import FiscalYear

from .free import (
    CONTRACT_SLUG,
    ITEMS_SLUG,
    PAYMENTS_SLUG,
    Cells,
    fixed,
    row_name,
)
from .money import money

CONTRACT_LAWS = "4734 s. Kamu İhale Kanunu; 4735 s. Kamu İhale Sözleşmeleri Kanunu"
CONTRACTS_ORDER = 3000

COMPUTED_INCREASE = "Tutar bildirilmişse, sözleşme bedeline oranı olarak hesaplanır."

CONTRACT_COLUMNS = (
    Column("title", "İş", wide=True),
    Column("department", "Müdürlük"),
    Column("kind", "Tür"),
    Column("procedure", "İhale usulü", Kind.CODE),
    Column("tender_no", "İhale kayıt no", Kind.CODE),
    Column("tender_date", "İhale tarihi", Kind.DATE),
    Column("contract_date", "Sözleşme tarihi", Kind.DATE),
    # Not totalled: the contracts are of several years, whose prices do not add up.
    money("amount", "Sözleşme bedeli", total=Total.NONE),
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
    money("increase_amount", "İş artışı tutarı", total=Total.NONE),
    money("credit_allocated", "Tahsis edilen kredi", total=Total.NONE),
    money("credit_used", "Kullanılan kredi", total=Total.NONE),
    money(
        "credit_remaining",
        "Kalan kredi",
        "Tahsis edilen − kullanılan.",
        total=Total.NONE,
        parts="credit_allocated - credit_used",
    ),
    Column(
        "physical_progress",
        "Fiziki gerçekleşme",
        Kind.PERCENT,
        unit="%",
        description="Yapılan işin, sözleşmedeki işin tamamına oranı.",
    ),
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
    money("payment", "Hakediş tutarı"),
    money("vat", "KDV"),
    money("price_difference", "Fiyat farkı"),
    money(
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


def _in_words(column: Column, value: Value) -> str:
    if isinstance(value, date):
        return format_date(value)
    number = as_decimal(value)
    if number is None:
        return str(value)
    match column.kind:
        case Kind.MONEY:
            return format_money(number)
        case Kind.PERCENT:
            return format_percent(number, 2)
        case Kind.DECIMAL | Kind.INTEGER:
            return f"{format_decimal(plain(number))} {column.unit}".rstrip()
        case _:
            return str(value)


DATASETS = (CONTRACTS,)
FAMILIES = (
    DatasetFamily("contract", contract_datasets),
    DatasetFamily("items", item_datasets),
    DatasetFamily("payments", payment_datasets),
)
