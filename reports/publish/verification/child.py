"""Opens files that strangers send, in a process that has little to lose.

`kars_portal.lib.confined` limits its time, memory and writing. Imports nothing of Django.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kars_portal.lib import confined
from kars_portal.lib.confined import ROOT, Answer, Limits
from kars_portal.lib.on_use import on_use
from kars_portal.lib.printable import printable

if TYPE_CHECKING:
    import pikepdf

    from reports.present.pdf import engine
    from reports.publish.signing import examine, judgement, reading, trust
    from reports.publish.signing.signatures import Examined
else:
    # Each task needs other libraries, and the portal, which only asks, none of them.
    pikepdf = on_use("pikepdf")
    engine = on_use("reports.present.pdf.engine")
    examine = on_use("reports.publish.signing.examine")
    judgement = on_use("reports.publish.signing.judgement")
    reading = on_use("reports.publish.signing.reading")
    trust = on_use("reports.publish.signing.trust")

__all__ = ["ROOT", "Answer", "ask"]

MEMORY_BYTES = 1024 * 2**20
MAX_DATA_BYTES = 200 * 2**20
MAX_FILES = 5000
MAX_SIGNATURES = 40
_PIECE = 2**16

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError
)  # fmt: skip
"""What `zipfile` raises for archives that are not one, spoilt, encrypted or of another method."""

_PRINTED_HASH = re.compile(r"SHA-256 ([0-9a-f]{64})")


def ask(task: str, content: bytes, *arguments: str, seconds: int) -> Answer:
    """Have `content` looked at in a child process; it is killed after `seconds`."""
    limits = Limits(seconds, memory=MEMORY_BYTES)
    return confined.ask(f"{__name__}:{task}", content, *arguments, limits=limits)


# In the child ----------------------------------------------------------------------------------


def confine(seconds: int) -> None:
    """As every task is: no more time than this."""
    confined.confine(seconds, MEMORY_BYTES)


def data(content: bytes, descriptor: str) -> dict[str, object]:
    """The task of this name: see `attached_data`."""
    return attached_data(content, descriptor)


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
    except MemoryError:
        return {"state": "too_large"}
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
            if any(name != printable(name) for name in names):
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


def signatures(
    content: bytes, trust_directory: str, own_length: str
) -> Iterator[dict[str, object]]:
    """Who signed, quickly; then, where `own_length` bytes are the portal's, whether anything but
    signatures stands behind them. Each as soon as it is known.
    """
    own = int(own_length)
    known = trust.load_trust(Path(trust_directory)) if trust_directory else trust.Trust(())
    try:
        yield _examined(examine.examine(content, known, skip_diff=True))
        if own:
            judged = judgement.judge_file(content, known, frozen=content[:own])
            damage = judged.damage
            yield {
                **_examined(judged.examined),
                "damage": damage.refusal if damage else "",
            }
    except reading.TooMuch as limit:
        yield {"state": "too_much", "what": str(limit)}
    except reading.Unreadable:
        yield {"state": "unreadable"}


def _examined(examined: Examined) -> dict[str, object]:
    return {
        "state": "read",
        "problem": examined.problem or "",
        "archived_at": [moment.isoformat() for moment in examined.archived_at],
        "signatures": [
            {
                "field": item.field,
                "signer": item.signer,
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
