"""Saving what was planned: the text and the chosen tables, in one transaction or not at all."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from reports.collect.audit import Channel, recording
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import hold_sections_of
from reports.core import registry
from reports.core.registry import OwnTables
from reports.ground.actors import Actor, Visitor
from reports.ground.rehearsal import rehearsed
from reports.models import FiscalYear, Narrative

from .planning import Plan, base_of

MANY_ROWS = 100
"""Rows of tables from which on saving is rehearsed: each is written with its entry in the trail."""


class Changed(Exception):
    """The section's text is not what it was when the file was looked at."""


def text_of(year: FiscalYear, section: str) -> Narrative:
    """The text of a section; one without a key where it has none yet."""
    found = Narrative.objects.filter(year=year, section=section).first()
    return found or Narrative(year=year, section=section)


def closed(user: Visitor, text: Narrative) -> str:
    """Why a person may not change a section's text: a sentence, or empty."""
    right = "change" if text.pk else "add"
    if not user.has_perm(f"reports.{right}_narrative"):
        return _("Bu metni görebilirsiniz; değiştirme yetkisi rolünüzde yok.")
    return access.edit_problem(user, text)


def no_tables(user: Visitor, text: Narrative) -> str:
    """Why a person can make no table in a text's section: a sentence, or empty."""
    own = registry.own_tables()
    table = own.unsaved(text.year, text.section) if own is not None else None
    if own is None or table is None:
        return _("Bu bölümde serbest tablo tutulmuyor; belgedeki tablolar alınamaz.")
    if not user.has_perm(own.permission):
        return _("Serbest tablo ekleme yetkisi rolünüzde yok; belgedeki tablolar alınamaz.")
    return access.edit_problem(user, table)


def take(year: FiscalYear, section: str, plan: Plan, by: Actor) -> Narrative:
    """Save a plan. Raises Changed, PermissionDenied, or ValidationError with what is wrong."""
    rows = sum(len(table.rows) for table in plan.new_tables)
    attempt = rehearsed(_take) if rows > MANY_ROWS else transaction.atomic(_take)
    return attempt(year, section, plan, by)


def _take(year: FiscalYear, section: str, plan: Plan, by: Actor) -> Narrative:
    hold_sections_of(by, text_of(year, section))
    held = Narrative.objects.select_for_update().filter(year=year, section=section).first()
    text = held or Narrative(year=year, section=section)
    access.require_edit(by, text)
    if base_of(text.body) != base_of(plan.present):
        raise Changed
    records: list[Model] = []
    with recording(channel=Channel.IMPORT):
        if plan.changes_text:
            text.body = plan.body
            text.full_clean()
            text.save()
            records.append(text)
        if plan.new_tables:
            records += _tables(year, section, plan, by)
        edited(by, *records)
    return text


def _tables(year: FiscalYear, section: str, plan: Plan, by: Actor) -> list[Model]:
    own: OwnTables | None = registry.own_tables()
    table = own.unsaved(year, section) if own is not None else None
    if own is None or table is None:
        raise ValidationError(_("Bu bölümde serbest tablo tutulmuyor."))
    access.require_edit(by, table)
    return [own.make(year, section, new) for new in plan.new_tables]
