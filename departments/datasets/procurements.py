"""Published tables of direct purchases, in whole and by directorate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from departments.enums import ProcurementBasis
from departments.models import DirectProcurement
from departments.models.free_tables import DEPARTMENT_SECTION, ROW
from kars_portal.lib.turkish import slugify
from reports.core.registry import Column, Dataset, DatasetFamily, Kind, TablePart, Total
from reports.core.tables import Value
from reports.models import FiscalYear

from .free import (
    PROCUREMENT_SLUG,
    Cells,
    fixed,
    row_name,
)
from .money import money

DIRECT_LAW = "4734 s. Kanun m. 3/e ve m. 22"
PROCUREMENT_ORDER = 4000

PROCUREMENT_COLUMNS = (
    Column("department", "Müdürlük"),
    Column("no", "No", Kind.INTEGER),
    Column("title", "Alım", wide=True),
    Column("basis", "Dayanak"),
    Column("kind", "Tür"),
    Column("count", "Alım sayısı", Kind.INTEGER, unit="adet", total=Total.SUM),
    money("amount_excl_vat", "Tutar (KDV hariç)"),
    money("amount_incl_vat", "Tutar (KDV dâhil)"),
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
    def added(field: str) -> Value:
        known = [value for item in items if (value := getattr(item, field)) is not None]
        return sum(known) if known else None

    names = ("count", "amount_excl_vat", "amount_incl_vat")
    return {ROW: way.key, "label": way.label, **{name: added(name) for name in names}}


DATASETS = (PROCUREMENTS,)
FAMILIES = (DatasetFamily("procurements", procurement_datasets),)
