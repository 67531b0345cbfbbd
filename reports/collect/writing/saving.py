"""Saving a section's text as its writer saw it: what somebody else wrote meanwhile is not lost."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.collect.wording.planning import base_of
from reports.collect.wording.taking import text_of
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import hold_sections_of
from reports.ground.actors import Actor
from reports.models import FiscalYear, Narrative

from .advice import Weight, closed_references, unknown_references
from .sight import Sight


class Overwritten(Exception):
    """Somebody else saved the text meanwhile; `now` is what stands there."""

    def __init__(self, now: Narrative) -> None:
        super().__init__()
        self.now = now


def save(
    year: FiscalYear,
    section: str,
    body: str,
    base: str,
    by: Actor,
    sight: Sight | None = None,
) -> Narrative:
    """Save a text that was begun on what `base` marks (`planning.base_of`).

    `sight` is today's document as the writer sees it; with it, references that lead nowhere are
    refused, and new ones to figures that are not open to the writer. Raises Overwritten,
    PermissionDenied, or ValidationError with what is wrong. A text like the one that is there makes
    no entry in the trail.
    """
    body = body.replace("\r\n", "\n").strip()
    for remark in unknown_references(body, sight) if sight is not None else ():
        if remark.weight is Weight.ERROR:
            raise ValidationError(
                _("%(reference)s: %(problem)s Düzeltilmeden metin kaydedilmez.")
                % {"reference": body[remark.start : remark.end], "problem": remark.message}
            )
    with transaction.atomic():
        hold_sections_of(by, text_of(year, section))
        held = Narrative.objects.select_for_update().filter(year=year, section=section).first()
        text = held or Narrative(year=year, section=section)
        access.require_edit(by, text)
        if base_of(text.body) != base:
            raise Overwritten(text)
        if text.body != body:
            require_open(text.body, body, sight)
            text.body = body
            text.full_clean()
            text.save()
            edited(by, text)
    return text


def require_open(before: str, body: str, sight: Sight | None) -> None:
    """What was there stays; a reference that would tell its writer a closed figure is not added."""
    for remark in closed_references(body, sight) if sight is not None else ():
        reference = body[remark.start : remark.end]
        if reference not in before:
            raise ValidationError(
                _("%(reference)s: başka bölümün rakamı. Atfı o bölümü de gören biri (inceleyen ya "
                  "da yayımlayan) ekleyebilir; kendi bölümünüzün tablosundaysa oradan alınmalıdır.")
                % {"reference": reference}
            )  # fmt: skip
