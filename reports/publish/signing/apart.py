"""Have a stranger's signed file judged in a process that has little to lose.

A file can make its reader slow, hungry or fall; then it is the child that does. A limit that was
met says nothing of the file, and the verdict says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from kars_portal.lib.confined import End, Limits, ask

from .carried import ToldFile, heard, packed
from .faults import NOTHING, Fault, Judged, Looked, fault, start_of
from .refusals import Refusal
from .trust import Trust

MAX_BYTES = 64 * 2**20
LIMITS = Limits(seconds=120, clock=900, memory=1024 * 2**20)
"""The report of 2024 with both signatures takes a quarter of this."""

_TASK = "reports.publish.signing.looking:look"


class UnfinishedError(Exception):
    """The machine was too busy to come to an end: to be tried again. The message is Turkish."""


def look(
    content: bytes,
    trust: Trust,
    moment: datetime | None = None,
    *,
    frozen: bytes = b"",
    accepted: bytes = b"",
) -> Looked:
    """Judge a file as of `moment` (now), which begins with the `frozen` and the `accepted` bytes.

    Opens nothing itself. Raises UnfinishedError, and ValueError where the file does not begin with
    what was accepted.
    """
    if (wrong := start_of(frozen, content)) is not None:
        return Looked(Judged(NOTHING, wrong))
    if not content.startswith(accepted):
        raise ValueError("not a later state of what was accepted")
    if len(content) > MAX_BYTES:
        what = f"dosya {MAX_BYTES // 2**20} MB'den büyük"
        return Looked(Judged(NOTHING, fault(Refusal.TOO_MUCH, what=what)))
    when = moment.isoformat() if moment else ""
    lengths = str(len(frozen)), str(len(accepted))
    answer = ask(_TASK, packed(trust, content), when, *lengths, limits=LIMITS)
    if answer.in_time:
        return heard(cast("ToldFile", answer.last))
    if answer.end is End.CLOCK:
        raise UnfinishedError(
            f"Denetim {LIMITS.clock // 60} dakikada bitmedi: sunucu meşgul. Dosya duruyor, denetim "
            "daha sonra yeniden başlatılabilir."
        )
    return Looked(Judged(NOTHING, _limit(answer.end)))


def _limit(end: End) -> Fault:
    """What stopped the child, in words."""
    words = {
        End.PROCESSOR: f"{LIMITS.seconds} saniyelik işlem süresi yetmedi",
        End.MEMORY: f"{LIMITS.memory // 2**20} MB bellek yetmedi",
        End.DEPTH: "nesneler okunamayacak kadar iç içe",
        End.LENGTH: "imza bilgileri çok uzun",
    }
    if end in words:
        return fault(Refusal.TOO_MUCH, what=words[end])
    return fault(Refusal.STOPPED)
