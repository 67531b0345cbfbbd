"""What the signatures in a PDF say, and whether to believe them.

Each one is judged as of the moment that is proven for it: its own time stamp, else that of a later
stamp on the document, else now. A long-term signature so outlives its certificate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from kars_portal.lib.printable import printable

from .comparing import Changed
from .damage import is_tidy, is_whole
from .pki import MARK
from .reading import LIMITS, Unreadable, bound_signatures, read_leniently, read_strictly
from .revisions import Beginning
from .signatures import Examined, Level, Problem, Signature
from .trust import Trust

_END = b"%%EOF"
_LINE_ENDS = (b"", b"\n", b"\r", b"\r\n")


@dataclass(frozen=True)
class _Archive:
    """A believed stamp on the document."""

    revision: int
    time: datetime


_PROBLEMS = {
    AdESIndeterminate.REVOKED_NO_POE: Problem.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Problem.REVOKED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Problem.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Problem.EXPIRED,
    AdESIndeterminate.EXPIRED: Problem.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Problem.EXPIRED,
    AdESIndeterminate.TRY_LATER: Problem.REVOCATION_UNKNOWN,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: Problem.REVOCATION_UNKNOWN,
}


def examine(
    content: bytes, trust: Trust, moment: datetime | None = None, *, skip_diff: bool = False
) -> Examined:
    """Judge every signature of a file as of `moment` (now). Takes long on a long report.

    `skip_diff` is quick: bytes, certificates and stamps are examined, and not what was added after
    a signature. Only for a file whose hash is known to be that of one that was examined in full.
    """
    return examine_with_evidence(content, trust, moment, skip_diff=skip_diff)[0]


def examine_with_evidence(
    content: bytes, trust: Trust, moment: datetime | None = None, *, skip_diff: bool = False
) -> tuple[Examined, tuple[ValidationPath, ...]]:
    """The same, and the chains of certificates that were believed."""
    try:
        reader = read_strictly(content)
        embedded = list(reader.embedded_signatures)
        bound_signatures(embedded)
        examination = _Examination(content, reader, trust, skip_diff=skip_diff)
        return asyncio.run(examination.run(embedded, moment)), tuple(examination.chains)
    except LIMITS:
        raise
    except Exception as error:
        # Damaged bytes can fail anywhere in reader and validator, with any exception.
        return _read_so_far(content, trust, error), ()


def _read_so_far(content: bytes, trust: Trust, error: Exception) -> Examined:
    """What can be said of a file that breaks the rules: who signed, and whether the bytes hold."""
    try:
        embedded = list(read_leniently(content).embedded_signatures)
        bound_signatures(embedded)
        signatures = [item for item in embedded if item.sig_object_type == "/Sig"]
        found = tuple(asyncio.run(_loosely(item, content, trust)) for item in signatures)
    except LIMITS:
        raise
    except Exception as second:
        raise Unreadable(str(second)) from error
    if not found:
        raise Unreadable(str(error)) from error
    return Examined(found, (), None)


async def _loosely(item: EmbeddedPdfSignature, content: bytes, trust: Trust) -> Signature:
    context = trust.context()
    status = await async_validate_pdf_signature(item, context, context, skip_diff=True)
    holds = status.intact and status.valid and is_tidy(item, content)
    return _told(item, problem=Problem.LOOSE if holds else Problem.BROKEN)


class _Examination:
    def __init__(
        self, content: bytes, reader: PdfFileReader, trust: Trust, *, skip_diff: bool
    ) -> None:
        self.content = content
        self.reader = reader
        self.trust = trust
        self.skip_diff = skip_diff
        self.chains: list[ValidationPath] = []
        self.newest = 0
        """Revision of the newest signature or stamp."""
        self.changed = ""

    async def run(
        self, embedded: Sequence[EmbeddedPdfSignature], moment: datetime | None
    ) -> Examined:
        when = moment or datetime.now(UTC)
        archives: list[_Archive] = []
        found: list[Signature] = []
        problem: Problem | None = None
        self.newest = max((item.signed_revision for item in embedded), default=0)
        for item in reversed(embedded):
            if item.sig_object_type == "/DocTimeStamp":
                status, wrong = await self._document_stamp(item, when)
                if wrong is None:
                    when = status.timestamp
                    archives.append(_Archive(item.signed_revision, when))
                problem = problem or wrong
            else:
                found.append(await self._signature(item, when, archives))
        return Examined(
            (*reversed(found), *self._unsupported(embedded)),
            tuple(archive.time for archive in reversed(archives)),
            problem,
            changed=self.changed,
            covered=any(self._end(item) == len(self.content) for item in embedded),
        )

    def _end(self, item: EmbeddedPdfSignature) -> int:
        """Where the bytes end that a signature covers."""
        _start, _before, after, length = (int(value) for value in item.byte_range)
        return after + length

    def _context(
        self, when: datetime, *, alone: bool, revision: int | None = None
    ) -> ValidationContext:
        """Rules that also know what the file brings along for examining it."""
        handler = self.reader if revision is None else self.reader.get_historical_resolver(revision)
        rules = self.trust.rules(when, alone=alone)
        try:
            store = DocumentSecurityStore.read_dss(handler)
        except NoDSSFoundError:
            return ValidationContext(**rules)
        return store.as_validation_context(rules)

    def _remember(self, status: SignatureStatus | None) -> None:
        if status is not None and status.trusted and status.validation_path is not None:
            self.chains.append(status.validation_path)

    async def _document_stamp(
        self, item: EmbeddedPdfSignature, when: datetime
    ) -> tuple[DocumentTimestampStatus, Problem | None]:
        status = await async_validate_pdf_timestamp(
            item, self._context(when, alone=False), skip_diff=True
        )
        problem = self._damage(item, status)
        self._remember(status)
        if problem is None and not status.trusted:
            problem = Problem.TIME_STAMP
        return status, problem or self._damage_beside(item)

    async def _signature(
        self, item: EmbeddedPdfSignature, when: datetime, archives: Sequence[_Archive]
    ) -> Signature:
        # What a signature forbids by itself is known to the library alone; so is how to say it.
        lays_down = item.docmdp_level is not None or item.fieldmdp is not None
        status = await async_validate_pdf_signature(
            item,
            self._context(when, alone=False),
            self._context(when, alone=False),
            skip_diff=self.skip_diff or not lays_down,
        )
        problem = self._damage(item, status)
        stamp = status.timestamp_validity
        self._remember(stamp)
        stamped = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
        if stamp is not None and not stamped:
            problem = problem or Problem.TIME_STAMP
        at = stamp.timestamp if stamp is not None and stamped else when
        problem = problem or await self._distrust(item, at, when) or self._damage_beside(item)
        covering = [entry for entry in archives if entry.revision > item.signed_revision]
        level = Level.B_B
        if (stamped or covering) and problem is None:
            level = await self._level(item, at, when, covering)
        return _told(
            item,
            problem=problem,
            level=level,
            stamped_at=stamp.timestamp if stamp is not None and stamped else None,
        )

    def _unsupported(self, embedded: Sequence[EmbeddedPdfSignature]) -> list[Signature]:
        """Signatures of a kind that the library passes over in silence."""
        known = [item.sig_field.container_ref for item in embedded]
        return [
            Signature(
                field=printable(str(name)),
                signer="",
                serial="",
                fingerprint="",
                claimed_at=None,
                stamped_at=None,
                level=Level.B_B,
                problem=Problem.UNSUPPORTED,
                demo=False,
                certifies=False,
            )
            for name, _value, place in fields.enumerate_sig_fields(self.reader, filled_status=True)
            if place.reference not in known
        ]

    def _damage(
        self, item: EmbeddedPdfSignature, status: PdfSignatureStatus | DocumentTimestampStatus
    ) -> Problem | None:
        """What is wrong with the bytes, whoever signed."""
        if not (status.intact and status.valid) or not is_tidy(item, self.content):
            return Problem.BROKEN
        if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
            return Problem.PARTIAL
        if isinstance(status.diff_result, SuspiciousModification) or self._has_tail(item):
            return Problem.CHANGED
        if isinstance(status, PdfSignatureStatus) and status.docmdp_ok is False:
            return Problem.CHANGED
        return None if self.skip_diff else self._change_after(item)

    def _change_after(self, item: EmbeddedPdfSignature) -> Problem | None:
        """Whether something else than signatures came after this one."""
        signed = self.content[: self._end(item)]
        try:
            Beginning(self.reader, item.signed_revision, signed).require_only_signatures_after()
        except Changed as change:
            self.changed = str(change)
            return Problem.CHANGED
        return None

    def _damage_beside(self, item: EmbeddedPdfSignature) -> Problem | None:
        known = (*self.trust.roots, *self.trust.intermediates)
        return None if is_whole(item, known) else Problem.BROKEN

    def _has_tail(self, item: EmbeddedPdfSignature) -> bool:
        """Whether bytes that belong to nothing follow the newest signature.

        Later revisions are compared object by object; what stands behind the last one is no object.
        """
        if item.signed_revision < self.newest:
            return False
        if item.signed_revision == self.reader.xrefs.total_revisions - 1:
            return self._end(item) != len(self.content)
        return self.content[self.content.rfind(_END) + len(_END) :] not in _LINE_ENDS

    async def _distrust(
        self, item: EmbeddedPdfSignature, at: datetime, now: datetime
    ) -> Problem | None:
        """Why the certificate is not believed.

        The configured revocation lists are asked first: one inside the file may be older, and must
        not hide what they know.
        """
        stamps = self._context(now, alone=False)
        problem = Problem.UNTRUSTED
        if self.trust.crls and self.trust.ocsps:
            # With a good answer about one certificate the validator does not ask the lists.
            lists = replace(self.trust, ocsps=()).context(at)
            status = await async_validate_pdf_signature(item, lists, stamps, skip_diff=True)
            if _problem(status) is Problem.REVOKED:
                return Problem.REVOKED
        for context in (self.trust.context(at), self._context(at, alone=False)):
            status = await async_validate_pdf_signature(item, context, stamps, skip_diff=True)
            if status.trusted:
                self._remember(status)
                return None
            problem = _problem(status)
            if problem is Problem.REVOKED:
                return problem
        if problem is Problem.UNTRUSTED and self.trust.require_revocation:
            # The same chain again without asking for revocation: was it only that?
            # Without the lists as well: one that does not help is a failure even where none has to
            # be there.
            lenient = replace(self.trust, require_revocation=False, crls=(), ocsps=()).context(at)
            status = await async_validate_pdf_signature(item, lenient, stamps, skip_diff=True)
            if status.trusted:
                return Problem.REVOCATION_UNKNOWN
        certificate = item.signer_cert
        in_time = certificate.not_valid_before <= at <= certificate.not_valid_after
        if problem is Problem.REVOCATION_UNKNOWN and not in_time:
            return Problem.EXPIRED
        return problem

    async def _level(
        self,
        item: EmbeddedPdfSignature,
        at: datetime,
        now: datetime,
        covering: Sequence[_Archive],
    ) -> Level:
        """How long the signature can be examined with nothing but the file and the roots.

        Its time is proven by its own stamp or, when it has none, by one on the document.
        """
        for level, revision in (
            *((Level.B_LTA, entry.revision) for entry in covering),
            (Level.B_LT, None),
        ):
            status = await async_validate_pdf_signature(
                item,
                self._context(at, alone=True, revision=revision),
                self._context(now, alone=True, revision=revision),
                skip_diff=True,
            )
            stamp = status.timestamp_validity
            if status.trusted and (stamp is None or stamp.trusted):
                return level
        return Level.B_T


def _problem(status: PdfSignatureStatus) -> Problem:
    indication = status.trust_problem_indic
    if isinstance(indication, AdESIndeterminate):
        return _PROBLEMS.get(indication, Problem.UNTRUSTED)
    return Problem.UNTRUSTED


def _told(
    item: EmbeddedPdfSignature,
    *,
    problem: Problem | None,
    level: Level = Level.B_B,
    stamped_at: datetime | None = None,
) -> Signature:
    """A signature in the words of its certificate."""
    certificate: x509.Certificate = item.signer_cert
    subject = certificate.subject.native
    return Signature(
        field=printable(str(item.field_name)),
        signer=_text(subject.get("common_name")),
        serial=_text(subject.get("serial_number")),
        fingerprint=certificate.sha256.hex(),
        claimed_at=item.self_reported_timestamp,
        stamped_at=stamped_at,
        level=level,
        problem=problem,
        demo=MARK in _text(subject.get("organization_name")),
        certifies=item.docmdp_level is not None,
    )


def _text(value: str | list[str] | None) -> str:
    """A part of a name; a name may hold the same part more than once."""
    return printable(" ".join(value) if isinstance(value, list) else value or "")
