"""Two transactions at once, each on a connection of its own: for tests of locks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from reports.collect.workflow.actions import WorkflowError
from reports.publish.versions import PublishError

together = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
    ),
]


def in_another_session(call: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Start a call on a connection of its own; its answer or error comes into the list."""
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(call())
        except (
            WorkflowError,
            PermissionDenied,
            PublishError,
            ValidationError,
            DatabaseError,
        ) as error:
            answers.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def waiting(call: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """A call that has come to where it waits for this transaction."""
    thread, answers = in_another_session(call)
    until = time.monotonic() + 20
    while thread.is_alive() and time.monotonic() < until:
        if _somebody_waits():
            return thread, answers
        time.sleep(0.05)
    raise AssertionError(f"it did not wait: {answers}")


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def while_first(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, list[Any]]:
    """Let the second begin while the first has acted and not yet committed."""
    with transaction.atomic():
        done = first()
        thread, answers = waiting(second)
    thread.join(timeout=20)
    return done, answers
