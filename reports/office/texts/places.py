"""Where the pages of a text stand, and who finds them."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from reports.collect.checking import latest_or_none
from reports.collect.wording.taking import text_of
from reports.collect.workflow import access
from reports.collect.writing.sight import Sight
from reports.core.documents import Document
from reports.models import FiscalYear, Narrative, OutlineSection, Section


def text_or_404(request: HttpRequest, year: int, code: str) -> Narrative:
    """The section's text, or 404: also where nobody would look for one."""
    of_year = FiscalYear.objects.filter(pk=year).first()
    if of_year is None:
        raise Http404
    text = text_of(of_year, code)
    section = access.section_of(text)
    if section is None:
        # A year that was never opened for collecting has texts all the same.
        if not (text.pk and access.scope_of(request.user).sees_all):
            raise Http404
    elif not access.may_see_section(request.user, section):
        raise Http404
    if not (text.pk or _is_section(year, code)):
        raise Http404
    return text


def _is_section(year: int, code: str) -> bool:
    is_own = Section.objects.filter(year_id=year, code=code).exists()
    return is_own or OutlineSection.objects.filter(code=code).exists()


def document_of(text: Narrative) -> Document | None:
    """Today's document of the text's year; None where the year has no report."""
    run = latest_or_none(text.year)
    return run.document if run is not None else None


def sight_of(request: HttpRequest, text: Narrative) -> Sight | None:
    """Today's document as the person sees it; None where the year has no report."""
    run = latest_or_none(text.year)
    return Sight(run, request.user) if run is not None else None


def section_address(section: Section | None) -> str:
    """The page of a section."""
    return section.get_absolute_url() if section is not None else reverse("admin:index")


def text_address(text: Narrative) -> str:
    """The desk on which a text is written."""
    return reverse("admin:text_desk", args=[text.year_id, text.section])


def word_address(text: Narrative) -> str:
    """The page of a text's Word file."""
    return reverse("admin:text_from_word", args=[text.year_id, text.section])
