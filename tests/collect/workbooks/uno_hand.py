"""Types into a workbook with LibreOffice. Run by the system's Python, which has its bridge.

    uno_hand.py PROGRAM FOLDER KIND…    in.xlsx, entries.json → out.KIND

An entry is (worksheet, cell, value): a number, a text, or {"date": day counted as a number}; a row
of null is inserted above the row that a cell names.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}


def main(program: str, folder: Path, kinds: list[str]) -> None:
    import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - only the system's Python has it
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # noqa: PLC0415

    pipe = f"kars{folder.name}{time.monotonic_ns()}"
    office = subprocess.Popen(
        [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation=file://{folder}/profile",
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        for attempt in range(300):
            try:
                context = resolver.resolve(address)
                break
            except Exception:
                if attempt == 299 or office.poll() is not None:
                    raise
                time.sleep(0.1)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        hidden = PropertyValue(Name="Hidden", Value=True)
        document = desktop.loadComponentFromURL(f"file://{folder}/in.xlsx", "_blank", 0, (hidden,))
        for name, cell, value in json.loads((folder / "entries.json").read_text("utf-8")):
            place = document.Sheets.getByName(name).getCellRangeByName(cell)
            if isinstance(value, str):
                place.setString(value)
            else:
                place.setValue(value)
        document.calculateAll()
        for kind in kinds:
            filter_ = PropertyValue(Name="FilterName", Value=FILTERS[kind])
            document.storeToURL(f"file://{folder}/out.{kind}", (filter_,))
        document.close(True)
        with contextlib.suppress(Exception):  # it closes the pipe before it answers
            desktop.terminate()
        office.wait(timeout=20)
    finally:
        office.kill()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
