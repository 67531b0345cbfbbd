"""A file that needs scrolling to be understood has two concerns; exceptions say why they stay."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .pages import NEW_TOO, ROOT

LONGEST = 400
CHECKED = {".py", ".html", ".css", ".js", ".sh", ""}
REASONS: dict[str, str] = {}


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _long_files() -> dict[str, int]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *NEW_TOO], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        # Migrations are written by Django and fixtures by export_data.
        if "/migrations/" in name or name.startswith("fixtures/") or path.suffix not in CHECKED:
            continue
        if path.is_file() and (lines := _lines(path)) > LONGEST:
            found[name] = lines
    return found


def test_no_file_is_long_without_a_reason() -> None:
    long = {name: lines for name, lines in _long_files().items() if name not in REASONS}
    assert not long, f"part these, or give a reason in REASONS: {long}"


def test_no_reason_outlives_its_file() -> None:
    assert set(REASONS) - set(_long_files()) == set()
