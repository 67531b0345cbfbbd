"""Taking a file that was looked at, once and as a whole; and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from kars_portal.lib.turkish import search_key
from reports.collect.audit import Channel, recording
from reports.collect.recognising.recognise import Recognised
from reports.collect.sheets.grid import Cells, GridRow, Sheet
from reports.collect.sheets.merging import merge
from reports.collect.sheets.saving import Tick, apply, nobody
from reports.collect.sheets.typed import Base, Typed
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.ground.actors import Actor
from reports.ground.rehearsal import rehearsed
from reports.models import ColumnName, Intake, Section

from .filling import Decisions
from .preview import HALF, Part, attempt

MOST_SHOWN = 200
"""Changed rows that a page shows of a file."""


class Refused(Exception):
    """Nothing was taken, or taken back; the sentence says why and what to do."""


class Keyed(Protocol):
    """What headings are remembered for: an entry sheet, or another kind of file."""

    @property
    def key(self) -> str: ...


class RowKept(TypedDict):
    """A row that a file changed; `before` is None for one that it made."""

    id: str
    key: str
    label: str
    before: dict[str, str] | None
    after: dict[str, str]


@dataclass(frozen=True)
class Upload:
    """A file as it was looked at. `token` names the upload, `digest` the rows that were shown."""

    token: str
    name: str
    file_hash: str
    digest: str


def take(
    sheet: Sheet,
    found: Recognised,
    decisions: Decisions,
    upload: Upload,
    by: Actor,
    names: Mapping[str, str] | None = None,
    tick: Tick = nobody,
) -> Intake:
    """Store the file's rows. `names` are headings that the person matched by hand: folded words →
    column; `tick` hears how many rows were stored. An upload that was taken already is answered
    with what came of it. Raises Refused.
    """
    part = Part(sheet, found, decisions)
    return take_all([(part, upload)], by, names, tick)[0]


def take_all(
    parts: Sequence[tuple[Part, Upload]],
    by: Actor,
    names: Mapping[str, str] | None = None,
    tick: Tick = nobody,
) -> list[Intake]:
    """The same for a file that says something of several sheets: all of them or none. Of a sheet of
    which no change was shown, `digest` is empty; no row of it may change.
    """
    return rehearsed(_take_all)(parts, by, names or {}, tick)


def _take_all(
    parts: Sequence[tuple[Part, Upload]], by: Actor, names: Mapping[str, str], tick: Tick
) -> list[Intake]:
    # Who confirms twice at once waits here, and finds what the first confirmation did.
    _hold(part.sheet.section for part, _upload in parts)
    tokens = {upload.token for _part, upload in parts}
    before = list(Intake.objects.filter(token__in=tokens).defer("changes"))
    if before:
        return before
    tried = [_take(part, upload, by, tick) for part, upload in parts]
    taken = [done for done in tried if done is not None]
    if not taken:
        raise Refused(_("Dosya tablodakinden farklı bir şey söylemiyor; kaydedilecek bir şey yok."))
    for part, _upload in parts:
        remember(part.sheet, names, by)
    return taken


def _hold(sections: Iterable[Section]) -> None:
    """One after the other, in an order that is everybody's."""
    numbers = {section.pk for section in sections}
    list(Section.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def _take(part: Part, upload: Upload, by: Actor, tick: Tick) -> Intake | None:
    sheet, found, decisions = part.sheet, part.found, part.decisions
    made = attempt(sheet, found, decisions, by, part.base, tick=tick)
    undecided = made.filling.erasures and decisions.empty is None
    is_wrong = made.troubles or not found.is_settled or undecided or not made.merged.is_clean
    if not upload.digest and made.merged.is_nothing and not is_wrong:
        return None
    if made.locked:
        raise Refused(made.locked)
    if made.digest[:HALF] != upload.digest[:HALF]:
        raise Refused(
            _(
                "Tablo önizlemeden sonra değişti; hiçbir şey kaydedilmedi. Değişiklikler aşağıda "
                "yeniden gösteriliyor, kontrol edilip yeniden onaylanmalıdır."
            )
        )
    if is_wrong:
        raise Refused(_("Dosyada düzeltilmemiş hata ya da verilmemiş karar var; alınmadı."))
    if made.digest != upload.digest:
        raise Refused(
            _(
                "Dosyanın okunuşu önizlemeden sonra değişti (seçimler, hatırlanan başlıklar ya da "
                "kurallar); hiçbir şey kaydedilmedi. Değişiklikler aşağıda yeniden gösteriliyor, "
                "kontrol edilip yeniden onaylanmalıdır."
            )
        )
    if made.merged.is_nothing:
        raise Refused(_("Dosya tablodakinden farklı bir şey söylemiyor; kaydedilecek bir şey yok."))
    kept = _changes(sheet, made.rows)
    erased = len(made.filling.erasures) if decisions.empty == "sil" else 0
    return Intake.objects.create(
        token=upload.token,
        section=sheet.section,
        sheet=sheet.key,
        title=sheet.title,
        file_name=upload.name[:255],
        file_hash=upload.file_hash,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        new_rows=len(made.merged.creates),
        changed_cells=sum(len(plan.changed) for plan in made.merged.writes),
        erased_cells=erased,
        changes=kept,
        first_changes=kept[:MOST_SHOWN],
        changed_rows=len(kept),
    )


def _changes(sheet: Sheet, before: Sequence[GridRow]) -> list[RowKept]:
    """The rows that are others now, by what stands in the table."""
    was = {row.id: row for row in before}
    found: list[RowKept] = []
    for row in sheet.rows(lock=True):
        earlier = was.get(row.id)
        if earlier is None or earlier.cells != row.cells:
            label = sheet.row_label(row.cells) or row.key
            cells = dict(earlier.cells) if earlier else None
            found.append(
                RowKept(id=row.id, key=row.key, label=label, before=cells, after=row.cells)
            )
    return found


def remember(sheet: Keyed, names: Mapping[str, str], by: Actor) -> None:
    """Keep what a person said of a table's headings, for the next file."""
    for words, column in names.items():
        ColumnName.objects.update_or_create(
            sheet=sheet.key,
            words=search_key(words)[:300],
            defaults={"column": column, "by_name": by.get_full_name() or by.get_username()},
        )


def remembered(sheet: Keyed) -> dict[str, str]:
    """Folded words of a heading → column, as somebody chose once."""
    return dict(ColumnName.objects.filter(sheet=sheet.key).values_list("words", "column"))


# -- taking back ------------------------------------------------------------------------------


def undo(intake: Intake, sheet: Sheet, by: Actor, tick: Tick = nobody) -> Intake:
    """Give the rows their former values, unless somebody has changed them since; `tick` hears of
    how many. Raises Refused.
    """
    return undo_all([(intake, sheet)], by, tick)[0]


def undo_all(taken: Sequence[tuple[Intake, Sheet]], by: Actor, tick: Tick = nobody) -> list[Intake]:
    """The same for all tables of a workbook: all of them or none, the last first."""
    return rehearsed(_undo_all)(taken, by, tick)


def _undo_all(taken: Sequence[tuple[Intake, Sheet]], by: Actor, tick: Tick) -> list[Intake]:
    _hold(sheet.section for _intake, sheet in taken)
    return [_undo(intake, sheet, by, tick) for intake, sheet in reversed(taken)]


def _undo(intake: Intake, sheet: Sheet, by: Actor, tick: Tick) -> Intake:
    section = Section.objects.select_for_update().get(pk=sheet.section.pk)
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    if held.undone_at is not None:
        return held
    locked = access.state_problem(section)
    if locked:
        raise Refused(locked)
    rows = sheet.rows(lock=True)
    now = {row.id: row for row in rows}
    kept: list[RowKept] = held.changes
    typed = Typed(Base(rows={item["id"]: item["after"] for item in kept}), {})
    for item in kept:
        _put_back(sheet, item, typed, now.get(item["id"]))
    changed = [item["label"] for item in kept if _is_other(item, now.get(item["id"]))]
    merged = merge(sheet, typed, rows, [])
    if changed or merged.conflicts:
        raise Refused(
            _("Dosyadan sonra değiştirilen satırlar var, geri alınmadı: %(rows)s.")
            % {"rows": ", ".join(f"«{label}»" for label in changed[:10])}
        )
    reason = _("«%(file)s» dosyasından alınanlar geri alındı.") % {"file": held.file_name}
    with recording(channel=Channel.IMPORT, reason=reason):
        records = apply(sheet, merged, by, tick=tick)
        if not merged.is_clean:
            said = [text for texts in merged.problems.values() for text in texts]
            raise Refused(" ".join(dict.fromkeys(said)))
        edited(by, *records)
        held.undone_at = timezone.now()
        held.undone_by = by.get_full_name() or by.get_username()
        held.save(update_fields=["undone_at", "undone_by"])
    return held


def _put_back(sheet: Sheet, item: RowKept, typed: Typed, row: GridRow | None) -> None:
    back = typed.row(item["id"])
    if item["before"] is None and sheet.has_deletions:
        back.is_deleted = True
        return
    before: Cells = item["before"] or {}
    for key in _of_file(item):
        if row is None or key not in row.fixed:
            back.raw[key] = sheet.by_key[key].shown(before.get(key, ""))


def _of_file(item: RowKept) -> set[str]:
    """The cells that the file changed."""
    before = item["before"] or {}
    return {key for key, value in item["after"].items() if before.get(key, "") != value}


def _is_other(item: RowKept, row: GridRow | None) -> bool:
    """Whether somebody has changed since what the file wrote; a new row would go as a whole."""
    keys = _of_file(item) if item["before"] is not None else item["after"].keys()
    return row is None or any(row.cells.get(key, "") != item["after"][key] for key in keys)


def latest(sheet: Sheet) -> Intake | None:
    """The last file that was taken into a table."""
    return sheet.section.intakes.filter(sheet=sheet.key).defer("changes").first()
