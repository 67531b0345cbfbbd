"""The screens are tried with the version that the council stage itself is tried with."""

from __future__ import annotations

from tests.publish.council.conftest import browser, files_folder, people, published, report

__all__ = [
    "browser",
    "files_folder",
    "people",
    "published",
    "report",
]
