"""Published tables of the directorates, grouped by subject."""

from __future__ import annotations

from reports.registry import Dataset, DatasetFamily

from . import base

DATASETS: tuple[Dataset, ...] = base.DATASETS
FAMILIES: tuple[DatasetFamily, ...] = ()

__all__ = ["DATASETS", "FAMILIES"]
