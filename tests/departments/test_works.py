"""Contracts with items and payments, direct purchases: sums, dates in order, published tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from departments.datasets import contracts, procurements
from departments.kit import department_subsections
from departments.models import (
    Contract,
    ContractItem,
    Department,
    DirectProcurement,
    ProgressPayment,
)
from departments.resources import works as resources
from reports.collect.packages import LoadLog, ResourcePart
from reports.core.materialising import materialise
from reports.core.registry import Dataset, TablePart
from reports.core.tables import Table
from reports.models import FiscalYear

from .free import make_department, queries_of_list
from .office import add, change, delete, no_inline_rows, sentences

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("the database makes the sums; constraints and dates"),
]

NO_ROWS = {**no_inline_rows("items"), **no_inline_rows("payments")}


def department() -> Department:
    return Department.objects.filter(code="ornek").first() or make_department()


def make_contract(year: FiscalYear, code: str = "ornek_is", **values: Any) -> Contract:
    values = {"department": department(), "title": "Örnek iş", "kind": "works", **values}
    contract = Contract(year=year, code=code, **values)
    contract.full_clean()
    contract.save()
    contract.refresh_from_db()
    return contract


def make_purchase(year: FiscalYear, no: int, **values: Any) -> DirectProcurement:
    values = {"department": department(), "basis": "22d", "kind": "goods", **values}
    values.setdefault("title", "Örnek")
    purchase = DirectProcurement(year=year, no=no, **values)
    purchase.full_clean()
    purchase.save()
    return purchase


def contract_form(year: FiscalYear, **values: Any) -> dict[str, Any]:
    return {
        "year": year.pk,
        "code": "ornek_is",
        "department": department().pk,
        "title": "Örnek iş",
        "kind": "works",
        **NO_ROWS,
        **values,
    }


def tables(datasets: Iterable[Dataset], year: FiscalYear) -> dict[str, Table]:
    return {dataset.id: materialise(dataset, year) for dataset in datasets}


# -- contracts in the office ---------------------------------------------------------------------


def test_a_contract_is_added_with_items_and_payments_changed_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    form = contract_form(
        year, amount="1000.00", credit_allocated="95000000.00", credit_used="86226394.66"
    ) | {
        "items-TOTAL_FORMS": "1",
        "items-0-description": "Örnek kalem",
        "items-0-quantity": "12.5",
        "payments-TOTAL_FORMS": "2",
        "payments-0-payment": "11106094.51",
        "payments-0-vat": "2027198.76",
        "payments-0-price_difference": "156120.80",
        "payments-1-payment": "5",
    }
    assert sentences(add(admin_client, Contract, **form)) == []
    contract = Contract.objects.get()
    assert contract.credit_remaining == Decimal("8773605.34")
    assert [(item.no, item.quantity) for item in contract.items.all()] == [(1, Decimal("12.5"))]
    assert [(p.no, p.accrual) for p in contract.payments.all()] == [
        (1, Decimal("13289414.07")),
        (2, Decimal("5.00")),
    ]

    changed = contract_form(year, credit_allocated="95000000.00", credit_used="95000000.00")
    assert sentences(change(admin_client, contract, **changed)) == []
    contract.refresh_from_db()
    assert str(contract.credit_remaining) == "0.00"

    assert delete(admin_client, contract).status_code == 302
    assert (Contract.objects.count(), ProgressPayment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"amount": "-1"},
            "Sözleşme bedeli eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır.",
        ),
        (
            {"increase_rate": "4", "increase_amount": "5"},
            "İş artışı tutarı yazıldığında oran hesaplanır; tutar ya da oran silinmelidir.",
        ),
        (
            {"tender_date": "2024-05-02", "contract_date": "2024-05-01"},
            "Sözleşme tarihi ihale tarihinden önce olamaz; tarihlerden biri düzeltilmelidir.",
        ),
        (
            {"contract_date": "2024-05-02", "site_delivery_date": "2024-05-01"},
            "Yer teslim tarihi sözleşme tarihinden önce olamaz; tarihlerden biri düzeltilmelidir.",
        ),
        (
            {"completion_date": "2024-05-02", "extended_completion_date": "2024-05-01"},
            "Süre uzatımlı bitim tarihi iş bitim tarihinden önce olamaz; tarihlerden biri "
            "düzeltilmelidir.",
        ),
        (
            {"physical_progress": "101"},
            "Fiziki gerçekleşme 0 ile 100 arasında bir yüzde olmalıdır.",
        ),
        ({"tender_date": "2024-06-31"}, "Böyle bir tarih yok; gün.ay.yıl yazılmalıdır: 31.12.2024"),
        ({"code": "Örnek İş"}, "Kod yalnız küçük harf (a-z), rakam ve alt çizgiden oluşur."),
    ],
)
def test_a_contract_that_can_not_be_is_refused_in_turkish(
    admin_client: Client, year: FiscalYear, values: dict[str, str], sentence: str
) -> None:
    assert sentences(add(admin_client, Contract, **contract_form(year, **values))) == [sentence]


def test_the_same_code_is_refused_in_a_year(admin_client: Client, year: FiscalYear) -> None:
    make_contract(year)

    assert sentences(add(admin_client, Contract, **contract_form(year))) == [
        "Bu kodla bir sözleşme bu yıl zaten var; başka bir kod verilmelidir."
    ]


def test_an_item_and_a_payment_are_added_changed_and_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    contract = make_contract(year)
    item = {"contract": contract.pk, "no": 1, "description": "Örnek", "quantity": "2"}
    assert sentences(add(admin_client, ContractItem, **item)) == []
    assert sentences(add(admin_client, ContractItem, **item)) == [
        "Bu sıra numarası sözleşmede zaten var; başka bir numara verilmelidir."
    ]
    row = ContractItem.objects.get()
    assert sentences(change(admin_client, row, **item | {"quantity": "-2"})) == [
        "Miktar eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
    assert delete(admin_client, row).status_code == 302

    payment = {"contract": contract.pk, "no": 1, "payment": "10", "price_difference": "-2.50"}
    assert sentences(add(admin_client, ProgressPayment, **payment)) == []
    paid = ProgressPayment.objects.get()
    assert paid.accrual == Decimal("7.50")
    assert sentences(change(admin_client, paid, **payment | {"vat": "-1"})) == [
        "KDV eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
    assert sentences(change(admin_client, paid, contract=contract.pk, no=1)) == []
    paid.refresh_from_db()
    assert paid.accrual is None
    assert delete(admin_client, paid).status_code == 302


# -- published contracts -------------------------------------------------------------------------


def test_contracts_publish_the_increase_as_a_rate_and_the_credit_that_is_left(
    year: FiscalYear,
) -> None:
    make_contract(
        year,
        amount=Decimal("61991000.00"),
        increase_amount=Decimal("2532766.97"),
        credit_allocated=Decimal(10),
        credit_used=Decimal("3.50"),
    )
    make_contract(year, "ikinci", amount=Decimal("9.00"), increase_rate=Decimal("12.88"))
    make_contract(year, "ucuncu", amount=Decimal(0), increase_amount=Decimal(1))

    table = materialise(contracts.CONTRACTS, year)

    assert [
        (row.key, table.value(row.key, "increase_rate"), table.value(row.key, "credit_remaining"))
        for row in table.rows
    ] == [
        ("ornek-is", Decimal("4.085701"), Decimal("6.50")),
        ("ikinci", Decimal("12.88"), None),
        ("ucuncu", None, None),
    ]
    # Prices of contracts of several years are not added up; the contracts are counted.
    assert table.value("total", "amount") is None
    assert table.value("total", "tender_count") == 3


def test_a_contract_brings_its_facts_items_and_payments_to_its_directorate(
    year: FiscalYear,
) -> None:
    contract = make_contract(
        year,
        amount=Decimal("1234.50"),
        contract_date=date(2024, 9, 30),
        quantity=Decimal("300000"),
        quantity_unit="litre",
        increase_rate=Decimal("12.88"),
        duration_days=90,
    )
    ContractItem.objects.create(contract=contract, no=1, description="Kalem", quantity=Decimal(2))
    ProgressPayment.objects.create(contract=contract, no=1, payment=Decimal(10), vat=Decimal(2))
    ProgressPayment.objects.create(contract=contract, no=2, price_difference=Decimal("-1"))
    make_contract(year, "bos")

    found = {
        table.id: table
        for family in (*contracts.FAMILIES, *procurements.FAMILIES)
        for table in tables(family.build(year), year).values()
    }

    assert list(found) == [
        "contract.ornek_is",
        "contract.bos",
        "items.ornek_is",
        "payments.ornek_is",
    ]
    assert {table.section for table in found.values()} == {"III.B.1/ornek"}
    assert [row.cells for row in found["contract.ornek_is"].rows] == [
        ("Tür", "Yapım işi"),
        ("Sözleşme tarihi", "30.09.2024"),
        ("Sözleşme bedeli", "1.234,50 TL"),
        ("Süre", "90 gün"),
        ("Miktar", "300.000 litre"),
        ("İş artışı oranı", "%12,88"),
    ]
    payments = found["payments.ornek_is"]
    assert payments.title == "Örnek iş: hakedişler"
    assert [row.cells[0] for row in payments.rows] == ["1", "2"]
    assert payments.total is not None
    assert payments.total.cells == (
        "Toplam", None, Decimal("10.00"), Decimal("2.00"), Decimal("-1.00"), Decimal("11.00"),
    )  # fmt: skip


# -- direct purchases ----------------------------------------------------------------------------


def test_a_purchase_is_added_changed_and_deleted(admin_client: Client, year: FiscalYear) -> None:
    form = {
        "year": year.pk,
        "department": department().pk,
        "no": 1,
        "basis": "22d",
        "kind": "goods",
        "title": "Örnek",
        "amount_excl_vat": "100.00",
        "amount_incl_vat": "120.00",
    }
    assert sentences(add(admin_client, DirectProcurement, **form)) == []
    row = DirectProcurement.objects.get()
    assert row.row_key == "ornek-1"
    assert sentences(add(admin_client, DirectProcurement, **form)) == [
        "Bu sıra numarası müdürlüğün bu yılki alımlarında zaten var; başka bir numara verilmelidir."
    ]
    assert sentences(change(admin_client, row, **form | {"amount_incl_vat": "99.99"})) == [
        "KDV dâhil tutar KDV hariç tutardan küçük olamaz; tutarlar yer değiştirmiş olabilir."
    ]
    assert sentences(change(admin_client, row, **form | {"amount_excl_vat": "-1"})) == [
        "KDV hariç tutar eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
    ]
    assert delete(admin_client, row).status_code == 302


def test_purchases_are_summed_up_by_way_of_buying(year: FiscalYear) -> None:
    amounts = {"amount_excl_vat": Decimal("10.00"), "amount_incl_vat": Decimal("12.00")}
    make_purchase(year, 1, count=3, **amounts)
    make_purchase(year, 2, basis="22a", count=2, **amounts)
    make_purchase(year, 3, basis="dmo", amount_incl_vat=Decimal("0.50"))
    other = make_department("ikinci")
    make_purchase(year, 1, department=other, basis="other", amount_incl_vat=Decimal("7.00"))

    found = tables(procurements.procurement_datasets(year), year)

    mine = found["procurements.ornek"]
    assert [(row.key, *row.cells[1:]) for row in (*mine.rows, mine.total) if row] == [
        ("dogrudan-temin", 5, Decimal("20.00"), Decimal("24.00")),
        ("dmo", None, None, Decimal("0.50")),
        ("total", 5, Decimal("20.00"), Decimal("24.50")),
    ]
    assert (mine.section, mine.in_section) == ("III.B.1/ornek", True)
    assert found["procurements.ikinci"].in_section is False
    whole = materialise(procurements.PROCUREMENTS, year)
    assert [row.key for row in whole.rows] == ["ornek-1", "ornek-2", "ornek-3", "ikinci-1"]
    assert whole.value("total", "amount_incl_vat") == Decimal("31.50")


def test_a_directorate_shows_its_own_purchases(year: FiscalYear) -> None:
    make_purchase(year, 1)
    make_purchase(year, 2)

    (section,) = department_subsections(year)

    assert section.parts == (
        TablePart(
            "departments.direct_procurements",
            rows=("ornek-1", "ornek-2"),
            columns=("title", "basis", "kind", "count", "amount_excl_vat", "amount_incl_vat"),
            title="Doğrudan temin alımları",
        ),
    )


# -- files and lists -----------------------------------------------------------------------------

FILES = {
    "contracts": (
        resources.ContractResource,
        "code,department,title,kind,procedure,tender_no,tender_date,contract_date,amount,"
        "duration_days,quantity,quantity_unit,site_delivery_date,completion_date,"
        "extended_completion_date,increase_rate,increase_amount,credit_allocated,credit_used,"
        "physical_progress,approval_date,approval_no,acceptance_date,acceptance_approval_date,"
        "line_from,line_to\n"
        "ornek_is,ornek,Örnek iş,works,4734/19,2024/1,2022-07-05,2022-08-10,61991000.00,260,,,"
        "2022-08-19,,,12.88,,,,99,,,2024-11-28,,1,2\n",
    ),
    "contract_items": (
        resources.ContractItemResource,
        "contract,no,description,unit,quantity\nornek_is,1,Kalem,ton,12.5\n",
    ),
    "progress_payments": (
        resources.ProgressPaymentResource,
        "contract,no,date,payment,vat,price_difference\nornek_is,1,2022-09-30,10.00,2.00,-0.50\n"
        "ornek_is,2,,5.00,,\n",
    ),
    "direct_procurements": (
        resources.DirectProcurementResource,
        "department,no,basis,kind,title,count,amount_excl_vat,amount_incl_vat\n"
        "ornek,1,22d,goods,Örnek,35,10.00,12.00\nornek,2,dmo,mixed,Örnek,,,5.00\n",
    ),
}


def test_works_come_out_of_a_package_as_they_went_in(year: FiscalYear, tmp_path: Path) -> None:
    department()
    (tmp_path / "data").mkdir()
    log = LoadLog()
    for name, (resource, text) in FILES.items():
        part = ResourcePart(name, resource)
        (tmp_path / part.path).write_text(text, encoding="utf-8")
        part.load(year, tmp_path, log)
    assert log.errors == []
    assert ProgressPayment.objects.get(no=1).accrual == Decimal("11.50")

    for name, (resource, text) in FILES.items():
        part = ResourcePart(name, resource)
        part.export(year, tmp_path / "out")
        assert (tmp_path / "out" / part.path).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("model", [Contract, ContractItem, ProgressPayment, DirectProcurement])
def test_lists_ask_the_same_questions_for_one_row_and_for_thirty(
    admin_client: Client, year: FiscalYear, model: Any
) -> None:
    def fill(number: int) -> None:
        contract = make_contract(year, f"is_{number}")
        ContractItem.objects.create(contract=contract, no=1, description="Kalem")
        ProgressPayment.objects.create(contract=contract, no=1)
        make_purchase(year, number + 1)

    fill(0)
    queries_of_list(admin_client, model)
    one = queries_of_list(admin_client, model)
    for number in range(1, 30):
        fill(number)

    assert queries_of_list(admin_client, model) == one
