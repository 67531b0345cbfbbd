"""Run inside a copy of the tree that has a new yearly table: what the portal makes of it, as JSON.

One process does everything, as starting the portal is most of what a command costs. Its database
was migrated before the table was there.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from pypdf import PdfReader

from reports.collect.opening import plan_year, prepare
from reports.core.documents import Document
from reports.enums import SectionState
from reports.models import FiscalYear, Report, Section
from reports.office.shared.places import Places
from reports.present.editions import edition
from reports.present.pdf.document import report_html
from reports.present.pdf.renderer import render
from reports.publish.versions import publish_report
from tests.collect.sheets.filling import Filling, sheet

SECTION, SHEET, TABLE, MODEL = "III.A.4", "hibeler", "finance.grants", "finance.grant"
ROW = {"name": "Örnek atık su projesi", "giver": "Örnek ajans", "promised": "1.250.000,50"}


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def entered(client: Client) -> dict[str, Any]:
    """A row put into the grid, and what the grid shows when it is opened again."""
    section = Section.objects.filter(year_id=2024, code=SECTION)
    # What a package brings counts as accepted: here the section is at work again, then delivered.
    section.update(state=SectionState.DRAFT)
    grid = Filling(client, sheet(section.get(), SHEET))
    grid.put({f"h.y0.{name}": text for name, text in ROW.items()})
    saved = grid.save().status_code
    again = Filling(client, sheet(section.get(), SHEET))
    section.update(state=SectionState.ACCEPTED)
    shown = [text for name, texts in again.fields.items() if name[:2] == "h." for text in texts]
    return {"saved": saved, "text": grid.text if saved == 200 else "", "shown": shown}


def ways(client: Client, row: str) -> dict[str, Any]:
    """Links that lead to the table: from the sidebar, and from a finding in its row."""
    boss = User.objects.get(username="boss")
    groups = client.get("/yonetim/password_change/").context["sidebar_navigation"]
    finding: Any = SimpleNamespace(dataset=TABLE, row=row, column="promised", section="", source="")
    return {
        "sidebar": {
            str(group["title"]): [str(item["title"]) for item in group["items"]] for group in groups
        },
        "finding": Places(FiscalYear.objects.get(year=2024)).href(finding, boss),
    }


def opened() -> list[dict[str, Any]]:
    """Rows of the table that the next year would begin with."""
    plan = plan_year(prepare(2025, 2024))
    rows: Any = [row for part in plan.parts if part.part.model == MODEL for row in part.rows]
    return [{"name": r.name, "giver": r.giver, "promised": r.promised} for r in rows]


def printed() -> dict[str, Any]:
    """The PDF of the published version, of which only the table's section is laid out."""
    whole = edition(2024)
    assert whole is not None
    document = whole.document
    node = document.node_by_code[SECTION]
    small: Document = replace(
        document,
        outline=(node,),
        tables={key: table for key, table in document.tables.items() if table.section == SECTION},
        checks=replace(document.checks, rules=0),
    )
    html = report_html(replace(whole, document=small))
    pdf = PdfReader(io.BytesIO(render(html)))
    return {"text": " ".join(page.extract_text() for page in pdf.pages), "pages": len(pdf.pages)}


def work(fixtures: str, output: Path) -> dict[str, Any]:
    command("makemigrations", "--verbosity", "0")
    made = sorted(path.name for path in Path("finance/migrations").glob("*_grant.py"))
    command("migrate", "--verbosity", "0")
    loaded = command("load_report", fixtures, "--verbosity", "0")
    setup_test_environment()
    client, reader = Client(), Client()
    client.force_login(User.objects.create_superuser("boss"))
    grid = entered(client)
    record: Any = apps.get_model(MODEL)._default_manager.get()
    links = ways(client, record.row_key)
    command("export_data", "2024", "--output", str(output))
    publish_report(Report.objects.get(year_id=2024))
    return {
        "migrations": made,
        "loaded": loaded,
        "grid": grid,
        "stored": {"name": record.name, "giver": record.giver, "promised": str(record.promised)},
        "ways": links,
        "opened": opened(),
        "package": (output / "data" / "grants.csv").read_text("utf-8"),
        "page": reader.get("/2024/veri/hibeler").content.decode(),
        "csv": reader.get("/2024/veri/hibeler.csv").content.decode("utf-8-sig"),
        "pdf": printed(),
    }


def main() -> None:
    found = work(sys.argv[1], Path(sys.argv[2]))
    json.dump(found, sys.stdout, ensure_ascii=False, default=str)
