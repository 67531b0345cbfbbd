"""Measure the whole way of a report and write the table of docs/performance.md.

    .venv/bin/python -m tests.benchmarks.run [--rounds 3] [--requests 50] [--print]

Works on a copy of its own: a new SQLite file, a new folder, a server on a free port. Every command
is a process of its own, measured from outside; the smallest of the rounds counts, since on a shared
machine other work can only add to it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- benchmarks: start -->", "<!-- benchmarks: end -->"
YEAR = "2024"
WARM_UP = 3
EMPTY = "empty Django view"
ADDRESSES = {
    EMPTY: "/bos/",
    "front page": "/2024/",
    "section (budget)": "/2024/bolum/iii-a-1-butce-uygulama-sonuclari/",
    "dataset, all rows": "/2024/veri/gostergeler",
    "dataset, filtered and sorted": "/2024/veri/gostergeler?q=su&sirala=-rate",
    "directorate (the largest)": "/2024/mudurluk/fen-isleri/",
    "goals with all indicators": "/2024/hedefler/",
    "dataset as CSV": "/2024/veri/gostergeler.csv",
    "dataset as Excel": "/2024/veri/gostergeler.xlsx",
}


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds, seconds of processor time, megabytes at the peak."""

    wall: float
    processor: float
    peak: float
    output: str = ""


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one address: the first answer, the median, the 95th percentile."""

    first: float
    median: float
    slow: float
    size: int


class Workplace:
    """A folder with a database that can be set back to an earlier state."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.kept = folder
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("KARS_")}
        self.env.pop("DATABASE_URL", None)
        self.env |= {
            "KARS_DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "kars_portal.settings",
        }

    def run(self, *arguments: str) -> Cost:
        """One process, measured. Raises SystemExit with its error when it fails."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            begin = time.perf_counter()
            child = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.env, stdout=out, stderr=err
            )
            _pid, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            if child.returncode:
                raise SystemExit(f"{' '.join(arguments)}:\n{err.read()[-2000:]}")
            processor = usage.ru_utime + usage.ru_stime
            return Cost(wall, processor, usage.ru_maxrss / 1024, out.read())

    def manage(self, *arguments: str) -> Cost:
        return self.run("manage.py", *arguments, "--verbosity", "0")

    def step(self, name: str) -> Cost:
        return self.run("-m", "tests.benchmarks.steps", name)

    def keep(self, name: str) -> None:
        shutil.copy(self.data / "db.sqlite3", self.kept / f"{name}.sqlite3")

    def set_back(self, name: str) -> None:
        for old in self.data.glob("db.sqlite3*"):
            old.unlink()
        shutil.copy(self.kept / f"{name}.sqlite3", self.data / "db.sqlite3")


def cheapest(rounds: int, measure: Callable[[], Cost]) -> Cost:
    """The smallest wall and processor time of some rounds, the largest peak."""
    costs = [measure() for _ in range(rounds)]
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.processor for cost in costs),
        max(cost.peak for cost in costs),
        costs[-1].output,
    )


def commands(place: Workplace, rounds: int) -> tuple[dict[str, Cost], dict[str, dict[str, float]]]:
    """Costs of every command, and what the builds measured themselves; leaves a published year."""
    costs: dict[str, Cost] = {}
    place.manage("migrate")
    place.keep("empty")

    def from_state(state: str, *arguments: str) -> Callable[[], Cost]:
        def measure() -> Cost:
            place.set_back(state)
            return place.manage(*arguments)

        return measure

    package = "fixtures/2024"
    costs["start of Python and Django"] = cheapest(rounds, lambda: place.step("start"))
    costs["load, dry run"] = cheapest(
        rounds, from_state("empty", "load_report", package, "--dry-run")
    )
    costs["load"] = cheapest(rounds, from_state("empty", "load_report", package))
    place.keep("loaded")
    costs["load again, nothing changed"] = cheapest(
        rounds, from_state("loaded", "load_report", package)
    )
    build = cheapest(rounds, lambda: place.step("build"))
    costs["publish"] = cheapest(rounds, from_state("loaded", "publish_report", YEAR))
    place.keep("published")
    folder = str(place.kept / "package")
    costs["export of the data package"] = cheapest(
        rounds, lambda: place.manage("export_data", YEAR, "--output", folder)
    )
    place.set_back("loaded")
    place.step("grow")
    grown = cheapest(rounds, lambda: place.step("build"))
    place.set_back("published")
    builds = {"1": json.loads(build.output), "4": json.loads(grown.output)}
    builds["1"]["peak"], builds["4"]["peak"] = build.peak, grown.peak
    return costs, builds


@contextmanager
def server(place: Workplace) -> Iterator[tuple[int, list[float]]]:
    """One gunicorn worker on a free port; afterwards the list holds its peak in megabytes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = place.env | {"KARS_SITE_URL": f"http://127.0.0.1:{port}"}
    place.manage("collectstatic", "--no-input")
    command = [
        sys.executable, "-m", "gunicorn", "tests.benchmarks.wsgi", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--threads", "4", "--log-level", "error",
    ]  # fmt: skip
    child = subprocess.Popen(command, cwd=ROOT, env=env)
    peak: list[float] = []
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, peak
    finally:
        child.terminate()
        # The server waits for its worker, so the larger of the two is reported.
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        peak.append(usage.ru_maxrss / 1024)


def ask(connection: http.client.HTTPConnection, address: str) -> tuple[float, int]:
    """Milliseconds until the whole answer is there, and its bytes."""
    begin = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - begin) * 1000
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return took, len(body)


def latencies(port: int, requests: int) -> dict[str, Latency]:
    found = {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for name, address in ADDRESSES.items():
        first, size = ask(connection, address)
        for _ in range(WARM_UP):
            ask(connection, address)
        times = sorted(ask(connection, address)[0] for _ in range(requests))
        slow = times[min(len(times) - 1, round(0.95 * len(times)))]
        found[name] = Latency(first, statistics.median(times), slow, size)
    connection.close()
    return found


def markdown(
    costs: dict[str, Cost],
    builds: dict[str, dict[str, float]],
    pages: dict[str, Latency],
    peak: float,
    requests: int,
) -> str:
    one, four = builds["1"], builds["4"]
    lines = [
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}, Django "
        f"{version('django')}, SQLite, the 2024 report ({one['rows']:.0f} published rows, "
        f"{one['bytes'] / 1e6:.1f} MB of canonical JSON); load of the machine "
        f"{os.getloadavg()[1]:.1f}.",
        "",
        "| command | wall, s | processor, s | peak, MB |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {cost.wall:.1f} | {cost.processor:.1f} | {cost.peak:.0f} |"
            for name, cost in costs.items()
        ),
        "",
        "| building the document | published rows | build, s | JSON and hash, s | peak, MB |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| growing tables × {times} | {b['rows']:.0f} | {b['build']:.2f} | {b['json']:.2f} "
            f"| {b['peak']:.0f} |"
            for times, b in builds.items()
        ),
        f"| ratio | {four['rows'] / one['rows']:.1f} | {four['build'] / one['build']:.1f} "
        f"| {four['json'] / one['json']:.1f} | {four['peak'] / one['peak']:.1f} |",
        "",
        f"Pages over HTTP, {requests} requests one after the other against one gunicorn "
        f"worker, whose peak was {peak:.0f} MB. The first answer of all also "
        "loads the application, the first page of the report also reads the publication.",
        "",
        "| page | kB | first, ms | median, ms | 95 %, ms | times an empty view |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {name} | {page.size / 1000:.0f} | {page.first:.0f} | {page.median:.1f} "
            f"| {page.slow:.1f} | {page.median / pages[EMPTY].median:.1f} |"
            for name, page in pages.items()
        ),
    ]
    return "\n".join(lines)


def write(table: str) -> None:
    """Put the table between the markers; a page without them gets a section for it."""
    text = PAGE.read_text("utf-8")
    if START not in text:
        heading, _newline, rest = text.partition("\n")
        text = (
            f"{heading}\n\n## From the data package to the page\n\n"
            f"    python -m tests.benchmarks.run\n\n{START}\n{END}\n{rest}"
        )
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--print", action="store_true", help="print the table, write no file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace(Path(folder))
        costs, builds = commands(place, options.rounds)
        with server(place) as (port, peak):
            pages = latencies(port, options.requests)
        table = markdown(costs, builds, pages, peak[0], options.requests)
    if options.print:
        print(table)
    else:
        write(table)


if __name__ == "__main__":
    main()
