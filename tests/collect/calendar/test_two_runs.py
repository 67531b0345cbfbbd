"""Two runs at the same moment, each with a connection of its own: only a real server shows it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core import mail
from django.db import connection

from reports.collect.calendar.reminders import remind_due
from reports.models import ReminderLog, Section

pytestmark = pytest.mark.postgresql("two sessions at once")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection")
def test_two_runs_at_once_send_everything_once(fen: Section, park: Section) -> None:
    runs = 4
    gate = threading.Barrier(runs)

    def work() -> int:
        try:
            gate.wait()
            return len(remind_due(date(2026, 3, 1)).sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(runs) as pool:
        sent = [future.result() for future in [pool.submit(work) for _ in range(runs)]]

    people = ["mudur", "parkci", "parkmudur", "sahip", "vekil"]
    assert sum(sent) == len(people)
    assert sorted(message.to[0].partition("@")[0] for message in mail.outbox) == people
    assert ReminderLog.objects.filter(sent_at__isnull=False).count() == len(people)
