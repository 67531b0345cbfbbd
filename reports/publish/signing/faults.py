"""What was found in a signed file, as values: the signatures, and why the file is not in order.

Without what examines signatures, so that whoever only hears of it need not load that.
"""

from __future__ import annotations

from dataclasses import dataclass

from .refusals import SENTENCES, Refusal
from .signatures import Examined

_HEADER_WITHIN = 1024

NOTHING = Examined((), (), None)


@dataclass(frozen=True)
class Fault:
    """Why a file is not in order, in one Turkish sentence that names the cure."""

    refusal: Refusal
    sentence: str


@dataclass(frozen=True)
class Judged:
    """What was found: the signatures, what is wrong with the bytes, and with whom they name."""

    examined: Examined
    damage: Fault | None = None
    """Whoever signed."""
    doubt: Fault | None = None
    """Whether the certificates and stamps are believed."""

    @property
    def fault(self) -> Fault | None:
        return self.damage or self.doubt


@dataclass(frozen=True)
class Place:
    """A signature or a stamp that stands in a file."""

    field: str
    kind: str
    digest: str
    """SHA-256 of its bytes."""


@dataclass(frozen=True)
class Looked:
    """A file judged, and what stands in it: in what was accepted before, and now; oldest first."""

    judged: Judged
    before: tuple[Place, ...] = ()
    now: tuple[Place, ...] = ()


def fault(refusal: Refusal, **parts: str) -> Fault:
    return Fault(refusal, SENTENCES[refusal].format(**parts))


def start_of(frozen: bytes, content: bytes) -> Fault | None:
    """Whether a file begins with the frozen bytes and goes on after them."""
    if not content.startswith(frozen):
        if frozen in content:
            return fault(Refusal.PREFIXED)
        is_pdf = b"%PDF-" in content[:_HEADER_WITHIN]
        return fault(Refusal.WRONG_FILE if is_pdf else Refusal.NOT_A_PDF)
    return fault(Refusal.UNSIGNED) if content == frozen else None
