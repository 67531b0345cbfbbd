"""Published tables of the directorates, grouped by subject."""

from __future__ import annotations

from reports.registry import Dataset, DatasetFamily

from . import base, free, works

DATASETS: tuple[Dataset, ...] = (*base.DATASETS, *works.DATASETS)
FAMILIES: tuple[DatasetFamily, ...] = (*free.FAMILIES, *works.FAMILIES)

__all__ = ["DATASETS", "FAMILIES"]
