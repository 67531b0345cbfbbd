"""What people and commands do that writes, each in a process of its own on a copy of the portal.

    python -m tests.benchmarks.lock_stories LOADED EMPTY [NAME …] [--listen]

LOADED is a database of SQLite with the loaded report and the demo accounts, EMPTY one with nothing
but its tables. Prints for each story, on a line, what came of it, the longest write lock in seconds
of processor time and, with `--listen`, which of the costly things were done while one was held.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from .lock_forms import REASON, YEAR, Office
from .lock_versions import (
    corrected,
    corrected_by_command,
    frozen,
    loaded,
    loaded_again,
    published,
    unfrozen,
    withdrawn,
)

MANY = 1000
"""Rows of a large file or list."""


@dataclass
class Told:
    """What came of a story. `wrote`: how many transactions took the lock."""

    name: str
    answer: str
    wrote: int
    longest: float
    costly: list[str]


def sheet() -> Callable[[Office], str]:
    """Every number of the largest sheet is typed over."""
    from reports.collect.sheets import Sheet, sheets_of
    from reports.enums import SectionState
    from reports.models import Section

    Section.objects.update(state=SectionState.DRAFT)
    found = [
        item
        for section in Section.objects.all()
        for item in sheets_of(section)
        if type(item).rows is not Sheet.rows
    ]
    largest = max(found, key=lambda item: len(item.rows()) * len(item.columns))

    def act(office: Office) -> str:
        fields = office.form(largest.address)
        for name, (value, *_more) in fields.items():
            if name.startswith("h.") and value.isdigit() and len(value) > 1:
                fields[name] = [f"{value[:-1]}{(int(value[-1]) + 1) % 10}"]
        return office.post(largest.address, {**fields, "islem": "kaydet"})

    return act


def form() -> Callable[[Office], str]:
    """The form of the longest free table, with all its rows."""
    from django.db.models import Count

    from departments.models import FreeTable
    from reports.enums import SectionState
    from reports.models import Section

    Section.objects.update(state=SectionState.DRAFT)
    longest = FreeTable.objects.annotate(n=Count("rows")).order_by("-n")[0]
    address = f"/yonetim/departments/freetable/{longest.pk}/change/"

    def act(office: Office) -> str:
        fields = office.form(address)
        return office.post(address, {**fields, "note": ["Örnek"], "title": [f"{longest.title} x"]})

    return act


def _vehicles() -> None:
    """Many rows, whose sections may be worked on."""
    from departments.models import Vehicle
    from reports.enums import SectionState
    from reports.models import FiscalYear, Section

    Section.objects.update(state=SectionState.DRAFT)
    year = FiscalYear.objects.get(pk=YEAR)
    Vehicle.objects.bulk_create(
        Vehicle(year=year, name=f"Örnek araç {n}", key=f"ornek-{n}", owned=n) for n in range(MANY)
    )


def _taken(office: Office, address: str, name: str, content: bytes) -> str:
    """A file put into an entry sheet: looked at first, and confirmed as it was shown."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.office.intake.files import Confirmation

    asked = office.client.post(address, {"dosya": SimpleUploadedFile(name, content)})
    if asked.status_code != 302:
        return f"not read: {asked.status_code}"
    preview = office.client.get(asked["Location"])
    form = Confirmation(preview.content.decode())
    return office.post(asked["Location"], form.fields) if form.has_button else "no preview"


def imported() -> Callable[[Office], str]:
    """A file of many vehicles, none of which is there: preview, then confirmation."""
    from departments.models import Vehicle
    from departments.resources.base import VehicleResource
    from reports.models import FiscalYear

    _vehicles()
    data = VehicleResource(year=FiscalYear.objects.get(pk=YEAR)).export()
    Vehicle.objects.all().delete()
    address = f"/yonetim/veri-girisi/{YEAR}/I.C.1/araclar/dosya/"

    def act(office: Office) -> str:
        done = _taken(office, address, "ornek.csv", data.export("csv").encode())
        there = Vehicle.objects.count()
        return done if there == len(data) else f"{there} of {len(data)} rows: {done}"

    return act


def _named(values: dict[str, str], number: int) -> dict[str, str]:
    """A row's cells under a name of its own."""
    return {
        key: text if text.replace(",", "").replace(".", "").isdigit() else f"{text} {number}"
        for key, text in values.items()
    }


def rows() -> Callable[[Office], str]:
    """Many rows of a free table, uploaded into the empty table."""
    from django.db.models import Count

    from departments.models import FreeRow, FreeTable
    from departments.resources.rows import rows_of
    from departments.sheets.free import sheet_key
    from reports.enums import SectionState
    from reports.models import Section
    from reports.office.tables.exporting import as_xlsx

    Section.objects.update(state=SectionState.DRAFT)
    longest = FreeTable.objects.annotate(n=Count("rows")).order_by("-n")[0]
    row = longest.rows.first()
    assert row is not None
    FreeRow.objects.bulk_create(
        FreeRow(table=longest, position=n, key=f"ornek-{n}", values=_named(row.values, n))
        for n in range(MANY)
    )
    content = as_xlsx(rows_of(longest))
    FreeRow.objects.filter(table=longest).delete()

    def act(office: Office) -> str:
        section, sheet = longest.published_section, sheet_key(longest)
        address = f"/yonetim/veri-girisi/{YEAR}/{section}/{sheet}/dosya/"
        return _taken(office, address, "ornek.xlsx", content)

    return act


def delivered() -> Callable[[Office], str]:
    """A section goes to finance services; its errors are looked for."""
    from reports.enums import SectionState
    from reports.models import Section

    chosen = Section.objects.filter(code="III.B.1/fen-isleri")
    chosen.update(state=SectionState.DRAFT)
    section = chosen.get()
    return lambda office: office.post(section.get_absolute_url(), {"step": "submit", "note": ""})


def waived() -> Callable[[Office], str]:
    """An open finding is accepted."""
    from reports.collect.checking import latest
    from reports.models import Report, Waiver

    Waiver.objects.filter(source="").first()
    report = Report.objects.get(pk=YEAR)
    Waiver.objects.all()[:1].get().delete()
    mark = next(f.mark for f in latest(report).checks.findings if not f.is_waived)

    def act(office: Office) -> str:
        return office.post(f"/yonetim/bulgular/{YEAR}/{mark}/", {"reason": REASON})

    return act


def many_removed() -> Callable[[Office], str]:
    """All rows of a list are chosen and deleted."""
    from departments.models import Vehicle

    _vehicles()
    chosen = [str(key) for key in Vehicle.objects.values_list("pk", flat=True)]
    given = {
        "action": "delete_selected", "_selected_action": chosen, "post": "yes",
        "select_across": "0",
    }  # fmt: skip

    def act(office: Office) -> str:
        done = office.post("/yonetim/departments/vehicle/", given)
        left = Vehicle.objects.count()
        return done if not left else f"{left} rows left: {done}"

    return act


def opened() -> Callable[[Office], str]:
    """The next year is opened from the wizard."""
    address = f"/yonetim/yeni-yil/?yil={YEAR + 1}&kaynak={YEAR}"

    def act(office: Office) -> str:
        return office.post(address, {**office.form(address), "adim": ["ac"]})

    return act


IN_THE_OFFICE = {
    "saving a sheet": sheet,
    "saving a form with rows": form,
    "importing a file of 1000 rows": imported,
    "uploading 1000 rows of a free table": rows,
    "delivering a section": delivered,
    "accepting a finding": waived,
    "deleting 1000 rows of a list": many_removed,
    "freezing": frozen,
    "taking a freeze back": unfrozen,
    "publishing": published,
    "opening a correction": corrected,
    "withdrawing a correction": withdrawn,
    "opening a year": opened,
}
FROM_NOTHING = {"loading a package"}
BY_COMMAND = {
    "loading a package": loaded,
    "loading it again over other figures": loaded_again,
    "correcting and publishing": corrected_by_command,
}


def costly() -> dict[CodeType, str]:
    """What takes long with a large report: nobody may wait for it."""
    import inspect

    from django.contrib.auth import hashers
    from django.template.base import Template
    from import_export.formats import base_formats

    from reports.collect.imports.keys import NaturalKeyLoader
    from reports.collect.imports.resources import TableResource
    from reports.collect.opening.engine import plan_year
    from reports.collect.packages.io import read_csv
    from reports.core.building import build_document
    from reports.core.charts.draw import draw
    from reports.core.documents.canonical import canonical_json, from_json
    from reports.publish.signing import files
    from reports.publish.signing.trust import load_trust
    from reports.publish.versions.difference import difference

    formats: Any = base_formats
    found = (
        build_document, draw, canonical_json, from_json, difference, plan_year, read_csv,
        formats.XLSX.create_dataset, formats.TablibFormat.create_dataset, NaturalKeyLoader.__init__,
        TableResource.validate_instance, Template.render, hashers.make_password, files.store,
        load_trust,
    )  # fmt: skip
    return {inspect.unwrap(item).__code__: item.__qualname__ for item in found}


def tell(name: str, *, listens: bool) -> Told:
    """Play a story and say what came of it."""
    from tests.holding import locks

    prepare = {**IN_THE_OFFICE, **BY_COMMAND}[name]
    act = prepare()
    office = Office() if name in IN_THE_OFFICE else None
    with locks(listens=listens) as held:
        answer = act(office)  # type: ignore[arg-type]
    known = costly()
    seen = sorted(known[code] for code in held.seen & known.keys())
    return Told(name, answer, len(held.seconds), held.longest, seen)


def in_a_fork(name: str, database: Path, *, listens: bool) -> None:
    """Play a story on a copy of a database; it leaves nothing behind."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _on_a_copy(name, database, listens=listens)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if status:
        raise SystemExit(f"{name}: ended with {status}")


def _on_a_copy(name: str, database: Path, *, listens: bool) -> None:
    from django.conf import settings
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "db.sqlite3"
        shutil.copy(database, copy)
        connection.settings_dict["NAME"] = str(copy)
        settings.DATA_DIR = settings.EVIDENCE_DIR = Path(folder)
        settings.MEDIA_ROOT = Path(folder) / "media"
        settings.SIGNED_DIR = Path(folder) / "signed"
        settings.TRUST_DIR = Path(folder) / "pki" / "trust"
        try:
            told = tell(name, listens=listens)
        except Exception:
            told = Told(name, traceback.format_exc()[-3000:], 0, 0, [])
        print(json.dumps(asdict(told), ensure_ascii=False), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("loaded", type=Path)
    parser.add_argument("empty", type=Path)
    parser.add_argument("--listen", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "kars_portal.settings_test"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()  # pages tell what they were made of
    costly()  # what is loaded on use is loaded once
    for name in options.names or [*IN_THE_OFFICE, *BY_COMMAND]:
        database = options.empty if name in FROM_NOTHING else options.loaded
        in_a_fork(name, database, listens=options.listen)


if __name__ == "__main__":
    main()
