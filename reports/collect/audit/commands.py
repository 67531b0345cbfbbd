"""Base of the commands that change rows: their changes carry the command's name and one number."""

from __future__ import annotations

import uuid

from django.core.management.base import BaseCommand

from .context import Channel, command_name, recording


class RecordedCommand(BaseCommand):
    """A command whose changes are told apart in the trail, also when another program calls it."""

    def execute(self, *args: object, **options: object) -> str | None:
        name = type(self).__module__.rpartition(".")[2]
        with recording(channel=Channel.COMMAND, by=command_name(name), id=uuid.uuid4().hex):
            return super().execute(*args, **options)
