"""Imports and exports of the directorates' tables, as package parts in load order."""

from __future__ import annotations

from reports.collect.packages import Part, ResourcePart

from . import base, free, works
from .free_rows_part import FreeRowsPart

PARTS: tuple[Part, ...] = (
    *base.PARTS,
    ResourcePart("figure_groups", free.FigureGroupResource),
    ResourcePart("key_figures", free.KeyFigureResource, title="Göstergeler"),
    ResourcePart("free_tables", free.FreeTableResource),
    ResourcePart("free_columns", free.FreeColumnResource, title="Serbest tabloların sütunları"),
    ResourcePart("contracts", works.ContractResource),
    ResourcePart("contract_items", works.ContractItemResource),
    ResourcePart("progress_payments", works.ProgressPaymentResource),
    ResourcePart("direct_procurements", works.DirectProcurementResource),
    FreeRowsPart(),
)

__all__ = ["PARTS"]
