"""One measured step in a process of its own: `python -m tests.benchmarks.steps NAME`.

Prints one JSON object with what the step itself measured.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

YEAR = 2024
ROUNDS = 3
# Tables that grow with a municipality; codes and the strategic plan do not.
GROWING = (
    "departments.Facility",
    "departments.Vehicle",
    "departments.Equipment",
    "departments.Service",
    "departments.Activity",
    "departments.KeyFigure",
    "departments.FreeRow",
    "departments.ContractItem",
    "departments.ProgressPayment",
    "departments.DirectProcurement",
)


def start() -> dict[str, Any]:
    """Nothing: what the start of Python and Django costs."""
    return {}


def build() -> dict[str, Any]:
    """The document of today's rows, and the same as canonical JSON."""
    from reports.core.building import build_document
    from reports.core.documents import canonical_json, document_hash
    from reports.models import Report

    report = Report.objects.select_related("year").get(year_id=YEAR)
    built, written = [], []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        document = build_document(report)
        middle = time.perf_counter()
        text = canonical_json(document)
        document_hash(text)
        built.append(middle - begin)
        written.append(time.perf_counter() - middle)
    return {
        "build": min(built),
        "json": min(written),
        "rows": sum(len(table.rows) for table in document.tables.values()),
        "bytes": len(text.encode()),
    }


def grow() -> dict[str, Any]:
    """Give every growing table four times its rows."""
    from django.apps import apps
    from django.db import models, transaction

    def kept(model: type[models.Model], row: models.Model) -> dict[str, Any]:
        fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.generated]
        return {field.attname: getattr(row, field.attname) for field in fields}

    added = 0
    with transaction.atomic():
        for label in GROWING:
            model = apps.get_model(label)
            rows = [kept(model, row) for row in model._default_manager.all()]
            for copy in range(1, 4):
                for values in rows:
                    again = dict(values)
                    for name in ("key", "name", "label"):
                        if name in again:
                            again[name] = f"{again[name]}-kopya-{copy}"
                    if "no" in again:
                        again["no"] += 1000 * copy
                    model._default_manager.create(**again)
                    added += 1
    return {"added": added}


STEPS: dict[str, Callable[[], dict[str, Any]]] = {"start": start, "build": build, "grow": grow}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kars_portal.settings")
    import django

    django.setup()
    print(json.dumps(STEPS[sys.argv[1]]()))


if __name__ == "__main__":
    main()
