"""Steps of a section: one function for each. Page, command and API all call these.

Each asks for the right, looks at the state, changes it in one transaction, writes the event that
the history shows, and sends its notice once the transaction stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reports import registry
from reports.documents import FindingValue
from reports.enums import ReportState, SectionEventKind, SectionState
from reports.models import FiscalYear, Report, Section, SectionEvent

from . import access
from .notices import notify
from .placing import Placing

Kind = SectionEventKind


class WorkflowError(Exception):
    """A step can't be taken now; the message is Turkish and says why and what to do."""


# -- what is delivered ------------------------------------------------------------------------


@transaction.atomic
def open_sections(year: FiscalYear, *, by: Any = None, loaded: bool = False) -> list[Section]:
    """Make the sections that a year lacks; those that are there stay as they are.

    `loaded`: their figures came as a complete, checked package, so they count as accepted.
    """
    there = set(Section.objects.filter(year=year).values_list("code", flat=True))
    made: list[Section] = []
    for kit in registry.kits():
        for plan in kit.sections(year) if kit.sections is not None else ():
            if plan.code in there:
                continue
            there.add(plan.code)
            section = Section.objects.create(
                year=year,
                code=plan.code,
                title=plan.title,
                position=plan.position,
                state=SectionState.ACCEPTED if loaded else SectionState.EMPTY,
            )
            note = "Rakamlar veri paketinden yüklendi." if loaded else ""
            record(section, Kind.OPENED, by=by, note=note)
            made.append(section)
    for kit in registry.kits():
        if made and kit.sections_opened is not None:
            kit.sections_opened(year)
    return made


def record(
    section: Section,
    kind: SectionEventKind,
    *,
    by: Any,
    note: str = "",
    place: tuple[str, str, str] = ("", "", ""),
    mentions: Iterable[Any] = (),
) -> SectionEvent:
    """Write an event; `by=None` is the portal itself or the command line."""
    dataset, row, column = place
    event = SectionEvent.objects.create(
        section=section,
        by=by,
        by_name=(by.get_full_name() or by.get_username()) if by else "Portal",
        kind=kind,
        note=note.strip(),
        dataset=dataset,
        row=row,
        column=column,
    )
    people = list(mentions)
    if people:
        event.mentions.set(people)
    transaction.on_commit(lambda: notify(event), robust=True)
    return event


@transaction.atomic
def edited(by: Any, *records: Any) -> None:
    """Note that somebody changed records: their sections are under way and carry the name.

    A change takes back the head's approval. Called by every page and job that saves figures.
    """
    scope = access.scope_of(by) if by is not None else access.Scope(True, True)
    touched = {
        section.pk: section
        for section in (access.section_of(item, scope) for item in records)
        if section is not None
    }
    for section in touched.values():
        section.last_edited_by, section.last_edited_at = by, timezone.now()
        section.approved = False
        if section.state == SectionState.EMPTY:
            section.state = SectionState.DRAFT
            record(section, Kind.STARTED, by=by)
        section.save(update_fields=["state", "last_edited_by", "last_edited_at", "approved"])


# -- steps of the directorate -----------------------------------------------------------------


@transaction.atomic
def submit_section(section: Section, *, by: Any, note: str = "") -> Section:
    """Deliver a section to finance services.

    Delivered by the head, it is approved at once; delivered by an editor, the head approves it.
    """
    section = _locked(section)
    _require(by, section, "reports.submit_section", own=True)
    if not section.stage.is_editable:
        raise WorkflowError(_stands(section, "yalnız hazırlanan ya da iade edilen bölüm"))
    blocking = open_errors(section)
    if blocking:
        raise WorkflowError(
            f"Bölümde {len(blocking)} açık hata var; teslimden önce düzeltilmelidir:\n"
            + "\n".join(f"{error.code}: {error.message}" for error in blocking[:8])
        )
    section.state = SectionState.SUBMITTED
    section.approved = by is None or by.has_perm("reports.approve_section")
    return _saved(section, Kind.SUBMITTED, by=by, note=note)


@transaction.atomic
def approve_section(section: Section, *, by: Any, note: str = "") -> Section:
    """The head of the directorate stands by a delivery that an editor made."""
    section = _locked(section)
    _require(by, section, "reports.approve_section", own=True)
    if section.state != SectionState.SUBMITTED or section.approved:
        raise WorkflowError(_stands(section, "yalnız onay bekleyen teslim"))
    section.approved = True
    return _saved(section, Kind.APPROVED, by=by, note=note)


@transaction.atomic
def withdraw_section(section: Section, *, by: Any, note: str = "") -> Section:
    """Take a delivery back while nobody has decided on it."""
    section = _locked(section)
    _require(by, section, "reports.submit_section", own=True)
    if section.state != SectionState.SUBMITTED:
        raise WorkflowError(_stands(section, "yalnız teslim edilmiş bölüm"))
    section.state, section.approved = SectionState.DRAFT, False
    return _saved(section, Kind.WITHDRAWN, by=by, note=note)


# -- steps of finance services and reviewers --------------------------------------------------


@transaction.atomic
def return_section(
    section: Section,
    *,
    by: Any,
    note: str,
    place: tuple[str, str, str] = ("", "", ""),
) -> Section:
    """Send a delivered or accepted section back with a note, to a field where `place` names one."""
    section = _locked(section)
    _require(by, section, "reports.return_section")
    if section.state not in (SectionState.SUBMITTED, SectionState.ACCEPTED):
        raise WorkflowError(_stands(section, "yalnız teslim ya da kabul edilmiş bölüm"))
    _require_collecting(section)
    _require_note(note, "İade")
    section.state, section.approved = SectionState.RETURNED, False
    return _saved(section, Kind.RETURNED, by=by, note=note, place=place)


@transaction.atomic
def accept_section(section: Section, *, by: Any, note: str = "") -> Section:
    """Accept a delivery. Four eyes: never by the person who edited the section last."""
    section = _locked(section)
    _require(by, section, "reports.accept_section")
    if section.state != SectionState.SUBMITTED:
        raise WorkflowError(_stands(section, "yalnız teslim edilmiş bölüm"))
    if by is not None and section.last_edited_by_id == by.pk:
        raise WorkflowError(
            "Bölümü en son değiştiren kişi kabul edemez (dört göz ilkesi); başka bir inceleyen "
            "kabul etmelidir."
        )
    if not section.approved:
        raise WorkflowError("Teslim henüz müdürce onaylanmadı; önce müdür onaylamalıdır.")
    section.state = SectionState.ACCEPTED
    section.reopened_for = ""
    return _saved(section, Kind.ACCEPTED, by=by, note=note)


@transaction.atomic
def extend_deadline(section: Section, *, by: Any, due_on: Any, note: str) -> Section:
    """Move the due date of a section; the reason stays on record."""
    section = _locked(section)
    _require(by, section, "reports.manage_deadlines")
    if section.stage.is_finished:
        raise WorkflowError(_stands(section, "yalnız bitmemiş bölüm"))
    if due_on is None or (section.due_on is not None and due_on <= section.due_on):
        raise WorkflowError("Yeni son gün, bugünkü son günden sonra olmalıdır.")
    _require_note(note, "Süre uzatımı")
    before = f"{section.due_on:%d.%m.%Y}" if section.due_on else "belirsiz"
    section.due_on = due_on
    note = f"{before} → {due_on:%d.%m.%Y}. {note.strip()}"
    return _saved(section, Kind.EXTENDED, by=by, note=note)


# -- after sealing ----------------------------------------------------------------------------


@transaction.atomic
def ask_to_unlock(section: Section, *, by: Any, note: str) -> SectionEvent:
    """Ask for a sealed section to be opened for correction."""
    section = _locked(section)
    _require(by, section, "reports.submit_section", own=True)
    if section.state != SectionState.SEALED:
        raise WorkflowError(_stands(section, "yalnız mühürlü bölüm"))
    _require_note(note, "Mührün kaldırılması isteği")
    return record(section, Kind.UNLOCK_ASKED, by=by, note=note)


@transaction.atomic
def reopen_section(section: Section, *, by: Any, note: str) -> Section:
    """Open a sealed section for correction; the reason goes with every change made under it.

    It has to be delivered, checked and accepted again before the report can be frozen.
    """
    section = _locked(section)
    _require(by, section, "reports.unlock_section")
    if section.state != SectionState.SEALED:
        raise WorkflowError(_stands(section, "yalnız mühürlü bölüm"))
    _require_collecting(section)
    _require_note(note, "Mührün kaldırılması")
    section.state, section.approved = SectionState.RETURNED, False
    section.reopened_for = note.strip()
    return _saved(section, Kind.REOPENED, by=by, note=note)


@transaction.atomic
def seal_sections(year: FiscalYear, *, by: Any = None) -> None:
    """Seal the accepted sections of a year when its report is frozen."""
    for section in Section.objects.filter(year=year, state=SectionState.ACCEPTED):
        section.state = SectionState.SEALED
        _saved(section, Kind.SEALED, by=by)


@transaction.atomic
def unseal_sections(year: FiscalYear, *, by: Any = None, note: str) -> None:
    """Take the seals off again when a freeze is taken back; the sections stay accepted."""
    for section in Section.objects.filter(year=year, state=SectionState.SEALED):
        section.state = SectionState.ACCEPTED
        _saved(section, Kind.UNSEALED, by=by, note=note)


@transaction.atomic
def comment(
    section: Section,
    *,
    by: Any,
    note: str,
    place: tuple[str, str, str] = ("", "", ""),
    mentions: Iterable[Any] = (),
) -> SectionEvent:
    """A remark on a section; people who are mentioned get a notice if they may see the section."""
    if by is not None and not access.may_see_section(by, section):
        raise PermissionDenied(access.NOT_YOURS)
    _require_note(note, "Not")
    people = [person for person in mentions if access.may_see_section(person, section)]
    return record(section, Kind.COMMENTED, by=by, note=note, place=place, mentions=people)


# -- shared -----------------------------------------------------------------------------------


def open_errors(section: Section) -> list[FindingValue]:
    """Open errors at the section's tables and texts, which keep it from being delivered."""
    from reports.office.checking import latest  # runs the checks; the office imports this module

    report = Report.objects.select_related("year").filter(year=section.year_id).first()
    if report is None:
        return []
    run = latest(report)
    placing = Placing(run.year, run.document)
    return [e for e in run.checks.open_errors if placing.section(e) == section]


def _locked(section: Section) -> Section:
    return Section.objects.select_for_update().get(pk=section.pk)


def _require(by: Any, section: Section, permission: str, *, own: bool = False) -> None:
    if by is None:
        return
    if not by.has_perm(permission) or not access.may_see_section(by, section):
        raise PermissionDenied("Bu adım için yetki yok.")
    if own and not access.answers_for(by, section):
        raise PermissionDenied(access.NOT_YOURS)


def _require_note(note: str, what: str) -> None:
    if not note.strip():
        raise WorkflowError(f"{what} için gerekçe yazılmalıdır.")


def _require_collecting(section: Section) -> None:
    frozen = Report.objects.filter(year=section.year_id, state=ReportState.FROZEN)
    if frozen.exists():
        raise WorkflowError(
            "Rapor dondurulmuş; bölüm ancak dondurma gerekçesiyle geri alındıktan sonra açılabilir."
        )


def _stands(section: Section, wanted: str) -> str:
    return (
        f"«{section.code} {section.title}» bölümünün durumu «{section.get_state_display()}»; "
        f"bu adım {wanted} için geçerlidir."
    )


def _saved(
    section: Section,
    kind: SectionEventKind,
    *,
    by: Any,
    note: str = "",
    place: tuple[str, str, str] = ("", "", ""),
) -> Section:
    section.save()
    record(section, kind, by=by, note=note, place=place)
    return section
