"""What is told of the signatures in a PDF: words and values, without what examines them."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    """Baseline levels of PAdES, lowest first."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    def reaches(self, other: Level) -> bool:
        return self.rank >= other.rank


class Problem(StrEnum):
    """Why a signature is not believed."""

    BROKEN = "bozuk"
    PARTIAL = "dosyanın bütününü kapsamıyor"
    CHANGED = "imzadan sonra değişiklik var"
    EXPIRED = "sertifikanın süresi uymuyor"
    REVOKED = "sertifika iptal edilmiş"
    UNTRUSTED = "sertifika güvenilen bir köke bağlanmıyor"
    REVOCATION_UNKNOWN = "sertifikanın iptal durumu bilinmiyor"
    TIME_STAMP = "zaman damgası doğrulanmıyor"
    LOOSE = "baytlarla uyuşuyor, dosyanın yapısı kurallara uymadığından eklenenler denetlenemiyor"
    UNSUPPORTED = "imzanın türü tanınmıyor"


@dataclass(frozen=True)
class Signature:
    """One signature, in the words of its certificate."""

    field: str
    signer: str
    serial: str = attribute(repr=False)
    """The subject's serial number, in Turkey the citizen number: never to be shown."""
    fingerprint: str
    """SHA-256 of the certificate."""
    claimed_at: datetime | None
    """The signer's own clock."""
    stamped_at: datetime | None
    """The time of a believed time stamp."""
    level: Level
    problem: Problem | None
    demo: bool
    certifies: bool
    """Whether it lays down what may still be changed, instead of only signing."""


@dataclass(frozen=True)
class Examined:
    """All signatures of a file, oldest first, and the stamps on the whole document."""

    signatures: tuple[Signature, ...]
    archived_at: tuple[datetime, ...]
    problem: Problem | None
    """What is wrong with a stamp on the document."""
    changed: str = ""
    """What was added after a signature, in Turkish; empty where nothing was."""
    covered: bool = False
    """Whether the newest signature or stamp covers the file to its last byte. Data for judging
    signatures may follow it; a changed byte there can pass until the next stamp."""

    @property
    def believed(self) -> bool:
        """Whether there are signatures and nothing is wrong with any of them."""
        return (
            bool(self.signatures)
            and not self.problem
            and not any(signature.problem for signature in self.signatures)
        )
