"""The sidebar as the apps declare it: each yearly table has a link in the part that it belongs to.

Title and icon of such a link are those of the table's screen (`Linked.sidebar_title`, `_icon`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NotRequired, TypedDict

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kars_portal.lib.turkish import capfirst
from reports.collect.workflow.access import concerns
from reports.core import registry
from reports.core.registry import FIRST, SidebarGroup, SidebarLink
from reports.ground.actors import Visitor


class Item(TypedDict):
    """A link as the office's templates take it."""

    title: str | Promise
    icon: str
    link: str | Promise
    permission: NotRequired[Callable[[HttpRequest], bool]]
    counts_errors: NotRequired[bool]
    badge: NotRequired[int]
    active: NotRequired[bool]
    has_permission: NotRequired[bool]


class Group(TypedDict):
    """A group with its links."""

    title: str | Promise
    separator: bool
    collapsible: bool
    items: list[Item]
    is_open: NotRequired[bool]


class Linked:
    """A table's screen as its link shows it; without a title by the model's plural."""

    sidebar_icon = "table_rows"
    sidebar_title: str | Promise = ""


@cache
def groups() -> tuple[Group, ...]:
    """The groups in the order of the report, as the office's templates take them."""
    declared = sorted((g for kit in registry.kits() for g in kit.sidebar_groups), key=_order)
    links = sorted(_links(declared), key=_order)
    return tuple(
        {
            "title": group.title,
            "separator": True,
            "collapsible": group.collapsible,
            "items": [_item(link) for link in links if link.group == group.key],
        }
        for group in declared
    )


def _order(declared: SidebarGroup | SidebarLink) -> int:
    return declared.order


def _links(declared: list[SidebarGroup]) -> Iterable[SidebarLink]:
    for kit in registry.kits():
        yield from kit.sidebar
        known = {link.model for link in kit.sidebar}
        for work in kit.work:
            if work.in_one_section and work.model not in known:
                yield _of_table(work.model, _group_of(work.place, declared))


def _group_of(section: str, declared: list[SidebarGroup]) -> str:
    """The nearest part of the report that has a heading."""
    above = [g.key for g in declared if section == g.key or section.startswith(f"{g.key}.")]
    return max(above, key=len, default=FIRST)


def _of_table(label: str, group: str) -> SidebarLink:
    model = apps.get_model(label)
    screen = admin.site._registry[model]
    if not isinstance(screen, Linked):
        raise TypeError(f"{label}: its screen is no table's")
    name = str(model._meta.verbose_name_plural)
    title = screen.sidebar_title or gettext_lazy(capfirst(name))
    return SidebarLink(group, title, screen.sidebar_icon, model=label)


def _item(link: SidebarLink) -> Item:
    page = f"{link.model.replace('.', '_')}_changelist" if link.model else link.address
    made: Item = {"title": link.title, "icon": link.icon, "link": reverse_lazy(f"admin:{page}")}
    if link.may_see is not None:
        made["permission"] = _asked(link.may_see)
    elif link.model:
        made["permission"] = _may_open(link.model)
    if link.counts_errors:
        made["counts_errors"] = True
    return made


def _asked(may_see: Callable[[Visitor], bool]) -> Callable[[HttpRequest], bool]:
    return lambda request: may_see(request.user)


def _may_open(label: str) -> Callable[[HttpRequest], bool]:
    app, model = label.split(".")

    def allowed(request: HttpRequest) -> bool:
        may_open = request.user.has_perm(f"{app}.view_{model}") or request.user.has_perm(
            f"{app}.change_{model}"
        )
        return may_open and concerns(request.user, apps.get_model(app, model))

    return allowed
