"""The screens are tried with the version that printing itself is tried with."""

from __future__ import annotations

from tests.present.pdf.conftest import media, publication, quick

__all__ = [
    "media",
    "publication",
    "quick",
]
