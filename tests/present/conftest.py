"""The version that the public site is tried with."""

from __future__ import annotations

from tests.site.conftest import published

__all__ = [
    "published",
]
