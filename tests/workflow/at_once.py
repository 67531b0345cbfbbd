"""Two transactions at once, each on a connection of its own: for tests of locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from reports.publishing import PublishError
from reports.workflow.sections import WorkflowError

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


def while_first(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, list[Any]]:
    """Let the second begin while the first has acted and not yet committed."""
    with transaction.atomic():
        done = first()
        thread, answers = in_another_session(second)
        thread.join(timeout=1)
        assert thread.is_alive(), "the second did not wait for the first"
    thread.join(timeout=20)
    return done, answers
