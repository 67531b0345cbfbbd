"""Mail servers that fail in the ways servers do."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.locmem import EmailBackend

Messages = Sequence[Any]


class PowerCut(BaseException):
    """The machine stops: nothing below catches it."""


class DyingBackend(EmailBackend):
    """The run dies before the server takes the mail."""

    def send_messages(self, messages: Messages) -> int:
        raise PowerCut


class DyingAfterBackend(EmailBackend):
    """The run dies after the server took the mail."""

    def send_messages(self, messages: Messages) -> int:
        super().send_messages(messages)
        raise PowerCut


class RefusingBackend(EmailBackend):
    """The server refuses one address and takes the others."""

    def send_messages(self, messages: Messages) -> int:
        for message in messages:
            if message.to == ["sahip@example.org"]:
                refused = {"sahip@example.org": (550, b"no such user")}
                raise smtplib.SMTPRecipientsRefused(refused)
        return super().send_messages(messages)


class AwayBackend(EmailBackend):
    """There is no server."""

    def send_messages(self, messages: Messages) -> int:
        raise ConnectionRefusedError(111, "Connection refused")
