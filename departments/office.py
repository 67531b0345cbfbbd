"""Where the tables of the directorates are entered."""

from __future__ import annotations

from collections.abc import Iterable

from departments.datasets.base import SUCCESSIONS, succession_key, successions_in
from departments.datasets.procurements import WAYS
from departments.models import (
    Contract,
    Department,
    DirectProcurement,
    FigureGroup,
    FreeTable,
)
from departments.models.figures import keyed
from reports.core.registry import OfficeRow, OfficeTable
from reports.models import FiscalYear


def _departments(year: FiscalYear) -> Iterable[OfficeRow]:
    for department in Department.objects.valid_in(year):
        yield OfficeRow("departments.departments", department.row_key, department.pk)


def _successions(year: FiscalYear) -> Iterable[OfficeRow]:
    for step in successions_in(year):
        yield OfficeRow(SUCCESSIONS.id, succession_key(step), step.pk)


def _free_tables(year: FiscalYear) -> Iterable[OfficeRow]:
    for table in FreeTable.objects.filter(year=year).prefetch_related("rows"):
        yield OfficeRow(f"tables.{table.code}", "", table.pk)
        for row in table.rows.all():
            yield OfficeRow(f"tables.{table.code}", row.row_key, table.pk, child=row)


def _figures(year: FiscalYear) -> Iterable[OfficeRow]:
    for group in FigureGroup.objects.filter(year=year).prefetch_related("figures"):
        yield OfficeRow(f"figures.{group.code}", "", group.pk)
        for key, figure in keyed(list(group.figures.all())):
            yield OfficeRow(f"figures.{group.code}", key, group.pk, child=figure)


def _figure_lines(year: FiscalYear) -> Iterable[OfficeRow]:
    return (
        OfficeRow(row.dataset, row.row, row.child.pk)
        for row in _figures(year)
        if row.row and row.child
    )


def _contracts(year: FiscalYear) -> Iterable[OfficeRow]:
    for contract in Contract.objects.filter(year=year):
        yield OfficeRow("departments.contracts", contract.row_key, contract.pk)
        yield OfficeRow(f"contract.{contract.code}", "", contract.pk)


def _items(year: FiscalYear) -> Iterable[OfficeRow]:
    for contract in Contract.objects.filter(year=year).prefetch_related("items"):
        yield OfficeRow(f"items.{contract.code}", "", contract.pk)
        for item in contract.items.all():
            yield OfficeRow(f"items.{contract.code}", item.row_key, contract.pk, child=item)


def _item_lines(year: FiscalYear) -> Iterable[OfficeRow]:
    return (
        OfficeRow(row.dataset, row.row, row.child.pk)
        for row in _items(year)
        if row.row and row.child
    )


def _payments(year: FiscalYear) -> Iterable[OfficeRow]:
    for contract in Contract.objects.filter(year=year).prefetch_related("payments"):
        yield OfficeRow(f"payments.{contract.code}", "", contract.pk)
        for payment in contract.payments.all():
            yield OfficeRow(
                f"payments.{contract.code}", payment.row_key, contract.pk, child=payment
            )


def _payment_lines(year: FiscalYear) -> Iterable[OfficeRow]:
    return (
        OfficeRow(row.dataset, row.row, row.child.pk)
        for row in _payments(year)
        if row.row and row.child
    )


def _procurements(year: FiscalYear) -> Iterable[OfficeRow]:
    for item in DirectProcurement.objects.filter(year=year).select_related("department"):
        yield OfficeRow("departments.direct_procurements", item.row_key, item.pk)
        yield OfficeRow(
            f"procurements.{item.department.code}",
            next(way.key for way in WAYS if item.basis in way.bases),
            item.pk,
            query=f"department__id__exact={item.department_id}",
        )


OFFICE: tuple[OfficeTable, ...] = (
    OfficeTable("departments.department", ("departments.departments",), _departments),
    OfficeTable("departments.departmentsuccession", (SUCCESSIONS.id,), _successions),
    OfficeTable("departments.contract", ("departments.contracts", "contract."), _contracts),
    OfficeTable("departments.contract", ("items.",), _items),
    OfficeTable("departments.contract", ("payments.",), _payments),
    OfficeTable(
        "departments.directprocurement",
        ("departments.direct_procurements", "procurements."),
        _procurements,
    ),
    OfficeTable("departments.freetable", ("tables.",), _free_tables, prefix="cell_"),
    OfficeTable("departments.figuregroup", ("figures.",), _figures),
    # Lines have pages of their own beside their parent's; links lead to the parent's.
    OfficeTable("departments.contractitem", ("items.",), _item_lines),
    OfficeTable("departments.progresspayment", ("payments.",), _payment_lines),
    OfficeTable("departments.keyfigure", ("figures.",), _figure_lines),
)
