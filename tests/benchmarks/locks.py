"""Measure the longest write lock of what people and commands do; writes into docs/performance.md.

    .venv/bin/python -m tests.benchmarks.locks [--rounds 3] [--print]

On SQLite, where whoever writes keeps all others from writing. In seconds of processor time, the
smallest of the rounds: on a shared machine other work can only add to it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .lock_stories import BY_COMMAND, IN_THE_OFFICE
from .run import PAGE, ROOT, Workplace

START, END = "<!-- locks: start -->", "<!-- locks: end -->"
MOST = {"office": 2, "command": 15}
"""Seconds for which a request, or a command, may keep others from writing."""


def databases(folder: Path) -> tuple[Path, Path]:
    """One with the loaded report and the demo accounts, one with its tables only."""
    place = Workplace(folder)
    place.manage("migrate")
    place.keep("empty")
    place.manage("load_report", "fixtures/2024")
    place.manage("create_demo_users")
    place.manage("create_demo_duties")
    place.keep("loaded")
    return folder / "loaded.sqlite3", folder / "empty.sqlite3"


def played(loaded: Path, empty: Path) -> dict[str, dict[str, Any]]:
    """What came of every story. Raises SystemExit where one did not end as it should."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lock_stories", str(loaded), str(empty)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    wrong = [f"{item['name']}: {item['answer']}" for item in told if item["answer"] != "done"]
    if wrong:
        raise SystemExit("\n".join(wrong))
    return {item["name"]: item for item in told}


def markdown(rounds: list[dict[str, dict[str, Any]]]) -> str:
    lines = [
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}, SQLite, the "
        f"2024 report; load of the machine {os.getloadavg()[1]:.1f}.",
        "",
        "| what is done | write locks | the longest, s of processor time | may last, s |",
        "|---|---:|---:|---:|",
    ]
    for names, most in ((IN_THE_OFFICE, MOST["office"]), (BY_COMMAND, MOST["command"])):
        for name in names:
            longest = min(item[name]["longest"] for item in rounds)
            shown = f"{longest:.2f}" if longest >= 0.01 else "< 0.01"
            lines.append(f"| {name} | {rounds[0][name]['wrote']} | {shown} | {most} |")
    return "\n".join(lines)


def write(table: str) -> None:
    """Put the table between its markers."""
    text = PAGE.read_text("utf-8")
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--print", action="store_true", help="print the table, write no file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        loaded, empty = databases(Path(folder))
        table = markdown([played(loaded, empty) for _ in range(options.rounds)])
    if options.print:
        print(table)
    else:
        write(table)


if __name__ == "__main__":
    main()
