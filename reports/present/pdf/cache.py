"""Laid-out parts by the hash of all that they are made of. Imports nothing of Django.

An entry is found only by who has the same text in hand, so none can bring one document's words into
another. Whatever can't be read or written is made anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from .engine import STATIC, STYLESHEET, Bookmark, LaidOut, Place

_SUFFIX = ".dizgi"
_CODE = Path(__file__).resolve().parent
_MADE_BY = (
    STATIC / "tokens.css",
    *sorted(STYLESHEET.parent.rglob("*.css")),
    *(
        _CODE / f"{name}.py"
        for name in ("engine", "finishing", "slimming", "chapters", "cache", "parts", "fitting")
    ),
    _CODE / "fields.py",
)
_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "pyphen", "fonttools")


@dataclass(frozen=True)
class Cache:
    """A folder with at most so many bytes; the parts not used for longest go first."""

    folder: Path
    limit: int

    def get(self, key: str) -> LaidOut | None:
        """What lies under a key; None for nothing or something damaged, which is removed."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        found = _unpacked(content)
        if found is None:
            with contextlib.suppress(OSError):
                path.unlink()
        return found

    def put(self, key: str, part: LaidOut) -> None:
        """Keep a part. A full disk or a missing right costs time later, no PDF."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(prefix=".", suffix=_SUFFIX, dir=self.folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_packed(part))
                Path(name).replace(self._path(key))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Remove what is over the limit, the remains of killed processes too."""
        entries = []
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    state = path.stat()
                    entries.append((state.st_mtime, state.st_size, path))
        total = sum(size for _time, size, _path in entries)
        for _time, size, path in sorted(entries):
            if total <= self.limit:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"


def key_of(html: str, *, drawn: bool) -> str:
    """Hash of a part's text and of everything else that its pages depend on."""
    return sha256(f"{_environment()}\n{drawn}\n{html}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _environment() -> str:
    """Stylesheet, fonts, code, and the versions of the libraries that lay out and draw."""
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - dear to load

    digest = sha256()
    for path in (*_MADE_BY, *sorted((STATIC / "fonts").glob("*.ttf"))):
        digest.update(sha256(path.read_bytes()).digest())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    digest.update(f"pango {pango.pango_version()}\n".encode())
    digest.update(f"harfbuzz {_harfbuzz()}\n".encode())
    return digest.hexdigest()


def _harfbuzz() -> tuple[int, ...]:
    """The library's version; it can only be asked whether it is at least a given one."""
    from weasyprint.text.ffi import harfbuzz  # noqa: PLC0415 - dear to load

    found = [0, 0, 0]
    for position in range(3):
        while True:
            higher = [*found[:position], found[position] + 1, 0, 0][:3]
            if not harfbuzz.hb_version_atleast(*higher):
                break
            found = higher
    return tuple(found)


def _packed(part: LaidOut) -> bytes:
    places = {
        "kinds": part.kinds,
        "anchors": {name: (p.page, p.x, p.y) for name, p in part.anchors.items()},
        "bookmarks": [asdict(bookmark) for bookmark in part.bookmarks],
    }
    content = json.dumps(places, ensure_ascii=False).encode() + b"\n" + part.pdf
    return sha256(content).digest() + content


def _unpacked(packed: bytes) -> LaidOut | None:
    content = packed[32:]
    if sha256(content).digest() != packed[:32]:
        return None
    head, pdf = content.split(b"\n", 1)
    places = json.loads(head)
    return LaidOut(
        pdf,
        tuple(places["kinds"]),
        {name: Place(*place) for name, place in places["anchors"].items()},
        tuple(
            Bookmark(**{**bookmark, "place": Place(**bookmark["place"])})
            for bookmark in places["bookmarks"]
        ),
    )
