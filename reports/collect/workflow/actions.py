"""Steps of a section: one function for each. Page, command and API all call these.

Each asks for the right, looks at the state, changes it in one transaction, writes the event that
the history shows, and sends its notice once the transaction stands. Sections are locked before
corrections (the order of locks is told in `reports.publish.versions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from kars_portal.lib.turkish import shortened
from reports.collect.checking import latest, look_again
from reports.core import registry
from reports.core.documents import FindingValue
from reports.enums import SectionEventKind, SectionState
from reports.ground.actors import Actor
from reports.ground.rehearsal import rehearsed
from reports.models import Correction, FiscalYear, Publication, Report, Section, SectionEvent

from . import access, steps
from .holding import lock_sections, locked_sections, require_open, scope_for
from .notices import notify, together
from .steps import WorkflowError

__all__ = [
    "WorkflowError",
    "accept_section",
    "approve_section",
    "ask_to_unlock",
    "comment",
    "edited",
    "extend_deadline",
    "lock_sections",
    "open_errors",
    "open_sections",
    "record",
    "reopen_section",
    "return_section",
    "seal_sections",
    "submit_section",
    "unseal_sections",
    "withdraw_section",
]

Kind = SectionEventKind
Place = tuple[str, str, str]
"""Table, row and column that a note is about; empty parts stand for the whole."""
NOWHERE: Place = ("", "", "")
SHOWN_ERRORS = 8
NAMED = 3
CHANGED_WHILE_SEALED = "Mühürlüyken ortak kayıt değişti; yeniden incelenmelidir."


# -- what is delivered ------------------------------------------------------------------------


@transaction.atomic
def open_sections(
    year: FiscalYear, *, by: Actor | None = None, loaded: bool = False
) -> list[Section]:
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
    by: Actor | None,
    note: str = "",
    place: Place = NOWHERE,
    mentions: Iterable[Actor] = (),
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
    notify(event)
    return event


@transaction.atomic
def edited(by: Actor | None, *records: Model) -> None:
    """Note that somebody changed records: their sections are under way and carry the name.

    A change takes back the head's approval. Called by every page and job that saves figures, inside
    the transaction that saves them, after their sections were held (`holding`): a section that was
    delivered in the meantime refuses the change (PermissionDenied) although it was open when the
    page was shown.
    """
    scope = scope_for(by)
    found = (access.section_of(record, scope) for record in records)
    touched = {section.pk for section in found if section is not None}
    codes = {_shared_code(item) for item in records} - {""}
    sections = list(locked_sections(Q(pk__in=touched) | Q(code__in=codes)))
    for section in sections:
        if section.pk not in touched:
            continue
        require_open(by, section)
        if section.stage == SectionState.EMPTY:
            section.state = SectionState.DRAFT
            record(section, Kind.STARTED, by=by)
        _note_edit(section, by)
    for section in sections:
        if section.code not in codes:
            continue
        # What the years share stands in reports that are delivered already: these are looked at
        # again. A sealed section keeps its frozen bytes.
        if section.state == SectionState.ACCEPTED:
            section.state = SectionState.SUBMITTED
            record(section, Kind.RECHECKED, by=by, note=_names(section, records))
        _note_edit(section, by)


def _note_edit(section: Section, by: Actor | None) -> None:
    section.last_edited_by, section.last_edited_at = by, timezone.now()
    section.approved = False
    section.save(update_fields=["state", "last_edited_by", "last_edited_at", "approved"])


def _shared_code(item: Model) -> str:
    """The section of a record that belongs to a section but to no year; else empty."""
    table = access.work_table(item)
    return table.section(item) if table is not None and not table.year else ""


def _names(section: Section, records: Iterable[Model]) -> str:
    named = [
        f"{item._meta.verbose_name}: {item}"
        for item in records
        if _shared_code(item) == section.code
    ]
    more = f" ve {len(named) - NAMED} kayıt daha" if len(named) > NAMED else ""
    return f"Ortak kayıt değişti; yeniden incelenmelidir ({'; '.join(named[:NAMED])}{more})."


# -- steps of the directorate -----------------------------------------------------------------


@rehearsed
def submit_section(section: Section, *, by: Actor | None, note: str = "") -> Section:
    """Deliver a section to finance services.

    Delivered by the head, it is approved at once; delivered by an editor, the head approves it.
    """
    section = _ready(section, steps.SUBMIT, by)
    blocking = open_errors(section)
    if blocking:
        errors = [f"{error.code}: {error.message}" for error in blocking]
        raise WorkflowError(
            f"Bölümde {len(blocking)} açık hata var; teslimden önce düzeltilmelidir:\n"
            + shortened(errors, SHOWN_ERRORS, "hata")
        )
    section.state = SectionState.SUBMITTED
    section.approved = by is None or by.has_perm("reports.approve_section")
    return _saved(section, Kind.SUBMITTED, by=by, note=note)


@transaction.atomic
def approve_section(section: Section, *, by: Actor | None, note: str = "") -> Section:
    """The head of the directorate stands by a delivery that an editor made."""
    section = _ready(section, steps.APPROVE, by)
    section.approved = True
    return _saved(section, Kind.APPROVED, by=by, note=note)


@transaction.atomic
def withdraw_section(section: Section, *, by: Actor | None, note: str = "") -> Section:
    """Take a delivery back while nobody has decided on it.

    What was open for a correction is so again: its reason still goes with every change.
    """
    section = _ready(section, steps.WITHDRAW, by)
    section.state = SectionState.REOPENED if section.reopened_for else SectionState.DRAFT
    section.approved = False
    return _saved(section, Kind.WITHDRAWN, by=by, note=note)


# -- steps of finance services and reviewers --------------------------------------------------


@transaction.atomic
def return_section(
    section: Section, *, by: Actor | None, note: str, place: Place = NOWHERE
) -> Section:
    """Send a delivered or accepted section back with a note, to a field where `place` names one.

    Once a version is out, the note is also the reason of every change made under it.
    """
    section = _ready(section, steps.RETURN, by)
    _require_note(note, "İade")
    section.state, section.approved = SectionState.RETURNED, False
    if not section.reopened_for and Publication.objects.filter(year=section.year_id).exists():
        under = section.correction
        known = under.sentence if under is not None and under.is_open else ""
        section.reopened_for = " — ".join(filter(None, (known, note.strip())))
    return _saved(section, Kind.RETURNED, by=by, note=note, place=place)


@transaction.atomic
def accept_section(section: Section, *, by: Actor | None, note: str = "") -> Section:
    """Accept a delivery. Four eyes: never by the person who edited the section last."""
    section = _ready(section, steps.ACCEPT, by)
    section.state = SectionState.ACCEPTED
    section.reopened_for = ""
    return _saved(section, Kind.ACCEPTED, by=by, note=note)


@transaction.atomic
def extend_deadline(
    section: Section, *, by: Actor | None, due_on: date | None, note: str
) -> Section:
    """Move the due date of a section; the reason stays on record."""
    section = _ready(section, steps.EXTEND, by)
    if due_on is None or (section.due_on is not None and due_on <= section.due_on):
        raise WorkflowError("Yeni son gün, bugünkü son günden sonra olmalıdır.")
    if due_on < timezone.localdate():
        raise WorkflowError("Yeni son gün bugünden önce olamaz.")
    _require_note(note, "Süre uzatımı")
    before = f"{section.due_on:%d.%m.%Y}" if section.due_on else "belirsiz"
    section.due_on = due_on
    note = f"{before} → {due_on:%d.%m.%Y}. {note.strip()}"
    return _saved(section, Kind.EXTENDED, by=by, note=note)


# -- after sealing ----------------------------------------------------------------------------


@transaction.atomic
def ask_to_unlock(section: Section, *, by: Actor | None, note: str) -> SectionEvent:
    """Ask for a sealed section to be opened for correction."""
    section = _ready(section, steps.ASK_TO_UNLOCK, by)
    _require_note(note, "Mührün kaldırılması isteği")
    return record(section, Kind.UNLOCK_ASKED, by=by, note=note)


@transaction.atomic
def reopen_section(
    section: Section, *, by: Actor | None, note: str = "", correction: Correction | None = None
) -> Section:
    """Open a sealed section again; the reason goes with every change made under it.

    Of a published year only under an open correction, whose number and reason it carries; the note
    then says what is to be done. It has to be delivered, checked and accepted again before the
    report can be frozen.
    """
    section = _ready(section, steps.REOPEN, by)
    if Publication.objects.filter(year=section.year_id).exists():
        correction = _open_correction(section, correction)
        note = " — ".join(filter(None, (correction.sentence, note.strip())))
    _require_note(note, "Mührün kaldırılması")
    section.state, section.approved = SectionState.REOPENED, False
    section.reopened_for, section.correction = note.strip(), correction
    return _saved(section, Kind.REOPENED, by=by, note=note)


def _open_correction(section: Section, chosen: Correction | None) -> Correction:
    """The chosen correction as it is now, locked. Raises WorkflowError unless it is open."""
    wanted = Correction.objects.select_for_update().filter(year=section.year_id)
    found = wanted.filter(pk=chosen.pk).first() if chosen is not None else None
    if found is None:
        raise WorkflowError(
            f"{section.year_id} raporu yayımlanmış; bölüm ancak açık bir düzeltme seçilerek "
            "açılır. Açık düzeltme yoksa önce gerekçesiyle düzeltme açılmalıdır."
        )
    if not found.is_open:
        raise WorkflowError(f"{found} sonuçlanmış; bölüm açık bir düzeltmeyle açılmalıdır.")
    return found


@transaction.atomic
def seal_sections(year: FiscalYear, *, by: Actor | None = None) -> None:
    """Seal the accepted sections of a year when its report is frozen."""
    with together():
        for section in locked_sections(year=year, state=SectionState.ACCEPTED):
            section.state = SectionState.SEALED
            _saved(section, Kind.SEALED, by=by)


@transaction.atomic
def unseal_sections(
    year: FiscalYear, *, by: Actor | None = None, note: str, since: datetime | None = None
) -> None:
    """Take the seals off again when a freeze is taken back; the sections stay accepted, but for
    those in which something changed that the years share: they are looked at again.

    `since`: only seals set since then. Those of an earlier, published version stay: their sections
    are opened one by one, each with its reason.
    """
    sealed = {"year": year, "state": SectionState.SEALED}
    if since is not None:
        recent = SectionEvent.objects.filter(
            section__year=year, kind=Kind.SEALED, at__gte=since
        ).values("section")
        sealed["pk__in"] = recent
    with together():
        for section in locked_sections(**sealed):
            section.state = SectionState.ACCEPTED
            if since is not None and section.last_edited_at and section.last_edited_at > since:
                section.state = SectionState.SUBMITTED
            _saved(section, Kind.UNSEALED, by=by, note=note)
            if section.state == SectionState.SUBMITTED:
                record(section, Kind.RECHECKED, by=by, note=CHANGED_WHILE_SEALED)


@transaction.atomic
def comment(
    section: Section,
    *,
    by: Actor | None,
    note: str,
    place: Place = NOWHERE,
    mentions: Iterable[Actor] = (),
) -> SectionEvent:
    """A remark on a section; people who are mentioned get a notice if they may see the section."""
    steps.COMMENT.require(by, section)
    _require_note(note, "Not")
    people = [person for person in mentions if access.may_see_section(person, section)]
    return record(section, Kind.COMMENTED, by=by, note=note, place=place, mentions=people)


# -- shared -----------------------------------------------------------------------------------


def open_errors(section: Section) -> list[FindingValue]:
    """Open errors at the section's tables and texts as they are now, which keep it from being
    delivered.
    """
    report = Report.objects.select_related("year").filter(year=section.year_id).first()
    if report is None:
        return []
    look_again()
    run = latest(report)
    codes = run.section_codes
    return [e for e in run.checks.open_errors if codes.get(e.mark) == section.code]


def _ready(section: Section, step: steps.Step, by: Actor | None) -> Section:
    """The section as it is now, locked, if the step can be taken."""
    section = Section.objects.select_for_update().get(pk=section.pk)
    step.require(by, section)
    return section


def _require_note(note: str, what: str) -> None:
    if not note.strip():
        raise WorkflowError(f"{what} için gerekçe yazılmalıdır.")


def _saved(
    section: Section,
    kind: SectionEventKind,
    *,
    by: Actor | None,
    note: str = "",
    place: Place = NOWHERE,
) -> Section:
    section.save()
    record(section, kind, by=by, note=note, place=place)
    return section
