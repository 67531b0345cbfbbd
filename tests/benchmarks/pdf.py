"""Measure the printed report beside Chromium's print and write the table of docs/performance.md.

    .venv/bin/python -m tests.benchmarks.pdf [--rounds 3] [--print]

Loads the 2024 package into a folder of its own. All rows come from one run, round after round, each
row a process of its own that turns the same HTML into a file; the smallest of the rounds counts,
since on a shared machine other work can only add to it. Memory is the peak of the sum over all
processes of a row, where a page that several share is divided between them (PSS).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pikepdf
from pypdf import PdfReader

from reports.present.pdf.engine import DATA_NAME, STYLESHEET
from reports.present.pdf.parts import cut

from .run import PAGE, ROOT, YEAR, Workplace

START, END = "<!-- pdf: start -->", "<!-- pdf: end -->"
CHROMIUM = os.environ.get("KARS_TEST_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--disable-dev-shm-usage", "--no-pdf-header-footer",
)  # fmt: skip
CACHE_BYTES = str(500 * 1024 * 1024)
SECONDS_BETWEEN_LOOKS = 0.05
_TABLE = re.compile(r'<div class="print-table [^>]*>.*?</figure>\s*</div>', re.S)


@dataclass(frozen=True)
class Cost:
    """One row in one round: seconds, seconds of processor time, megabytes at the peak."""

    wall: float
    processor: float
    peak: float


def best(costs: list[Cost]) -> Cost:
    """The smallest times and the largest peak."""
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.processor for cost in costs),
        max(cost.peak for cost in costs),
    )


def family(process: int) -> Iterator[int]:
    """A process and all below it that live at this moment."""
    yield process
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in map(int, text.split()):
        yield from family(child)


def kilobytes(process: int) -> int:
    """Memory of a process, shared pages in proportion; 0 when it is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.M)
    return int(found.group(1)) if found else 0


@contextmanager
def watched(process: int) -> Iterator[list[int]]:
    """Looks at the memory of a family until it is told to stop; the peak is the one entry."""
    peak = [0]
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            peak[0] = max(peak[0], sum(map(kilobytes, family(process))))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def measured(command: list[str]) -> Cost:
    """Run a command. Raises SystemExit with its error when it fails."""
    with tempfile.TemporaryFile("w+") as errors:
        begin = time.perf_counter()
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
        with watched(child.pid) as peak:
            _pid, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)}:\n{errors.read()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0] / 1024)


def grown(html: str, times: int) -> str:
    """The report with every table so many times, each copy with names of its own."""

    def copies(match: re.Match[str]) -> str:
        table = match.group()
        more = (re.sub(r'\sid="([^"]+)"', rf' id="\1-{n}"', table) for n in range(2, times + 1))
        return "".join([table, *more])

    return _TABLE.sub(copies, html)


def corrected(html: str) -> str:
    """One section in the middle says half a page more: the pages after it get other numbers."""
    places = [match.end() for match in re.finditer(r'<div class="prose">', html)]
    place = places[len(places) // 2]
    words = "Örnek düzeltme: bu cümle ölçüm için eklenmiştir. " * 30
    return f"{html[:place]}<p>{words}</p>{html[place:]}"


class Rows:
    """The rows of the table as commands that write `target`."""

    def __init__(self, folder: Path, html: str, archive: Path) -> None:
        self.folder = folder
        self.data = ["--data", str(archive), "2025-04-01T09:00:00+03:00"]
        self.target = folder / "rapor.pdf"
        self.page = self._page("rapor", html)
        self.changed = self._page("duzeltme", corrected(html))
        self.caches = {name: folder / f"cache-{name}" for name in ("cold", "full", "changed")}

    def _page(self, name: str, html: str) -> Path:
        path = self.folder / f"{name}.html"
        # The renderer finds the stylesheet by itself; Chromium has to be told where it is.
        path.write_text(html.replace('"print.css"', f'"{STYLESHEET.as_uri()}"'), encoding="utf-8")
        return path

    def render(self, page: Path, cache: str) -> Cost:
        """Our renderer, as the background job starts it."""
        command = [sys.executable, "-m", "reports.present.pdf.renderer"]
        command += [str(page), str(self.target)]
        kept = ["--cache", str(self.caches[cache]), CACHE_BYTES]
        return measured([*command, *self.data, *kept])

    def cold(self) -> Cost:
        shutil.rmtree(self.caches["cold"], ignore_errors=True)
        return self.render(self.page, "cold")

    def after_a_change(self) -> Cost:
        shutil.rmtree(self.caches["changed"], ignore_errors=True)
        shutil.copytree(self.caches["full"], self.caches["changed"])
        return self.render(self.changed, "changed")

    def unchanged(self) -> Cost:
        return self.render(self.page, "full")

    def chromium(self) -> Cost:
        """Print to PDF: tagged, without page numbers in the contents, no PDF/A, no PDF/UA."""
        profile = self.folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        target = self.folder / "chromium.pdf"
        where = [f"--user-data-dir={profile}", f"--print-to-pdf={target}", self.page.as_uri()]
        return measured([CHROMIUM, *CHROMIUM_FLAGS, *where])

    def growth(self, html: str, times: int) -> tuple[int, Cost]:
        page = self._page(f"rapor-{times}", grown(html, times))
        shutil.rmtree(self.caches["cold"], ignore_errors=True)
        cost = self.render(page, "cold")
        return len(PdfReader(self.target).pages), cost


def markdown(
    costs: dict[str, Cost], growth: dict[int, tuple[int, Cost]], pages: int, size: int, parts: int
) -> str:
    chromium = costs["Chromium, print to PDF (tagged)"]
    load = os.getloadavg()[0]
    lines = [
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}, WeasyPrint "
        f"{version('weasyprint')}, the published 2024 report ({pages} pages, {size / 1e6:.1f} MB, "
        f"{parts} parts); load of the machine {load:.1f}.",
        "",
        "| HTML to PDF | wall, s | processor, s | peak of all processes, MB | times Chromium |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, cost in costs.items():
        ratio = cost.wall / chromium.wall
        # Chromium does not wait for its helpers, so the system does not tell what they took.
        processor = "–" if cost is chromium else f"{cost.processor:.1f}"
        lines.append(f"| {name} | {cost.wall:.1f} | {processor} | {cost.peak:.0f} | {ratio:.1f} |")
    lines += [
        "",
        "| tables | pages | wall, s | processor, s | peak of all processes, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for times, (count, cost) in growth.items():
        lines.append(
            f"| × {times} | {count} | {cost.wall:.1f} | {cost.processor:.1f} | {cost.peak:.0f} |"
        )
    return "\n".join(lines)


def write(table: str) -> None:
    """Put the table between its marks in docs/performance.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="*", default=[2, 4], metavar="TIMES")
    parser.add_argument("--print", action="store_true", help="only print, write no page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kars-pdf-") as name:
        place = Workplace(Path(name))
        place.manage("migrate")
        place.manage("load_report", f"fixtures/{YEAR}", "--publish")
        source = Path(name) / "yayim.html"
        place.manage("export_pdf", YEAR, "--html", "--output", str(source))
        archive = Path(name) / "veri.zip"
        published = Path(name) / "yayim.pdf"
        place.manage("export_pdf", YEAR, "--output", str(published))
        with pikepdf.open(published) as file:
            archive.write_bytes(file.attachments[DATA_NAME].get_file().read_bytes())
        html = source.read_text(encoding="utf-8")
        report = cut(html)
        if report is None:
            raise SystemExit("the printed report has no parts")
        rows = Rows(Path(name), html, archive)
        rows.render(rows.page, "full")
        size, pages = rows.target.stat().st_size, len(PdfReader(rows.target).pages)
        measures: dict[str, Callable[[], Cost]] = {
            "nothing kept": rows.cold,
            "one section changed, its pages too": rows.after_a_change,
            "nothing changed": rows.unchanged,
            "Chromium, print to PDF (tagged)": rows.chromium,
        }
        rounds: dict[str, list[Cost]] = {measure: [] for measure in measures}
        for _ in range(options.rounds):
            for row, measure in measures.items():
                rounds[row].append(measure())
                print(f"{row}: {rounds[row][-1]}", file=sys.stderr, flush=True)
        costs = {row: best(found) for row, found in rounds.items()}
        growth = {1: (pages, costs["nothing kept"])}
        growth |= {times: rows.growth(html, times) for times in options.growth}
        table = markdown(costs, growth, pages, size, 2 + len(report.chapters))
    print(table)
    if not options.print:
        write(table)


if __name__ == "__main__":
    main()
