"""Public pages as they were answered last, kept on disk for the time when the database is away.

Asked only then: while the database answers, what a page says of later versions has to be true.
What is added to the record of a year (a version, a correction, a paper of the council) takes away
the pages that were kept of it, so none of them ever says less than was public when it was read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from reports.models import (
    Correction,
    CouncilDocument,
    CouncilRecord,
    Delivery,
    Publication,
    SignedFile,
)

log = logging.getLogger(__name__)

KEPT_STATUS = frozenset({200, 301, 302})
KEPT_HEADERS = (
    "Content-Type", "Content-Disposition", "ETag", "Link", "Location", "Vary",
    "X-Robots-Tag", "Access-Control-Allow-Origin",
)  # fmt: skip
MARK = "X-Kept-Since"
"""Header of an answer from here: the moment at which it was true."""
ASKED = ".asked"
"""Ending of answers to a question (`?q=su`), of which there is no end: they go first."""
LONGEST_ADDRESS = 600
WRITES_BETWEEN_LOOKS = 200
MOST_REMEMBERED = 5000


@dataclass(frozen=True)
class Place:
    """Where the answer to a request is kept."""

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        return self.folder / self.name


_written: dict[Path, str] = {}
"""What this process knows to be on disk: place → tag."""
_writes = 0


def folder() -> Path:
    return Path(settings.KEPT_PAGES_DIR)


def place_of(request: HttpRequest) -> Place | None:
    """None where nothing is kept: it is no reader's question, or one that nobody types."""
    address = request.get_full_path()
    if request.method not in {"GET", "HEAD"} or len(address) > LONGEST_ADDRESS:
        return None
    first = request.path.lstrip("/").partition("/")[0]
    group = first if len(first) == 4 and first.isascii() and first.isdigit() else "portal"
    key = f"{get_language()} {address}"
    name = hashlib.sha256(key.encode()).hexdigest()[:40]
    return Place(folder() / group, name + (ASKED if request.META.get("QUERY_STRING") else ""))


# -- keeping -----------------------------------------------------------------------------------


def moment() -> int:
    """Changes whenever something is taken away: an answer begun before it is not kept after it."""
    with suppress(OSError):
        return (folder() / "taken-away").stat().st_mtime_ns
    return 0


def keep(request: HttpRequest, response: HttpResponseBase, begun: int) -> None:
    """Keep the answer to a reader who is nobody in particular; never fails a page."""
    place = place_of(request) if _may_be_kept(request, response) else None
    if place is None:
        return
    try:
        found = _content(response)
        if found is None:
            return
        content, file = found
        tag = response.headers.get("ETag") or hashlib.sha256(content).hexdigest()
        if _written.get(place.path) == tag and place.path.exists():
            return
        if moment() == begun:
            _write(place, response, content, file)
            if len(_written) >= MOST_REMEMBERED:
                _written.clear()
            _written[place.path] = tag
    except OSError:
        log.warning("The page %s could not be kept", request.path, exc_info=True)


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    cache = response.headers.get("Cache-Control", "")
    return (
        request.method == "GET"
        and response.status_code in KEPT_STATUS
        and match is not None
        and match.app_names == ["site"]
        and not response.cookies
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and MARK not in response.headers
        and not any(word in cache for word in ("no-store", "private"))
    )


def _content(response: HttpResponseBase) -> tuple[bytes, str] | None:
    """The body, or the path of the file that is sent; None of what is made while it is sent."""
    if isinstance(response, HttpResponse):
        return response.content, ""
    sent = getattr(response, "file_to_stream", None)
    name = getattr(sent, "name", "")
    return (b"", name) if isinstance(name, str) and os.path.isabs(name) else None


def _write(place: Place, response: HttpResponseBase, content: bytes, file: str) -> None:
    global _writes  # counts up only
    head = {
        "status": response.status_code,
        "headers": {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        },
        "since": int(time.time()),
        "file": file,
    }
    place.folder.mkdir(parents=True, exist_ok=True)
    if _writes % WRITES_BETWEEN_LOOKS == 0:
        make_room()
    _writes += 1
    descriptor, draft = tempfile.mkstemp(dir=place.folder, suffix=".draft")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(json.dumps(head).encode() + b"\n" + content)
        os.replace(draft, place.path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def make_room() -> None:
    """Remove answers to questions first, then the oldest, until the rest is small enough."""
    found = []
    for path in folder().glob("*/*"):
        with suppress(OSError):
            state = path.stat()
            found.append((path.suffix != ASKED, state.st_mtime, state.st_size, path))
    left = sum(size for *_rest, size, _path in found)
    for _plain, _time, size, path in sorted(found):
        if left <= settings.KEPT_PAGES_MAX_BYTES:
            break
        path.unlink(missing_ok=True)
        left -= size


# -- answering ---------------------------------------------------------------------------------


def kept_answer(request: HttpRequest) -> HttpResponseBase | None:
    """What was kept for this request; None where nothing is."""
    place = place_of(request)
    if place is None:
        return None
    try:
        line, _newline, content = place.path.read_bytes().partition(b"\n")
        head = json.loads(line)
        headers: dict[str, str] = head["headers"]
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(head["since"]))
        answer = _answer(request, head["status"], content, head["file"], headers.get("ETag", ""))
    except (OSError, ValueError, KeyError):
        return None
    names = KEPT_HEADERS if answer.status_code in KEPT_STATUS else ("ETag", "Link", "Vary")
    for name in names:
        if name in headers:
            answer.headers[name] = headers[name]
    # Whoever stands between must ask again: the next answer may say more.
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers[MARK] = since
    return answer


def _answer(
    request: HttpRequest, status: int, content: bytes, file: str, tag: str
) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    if unchanged is not None:
        return unchanged
    if file:
        # Closed with the answer.
        return FileResponse(Path(file).open("rb"))
    return HttpResponse(content, status=status)


class Outage:
    """Known in this process: readers are not made to wait again and again for a database that is
    away. One of them tries at a time.
    """

    PAUSE = 5.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0

    def begun(self) -> None:
        self._until = time.monotonic() + self.PAUSE

    def over(self) -> None:
        self._until = 0.0

    def lasts(self) -> bool:
        """Whether to answer without asking; False for the one who is to try."""
        if not self._until:
            return False
        with self._lock:
            now = time.monotonic()
            if now >= self._until:
                self._until = now + self.PAUSE
                return False
        return True


outage = Outage()


# -- taking away -------------------------------------------------------------------------------


def watch() -> None:
    """Notice what becomes public; called once at start-up."""
    for model in (Publication, Correction, SignedFile, CouncilRecord, Delivery, CouncilDocument):
        for signal in (post_save, post_delete):
            signal.connect(_public_row, sender=model, dispatch_uid=f"kept of {model.__name__}")


def _public_row(sender: type[Model], instance: Model, **_: object) -> None:
    transaction.on_commit(partial(forget, _year_of(instance)))


def _year_of(row: Model) -> int | None:
    """Whose pages don't tell of the row; None: the pages of all years, which list the years."""
    match row:
        case Publication():
            return row.year_id if row.version > 1 else None
        case Correction():
            return row.year_id
        case SignedFile():
            return row.frozen.year_id
        case CouncilRecord() | Delivery():
            return row.publication.year_id
        case CouncilDocument():
            return row.record.publication.year_id
    return None


def forget(year: int | None = None) -> None:
    """Take away what is kept of a year and of the portal as a whole; without a year everything."""
    _written.clear()
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / "taken-away").touch()
    for group in ("*",) if year is None else (f"{year:04d}", "portal"):
        for path in folder().glob(f"{group}/*"):
            with suppress(OSError):
                path.unlink()
