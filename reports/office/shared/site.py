"""The office's admin site: unfold's, with a sidebar that costs little.

Unfold builds a class for every link to ask whether it may be seen, copies all groups for every
page, and Django asks every table's rights for a list of apps that the office never shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from unfold.sites import UnfoldAdminSite

if TYPE_CHECKING:
    from .sidebar import Group, Item

_addresses: dict[tuple[str, int], tuple[object, str]] = {}
"""Prefix and link → the link, held so that no other gets its number, and its address."""


class OfficeSite(UnfoldAdminSite):
    """What every page of the office shows around itself."""

    def get_sidebar_list(self, request: HttpRequest) -> list[Group]:
        """The groups with the links that this person may open."""
        prefix = get_script_prefix()
        navigation: Callable[[HttpRequest], list[Group]] = import_string(
            self._get_config("SIDEBAR", request)["navigation"]
        )
        return [
            {**group, "items": items, "is_open": any(item["active"] for item in items)}
            for group in navigation(request)
            if (items := list(_links(request, group["items"], prefix)))
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Found out when a page asks for it; the sidebar has links of its own."""
        return SimpleLazyObject(lambda: super(OfficeSite, self).get_app_list(request, app_label))


def _links(request: HttpRequest, items: Iterable[Item], prefix: str) -> Iterable[Item]:
    front = reverse("admin:index")
    for item in items:
        may_open = item.get("permission")
        if may_open is not None and not may_open(request):
            continue
        link = _address(item["link"], prefix)
        # The front page has nothing below it.
        is_here = request.path == link if link == front else request.path.startswith(link)
        yield {**item, "link": link, "active": is_here, "has_permission": True}


def _address(link: object, prefix: str) -> str:
    """Looked up once for each link; under another prefix it has another address."""
    key = (prefix, id(link))
    if key not in _addresses:
        _addresses[key] = (link, str(link))
    return _addresses[key][1]
