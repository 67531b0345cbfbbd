"""Freeze and publish a year's report: build, freeze, number; each step is one transaction.

A version is immutable after it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kars_portal.lib.turkish import shortened
from reports.collect.guards import PublishError, locked, name_of, require_permission
from reports.collect.workflow.actions import seal_sections, unseal_sections
from reports.collect.workflow.holding import lock_sections
from reports.core.building import build_document
from reports.core.checks.statements import lacking_declarations
from reports.core.documents import Document, canonical_json, document_hash
from reports.enums import PdfKind, ReportState, SectionState
from reports.ground.rehearsal import rehearsed
from reports.models import FrozenReport, Publication, Report, Section
from reports.present.editions import drawings_of
from reports.present.pdf.jobs import request_export
from reports.publish.signing.examined import hindrance
from reports.publish.signing.record import damage_of
from reports.publish.signing.state import standing_of

from .corrections import (
    close_corrections,
    corrections_for_freeze,
    public_reason,
    require_true_class,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


SHOWN_ERRORS = 12


@rehearsed
def freeze_report(report: Report, *, by: User | None = None) -> FrozenReport:
    """Freeze today's rows: the bytes that are signed and then published. Seals every section.

    A published report is frozen for its open corrections, whose reasons become the version's.

    Raises PublishError when the report is frozen already, a section is not accepted, an error is
    open, nothing has changed since the last version, no correction of it is open, or the class of
    the corrections is not true; PermissionDenied when `by` may not publish. `by=None` is the
    command line.
    """
    require_permission(by, "reports.publish_report")
    report = locked(report)
    if ReportState(report.state).is_frozen:
        raise PublishError("Rapor zaten dondurulmuş; önce dondurma geri alınmalıdır.")
    last = Publication.objects.filter(year=report.year).order_by("-version").first()
    lock_sections(report.year)
    corrections = corrections_for_freeze(report.year, last)
    require_accepted(report)
    document = build_document(report)
    require_declarations(document)
    require_no_open_error(document)
    text = canonical_json(document)
    sha256 = document_hash(text)
    if last is not None and last.sha256 == sha256:
        raise PublishError(f"{last} ile bugünkü veriler aynı; yayımlanacak bir değişiklik yok.")
    if last is not None:
        require_true_class(corrections, last, document)
    frozen = FrozenReport.objects.create(
        year=report.year,
        version=last.version + 1 if last else 1,
        document=text,
        sha256=sha256,
        drawings=drawings_of(document),
        reason=public_reason(corrections),
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    frozen.corrections.set(corrections)
    seal_sections(report.year, by=by)
    report.state = ReportState.FROZEN
    report.save(update_fields=["state"])
    # The freeze stands even if its PDF can't be queued; it can be asked for later.
    transaction.on_commit(lambda: _enqueue_pdf(frozen), robust=True)
    return frozen


@transaction.atomic
def unfreeze_report(report: Report, *, by: User | None = None, reason: str) -> FrozenReport:
    """Take a freeze back so that sections can be opened again; what was frozen stays on record.

    Signatures on it are in force no longer; they and their files stay on record with it.
    Raises PublishError when the report is not frozen or the reason is missing; PermissionDenied.
    """
    require_permission(by, "reports.publish_report")
    report = locked(report)
    frozen = frozen_report(report)
    if frozen is None:
        raise PublishError("Rapor dondurulmuş değil.")
    if not reason.strip():
        raise PublishError("Dondurmanın geri alınması için gerekçe yazılmalıdır.")
    frozen.released_at, frozen.released_by = timezone.now(), by
    frozen.released_for = reason.strip()
    frozen.save(update_fields=["released_at", "released_by", "released_for"])
    unseal_sections(report.year, by=by, note=reason, since=frozen.frozen_at)
    published = Publication.objects.filter(year=report.year).exists()
    report.state = ReportState.PUBLISHED if published else ReportState.COLLECTING
    report.save(update_fields=["state"])
    return frozen


def frozen_report(report: Report) -> FrozenReport | None:
    """The freeze in force, None while figures are collected."""
    return (
        FrozenReport.objects.select_related("year", "frozen_by")
        .filter(year=report.year_id, released_at__isnull=True, publication__isnull=True)
        .first()
    )


@rehearsed
def publish_report(report: Report, *, by: User | None = None) -> Publication:
    """Publish the frozen report as the next version of the year; freezes first where needed.

    The corrections that it was frozen for are closed with the version.

    Raises PublishError when the report can't be frozen, when what was frozen is not as it was,
    while a signed file that was uploaded is being examined, or when a compulsory signature is
    missing or its file is not as it was accepted; PermissionDenied
    when `by` may not publish. `by=None` is the command line.
    """
    require_permission(by, "reports.publish_report")
    report = locked(report)
    frozen = frozen_report(report) or freeze_report(report, by=by)
    require_as_frozen(frozen)
    require_nothing_examined(frozen)
    require_signatures(frozen)
    publication = Publication.objects.create(
        year=report.year,
        version=frozen.version,
        document=frozen.document,
        sha256=frozen.sha256,
        drawings=frozen.drawings,
        figure_status=json.loads(frozen.document)["header"]["figure_status"],
        reason=frozen.reason,
        published_at=timezone.now(),
        published_by=by,
        publisher_name=name_of(by),
    )
    frozen.publication = publication
    frozen.save(update_fields=["publication"])
    close_corrections(frozen, publication)
    report.refresh_from_db()
    report.state = ReportState.PUBLISHED
    report.save(update_fields=["state"])
    # Where the PDF was removed or failed since the freeze; a finished one is found again.
    transaction.on_commit(lambda: _enqueue_pdf(frozen), robust=True)
    transaction.on_commit(lambda: _enqueue_summary(frozen), robust=True)
    return publication


def require_accepted(report: Report) -> None:
    """The gate of the workflow: raise PublishError while a section is not accepted."""
    finished = [state.value for state in SectionState if state.is_finished]
    missing = list(Section.objects.filter(year=report.year).exclude(state__in=finished))
    if missing:
        names = [f"{item.code} {item.title}: {item.get_state_display()}" for item in missing]
        raise PublishError(
            f"{len(missing)} bölüm kabul edilmedi; rapor ancak bütün bölümler kabul edilince "
            "dondurulur:\n" + shortened(names, SHOWN_ERRORS, "bölüm")
        )


def require_as_frozen(frozen: FrozenReport) -> None:
    """Raise PublishError where the document is not, byte for byte, the one that was frozen."""
    if document_hash(frozen.document) != frozen.sha256:
        raise PublishError(
            "Dondurulmuş belge dondurulduğu gibi değil: özeti tutmuyor. Dondurma gerekçesiyle geri "
            "alınmalı, rapor yeniden dondurulmalıdır."
        )


def require_nothing_examined(frozen: FrozenReport) -> None:
    """Raise PublishError while an uploaded file is examined: its signature would be left out."""
    problem = hindrance(frozen)
    if problem:
        raise PublishError(problem)


def require_signatures(frozen: FrozenReport) -> None:
    """The gate of signing: raise PublishError while a compulsory signature is missing, and where
    the signed file is not, byte for byte, the one that was accepted.
    """
    state = standing_of(frozen)
    problem = state.refusal or damage_of(state.last)
    if problem:
        raise PublishError(problem)


def _enqueue_pdf(frozen: FrozenReport) -> None:
    request_export(frozen.year, frozen)


def _enqueue_summary(frozen: FrozenReport) -> None:
    request_export(frozen.year, frozen, kind=PdfKind.SUMMARY)


def require_declarations(document: Document) -> None:
    """The gate of the law's statements: raise PublishError while a compulsory declaration lacks
    what its signer stands for. No accepted finding opens it.
    """
    lacking = [found for found in lacking_declarations(document) if found.missing]
    if lacking:
        named = [f"{found.section}: {found.sentence}" for found in lacking]
        raise PublishError(
            f"{len(lacking)} zorunlu beyan tamam değil. «Beyanlar» ekranında doldurulmalı, "
            "metinleri «Beyan metni ve onayı» sayfasında onaylanmalıdır:\n"
            + shortened(named, SHOWN_ERRORS, "beyan")
        )


def require_no_open_error(document: Document) -> None:
    """The gate: raise PublishError while an error is neither mended nor accepted."""
    errors = document.checks.open_errors
    if errors:
        named = [f"{error.code}: {error.message}" for error in errors]
        raise PublishError(
            f"{len(errors)} açık hata var; düzeltilmeden veya gerekçesiyle kabul edilmeden "
            "yayımlanamaz:\n" + shortened(named, SHOWN_ERRORS, "hata")
        )
