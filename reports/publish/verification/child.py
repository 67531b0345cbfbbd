"""Opens files that strangers send, in a process that has little to lose.

It gets the file on its standard input and answers with JSON; time, memory and writing are limited
by the system, and the environment holds no secret. Imports nothing of Django.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kars_portal.lib.on_use import on_use

if TYPE_CHECKING:
    import pikepdf

    from reports.present.pdf import engine
    from reports.publish.signing import check, examine, trust
    from reports.publish.signing.signatures import Examined
else:
    # Each task needs other libraries, and the portal, which only asks, none of them.
    pikepdf = on_use("pikepdf")
    engine = on_use("reports.present.pdf.engine")
    check = on_use("reports.publish.signing.check")
    examine = on_use("reports.publish.signing.examine")
    trust = on_use("reports.publish.signing.trust")

ROOT = Path(__file__).resolve().parents[3]

MEMORY_BYTES = 1024 * 2**20
MAX_DATA_BYTES = 200 * 2**20
MAX_FILES = 5000
MAX_SIGNATURES = 40
LONGEST_NAME = 200
_PIECE = 2**16

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError
)  # fmt: skip
"""What `zipfile` raises for archives that are not one, spoilt, encrypted or of another method."""

_PRINTED_HASH = re.compile(r"SHA-256 ([0-9a-f]{64})")


@dataclass(frozen=True)
class Answer:
    """What the child said before its end; an empty one when it did not come so far."""

    lines: tuple[dict[str, Any], ...]
    in_time: bool

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1] if self.lines else {}


def ask(task: str, content: bytes, *arguments: str, seconds: int) -> Answer:
    """Have `content` looked at in a child process; it is killed after `seconds`."""
    command = [sys.executable, "-B", "-m", __name__, task, str(seconds), *arguments]
    try:
        # Nothing of the environment: it names the database and the secret key.
        done = subprocess.run(  # noqa: S603 - our own module, no argument comes from a visitor
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=ROOT,
            env={},
            check=False,
        )
        output, in_time = done.stdout, done.returncode == 0
    except subprocess.TimeoutExpired as error:
        output, in_time = error.stdout or b"", False
    lines = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    return Answer(tuple(lines), in_time)


# In the child ----------------------------------------------------------------------------------


def confine(seconds: int) -> None:
    """No more time and memory than this, no file written, no core dump."""
    for limit, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def attached_data(content: bytes, descriptor: str) -> dict[str, object]:
    """Hashes of the data inside a PDF and what their descriptor says, or why there are none."""
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            found = _PRINTED_HASH.search(str(file.docinfo.get("/Subject", "")))
            attached = file.attachments.get(engine.DATA_NAME)
            if attached is None:
                return {"state": "none"}
            archive = attached.get_file().read_bytes()
    except pikepdf.PasswordError:
        return {"state": "locked"}
    except Exception:
        # Damaged bytes can fail anywhere in the library, with any exception.
        return {"state": "unreadable"}
    return {"named": found.group(1) if found else "", **archive_hashes(archive, descriptor)}


def archive_hashes(archive: bytes, descriptor: str) -> dict[str, object]:
    """SHA-256 of every file of an archive, read piece by piece and only up to a limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as source:
            entries = source.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_DATA_BYTES:
                return {"state": "too_large"}
            if len(names) != len(set(names)):
                return {"state": "twice"}
            if any(name != plain(name) for name in names):
                return {"state": "spoilt"}
            hashes: dict[str, str] = {}
            claimed: list[int | str] = []
            left = MAX_DATA_BYTES
            for entry in entries:
                digest = hashlib.sha256()
                kept = b""
                with source.open(entry) as file:
                    while piece := file.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            return {"state": "too_large"}
                        digest.update(piece)
                        if entry.filename == descriptor:
                            kept += piece
                hashes[entry.filename] = digest.hexdigest()
                claimed = _claimed(kept) or claimed
    except UNREADABLE:
        return {"state": "spoilt"}
    return {"state": "read", "files": hashes, "claimed": claimed}


def plain(text: str) -> str:
    """A name that a page and a terminal can show: printable and not too long."""
    return "".join(letter for letter in text[:LONGEST_NAME] if letter.isprintable())


def _claimed(descriptor: bytes) -> list[int | str]:
    """Year, version and directorate that a descriptor names; none of a whole report."""
    try:
        name = json.loads(descriptor)["name"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    found = re.fullmatch(
        r"(?:faaliyet-raporu|birim-raporu-([a-z0-9-]{1,80}))-(\d{4})-s(\d{1,6})", str(name)
    )
    return [int(found[2]), int(found[3]), found[1] or ""] if found else []


def signatures(content: bytes, trust_directory: str, own_length: int) -> None:
    """Who signed, quickly; then, where `own_length` bytes are the portal's, whether anything but
    signatures stands behind them. Each as soon as it is known.
    """
    known = trust.load_trust(Path(trust_directory)) if trust_directory else trust.Trust(())
    try:
        _say(_examined(examine.examine(content, known, skip_diff=True)))
        if own_length:
            more = check.holds_additions(content[:own_length], content)
            _say({**_examined(examine.examine(content, known)), "additions": more})
    except examine.Unreadable:
        _say({"state": "unreadable"})


def _examined(examined: Examined) -> dict[str, object]:
    return {
        "state": "read",
        "problem": examined.problem or "",
        "archived_at": [moment.isoformat() for moment in examined.archived_at],
        "signatures": [
            {
                "field": plain(item.field),
                "signer": plain(item.signer),
                "claimed_at": item.claimed_at.isoformat() if item.claimed_at else "",
                "stamped_at": item.stamped_at.isoformat() if item.stamped_at else "",
                "level": item.level,
                "problem": item.problem or "",
                "demo": item.demo,
                "certifies": item.certifies,
            }
            for item in examined.signatures[:MAX_SIGNATURES]
        ],
    }


def _say(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main(task: str, seconds: str, *arguments: str) -> None:
    confine(int(seconds))
    content = sys.stdin.buffer.read()
    if task == "data":
        _say(attached_data(content, arguments[0]))
    elif task == "signatures":
        signatures(content, arguments[0], int(arguments[1]))
    else:
        raise SystemExit(f"unknown task: {task}")


if __name__ == "__main__":
    main(*sys.argv[1:])
