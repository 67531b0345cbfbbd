"""Publish a year's report: build, freeze, number. One transaction.

The version is immutable after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reports.charts import draw
from reports.documents import Document, build_document, canonical_json, document_hash
from reports.enums import ReportState
from reports.models import Publication, Report

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User


SHOWN_ERRORS = 12


class PublishError(Exception):
    """The report can't be published now; the message is Turkish and says why and what to do."""


def drawings_of(document: Document) -> dict[str, str]:
    """SVG of every chart of a document."""
    return {chart.id: draw(chart.spec, chart.id) for chart in document.charts.values()}


@transaction.atomic
def publish_report(report: Report, *, by: User | None = None, reason: str = "") -> Publication:
    """Freeze today's rows as the next version of the year.

    Raises PublishError when nothing has changed since the last version or a reason is missing for a
    correction; PermissionDenied when `by` may not publish. `by=None` is the command line.
    """
    require_permission(by, "reports.publish_report")
    report = Report.objects.select_for_update().select_related("year").get(pk=report.pk)
    last = Publication.objects.filter(year=report.year).order_by("-version").first()
    if last is not None and not reason.strip():
        raise PublishError(
            f"{last} yayımlanmış. Yeni sürüm için düzeltmenin gerekçesi yazılmalıdır."
        )
    document = build_document(report)
    require_no_open_error(document)
    text = canonical_json(document)
    sha256 = document_hash(text)
    if last is not None and last.sha256 == sha256:
        raise PublishError(f"{last} ile bugünkü veriler aynı; yayımlanacak bir değişiklik yok.")
    publication = Publication.objects.create(
        year=report.year,
        version=last.version + 1 if last else 1,
        document=text,
        sha256=sha256,
        drawings=drawings_of(document),
        figure_status=report.figure_status,
        reason=reason.strip(),
        published_at=timezone.now(),
        published_by=by,
        publisher_name=(by.get_full_name() or by.get_username()) if by else "komut satırı",
    )
    report.state = ReportState.PUBLISHED
    report.save(update_fields=["state"])
    # The version stands even if its PDF can't be queued; it can be asked for later.
    transaction.on_commit(lambda: _enqueue_pdf(publication), robust=True)
    return publication


def _enqueue_pdf(publication: Publication) -> None:
    from reports.pdf.jobs import enqueue_pdf  # the PDF reads publications; imported when needed

    enqueue_pdf(publication)


def require_no_open_error(document: Document) -> None:
    """The gate: raise PublishError while an error is neither mended nor accepted."""
    errors = document.checks.open_errors
    if errors:
        shown = "\n".join(f"{error.code}: {error.message}" for error in errors[:SHOWN_ERRORS])
        more = len(errors) - SHOWN_ERRORS
        raise PublishError(
            f"{len(errors)} açık hata var; düzeltilmeden veya gerekçesiyle kabul edilmeden "
            f"yayımlanamaz:\n{shown}" + (f"\n… ve {more} hata daha." if more > 0 else "")
        )


def require_permission(user: AbstractBaseUser | AnonymousUser | None, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission; None is the command line."""
    if user is not None and not user.has_perm(permission):  # type: ignore[union-attr]
        raise PermissionDenied("Bu işlem için yetki yok.")
