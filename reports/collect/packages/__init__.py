"""The data package of a year: `datapackage.json`, one CSV for each table, Markdown for prose."""

from .io import CsvError, read_csv, write_csv
from .load import load_package
from .log import LeftOut, LoadFailed, LoadLog, PackageError, WouldRemove
from .parts import NarrativePart, Part, ResourcePart
from .write import export_package

__all__ = [
    "CsvError",
    "LeftOut",
    "LoadFailed",
    "LoadLog",
    "NarrativePart",
    "PackageError",
    "Part",
    "ResourcePart",
    "WouldRemove",
    "export_package",
    "load_package",
    "read_csv",
    "write_csv",
]
