"""Unit reports and summaries that were printed to be signed, and taken in when they were.

They are signed outside the portal's own way, which is that of the report. But what the portal has
printed for it is kept, so that it is known again, and so is the signed file when it is taken in.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from kars_portal.lib.on_use import on_use
from reports.core.documents import DeclarationBlock, Node
from reports.enums import DeclarationRole, JobState, PdfKind
from reports.models import FrozenReport, PdfExport, Publication
from reports.present.editions import Edition, edition
from reports.present.pdf.fields import FINANCE, SPENDING_OFFICER
from reports.present.pdf.files import FOLDER, folder, path_of, stem, write_atomically

from . import check
from .apart import UnfinishedError
from .configured import configured_seal
from .flow import SigningError, trusted
from .people import bare_name
from .policy import policy_for
from .rules import Checked, Rules, Signatory
from .signatures import Level
from .trust import Trust

if TYPE_CHECKING:
    from . import seal as seals
else:
    seals = on_use("reports.publish.signing.seal")

OFFICERS = {
    PdfKind.UNIT: (SPENDING_OFFICER, DeclarationRole.SPENDING_OFFICER),
    PdfKind.SUMMARY: (FINANCE, DeclarationRole.ACCOUNTING_OFFICER),
}
"""Print → the field in which it is signed, and the declaration that names who signs."""


def keep_print(source: Edition, kind: PdfKind, unit: str, content: bytes) -> PdfExport:
    """Keep a print of a published version that is to be signed; the same one is kept once."""
    publication = Publication.objects.get(year_id=source.year, version=source.version)
    frozen = FrozenReport.objects.filter(publication=publication).first()
    digest = hashlib.sha256(content).hexdigest()
    name = f"{stem(source.year, kind, unit)}-s{source.version}-imza-{digest[:16]}.pdf"
    file = f"{FOLDER}/{name}"
    kept = PdfExport.objects.filter(for_signing=True, state=JobState.DONE, file=file).first()
    if kept is not None and path_of(kept):
        return kept
    write_atomically(folder() / name, content)
    return kept or PdfExport.objects.create(
        year=publication.year,
        publication=None if frozen else publication,
        frozen=frozen,
        kind=kind,
        unit=unit,
        for_signing=True,
        state=JobState.DONE,
        progress=100,
        sha256=source.sha256,
        file=file,
        finished_at=timezone.now(),
    )


def take_in(content: bytes) -> tuple[PdfExport, str]:
    """Keep a signed print, judged like an upload of the report; the same file is kept once.

    Returns what is kept and what is said of it.

    Raises SigningError with a sentence that names the cure; then nothing is kept.
    """
    limit: int = settings.SIGNED_MAX_BYTES
    if len(content) > limit:
        raise SigningError("too large", f"Dosya {limit // 2**20} MB sınırını aşıyor.")
    states = _states_of(content)
    if not states:
        raise SigningError(
            "wrong file",
            "Dosya, portalın imza için hazırladığı bir baskıyla başlamıyor; önce export_pdf "
            "--for-signing ile hazırlanan dosya, başka bir programla yeniden kaydedilmeden "
            "imzalanmalıdır.",
        )
    first, base = states[0]
    last, accepted = states[-1]
    if accepted == content and last.pk != first.pk:
        return last, "Bu dosya daha önce alınmış."
    source = edition(first.year_id, first.version)
    if source is None:
        raise LookupError(f"publication of PDF export {first.pk} is gone")
    kind = PdfKind(first.kind)
    rules = _rules(source, kind, first.unit, trusted())
    signed = b"" if last.pk == first.pk else accepted
    try:
        checked: Checked = check.check_upload(base, content, rules, accepted=signed)
    except UnfinishedError as error:
        raise SigningError("unfinished", str(error)) from error
    if checked.refusal is not None:
        raise SigningError(checked.refusal.value, checked.sentence)
    return keep_print(source, kind, first.unit, content), checked.sentence


def _states_of(content: bytes) -> list[tuple[PdfExport, bytes]]:
    """What was kept of the print that a file begins with: as printed, then as signed."""
    found = []
    for export in PdfExport.objects.filter(for_signing=True, state=JobState.DONE):
        path = path_of(export)
        if path is None or path.stat().st_size > len(content):
            continue
        kept = path.read_bytes()
        if content.startswith(kept):
            found.append((export, kept))
    return sorted(found, key=lambda state: len(state[1]))


def _rules(source: Edition, kind: PdfKind, unit: str, trust: Trust) -> Rules:
    """The officer whom the version's declaration names, else anybody who is believed."""
    place, role = OFFICERS[kind]
    declared = (
        block.signatory
        for node in source.document.nodes()
        if kind is not PdfKind.UNIT or node.code.endswith(f"/{unit}")
        for block in _declarations(node, role)
    )
    name = bare_name(next(declared, "").strip())
    seal = ""
    if settings.SEAL:
        with configured_seal(trust) as signer:
            seal = seals.fingerprint(signer)
    signatory = Signatory(place, name=name, anybody=not name)
    minimum = Level(policy_for(source.year).minimum_level)
    return Rules((signatory,), trust, minimum=minimum, seal=seal)


def _declarations(node: Node, role: DeclarationRole) -> list[DeclarationBlock]:
    return [b for b in node.blocks if isinstance(b, DeclarationBlock) and b.role == role.value]
