"""HTML to PDF bytes with WeasyPrint: PDF/A-3a and PDF/UA-1 in one file, deterministic.

Imports nothing of Django.

`render` works in this process; `render_in_child` in a process of its own, so that the worker gets
its memory back and a crash of the renderer is only a failed job.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import selectors
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLESHEET = STATIC / "pdf" / "print.css"
ROOT = Path(__file__).resolve().parents[2]

VARIANT = "pdf/a-3a"
DATA_NAME = "veri-paketi.zip"
DATA_DESCRIPTION = "Raporun verileri: tablolar (CSV) ve açıklamaları (JSON)"
TIMEOUT_SECONDS = 900

Progress = Callable[[int, str], None]

# Shares of the whole work, measured on the 2024 report (docs/performance.md).
LAYOUT_FROM, LAYOUT_TO, DRAWN = 24, 60, 78
_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)")


def silent(percent: int, step: str) -> None:
    """Progress for callers that do not want any."""


class RenderError(Exception):
    """The PDF can't be made; the message is Turkish."""


@dataclass(frozen=True)
class DataFile:
    """The archive that a PDF carries, and the moment that its entry in the PDF names."""

    content: bytes
    moment: datetime


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


class _Problems(logging.Handler):
    """Keeps what WeasyPrint complains about: a broken link or missing font must not go unseen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def render(html: str, progress: Progress | None = None, *, data: DataFile | None = None) -> bytes:
    """PDF of a report's HTML with its data attached; the same input gives the same bytes.

    Raises RenderError when something that the document names can't be found.
    """
    from weasyprint import HTML, Attachment
    from weasyprint.urls import URLFetcher

    from .finishing import finish

    logger = logging.getLogger("weasyprint")
    steps_logger = logging.getLogger("weasyprint.progress")
    problems = _Problems()
    steps = _Steps(progress or silent, html.count("<tr") // 18 + 10)
    old_level, old_propagate = steps_logger.level, logger.propagate
    logger.addHandler(problems)
    steps_logger.addHandler(steps)
    steps_logger.setLevel(logging.INFO)
    logger.propagate = False
    collecting = gc.isenabled()
    gc.disable()  # a quarter of the time goes into collecting what is still in use
    try:
        document = HTML(
            string=html,
            base_url=STYLESHEET.as_uri(),
            url_fetcher=URLFetcher(allowed_protocols={"file"}),
        )
        with warnings.catch_warnings():
            # WeasyPrint leaves the file of its colour profile to the interpreter to close.
            warnings.simplefilter("ignore", ResourceWarning)
            attachments = [
                Attachment(
                    string=data.content,
                    name=DATA_NAME,
                    description=DATA_DESCRIPTION,
                    created=data.moment,
                    modified=data.moment,
                    relationship="Data",
                )
                for data in ([data] if data else [])
            ]
            pdf = document.write_pdf(pdf_variant=VARIANT, attachments=attachments, finisher=finish)
    finally:
        logger.removeHandler(problems)
        logger.propagate = old_propagate
        steps_logger.removeHandler(steps)
        steps_logger.setLevel(old_level)
        if collecting:
            gc.enable()
    if problems.messages:
        raise RenderError("PDF üretilemedi: " + "; ".join(problems.messages[:5]))
    return bytes(pdf)


def render_in_child(
    html: Path,
    output: Path,
    progress: Progress,
    *,
    data: DataFile | None = None,
    beat: Callable[[], None] | None = None,
) -> None:
    """Render a file in a child process. `beat` is called at least every second meanwhile.

    The data, if any, lie beside the output while the child works. Raises RenderError when the child
    fails, dies or takes longer than TIMEOUT_SECONDS.
    """
    command = [sys.executable, "-m", "reports.pdf.renderer", str(html), str(output)]
    if data is not None:
        archive = output.with_suffix(".zip")
        archive.write_bytes(data.content)
        command += [str(archive), data.moment.isoformat()]
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
    source, output = map(Path, arguments[:2])
    data = None
    if arguments[2:]:
        archive, moment = arguments[2:]
        data = DataFile(Path(archive).read_bytes(), datetime.fromisoformat(moment))

    def progress(percent: int, step: str) -> None:
        print(json.dumps([percent, step]), flush=True)

    try:
        output.write_bytes(render(source.read_text(encoding="utf-8"), progress, data=data))
    except RenderError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # The interpreter would spend seconds on freeing millions of objects one by one.
    os._exit(code)
