"""Workbooks that go with reminders: to whom, if wished, and not when they are too large."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from reports.collect.workbooks import attaching
from reports.models import Section

BOARD = "/yonetim/pano/"


@pytest.fixture
def board(fen: Section, keeper: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(keeper)


def attached(number: int) -> list[str]:
    """Names of what goes with a mail."""
    return [str(item[0]) for item in mail.outbox[number].attachments if isinstance(item, tuple)]


def test_workbooks_go_with_the_reminders_if_wished(board: Client, fen: Section) -> None:
    assert 'name="kitap"' in board.get(f"{BOARD}hatirlat/").content.decode()

    board.post(f"{BOARD}hatirlat/", {"bolum": fen.pk, "kitap": "on"})

    assert [message.to for message in mail.outbox] == [
        ["sahip@example.org"],
        ["vekil@example.org"],
        ["mudur@example.org"],
    ]
    assert [attached(number) for number in range(3)] == [["calisma-kitabi-2025-fen.xlsx"]] * 3
    assert "çalışma kitabı" in mail.outbox[0].body


def test_without_the_wish_a_reminder_is_text_only(board: Client, fen: Section) -> None:
    board.post(BOARD, {"hatirlat": fen.pk})

    assert attached(0) == []
    assert "çalışma kitabı" not in mail.outbox[0].body


def test_workbooks_too_large_for_a_mail_are_downloaded(
    board: Client, fen: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", 1000)

    board.post(BOARD, {"bolum": fen.pk, "hatirlat-secili": "1", "kitap": "on"})

    assert attached(0) == []
    assert "iletiye sığmadı; bölümün sayfasından indirilir" in mail.outbox[0].body


def test_who_keeps_the_deadlines_gets_no_workbook_of_others(
    board: Client, fen: Section, keeper: User
) -> None:
    User.objects.exclude(pk=keeper.pk).update(email="")

    board.post(BOARD, {"hatirlat": fen.pk, "kitap": "on"})

    assert [message.to for message in mail.outbox] == [["mali@example.org"]]
    assert attached(0) == []
