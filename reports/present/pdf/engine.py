"""WeasyPrint: HTML to the bytes of a PDF, and where things lie in it.

Imports nothing of Django.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import fitting

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Attachment, Document, Page

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLESHEET = STATIC / "present" / "pdf" / "print.css"

VARIANT = "pdf/a-3a"
DATA_NAME = "veri-paketi.zip"
DATA_DESCRIPTION = "Raporun verileri: tablolar (CSV) ve açıklamaları (JSON)"
POINTS_PER_PIXEL = 0.75

Progress = Callable[[int, str], None]


def silent(percent: int, step: str) -> None:
    """Progress for callers that do not want any."""


class RenderError(Exception):
    """The PDF can't be made; the message is Turkish."""


@dataclass(frozen=True)
class DataFile:
    """The archive that a PDF carries, and the moment that its entry in the PDF names."""

    content: bytes
    moment: datetime


@dataclass(frozen=True)
class Place:
    """A point of a page, counted from 0, in points from the lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Bookmark:
    """A line of the reader's side bar."""

    level: int
    label: str
    place: Place
    closed: bool


@dataclass(frozen=True)
class LaidOut:
    """A text on its pages."""

    pdf: bytes
    kinds: tuple[str, ...]
    """For each page the name that the stylesheet gives its kind (cover, upright, …)."""
    anchors: dict[str, Place] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()


class _Problems(logging.Handler):
    """Keeps what WeasyPrint complains about: a broken link or missing font must not go unseen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def lay_out(
    html: str,
    finish: Callable[[pydyf.PDF], None],
    *,
    data: DataFile | None = None,
    watch: logging.Handler | None = None,
    draw: bool = True,
    fit: bool = False,
) -> LaidOut:
    """Put a text on pages. `finish` may change the PDF's objects before they are written.

    `watch` sees WeasyPrint's own progress lines. Without `draw` the pages are only counted: the PDF
    is empty. With `fit` a text that leaves pages nearly empty is set closer where that helps.
    Raises RenderError when something that the text names can't be found.
    """
    from weasyprint import HTML  # noqa: PLC0415 - dear to load
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - dear to load

    with _quietly(watch) as problems:

        def rendered(text: str) -> Document:
            return HTML(
                string=text,
                base_url=STYLESHEET.as_uri(),
                url_fetcher=URLFetcher(allowed_protocols={"file"}),
            ).render(pdf_variant=VARIANT)

        document = rendered(html)
        if fit and (nearly_empty := fitting.thin(document.pages)):
            other = rendered(fitting.closer(html))
            if fitting.thin(other.pages) < nearly_empty:
                document = other
        pdf = b""
        if draw:
            pdf = document.write_pdf(
                pdf_variant=VARIANT,
                attachments=_attachments(data),
                finisher=lambda _document, pdf: _finish(pdf, finish),
            )
    if problems.messages:
        raise RenderError("PDF üretilemedi: " + "; ".join(problems.messages[:5]))
    return LaidOut(
        bytes(pdf),
        # No public attribute tells the kind; WeasyPrint's version is pinned.
        tuple(page._page_box.page_type.name or "" for page in document.pages),
        _anchors(document.pages),
        _bookmarks(document.pages),
    )


@contextlib.contextmanager
def _quietly(watch: logging.Handler | None) -> Iterator[_Problems]:
    """No output, no garbage collection; complaints are kept."""
    logger = logging.getLogger("weasyprint")
    steps = logging.getLogger("weasyprint.progress")
    problems = _Problems()
    level, propagate, collecting = steps.level, logger.propagate, gc.isenabled()
    logger.addHandler(problems)
    if watch is not None:
        steps.addHandler(watch)
    steps.setLevel(logging.INFO if watch is not None else logging.WARNING)
    logger.propagate = False
    gc.disable()  # a quarter of the time goes into collecting what is still in use
    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves the file of its colour profile to the interpreter to close.
            warnings.simplefilter("ignore", ResourceWarning)
            yield problems
    finally:
        logger.removeHandler(problems)
        logger.propagate = propagate
        if watch is not None:
            steps.removeHandler(watch)
        steps.setLevel(level)
        if collecting:
            gc.enable()


def _attachments(data: DataFile | None) -> list[Attachment]:
    from weasyprint import Attachment  # noqa: PLC0415 - dear to load

    if data is None:
        return []
    return [
        Attachment(
            string=data.content,
            name=DATA_NAME,
            description=DATA_DESCRIPTION,
            created=data.moment,
            modified=data.moment,
            relationship="Data",
        )
    ]


def _finish(pdf: pydyf.PDF, finish: Callable[[pydyf.PDF], None]) -> None:
    finish(pdf)
    # One object after the other: what `finish` has freed can't be left out of a stream of objects,
    # and the file is read again and packed anyway (`merging.pack`).
    write = pdf.write
    pdf.write = lambda output, version, identifier, _compress: partial(write, compress=False)(
        output, version, identifier
    )


def _anchors(pages: Sequence[Page]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for number, page in enumerate(pages):
        for name, (x, y, *_end) in page.anchors.items():
            found.setdefault(name, _place(number, page, x, y))
    return found


def _bookmarks(pages: Sequence[Page]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(level, label, _place(number, page, x, y), state == "closed")
        for number, page in enumerate(pages)
        for level, label, (x, y), state in page.bookmarks
    )


def _place(number: int, page: Page, x: float, y: float) -> Place:
    return Place(number, POINTS_PER_PIXEL * x, POINTS_PER_PIXEL * (page.height - y))
