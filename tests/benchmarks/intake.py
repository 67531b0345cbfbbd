"""Measure how large files are taken, beside a plain writing of the same rows and entries.

    .venv/bin/python -m tests.benchmarks.intake [--rows 1000 10000 100000] [--print]

Writes a table of docs/performance.md. Each measurement is a process of its own on a database of its
own, that of `DATABASE_URL` as well where it names PostgreSQL. The plain writing is what a program
would do that knows no portal: the finished rows and their entries of the trail, with `executemany`
(and, on PostgreSQL, `COPY`), in one transaction, right after the same rows were taken.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar

from .run import PAGE, ROOT

START, END = "<!-- intake: start -->", "<!-- intake: end -->"
STEPS = ("reading", "recognising", "previewing", "taking")
ROWS = (1_000, 10_000, 100_000)
YEAR = 2024

Costs = dict[str, float]
T = TypeVar("T")


def measured(rows: int) -> Costs:
    """Seconds of processor time of each step, in this process; reading waits for a child."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return _Measuring(rows).run()


class _Measuring:
    """One file of new rows on its way into the table of vehicles of a new year."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.costs: Costs = {}

    def run(self) -> Costs:
        import gc

        from django.contrib.auth.models import User
        from django.db import connection

        from reports.collect.intake.filling import Decisions
        from reports.collect.intake.preview import preview
        from reports.collect.intake.tables import table_of
        from reports.collect.intake.taking import Upload, take
        from reports.collect.reading.files import job_reach, read_file
        from reports.collect.recognising.recognise import recognise
        from reports.collect.sheets import Sheet, sheets_of
        from tests.holding import locks

        section = self._section()
        by = User.objects.create_superuser("ornek")

        def sheet() -> Sheet:
            return next(s for s in sheets_of(section) if s.key == "araclar")

        # As the process of a job does it (`reports.ground.supervising`).
        gc.freeze()
        gc.set_threshold(200_000, 20, 100)
        content = _workbook(self.rows)
        book = self._clock("reading", lambda: read_file(content, job_reach()))
        table = table_of(sheet(), sheet().rows())
        found = self._clock("recognising", lambda: recognise(book, book.sheets[0], table))
        nobody: Callable[[int], None] = lambda _rows: None  # noqa: E731 - hears nothing
        shown = self._clock("previewing", lambda: preview(sheet(), found, Decisions(), by, nobody))
        assert shown.can_be_taken, shown.troubles[:3]
        upload = Upload("0" * 32, "örnek.xlsx", "0" * 64, shown.digest)
        is_sqlite = connection.vendor == "sqlite"
        with locks(listens=False) if is_sqlite else nullcontext() as held:
            done = self._clock(
                "taking", lambda: take(sheet(), found, Decisions(), upload, by, tick=nobody)
            )
        if held is not None:
            self.costs["lock"] = held.longest
        assert done.new_rows == self.rows
        for name, write in self._plain().items():
            self._clock(name, write)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return self.costs | {"peak": peak / 1024}

    def _clock(self, name: str, act: Callable[[], T]) -> T:
        begin = _spent()
        result = act()
        self.costs[name] = _spent() - begin
        return result

    @staticmethod
    def _section() -> Any:
        from reports.collect.workflow.actions import open_sections
        from reports.models import FiscalYear, OutlineSection, Report, Section

        year = FiscalYear.objects.create(year=YEAR)
        OutlineSection.objects.create(code="I.C.1", number="1", title="Araçlar", position=1)
        Report.objects.create(year=year, institution="Örnek Belediyesi", title="Faaliyet Raporu")
        open_sections(year)
        return Section.objects.get(code="I.C.1")

    def _plain(self) -> dict[str, Callable[[], None]]:
        """The same rows under other keys, with their entries, as a plain program would write."""
        from auditlog.models import LogEntry
        from django.db import connection, transaction

        from departments.models import Vehicle

        vehicles = ["year_id", "position", "key", "name", "owned", "leased"]
        entries = [f.column for f in LogEntry._meta.concrete_fields if not f.primary_key]
        rows = list(Vehicle.objects.values_list(*vehicles))
        entry_rows = self._entries(entries)

        def many(way: str) -> None:
            again = [(row[0], row[1], f"{row[2]}-{way}", *row[3:]) for row in rows]
            with transaction.atomic(), connection.cursor() as cursor:
                for table, columns, values in (
                    ("departments_vehicle", vehicles, again),
                    ("auditlog_logentry", entries, entry_rows),
                ):
                    if way == "copy":
                        with cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy:
                            for value in values:
                                copy.write_row(value)
                    else:
                        marks = ",".join(["%s"] * len(columns))
                        cursor.executemany(
                            f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})",  # noqa: S608
                            values,
                        )

        ways = ("executemany", "copy") if connection.vendor == "postgresql" else ("executemany",)
        return {way: partial(many, way) for way in ways}

    def _entries(self, columns: list[str]) -> list[tuple[Any, ...]]:
        """The entries as the driver takes them: JSON as text."""
        from django.db import connection

        names = [f"{c}::text" if connection.vendor == "postgresql" and c in {
            "changes", "additional_data", "serialized_data"} else c for c in columns]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {','.join(names)} FROM auditlog_logentry ORDER BY id DESC LIMIT %s",  # noqa: S608
                [self.rows],
            )
            return list(cursor.fetchall())


def _spent() -> float:
    """Seconds of the processor, those of finished children as well."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def _workbook(rows: int) -> bytes:
    import io

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Sayfa1")
        page.write_row(0, 0, ["Taşıtın cinsi", "Belediyeye ait", "Kiralık"])
        for number in range(rows):
            page.write_row(number + 1, 0, [f"Örnek araç {number}", number % 50, number % 7])
    return out.getvalue()


@contextmanager
def _database(address: str) -> Iterator[dict[str, str]]:
    """The environment of a process that has a new database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if not k.startswith("KARS_")}
        env |= {"KARS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "kars_portal.settings"}
        env.pop("DATABASE_URL", None)
        if not address:
            yield env
            return
        import psycopg

        server, _slash, _name = address.rpartition("/")
        name = f"kars_intake_{os.getpid()}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield env | {"DATABASE_URL": f"{server}/{name}"}
            finally:
                connection.execute(f"DROP DATABASE {name}")


def _child(rows: int, address: str) -> Costs:
    with _database(address) as env:
        done = subprocess.run(
            [sys.executable, "-m", __spec__.name, "--measure", str(rows)],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: Costs = json.loads(done.stdout.splitlines()[-1])
    return found


def markdown(found: dict[str, dict[int, Costs]]) -> str:
    lines = [
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}; seconds of "
        "processor time; new rows of three columns into an empty table, with their entries in the "
        "trail; lock: how long others that write to SQLite have to wait; "
        f"load of the machine {os.getloadavg()[1]:.1f}.",
    ]
    for database, sizes in found.items():
        plain = [way for way in ("executemany", "copy") if way in next(iter(sizes.values()))]
        ways = " | ".join(f"plain {way}" for way in plain)
        ratios = " | ".join(f"times {way}" for way in plain)
        lines += [
            "",
            f"| {database}: rows | {' | '.join(STEPS)} | {ways} | {ratios} | peak, MB | lock |",
            "|---:|" + "---:|" * (len(STEPS) + 2 * len(plain) + 2),
        ]
        for rows, costs in sizes.items():
            work = costs["previewing"] + costs["taking"]
            cells = [f"{costs[name]:.2f}" for name in (*STEPS, *plain)]
            cells += [f"{work / costs[way]:.1f}" for way in plain]
            cells += [f"{costs['peak']:.0f}", f"{costs['lock']:.2f}" if "lock" in costs else ""]
            lines.append(f"| {rows} | {' | '.join(cells)} |")
        first, last = list(sizes.values())[-2:]
        grown = [f"{last[name] / first[name]:.1f}" for name in (*STEPS, *plain)]
        lines.append(
            f"| the last by the one before | {' | '.join(grown)} |{' |' * (len(plain) + 2)}"
        )
    return "\n".join(lines)


def write(table: str) -> None:
    """Put the table between the markers of docs/performance.md."""
    text = PAGE.read_text("utf-8")
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--measure", type=int, default=0, help="one measurement, in this process")
    parser.add_argument("--print", action="store_true", help="print the table, write no file")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    address = os.environ.get("DATABASE_URL", "")
    places = {"SQLite": ""} | ({"PostgreSQL": address} if "postgres" in address else {})
    found = {
        name: {rows: _child(rows, place) for rows in options.rows} for name, place in places.items()
    }
    table = markdown(found)
    print(table)
    if not options.print:
        write(table)


if __name__ == "__main__":
    main()
