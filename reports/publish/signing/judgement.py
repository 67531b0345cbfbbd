"""One judgement of a signed file, for whoever asks: the command, the upload and the public page.

Who has to sign, in which field and in which order is a rule of the office and not asked here.
"""

from __future__ import annotations

from datetime import datetime

from .additions import UNKNOWN, additions
from .comparing import Changed
from .examine import examine
from .faults import NOTHING, Fault, Judged, fault, start_of
from .reading import LIMITS, TooMuch, Unreadable, read_strictly
from .refusals import Refusal
from .revisions import Beginning
from .signatures import Examined, Problem
from .trust import Trust

_DAMAGES = {
    Problem.BROKEN: Refusal.BROKEN,
    Problem.PARTIAL: Refusal.OTHER_REVISION,
    Problem.LOOSE: Refusal.LOOSE,
    Problem.UNSUPPORTED: Refusal.UNSUPPORTED,
}
"""What is wrong with the bytes, the worst first."""
_DOUBTS = {
    Problem.EXPIRED: Refusal.EXPIRED,
    Problem.REVOKED: Refusal.REVOKED,
    Problem.UNTRUSTED: Refusal.UNTRUSTED,
    Problem.REVOCATION_UNKNOWN: Refusal.REVOCATION_UNKNOWN,
    Problem.TIME_STAMP: Refusal.TIME_STAMP,
}
_WORSE = {Problem.BROKEN, Problem.PARTIAL, Problem.LOOSE}
"""Where nobody need ask any more what was added."""


def judge_file(
    content: bytes, trust: Trust, moment: datetime | None = None, *, frozen: bytes = b""
) -> Judged:
    """Judge a signed file as of `moment` (now); with `frozen` bytes, also all that follows them.

    Without them nobody can tell what was added before the first signature. Raises MemoryError and
    RecursionError, which say nothing of the file.
    """
    if (wrong_start := start_of(frozen, content)) is not None:
        return Judged(NOTHING, wrong_start)
    examined = NOTHING
    try:
        examined = examine(content, trust, moment)
        is_whole = not _WORSE & {*_problems(examined)}
        added = _added_to(frozen, content) if frozen and is_whole else ""
    except TooMuch as limit:
        return Judged(examined, fault(Refusal.TOO_MUCH, what=str(limit)))
    except Unreadable:
        return Judged(examined, fault(Refusal.UNREAD))
    if Problem.CHANGED in _problems(examined):
        added = added or examined.changed or UNKNOWN
    if added and frozen:
        named = additions(frozen, content)
        added = added if named == [UNKNOWN] else ", ".join(named)
    return Judged(examined, _damage(examined, added), _doubt(examined))


def _added_to(frozen: bytes, content: bytes) -> str:
    """What the revisions after the frozen one hold beside signatures; empty where nothing is.

    Each signature is also compared with what came after it. But what was added before the first
    one is covered by it, and only this comparison sees it. Raises Unreadable.
    """
    try:
        before = read_strictly(frozen).xrefs
        reader = read_strictly(content)
        revisions = before.total_revisions
        # The same first bytes say nothing when a reader never looks at them: the chain of revisions
        # has to go back to those of the frozen file.
        if reader.xrefs.total_revisions < revisions or any(
            reader.xrefs.get_startxref_for_revision(number)
            != before.get_startxref_for_revision(number)
            for number in range(revisions)
        ):
            return UNKNOWN
        Beginning(reader, revisions - 1, frozen).require_only_signatures_after()
    except Changed as change:
        return str(change)
    except LIMITS:
        raise
    except Exception as error:
        # Damaged bytes can fail anywhere in the reader, with any exception.
        raise Unreadable(str(error)) from error
    return ""


def _problems(examined: Examined) -> list[Problem | None]:
    return [examined.problem, *(signature.problem for signature in examined.signatures)]


def _damage(examined: Examined, added: str) -> Fault | None:
    problems = _problems(examined)
    if not examined.signatures:
        if examined.problem in _DAMAGES:
            return fault(_DAMAGES[examined.problem])
        return fault(Refusal.ADDED, what=added) if added else fault(Refusal.UNSIGNED)
    for problem, refusal in _DAMAGES.items():
        if problem in problems:
            fields = [one.field for one in examined.signatures if one.problem is problem]
            return fault(refusal, field=", ".join(fields))
    for signature in examined.signatures:
        if signature.certifies:
            return fault(Refusal.CERTIFIED, field=signature.field)
    return fault(Refusal.ADDED, what=added) if added else None


def _doubt(examined: Examined) -> Fault | None:
    for signature in examined.signatures:
        if signature.problem in _DOUBTS:
            return fault(_DOUBTS[signature.problem], field=signature.field, found=signature.signer)
    return fault(_DOUBTS[examined.problem]) if examined.problem in _DOUBTS else None
