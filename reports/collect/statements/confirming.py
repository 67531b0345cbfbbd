"""Taking over a model text into a declaration, and confirming exactly what is written there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from reports.collect.guards import locked
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import hold_sections_of
from reports.core.checks.statements import person
from reports.enums import ReportState
from reports.ground.actors import Actor, Visitor
from reports.models import Declaration, Report

from .texts import text_in_force

CONFIRM = "reports.confirm_declaration"
ON_BEHALF = "reports.accept_section"
"""Whoever looks at what is delivered may confirm a printed declaration, with a note."""
CHANGE = "reports.change_declaration"
VIEW = "reports.view_declaration"


def is_officer(user: Visitor, declaration: Declaration) -> bool:
    """Whether a declaration bears the user's own name."""
    name = person(user.get_full_name()) if isinstance(user, Actor) else ""
    return bool(name) and name == person(declaration.signatory)


def may_see(user: Visitor, declaration: Declaration) -> bool:
    """Those who see declarations, and the officer who signs this one."""
    if user.has_perm(VIEW) and access.can_view(user, declaration):
        return True
    return user.has_perm(CONFIRM) and is_officer(user, declaration)


def visible_declarations(user: Visitor) -> list[Declaration]:
    """The declarations whose texts a user may see, the newest year first."""
    if not user.has_perm(VIEW) and not user.has_perm(CONFIRM):
        return []
    found = Declaration.objects.order_by("-year_id", "position")
    return [item for item in found if may_see(user, item)]


def may_confirm(user: Visitor, declaration: Declaration) -> bool:
    """The officer who declares; the reviewer for what an officer signed on paper."""
    if not user.has_perm(CONFIRM):
        return False
    return is_officer(user, declaration) or user.has_perm(ON_BEHALF)


def adoption_problem(user: Visitor, declaration: Declaration) -> str:
    """Why a user can't take over the model text; empty where nothing is against it."""
    if not user.has_perm(CHANGE):
        return "Beyan metnini değiştirme yetkisi yok."
    return access.edit_problem(user, declaration)


@transaction.atomic
def adopt(declaration: Declaration, *, by: Actor, seen: str) -> Declaration:
    """Put the model text in force in place of the declaration's text; its confirmation falls.

    Raises ValidationError where there is no such text or the declaration is not what was `seen`;
    PermissionDenied where `by` may not change it.
    """
    declaration = _held(declaration, seen)
    problem = adoption_problem(by, declaration)
    if problem:
        raise PermissionDenied(problem)
    model = text_in_force(declaration)
    if model is None or not model.text.strip():
        raise ValidationError(
            "Yürürlükteki örnek metin kayıtlı değil; önce «Beyan örnek metinleri» ekranında "
            "girilmelidir."
        )
    hold_sections_of(by, declaration)
    declaration.body = model.text_for(declaration.year_id)
    declaration.save(update_fields=["body"])
    edited(by, declaration)
    return declaration


@transaction.atomic
def confirm(declaration: Declaration, *, by: Actor, seen: str, note: str = "") -> Declaration:
    """Note that `by` stands by the declaration as it is `seen`.

    The officer confirms his or her own; the reviewer one that is signed on paper, with a note that
    says where. Raises ValidationError where something lacks, the note is missing, the report is
    frozen or the text changed meanwhile; PermissionDenied where `by` may not confirm it.
    """
    declaration = _held(declaration, seen)
    if not may_confirm(by, declaration):
        raise PermissionDenied("Bu beyanın metnini, adı yazılı görevli ya da inceleyen onaylar.")
    if declaration.lacks:
        raise ValidationError(
            f"Beyanda eksik: {', '.join(declaration.lacks)}. Eksikler «Beyanlar» ekranında "
            "tamamlanmadan metin onaylanamaz."
        )
    note = note.strip()
    if not is_officer(by, declaration) and not note:
        raise ValidationError(
            "Beyanda adı yazılı olmayan biri onaylarken dayanak yazılmalıdır: imzalı aslın nerede "
            "olduğu ya da basılı raporun hangi sayfasında durduğu."
        )
    declaration.confirm(by.get_full_name() or by.get_username(), timezone.localdate(), note)
    declaration.save(
        update_fields=["confirmed_by", "confirmed_on", "confirmation_note", "confirmed_digest"]
    )
    return declaration


def _held(declaration: Declaration, seen: str) -> Declaration:
    """The declaration as it is now, its report held; raises where it is not what was shown."""
    report = Report.objects.filter(year=declaration.year_id).first()
    if report is not None and ReportState(locked(report).state).is_frozen:
        raise ValidationError(
            "Rapor dondurulmuş; beyan ancak dondurma gerekçesiyle geri alındıktan sonra değişir."
        )
    now = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if now.digest != seen:
        raise ValidationError("Beyan bu arada değişti; yeni hâli okunup yeniden onaylanmalıdır.")
    return now
