"""Files that prove a result are kept as all files of the portal are
(`reports.ground.kept_files`).
"""

from __future__ import annotations

from reports.ground.kept_files import (
    CONTENT_TYPES,
    Facts,
    KeptFileStorage,
    clean_name,
    examine,
    place,
    storage,
)

__all__ = [
    "CONTENT_TYPES",
    "Facts",
    "KeptFileStorage",
    "clean_name",
    "examine",
    "place",
    "storage",
]
