"""What an upload is measured by, and the verdict: values, without what examines signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as attribute

from kars_portal.lib.turkish import casefold
from reports.present.pdf.fields import SignatureField

from .refusals import Refusal
from .signatures import Level, Signature
from .trust import Trust


@dataclass(frozen=True)
class Signatory:
    """Who has to sign in a field; every rule that is given must fit."""

    field: SignatureField
    name: str = ""
    """The certificate's common name, whatever its case and spaces."""
    serial: str = attribute(default="", repr=False)
    """Pattern for the whole serial number of the certificate's subject (citizen number)."""
    knows: Callable[[str], bool] | None = attribute(default=None, repr=False, compare=False)
    """Asked with the serial number, where only a hash of it is known."""
    anybody: bool = False
    """Any trusted certificate will do; what else is given must fit all the same."""

    def __post_init__(self) -> None:
        if not (self.name or self.serial or self.knows or self.anybody):
            raise ValueError("a signatory needs a name or a serial number")

    def fits(self, signature: Signature) -> bool:
        if self.name and fold(self.name) != fold(signature.signer):
            return False
        if self.serial and re.fullmatch(self.serial, signature.serial) is None:
            return False
        return self.knows is None or self.knows(signature.serial)


@dataclass(frozen=True)
class Rules:
    """What an upload is measured by."""

    signatories: tuple[Signatory, ...]
    """In the order in which they sign."""
    trust: Trust
    ordered: bool = True
    minimum: Level = Level.B_B
    seal: str = ""
    """SHA-256 of the certificate of the institution's seal; empty when no seal is accepted."""
    seal_required: bool = False
    """Whether only a sealed file is complete. A seal comes after all signatories."""


@dataclass(frozen=True)
class Checked:
    """The verdict on an upload."""

    refusal: Refusal | None
    sentence: str
    signatures: tuple[Signature, ...] = ()
    complete: bool = False
    """Whether everybody has signed, and the seal is there where one is required."""
    sealed: bool = False

    @property
    def accepted(self) -> bool:
        return self.refusal is None


def fold(name: str) -> str:
    """One case, by the rules of Turkish, and single spaces."""
    return " ".join(casefold(name).split())
