"""Wall time and peak memory of the printed report: `python -m tests.benchmarks.pdf 2024`.

Every round is a process of its own, as in the background job; start of Python and Django included.
The numbers of docs/performance.md come from here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]


def one_round(year: int, target: Path, extra: list[str]) -> tuple[float, float, float]:
    """Seconds of wall time, seconds of processor time, peak resident memory in MB."""
    command = [sys.executable, "manage.py", "export_pdf", str(year), "--output", str(target)]
    start = time.perf_counter()
    child = subprocess.Popen(
        [*command, *extra, "--verbosity", "0"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(child.returncode)
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("year", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--draft", action="store_true", help="today's rows, not the publication")
    options = parser.parse_args()
    extra = ["--draft"] if options.draft else []
    with tempfile.TemporaryDirectory() as folder:
        html, pdf = Path(folder) / "rapor.html", Path(folder) / "rapor.pdf"
        rounds = [one_round(options.year, html, [*extra, "--html"]) for _ in range(options.rounds)]
        print(f"html: {min(r[0] for r in rounds):.1f} s, {html.stat().st_size / 1e6:.2f} MB")
        rounds = [one_round(options.year, pdf, extra) for _ in range(options.rounds)]
        pages = len(PdfReader(pdf).pages)
        size = pdf.stat().st_size / 1e6
    walls = " ".join(f"{r[0]:.1f}" for r in rounds)
    print(
        f"pdf: {pages} pages, {size:.2f} MB; wall {walls} s, "
        f"processor {min(r[1] for r in rounds):.1f} s, peak {max(r[2] for r in rounds):.0f} MB"
    )


if __name__ == "__main__":
    main()
