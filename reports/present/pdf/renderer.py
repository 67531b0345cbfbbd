"""HTML to PDF bytes with WeasyPrint: PDF/A-3a and PDF/UA-1 in one file, deterministic.

Imports nothing of Django.

`render` works in this process; `render_in_child` in a process of its own, so that the worker gets
its memory back and a crash of the renderer is only a failed job.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kars_portal.lib.on_use import on_use

from .cache import Cache
from .engine import (
    DATA_DESCRIPTION,
    DATA_NAME,
    STATIC,
    STYLESHEET,
    VARIANT,
    DataFile,
    Progress,
    RenderError,
    lay_out,
    silent,
)
from .parts import cut

if TYPE_CHECKING:
    from . import chapters, finishing, merging
else:
    # What puts a file together loads its libraries; who only asks for a PDF needs none of them.
    chapters = on_use("reports.present.pdf.chapters")
    finishing = on_use("reports.present.pdf.finishing")
    merging = on_use("reports.present.pdf.merging")

__all__ = [
    "DATA_DESCRIPTION", "DATA_NAME", "STATIC", "STYLESHEET", "VARIANT", "DataFile", "Progress",
    "RenderError", "render", "render_in_child", "silent",
]  # fmt: skip

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_SECONDS = 900

# Shares of the whole work of a text that is no report in chapters.
LAYOUT_FROM, LAYOUT_TO, DRAWN = 24, 60, 78
_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)")


class _Steps(logging.Handler):
    """Turns WeasyPrint's own progress lines into percents and Turkish steps."""

    def __init__(self, progress: Progress, pages: int) -> None:
        super().__init__(logging.INFO)
        self.progress = progress
        self.pages = max(1, pages)
        self.reached = 0

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        page = _PAGE.match(message)
        if page:
            number = int(page.group(1))
            if number <= self.reached:
                return  # the second pass, which fills in the page numbers of the contents
            self.reached = number
            share = min(1.0, number / self.pages)
            percent = LAYOUT_FROM + int((LAYOUT_TO - LAYOUT_FROM) * share)
            self.progress(percent, f"Sayfalar diziliyor: {number}")
        elif message.startswith("Step 1"):
            self.progress(1, "Belge okunuyor")
        elif message.startswith("Step 3"):
            self.progress(10, "Biçimler uygulanıyor")
        elif message.startswith("Step 4"):
            self.progress(18, "Sayfa ögeleri kuruluyor")
        elif message.startswith("Step 6"):
            self.progress(LAYOUT_TO, "Sayfalar çiziliyor")
        elif message.startswith("Step 7"):
            self.progress(DRAWN, "Dosya yazılıyor")


def render(
    html: str,
    progress: Progress | None = None,
    *,
    data: DataFile | None = None,
    cache: Cache | None = None,
    processes: int = 1,
) -> bytes:
    """PDF of a report's HTML with its data attached; the same input gives the same bytes.

    A report in chapters is laid out part by part: in so many processes, and with what `cache`
    holds. Raises RenderError when something that the document names can't be found.
    """
    report = cut(html)
    if report is not None:
        return chapters.build(
            report, progress or silent, data=data, cache=cache, processes=processes
        )
    steps = _Steps(progress or silent, html.count("<tr") // 18 + 10)
    return merging.pack(lay_out(html, finishing.finish, data=data, watch=steps).pdf)


def render_in_child(
    html: Path,
    output: Path,
    progress: Progress,
    *,
    data: DataFile | None = None,
    cache: Cache | None = None,
    beat: Callable[[], None] | None = None,
) -> None:
    """Render a file in a child process. `beat` is called at least every second meanwhile.

    The data, if any, lie beside the output while the child works. Raises RenderError when the child
    fails, dies or takes longer than TIMEOUT_SECONDS.
    """
    command = [sys.executable, "-m", "reports.present.pdf.renderer", str(html), str(output)]
    if data is not None:
        archive = output.with_suffix(".zip")
        archive.write_bytes(data.content)
        command += ["--data", str(archive), data.moment.isoformat()]
    if cache is not None:
        command += ["--cache", str(cache.folder), str(cache.limit)]
    errors = output.with_suffix(".log")
    with (
        errors.open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own module with our own paths
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log
        ) as child,
    ):
        try:
            _follow(child, progress, beat)
        except BaseException:
            child.kill()
            raise
    text = errors.read_text(encoding="utf-8", errors="replace").strip()
    errors.unlink()
    if child.returncode == 0:
        return
    last = text.splitlines()[-1] if text else f"süreç {child.returncode} koduyla sona erdi"
    raise RenderError(last.removeprefix("RenderError: "))


def _follow(
    child: subprocess.Popen[bytes], progress: Progress, beat: Callable[[], None] | None
) -> None:
    assert child.stdout is not None  # noqa: S101 - it was opened as a pipe
    deadline = time.monotonic() + TIMEOUT_SECONDS
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if time.monotonic() > deadline:
                raise RenderError(f"PDF {TIMEOUT_SECONDS // 60} dakikada tamamlanamadı.")
            ready = selector.select(timeout=1.0)
            if beat is not None:
                beat()
            if not ready:
                continue
            received = os.read(child.stdout.fileno(), 65536)
            if not received:
                return
            *lines, pending = (pending + received).split(b"\n")
            if lines:
                percent, step = json.loads(lines[-1])
                progress(percent, step)


def main(arguments: list[str]) -> int:
    """Child process: read HTML (and data, with their moment), write PDF, print JSON progress."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--data", nargs=2)
    parser.add_argument("--cache", nargs=2)
    options = parser.parse_args(arguments)
    data = cache = None
    if options.data:
        archive, moment = options.data
        data = DataFile(Path(archive).read_bytes(), datetime.fromisoformat(moment))
    if options.cache:
        folder, limit = options.cache
        cache = Cache(Path(folder), int(limit))

    def progress(percent: int, step: str) -> None:
        print(json.dumps([percent, step]), flush=True)

    html = options.source.read_text(encoding="utf-8")
    try:
        pdf = render(html, progress, data=data, cache=cache, processes=chapters.processors())
    except RenderError as error:
        print(error, file=sys.stderr)
        return 1
    options.output.write_bytes(pdf)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # The interpreter would spend seconds on freeing millions of objects one by one.
    os._exit(code)
