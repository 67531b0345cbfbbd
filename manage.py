#!/usr/bin/env python3
"""Django's command line for the portal; run it with .venv/bin/python (bin/setup makes it)."""

from __future__ import annotations

import os
import sys

try:
    from django.core.management import execute_from_command_line

    from kars_portal.env import SettingRefusedError
except ImportError as error:
    raise SystemExit(
        "Django bulunamadı; önce bin/setup, sonra .venv/bin/python manage.py çalıştırın.\n"
        "Django is missing; run bin/setup, then .venv/bin/python manage.py."
    ) from error


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kars_portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingRefusedError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
