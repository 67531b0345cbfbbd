"""How the signatures of a frozen report stand: whose are there, whose are missing, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.enums import JobState, PdfKind
from reports.models import (
    FrozenReport,
    FrozenSignature,
    PdfExport,
    SignaturePolicy,
    SignedFile,
)
from reports.present.pdf.files import path_of as pdf_path

from . import files
from .policy import Expected, expected_of, policy_for
from .record import last_file


@dataclass(frozen=True)
class Standing:
    """The state of signing; what is missing follows from policy and accepted signatures."""

    frozen: FrozenReport
    policy: SignaturePolicy
    expected: tuple[Expected, ...]
    last: SignedFile | None
    """What was accepted last: to be signed next, or published."""
    signatures: tuple[FrozenSignature, ...]
    """Those of the last file, in the order in which they were made."""

    @property
    def missing(self) -> tuple[Expected, ...]:
        there = {signature.field for signature in self.signatures}
        return tuple(item for item in self.expected if item.place.name not in there)

    @property
    def next(self) -> tuple[Expected, ...]:
        """Whose turn it is: one person, or all that are missing where no order is asked for."""
        return self.missing[:1] if self.policy.ordered else self.missing

    @property
    def is_complete(self) -> bool:
        """Whether somebody has to sign and all of them have."""
        return bool(self.expected) and not self.missing

    @property
    def refusal(self) -> str:
        """Why the report can't be published as far as signatures go; empty when it can."""
        if not self.policy.compulsory or not self.missing:
            return ""
        problems = [item.problem for item in self.missing if item.problem]
        if problems:
            return " ".join(problems)
        who = " ve ".join(item.who for item in self.missing)
        return (
            f"Rapor imzalanmadan yayımlanamaz; eksik imza: {who}. İmzalı PDF, imza sayfasından "
            "yüklenmelidir."
        )


def standing_of(frozen: FrozenReport) -> Standing:
    """How the signatures stand. Reads the policy, the last file and its signatures."""
    policy = policy_for(frozen.year_id)
    last = last_file(frozen)
    signatures = tuple(last.signatures.order_by("position")) if last else ()
    return Standing(frozen, policy, expected_of(policy, frozen), last, signatures)


def frozen_pdf(frozen: FrozenReport) -> Path | None:
    """The PDF that is signed, as it was made when the report was frozen; None while there is none.

    Once something was signed, the frozen bytes are read from there (`frozen_bytes`).
    """
    done = PdfExport.objects.filter(frozen=frozen, state=JobState.DONE, kind=PdfKind.REPORT)
    return next((path for export in done if (path := pdf_path(export))), None)


def frozen_bytes(frozen: FrozenReport, last: SignedFile | None) -> bytes | None:
    """The bytes that every signed file begins with; None while there is no PDF.

    From the accepted file, once there is one: a PDF that was lost and made again on another machine
    may differ, and what was signed is what counts.
    """
    if last is not None:
        with files.path_of(last.file).open("rb") as file:
            return file.read(last.base_size)
    path = frozen_pdf(frozen)
    return path.read_bytes() if path else None


def to_sign(frozen: FrozenReport, last: SignedFile | None) -> Path | None:
    """The file to be signed next, or published: what was accepted last, else the frozen PDF."""
    return files.path_of(last.file) if last is not None else frozen_pdf(frozen)
