"""Pages of the office beside those of the models: apps add their address tables here.

Unfold asks the admin site for them once (`admin.site.extra_urls`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import URLPattern

Pages = Callable[[], Iterable[URLPattern]]

_pages: list[Pages] = []


def add_urls(*pages: Pages) -> None:
    """Add address tables; each view is wrapped with `admin.site.admin_view` by its own table."""
    _pages.extend(table for table in pages if table not in _pages)


def extra_urls() -> list[URLPattern]:
    """All of them, in the order in which they were added."""
    return [pattern for table in _pages for pattern in table()]
