"""Servers that a test starts end with the process that started them, however it ends."""

from __future__ import annotations

import shutil


def leashed(*command: str) -> list[str]:
    """The command, to be killed by the kernel when its parent has died.

    By util-linux, which every Debian has; elsewhere the command as it is.
    """
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "KILL", "--", *command] if program else list(command)
