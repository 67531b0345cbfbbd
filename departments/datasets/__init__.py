"""Published tables of the directorates, grouped by subject."""

from __future__ import annotations

from reports.core.registry import Dataset, DatasetFamily

from . import base, contracts, free, procurements

DATASETS: tuple[Dataset, ...] = (
    *base.DATASETS,
    *contracts.DATASETS,
    *procurements.DATASETS,
)
FAMILIES: tuple[DatasetFamily, ...] = (
    *base.FAMILIES,
    *free.FAMILIES,
    *contracts.FAMILIES,
    *procurements.FAMILIES,
)

__all__ = ["DATASETS", "FAMILIES"]
