"""Judges a file that a stranger sent; runs in a confined process only. Imports no Django."""

from __future__ import annotations

import hashlib
from datetime import datetime

from kars_portal.lib.printable import printable

from .carried import told, unpacked
from .faults import Looked, Place
from .judgement import judge_file
from .reading import read_strictly
from .refusals import Refusal
from .trust import Trust

_UNREAD = (Refusal.UNREAD, Refusal.LOOSE, Refusal.TOO_MUCH)


def look(message: bytes, moment: str, frozen: str, accepted: str) -> dict[str, object]:
    """The task: see `apart.look`. `frozen` and `accepted` are numbers of bytes, from the first."""
    trust, content = unpacked(message)
    when = datetime.fromisoformat(moment) if moment else None
    return told(_look(content, trust, when, int(frozen), int(accepted)))


def _look(
    content: bytes, trust: Trust, moment: datetime | None, frozen: int, accepted: int
) -> Looked:
    judged = judge_file(content, trust, moment, frozen=content[:frozen])
    if judged.damage is not None and judged.damage.refusal in _UNREAD:
        return Looked(judged)
    before = _places(content[:accepted]) if accepted else ()
    return Looked(judged, before, _places(content))


def _places(content: bytes) -> tuple[Place, ...]:
    """Every signature and stamp, oldest first."""
    return tuple(
        Place(
            printable(str(item.field_name)),
            str(item.sig_object_type),
            hashlib.sha256(bytes(item.pkcs7_content)).hexdigest(),
        )
        for item in read_strictly(content).embedded_signatures
    )
