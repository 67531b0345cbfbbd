"""The calendar page: what the law and the due dates ask for in a year, month by month.

Every member of staff sees the milestones and the due dates of the sections that he or she sees;
marking and making need the right to keep deadlines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reports.collect.calendar.addressees import MANAGE
from reports.collect.calendar.deadlines import UNDELIVERED
from reports.collect.calendar.ics import Event, as_ics
from reports.collect.calendar.milestones import create_milestones
from reports.collect.workflow import access
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Milestone, Section

SHOWN_SECTIONS = 4


@dataclass
class Entry:
    """One line of the calendar: a milestone, or the sections that are due on a day."""

    day: date
    title: str
    today: date
    milestone: Milestone | None = None
    sections: list[Section] = field(default_factory=list)

    @property
    def left(self) -> int:
        return (self.day - self.today).days

    @property
    def days_late(self) -> int:
        return max(0, -self.left)

    @property
    def note(self) -> str:
        """What staff wrote, else what the rule says about its day."""
        if self.milestone is None:
            return ""
        return self.milestone.note or (self.milestone.rule.note if self.milestone.rule else "")

    @property
    def is_done(self) -> bool:
        if self.milestone is not None:
            return self.milestone.done_on is not None
        return not self.waiting

    @property
    def is_late(self) -> bool:
        return self.left < 0 and not self.is_done

    @property
    def waiting(self) -> list[Section]:
        """Sections of the day that are not delivered."""
        return [section for section in self.sections if section.stage in UNDELIVERED]

    @property
    def waiting_shown(self) -> list[tuple[Section, str]]:
        """The few that are named, with their pages; more are counted."""
        few = self.waiting if len(self.waiting) <= SHOWN_SECTIONS else []
        return [(section, section.get_absolute_url()) for section in few]


@dataclass
class Month:
    first: date
    entries: list[Entry]
    is_current: bool = False


def entries_of(user: Visitor, year: FiscalYear) -> list[Entry]:
    """Everything due for the report of a year that a user may know of, by day."""
    today = timezone.localdate()
    found = [
        Entry(milestone.due_on, milestone.title, today, milestone=milestone)
        for milestone in Milestone.objects.filter(year=year).select_related("rule")
    ]
    due: dict[date, list[Section]] = {}
    for section in access.visible_sections(user).filter(year=year, due_on__isnull=False):
        if section.due_on is not None:
            due.setdefault(section.due_on, []).append(section)
    for day, sections in due.items():
        title = ngettext(
            "%(number)s bölümün son teslim günü",
            "%(number)s bölümün son teslim günü",
            len(sections),
        ) % {"number": len(sections)}
        found.append(Entry(day, title, today, sections=sections))
    return sorted(found, key=lambda entry: (entry.day, entry.milestone is None, entry.title))


def months_of(entries: list[Entry]) -> list[Month]:
    today = timezone.localdate()
    found: dict[date, Month] = {}
    for entry in entries:
        first = entry.day.replace(day=1)
        month = found.setdefault(first, Month(first, [], first == today.replace(day=1)))
        month.entries.append(entry)
    return list(found.values())


@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    years = _years()
    year = _year(request, years)
    entries = entries_of(request.user, year) if year else []
    return TemplateResponse(
        request,
        "office/calendar/calendar.html",
        {
            **admin.site.each_context(request),
            "title": _("%(year)s takvimi") % {"year": year.pk} if year else _("Takvim"),
            "years": [str(known.pk) for known in years],
            "year": str(year.pk) if year else "",
            "months": months_of(entries),
            "has_milestones": any(entry.milestone for entry in entries),
            "unverified": any(e.milestone and not e.milestone.is_verified for e in entries),
            "may_manage": request.user.has_perm(MANAGE),
            "may_see_board": request.user.has_perm(access.SEE_ALL),
        },
    )


@never_cache
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same entries for other calendars."""
    year = _year(request, _years())
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    number = str(year.pk) if year else ""
    url = f"{settings.SITE_URL}{reverse('admin:calendar')}?yil={number}"
    events = []
    for entry in entries_of(request.user, year) if year else []:
        if entry.milestone is not None:
            key, about = entry.milestone.code, entry.milestone.basis
        else:
            key = f"bolumler-{entry.day:%Y%m%d}"
            about = "\n".join(f"{s.code} {s.title}" for s in entry.sections)
        events.append(Event(f"{number}-{key}@{host}", entry.day, entry.title, about, url))
    content = as_ics(
        events, name=_("Faaliyet raporu %(year)s") % {"year": number}, made=datetime.now(UTC)
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="takvim-{number}.ics"'},
    )


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a milestone as done today, or take the mark back."""
    _require_management(request)
    milestone = get_object_or_404(Milestone, pk=pk)
    milestone.done_on = None if milestone.done_on else timezone.localdate()
    milestone.save(update_fields=["done_on"])
    said = _("«%(title)s» yapıldı.") if milestone.done_on else _("«%(title)s» yeniden açıldı.")
    messages.success(request, said % {"title": milestone.title})
    return _back(milestone.year_id)


@require_POST
def create(request: HttpRequest, year: int) -> HttpResponse:
    """Make the milestones of a year and the due dates of its sections."""
    _require_management(request)
    made = create_milestones(get_object_or_404(FiscalYear, pk=year))
    messages.success(request, _("Takvime %(number)s adım eklendi.") % {"number": len(made)})
    return _back(year)


def _require_management(request: HttpRequest) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied


def _back(year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('admin:calendar')}?yil={year}")


def _years() -> list[FiscalYear]:
    return list(FiscalYear.objects.order_by("-year"))


def _year(request: HttpRequest, years: list[FiscalYear]) -> FiscalYear | None:
    """The year that is asked for, else the newest."""
    wanted = request.GET.get("yil", "")
    return next((year for year in years if str(year.pk) == wanted), years[0] if years else None)


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("takvim/", view(calendar), name="calendar"),
        path("takvim/takvim.ics", view(calendar_file), name="calendar_file"),
        path("takvim/<int:pk>/yapildi/", view(mark), name="calendar_mark"),
        path("takvim/<int:year>/olustur/", view(create), name="calendar_create"),
    ]
