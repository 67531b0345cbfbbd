"""What the directorates contribute to the registry."""

from __future__ import annotations

from departments import datasets, resources
from reports.registry import AppKit

KIT = AppKit(
    app="departments",
    datasets=datasets.DATASETS,
    families=datasets.FAMILIES,
    package_parts=resources.PARTS,
)
