"""Corrections of a published report: open, withdraw, and what freezing and publishing do to them.

Each of these locks the report's row first, as freezing and publishing do, so that they never see
each other half-done; a withdrawal then holds the year's sections, so that none is opened, returned
or accepted behind its back. The order of locks is told in `reports.publish.versions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from kars_portal.lib.turkish import shortened
from reports.collect.guards import PublishError, locked, require_permission
from reports.collect.workflow.actions import seal_sections
from reports.collect.workflow.holding import lock_sections
from reports.core.building import build_document
from reports.core.documents import Document, canonical_json, document_hash, from_json
from reports.core.roles import ROLES
from reports.enums import CorrectionKind, SectionState
from reports.ground.rehearsal import rehearsed
from reports.models import Correction, FiscalYear, FrozenReport, Publication, Report, Section

from .correction_class import contradicting
from .correction_notices import tell_opened, tell_withdrawn
from .difference import difference

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OPEN = "reports.open_correction"
SHOWN_FIGURES = 5
SHOWN_SECTIONS = 8


def open_corrections(year: FiscalYear | int) -> QuerySet[Correction]:
    """Corrections of a year that no version has closed and nobody has withdrawn, oldest first."""
    return (
        Correction.objects.filter(year=year, publication__isnull=True, withdrawn_at__isnull=True)
        .select_related("year")
        .order_by("number")
    )


@transaction.atomic
def open_correction(
    report: Report, *, kind: str, reason: str, by: User | None = None, basis: str = ""
) -> Correction:
    """Open a correction of the newest version; its sections can be opened under it.

    Raises PublishError when nothing is published yet, ValidationError when the reason is too short
    or the class unknown; PermissionDenied. `by=None` is the command line.
    """
    require_permission(by, OPEN)
    report = locked(report)
    base = _last(report.year)
    if base is None:
        raise PublishError(
            f"{report.year} raporunun yayımlanmış sürümü yok; düzeltme ancak yayımlanmış bir rapor "
            "için açılır."
        )
    newest = Correction.objects.filter(year=report.year).aggregate(newest=Max("number"))["newest"]
    correction = Correction(
        year=report.year,
        number=(newest or 0) + 1,
        kind=kind,
        reason=" ".join(reason.split()),
        basis=" ".join(basis.split()),
        base=base,
        opened_at=timezone.now(),
        opened_by=by,
        opened_as=_office_of(by),
    )
    correction.full_clean()
    correction.save(force_insert=True)
    tell_opened(correction)
    return correction


@rehearsed
def withdraw_correction(
    correction: Correction, *, reason: str, by: User | None = None
) -> Correction:
    """Withdraw an open correction; it stays on record with its number and the reason.

    With the last one, accepted sections that say what the published version says are sealed again.

    Raises PublishError without a reason, when the correction has its outcome, when the report is
    frozen for it, while a section opened under it is under way, and when figures or texts differ
    from the published version that no other correction would answer for; PermissionDenied.
    """
    require_permission(by, OPEN)
    report = locked(Report.objects.get(year=correction.year_id))
    lock_sections(report.year)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if not correction.is_open:
        raise PublishError(f"{correction} sonuçlanmış; geri çekilemez.")
    if not reason.strip():
        raise PublishError("Düzeltmenin geri çekilmesi için gerekçe yazılmalıdır.")
    if correction.freezes.filter(released_at__isnull=True).exists():
        raise PublishError(
            f"Rapor {correction} için dondurulmuş; önce dondurma gerekçesiyle geri alınmalıdır."
        )
    others = open_corrections(report.year).exclude(pk=correction.pk)
    if others.exists():
        _require_no_section_under_way(correction, correction.sections.all())
    else:
        # Nothing else would answer for what is open or changed, whatever it was opened under. One
        # that was accepted and sent back by a shared record has no reason of its own any more.
        reopened = Section.objects.filter(year=report.year).exclude(
            reopened_for="", correction__isnull=True
        )
        _require_no_section_under_way(correction, reopened)
        _seal_what_is_unchanged(report, correction, by)
    correction.withdrawn_at, correction.withdrawn_by = timezone.now(), by
    correction.withdrawn_for = " ".join(reason.split())
    correction.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])
    tell_withdrawn(correction)
    return correction


# -- what freezing and publishing ask -----------------------------------------------------------


def corrections_for_freeze(year: FiscalYear, last: Publication | None) -> list[Correction]:
    """The corrections that the next version publishes; none before the first one.

    Raises PublishError when a version is out and no correction of it is open.
    """
    if last is None:
        return []
    found = list(open_corrections(year).select_for_update(of=("self",)))
    if not found:
        raise PublishError(
            f"{last} yayımlanmış. Yeni sürüm için sınıfı ve kamuya açık gerekçesiyle bir düzeltme "
            "açılmalıdır."
        )
    return found


def public_reason(corrections: Sequence[Correction]) -> str:
    """The reason of a version: its corrections, each on a line; empty for the first version."""
    return "\n".join(correction.sentence for correction in corrections)


def require_true_class(
    corrections: Sequence[Correction], last: Publication, document: Document
) -> None:
    """Raise PublishError when figures differ although no correction of figures is open."""
    kinds = {CorrectionKind(correction.kind) for correction in corrections}
    found = contradicting(difference(from_json(last.document), document), kinds)
    if not found:
        return
    classes = ", ".join(f"«{kind.label}»" for kind in CorrectionKind if kind in kinds)
    raise PublishError(
        f"Açık düzeltmelerin sınıfı {classes}; oysa {last} ile karşılaştırıldığında rakamlar "
        "değişmiş. Rakam düzeltmesi açılmalı ya da rakamlar yayımlandıkları gibi bırakılmalıdır:\n"
        + shortened(found, SHOWN_FIGURES, "rakam")
    )


def close_corrections(frozen: FrozenReport, publication: Publication) -> None:
    """Set the version as the outcome of the corrections that it was frozen for."""
    for correction in frozen.corrections.select_for_update().order_by("number"):
        correction.publication = publication
        correction.save(update_fields=["publication"])


# -- shared -------------------------------------------------------------------------------------


def _last(year: FiscalYear) -> Publication | None:
    return Publication.objects.filter(year=year).defer("document", "drawings").first()


def _office_of(by: User | None) -> str:
    """In which capacity a person acts, for the public: the roles that carry the right."""
    if by is None:
        return "Portal yönetimi"
    names = {role.name for role in ROLES}
    groups = by.groups.filter(permissions__codename=OPEN.partition(".")[2], name__in=names)
    return ", ".join(groups.order_by("name").values_list("name", flat=True)) or "Portal yönetimi"


def _require_no_section_under_way(correction: Correction, sections: QuerySet[Section]) -> None:
    finished = [state.value for state in SectionState if state.is_finished]
    under_way = list(sections.exclude(state__in=finished).order_by("position", "code"))
    if under_way:
        names = [f"{item.code} {item.title}" for item in under_way]
        raise PublishError(
            f"{correction} geri çekilemez: düzeltmeye açılan {len(under_way)} bölüm üzerinde "
            "çalışılıyor; önce teslim ve kabul edilmelidir:\n"
            + shortened(names, SHOWN_SECTIONS, "bölüm")
        )


def _seal_what_is_unchanged(report: Report, correction: Correction, by: User | None) -> None:
    """Seal again what was opened, unless something of it differs from the published version."""
    if not Section.objects.filter(year=report.year, state=SectionState.ACCEPTED).exists():
        return
    published = Publication.objects.filter(year=report.year).order_by("-version")
    if document_hash(canonical_json(build_document(report))) != published[0].sha256:
        raise PublishError(
            f"{correction} açıkken rapor değişmiş ve başka açık düzeltme yok; değişiklik geri "
            "alınmalı ya da düzeltme yayımlanmalıdır."
        )
    seal_sections(report.year, by=by)
