"""Write the data package of a year; loading it again gives the same files."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from reports.core import registry
from reports.models import FiscalYear, Report

from .parts import Descriptor

PROFILE = "data-package"


def export_package(year: FiscalYear, output: Path) -> list[str]:
    """Write `output/`; the folder is replaced only when everything was written.

    Returns the paths written. Raises FileExistsError when `output` holds something else than a
    package (so that a wrong path deletes nothing).
    """
    if output.exists() and any(output.iterdir()) and not (output / "datapackage.json").is_file():
        raise FileExistsError(f"{output} boş değil ve bir veri paketi değil.")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".export-") as name:
        root = Path(name) / "package"
        root.mkdir()
        resources: list[Descriptor] = []
        for part in registry.package_parts():
            resources.extend(part.export(year, root))
        report = Report.objects.filter(year=year).first()
        descriptor = {
            "profile": PROFILE,
            "name": f"faaliyet-raporu-{year.year}",
            "title": str(report) if report else f"{year.year} Yılı Faaliyet Raporu",
            "year": year.year,
            "resources": resources,
        }
        text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
        (root / "datapackage.json").write_bytes(text.encode("utf-8"))
        if output.exists():
            shutil.rmtree(output)
        root.chmod(0o755)
        root.rename(output)
    return ["datapackage.json", *(str(resource["path"]) for resource in resources)]
