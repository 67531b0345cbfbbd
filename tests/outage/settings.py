"""The real settings, with a short patience for locks, which tests hold for seconds only."""

from __future__ import annotations

from kars_portal.settings import *  # noqa: F403
from kars_portal.settings import DATABASES

if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],  # type: ignore[dict-item]
        "timeout": 1,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=1000;",
    }
