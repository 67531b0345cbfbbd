"""The office's admin site: unfold's, with a sidebar that costs little.

Unfold builds a class for every link to ask whether it may be seen, copies all groups for every
page, and Django asks every table's rights for a list of apps that the office never shows. Its
searches, in lists and in the sidebar, follow Turkish rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from unfold.sites import UnfoldAdminSite

from kars_portal.lib.turkish import query_keys, search_key

from .searched import Searched

if TYPE_CHECKING:
    from .sidebar import Group, Item

M = TypeVar("M", bound=Model)

MOST_FOUND = 100
"""Places that the sidebar's search shows."""

_addresses: dict[tuple[str, int], tuple[object, str]] = {}
"""Prefix and link → the link, held so that no other gets its number, and its address."""


@dataclass(frozen=True)
class Place:
    """A page or table that the sidebar's search offers; the description is its group."""

    title: str
    description: str
    link: str


class OfficeSite(UnfoldAdminSite):
    """What every page of the office shows around itself."""

    def register(
        self,
        model_or_iterable: type[M] | Iterable[type[M]],
        admin_class: type[ModelAdmin[M]] | None = None,
        **options: object,
    ) -> None:
        """Every screen searches by Turkish rules, those of libraries too."""
        screen = admin_class or ModelAdmin
        searched = type(screen.__name__, (Searched, screen), {"__module__": screen.__module__})
        super().register(model_or_iterable, searched, **options)

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

    def search(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Pages and tables by name: of the sidebar, then what else this person may open."""
        keys = query_keys(request.GET.get("s", ""))
        if not keys:
            return HttpResponse()
        found = [
            place
            for place in self._places(request)
            if all(key in search_key(f"{place.title} {place.description}") for key in keys)
        ]
        return TemplateResponse(
            request,
            "unfold/helpers/search_results.html",
            {"results": Paginator(found, MOST_FOUND).page(1)},
            headers={"HX-Trigger": "search"},
        )

    def _places(self, request: HttpRequest) -> Iterable[Place]:
        known = set()
        for group in self.get_sidebar_list(request):
            for item in group["items"]:
                link = str(item["link"])
                known.add(link)
                yield Place(str(item["title"]), str(group["title"]), link)
        for app in self.get_app_list(request):
            for table in app["models"]:
                link = table["admin_url"]
                if link and link not in known:
                    yield Place(str(table["name"]), str(app["name"]), link)


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
