"""The way from a reminder, the board and the calendar to where a section is entered."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from reports.models import Section


def section_path(section: Section) -> str:
    """The page of a section; the office's first page where sections have none."""
    try:
        return section.get_absolute_url()
    except NoReverseMatch:
        return reverse("admin:index")
