"""How rows are being changed right now: the way in, who, under which number, and why.

Knows no model, so that settings and commands can use it before the apps are loaded.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Model, TextChoices
from django.http import HttpRequest

if TYPE_CHECKING:
    from reports.ground.actors import Actor

COMMAND_LINE = "komut satırı"
NOBODY = "oturum açmamış kullanıcı"

RowKey: TypeAlias = tuple[type[Model] | None, object]
"""The model of a row and the row's own key."""


class Channel(TextChoices):
    """The way by which a change came in."""

    FORM = "form", "Form"
    GRID = "grid", "Çizelge"
    IMPORT = "import", "Dosyadan aktarma"
    BULK = "bulk", "Toplu işlem"
    COMMAND = "command", "Komut"
    API = "api", "API"


@dataclass(frozen=True)
class Known:
    """What is told about a row by its relations: its name and its year."""

    name: str
    year: int | None


@dataclass(frozen=True)
class Recording:
    """What every entry says beside the change itself."""

    channel: Channel = Channel.COMMAND
    reason: str = ""
    by: str = ""
    """Who, where nobody is signed in: the name of a command."""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    """Shared by all entries of one request or one run of a command."""
    request: HttpRequest | None = None
    known: dict[RowKey, Known] = field(default_factory=dict)
    """Rows that were looked up; see `values.known`."""
    reopened: dict[int | None, dict[str, str]] = field(default_factory=dict)
    """Year → code → reason of the sections that are open again; see `reasons`."""

    @property
    def user(self) -> Actor | None:
        """The person who is signed in, asked at the moment of the change; None for a command."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def actor(self) -> str:
        """The person or command in words, as it stays even when the account is renamed."""
        user = self.user
        if user is None:
            return self.by or (COMMAND_LINE if self.request is None else NOBODY)
        name, login = user.get_full_name(), user.get_username()
        return f"{name} ({login})" if name else str(login)


_current: ContextVar[Recording | None] = ContextVar("reports_audit_recording", default=None)


@contextmanager
def recording(
    *,
    channel: Channel | str | None = None,
    reason: str | None = None,
    by: str | None = None,
    request: HttpRequest | None = None,
    id: str | None = None,  # noqa: A002 - the name that the number has everywhere
) -> Iterator[Recording]:
    """Say how the changes of a block come about; what is not given stays as it was outside.

    An inner block keeps the number of the outer one unless it is given one (`id`), so that all of
    a request stays together.
    """
    outer = _current.get() or replace(_outside(), id=uuid.uuid4().hex)
    made = replace(
        outer,
        channel=outer.channel if channel is None else Channel(channel),
        reason=outer.reason if reason is None else reason,
        by=outer.by if by is None else by,
        request=outer.request if request is None else request,
        id=outer.id if id is None else id,
    )
    token = _current.set(made)
    try:
        yield made
    finally:
        _current.reset(token)


def current() -> Recording:
    """How rows are being changed now; outside of every block that is the program itself."""
    return _current.get() or _outside()


def request_id() -> str:
    """The number that the entries of this moment share."""
    return current().id


_process_id = uuid.uuid4().hex


def _outside() -> Recording:
    """A command of Django or another package, or a shell; its run is one request."""
    program = Path(sys.argv[0] if sys.argv else "").name
    command = sys.argv[1] if program in {"manage.py", "django-admin"} and len(sys.argv) > 1 else ""
    return Recording(by=command_name(command) if command else COMMAND_LINE, id=_process_id)


def command_name(command: str) -> str:
    """How the trail calls a command."""
    return f"{COMMAND_LINE}: {command}"
