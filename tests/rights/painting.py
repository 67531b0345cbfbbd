"""Which pages are painted, and which are asked for all the same but not painted.

What a person may do is decided before a page is painted: the request has passed the middleware, the
real view has looked at rights and rows and has put together what its template is to show. Most of
the time goes into the template, the sidebar and their queries, which are the same from table to
table. So every address is asked for by everybody in every run, and a seeded part of the answers is
painted: each kind of table once for those who may save and once for those who may not, and some
table for each person. The sweep paints all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_modify import submit_row
from django.http import HttpRequest
from django.template import RequestContext
from django.template.response import SimpleTemplateResponse

from tests import sweep

from .actors import ACTORS
from .matrix import KIND_OF, MATRIX

CHANGE = 2
"""Place of the page that changes a record, among the answers about a table."""


def painted_if(chosen: bool) -> AbstractContextManager[None]:
    """Inside, answers are painted when this one is chosen, and in the sweep."""
    return nullcontext() if chosen or sweep.EXHAUSTIVE else unpainted()


@contextmanager
def unpainted() -> Iterator[None]:
    """Answers here have a status and what the template would get, but an empty body."""

    def render(response: SimpleTemplateResponse) -> SimpleTemplateResponse:
        if not response.is_rendered:
            response.content = b""
        return response

    def each_context(request: HttpRequest) -> dict[str, Any]:
        return {"has_permission": admin.site.has_permission(request), "available_apps": []}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SimpleTemplateResponse, "render", render)
        patch.setattr(admin.site, "each_context", each_context)
        yield


def can_be_saved(response: Any) -> bool:
    """Whether the page of a record has, or would have, its button."""
    if response.content:
        return b'name="_save"' in response.content
    context = RequestContext(response.wsgi_request, response.context_data)
    shown = submit_row(context)["show_save"]
    assert isinstance(shown, bool)
    return shown


def painted_tables() -> set[tuple[str, str]]:
    """Person and table, where pages are painted in every run."""
    chance = sweep.chance("rights: tables")
    tables: dict[str, list[str]] = {}
    for label, kind in KIND_OF.items():
        tables.setdefault(kind, []).append(label)
    chosen = set()
    for kind, of_kind in tables.items():
        for answer in "+r":
            people = [actor for actor in ACTORS if MATRIX[kind][actor][CHANGE] == answer]
            if people:
                chosen.add((chance.choice(people), chance.choice(of_kind)))
    return chosen | {(actor, chance.choice(list(KIND_OF))) for actor in ACTORS}


def painted_person(line: str, answers: dict[str, str]) -> str:
    """The one for whom a page beside those of the tables is painted in every run."""
    people = [actor for actor in ACTORS if answers[actor] == "+"]
    return sweep.chance(f"rights: {line}").choice(people or list(ACTORS))
