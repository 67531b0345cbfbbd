"""The file of the demo accounts: passwords by name, and the secrets of those who need a code.

{"yonetici": "password", …, "totp": {"yonetici": "BASE32SECRET"}}
"""

from __future__ import annotations

import json
import os
from base64 import b32decode
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

TOTP = "totp"


@dataclass
class DemoAccounts:
    """What is known of them; `secrets` as an authenticator app takes them."""

    passwords: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def key(self, username: str) -> str:
        """The secret as the device keeps it."""
        return b32decode(self.secrets[username]).hex()


def path() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts.json"


def read() -> DemoAccounts:
    """An empty one when there is no file; the file of an older version knows no secrets."""
    if not path().is_file():
        return DemoAccounts()
    known = json.loads(path().read_text("utf-8"))
    secrets = known.pop(TOTP, {})
    return DemoAccounts(known, secrets)


def write(accounts: DemoAccounts) -> None:
    """For the eyes of this user of the machine only."""
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(
            {**accounts.passwords, TOTP: accounts.secrets}, file, ensure_ascii=False, indent=1
        )
