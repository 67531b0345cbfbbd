"""Addresses that apps to the right add to the office; `admin.site.extra_urls` asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import URLPattern

_added: list[Callable[[], Iterable[URLPattern]]] = []


def add_urls(make: Callable[[], Iterable[URLPattern]]) -> None:
    """Add addresses; called once by an app's admin module, before the URL table is read."""
    _added.append(make)


def added_urls() -> list[URLPattern]:
    return [pattern for make in _added for pattern in make()]
