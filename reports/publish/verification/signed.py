"""Who signed a file, in the words of its certificates, and what is to be thought of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kars_portal.lib.confined import Answer, End
from reports.present.editions import Edition
from reports.present.pdf.fields import REPORT_FIELDS
from reports.publish.signing.believed import configured_trust
from reports.publish.signing.readers import public_file
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.signatures import Problem
from reports.publish.signing.trust import TrustError

from .child import ask
from .slots import Busy, slot

log = logging.getLogger(__name__)

OWN_SECONDS = 15
APPENDED_SECONDS = 20

_ROLES = {field.name: field.role for field in REPORT_FIELDS}


class Integrity(StrEnum):
    """Whether what was signed is what is there."""

    INTACT = "intact"
    BROKEN = "broken"
    PARTIAL = "partial"
    CHANGED = "changed"
    UNREAD = "unread"


_INTEGRITY = {
    Problem.BROKEN: Integrity.BROKEN,
    Problem.PARTIAL: Integrity.PARTIAL,
    Problem.CHANGED: Integrity.CHANGED,
    Problem.LOOSE: Integrity.UNREAD,
    Problem.UNSUPPORTED: Integrity.UNREAD,
}


class Trusted(StrEnum):
    """Whether the certificate leads to a root that this portal believes."""

    YES = "trusted"
    NO = "untrusted"
    NO_ROOTS = "no_roots"
    NOT_JUDGED = "not_judged"


class Revocation(StrEnum):
    """What the lists say about the certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Signer:
    """One signature. `role` is empty for a field that the report does not have."""

    field: str
    role: str
    name: str
    claimed_at: datetime | None
    stamped_at: datetime | None
    level: str
    problem: Problem | None
    integrity: Integrity
    trusted: Trusted
    revocation: Revocation
    demo: bool

    @property
    def is_believed(self) -> bool:
        return self.problem is None and not self.demo


@dataclass(frozen=True)
class Signed:
    """All signatures of a file, oldest first. `damage` is what is wrong with what was added to the
    portal's file; whether that was found out is `is_judged`.
    """

    signers: tuple[Signer, ...]
    archived_at: tuple[datetime, ...] = ()
    archive_problem: Problem | None = None
    damage: Refusal | None = None
    is_judged: bool = False
    is_readable: bool = True
    end: End = End.OWN
    """How the examination ended; a limit says nothing of the file."""
    limit: str = ""
    """Of what there is too much to examine, in Turkish."""

    @property
    def additions(self) -> bool:
        """Whether something else than signatures was added."""
        return self.damage is Refusal.ADDED

    @property
    def are_believed(self) -> bool:
        """Whether there are signatures, none of them is a trial and nothing is wrong with any."""
        return (
            bool(self.signers)
            and self.archive_problem is None
            and all(signer.is_believed for signer in self.signers)
        )

    @property
    def has_demo(self) -> bool:
        return any(signer.demo for signer in self.signers)


UNSIGNED = Signed((), is_judged=True)


def signatures_of(edition: Edition) -> Signed | None:
    """The signatures of the file that the public gets of a version.

    None while there is no such file, or while it can't be examined (`slots.Busy`).
    """
    file = public_file(edition)
    if file is None:
        return None
    try:
        return signatures_in(file.path)
    except Busy:
        return None


def signatures_in(path: Path) -> Signed:
    """The signatures of an own file; what was added after each was judged when it was accepted.

    Raises Busy when too many files are examined at the moment.
    """
    about = path.stat()
    state = (about.st_size, about.st_mtime_ns, _trust_state(), timezone.localdate())
    try:
        return _examined(path, *state)
    except _NotExaminedError:
        return Signed((), is_readable=False)


class _NotExaminedError(Exception):
    """The child came to no end; not to be remembered."""


@lru_cache(maxsize=64)
def _examined(path: Path, size: int, changed: int, trust: str, day: date) -> Signed:
    """Kept for a day, as long as file and trust directory stay: certificates run out."""
    content = path.read_bytes()
    if b"/ByteRange" not in content:
        return UNSIGNED
    with slot():
        answer = ask("signatures", content, _trust_argument(), "0", seconds=OWN_SECONDS)
    signed = signed_from(answer.last)
    if not signed.is_readable:
        raise _NotExaminedError
    return signed


def signatures_after(content: bytes, own_length: int) -> Signed:
    """The signatures of a file that begins with `own_length` bytes of the portal's own.

    Raises Busy when too many files are examined at the moment.
    """
    arguments = (_trust_argument(), str(own_length))
    with slot(is_long=True):
        answer = ask("signatures", content, *arguments, seconds=APPENDED_SECONDS)
    return _with_its_end(answer)


def _with_its_end(answer: Answer) -> Signed:
    limit = str(answer.last.get("what", ""))
    return replace(signed_from(answer.last), end=answer.end, limit=limit)


def signed_from(answer: Mapping[str, Any]) -> Signed:
    """What the child said; unreadable where it said nothing."""
    if answer.get("state") != "read":
        return Signed((), is_readable=False)
    has_roots = bool(_trust_argument())
    return Signed(
        signers=tuple(_signer(item, has_roots=has_roots) for item in answer["signatures"]),
        archived_at=tuple(datetime.fromisoformat(text) for text in answer["archived_at"]),
        archive_problem=Problem(answer["problem"]) if answer["problem"] else None,
        damage=Refusal(answer["damage"]) if answer.get("damage") else None,
        is_judged="damage" in answer,
    )


def _signer(item: Mapping[str, Any], *, has_roots: bool) -> Signer:
    problem = Problem(item["problem"]) if item["problem"] else None
    integrity = _INTEGRITY.get(problem, Integrity.INTACT) if problem else Integrity.INTACT
    trusted = Trusted.YES
    if not has_roots:
        trusted = Trusted.NO_ROOTS
    elif problem is Problem.UNTRUSTED:
        trusted = Trusted.NO
    elif problem in (*_INTEGRITY, Problem.TIME_STAMP):
        trusted = Trusted.NOT_JUDGED
    revocation = Revocation.GOOD
    if problem is Problem.REVOKED:
        revocation = Revocation.REVOKED
    elif trusted is not Trusted.YES or problem in (Problem.REVOCATION_UNKNOWN, Problem.EXPIRED):
        revocation = Revocation.UNKNOWN
    return Signer(
        field=item["field"],
        role=_ROLES.get(item["field"], ""),
        name=item["signer"],
        claimed_at=_moment(item["claimed_at"]),
        stamped_at=_moment(item["stamped_at"]),
        level=f"PAdES {item['level']}",
        problem=problem,
        integrity=integrity,
        trusted=trusted,
        revocation=revocation,
        demo=item["demo"],
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _trust_argument() -> str:
    """The trust directory; nothing where no root is configured or the directory can't be used."""
    try:
        return str(settings.TRUST_DIR) if configured_trust() else ""
    except TrustError:
        log.exception("The trust directory can't be used; no signature is believed.")
        return ""


def _trust_state() -> str:
    """Changes with every file of the trust directory."""
    return "|".join(_files(settings.TRUST_DIR))


def _files(directory: Path) -> Iterable[str]:
    for path in sorted(directory.rglob("*")) if directory.is_dir() else []:
        if path.is_file():
            about = path.stat()
            yield f"{path}:{about.st_size}:{about.st_mtime_ns}"
