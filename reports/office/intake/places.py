"""Where files of a table can go: the sections of the years under way, for whoever may write there.

A list of rows belongs to many years and sections, a file to one of them. Where there is one place
only, nobody is asked; where there are more, none is supposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kars_portal.lib.texts import whole_number
from reports.collect.sheets import Reading, Sheet
from reports.collect.sheets.listing import is_on_sheets, sheets_with
from reports.collect.workflow import access
from reports.collect.workflow.units import units_of
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Section
from reports.office.sheets.pages import closed_for
from reports.office.tables.files import YEAR_ASKED
from reports.office.tables.importing import Importing, current_year


@dataclass(frozen=True)
class Place:
    """A sheet that holds rows of the table; `problem` says why it takes no file now."""

    sheet: Sheet
    problem: str = ""


@dataclass
class YearOfPlaces:
    """The places of one year; `problem` says why there is none."""

    year: int
    places: list[Place] = field(default_factory=list)
    problem: str = ""

    @property
    def open(self) -> list[Place]:
        return [place for place in self.places if not place.problem]

    @property
    def closed(self) -> list[Place]:
        return [place for place in self.places if place.problem]


@require_safe
@never_cache
def places_page(request: HttpRequest, table: str) -> HttpResponse:
    """The places to choose from; one that is the only choice of the asked year is gone to."""
    screen = _screen(table)
    if not screen.has_import_permission(request):
        raise PermissionDenied
    asked = whole_number(request.GET.get(YEAR_ASKED, ""))
    years = places_of(request.user, screen.model, asked)
    free = [place for year in years for place in year.open]
    if len(free) == 1 and free[0].sheet.section.year_id == years[0].year:
        return HttpResponseRedirect(free[0].sheet.upload_address)
    listed = f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist"
    return TemplateResponse(
        request,
        "office/intake/places.html",
        {
            **admin.site.each_context(request),
            "title": _("Excel'den yükle: %(table)s")
            % {"table": str(screen.opts.verbose_name_plural)},
            "years": years,
            "has_choice": bool(free),
            "list_href": reverse(listed),
        },
    )


def _screen(table: str) -> Importing:
    """The table's screen. A table that takes its files elsewhere has no such page."""
    try:
        model = apps.get_model(table)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    screen = admin.site._registry.get(model)
    if not isinstance(screen, Importing) or not is_on_sheets(model):
        raise Http404
    return screen


def places_of(user: Visitor, model: type[Model], asked: int | None = None) -> list[YearOfPlaces]:
    """Year by year: the asked one first, else the one in work, then the newest."""
    sections = list(access.visible_sections(user).select_related("year"))
    access.know_owners(sections, units_of(sections))
    reading = Reading(sections)
    found: dict[int, list[Place]] = defaultdict(list)
    for section in sections:
        for sheet in sheets_with(model, section, reading):
            problem = closed_for(user, sheet) or access.state_problem(section)
            found[section.year_id].append(Place(sheet, problem))
    years = sorted(FiscalYear.objects.values_list("pk", flat=True), reverse=True)
    current = current_year()
    first = asked if asked in years else current.pk if current else None
    years.sort(key=lambda year: year != first)
    known = _years_with_sections(years)
    return [
        YearOfPlaces(year, found[year], "" if found[year] else _nothing_in(year, known))
        for year in years
    ]


def _years_with_sections(years: Iterable[int]) -> frozenset[int]:
    there = Section.objects.filter(year__in=list(years)).order_by()
    return frozenset(there.values_list("year_id", flat=True).distinct())


def _nothing_in(year: int, known: frozenset[int]) -> str:
    if year not in known:
        return _("Bu yılın bölümleri açılmamış; önce yılın veri girişi açılmalıdır.")
    return _("Bu yılda, bu tablonun sorumluluğunuzda olan bir bölümü yok.")
