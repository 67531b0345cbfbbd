"""Rows that are made once and last for several tests, each of which runs in a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from .choosing import opens_a_database

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@contextmanager
def rows(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written inside, before the first test begins, is taken back at the end.

    For fixtures of a module or a package, which are made before a test opens its own transaction.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def may_last(request: pytest.FixtureRequest) -> bool:
    """Whether all tests of the module that open a database ask for these rows, and none commits.

    One that does not ask must not find them, and one that commits would commit them too.
    """
    module = request.node
    items = [item for item in request.session.items if item.getparent(pytest.Module) is module]
    return all(
        request.fixturename in getattr(item, "fixturenames", ()) and not _commits(item)
        for item in items
        if opens_a_database(item)
    )


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or bool(
        names & {"transactional_db", "live_server"}
    )
