"""The board of finance services: which directorate has delivered what, and what is late.

Whoever sees every section sees the board; reminding and extending need the right to keep deadlines.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from kars_portal.lib.texts import whole_number
from reports.collect.audit import Channel, recording
from reports.collect.calendar.addressees import MANAGE
from reports.collect.calendar.reminders import Outcome, remind_now
from reports.collect.workflow import access
from reports.collect.workflow.actions import WorkflowError, extend_deadline
from reports.collect.workflow.notices import together
from reports.ground.actors import Actor, Visitor, signed_in
from reports.models import FiscalYear, Section
from reports.office.release.corrections import under_correction
from reports.office.shared.wording import person_name

from . import export as board_export
from .forms import BY_UNIT, BoardFilter, ExtendForm, ReminderForm
from .lines import board_lines, grouped, summary_of


def may_see(user: Visitor) -> bool:
    return bool(user.is_active and user.is_staff) and user.has_perm(access.SEE_ALL)


@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """The board of a year; POST reminds of sections or extends their due date."""
    _require_sight(request)
    if request.method == "POST":
        _require_management(request)
    years = _years()
    year = _year(request, years)
    if year is None:
        return _page(request, "office/board/board.html", title=_("Teslim panosu"), year="")
    extend: ExtendForm | None = None
    chosen: list[int] = []
    if request.method == "POST":
        one = request.POST.get("hatirlat", "")
        chosen = _numbers([one] if one else request.POST.getlist("bolum"))
        sections = list(access.visible_sections(request.user).filter(year=year, pk__in=chosen))
        if not sections:
            messages.warning(request, _("Önce en az bir bölüm seçilmelidir."))
        elif "uzat" in request.POST:
            extend = ExtendForm(request.POST)
            if extend.is_valid() and _extend(request, sections, extend):
                return _back(request)
        else:
            _remind(request, sections)
            return _back(request)
    lines = board_lines(request.user, year)
    wanted = BoardFilter(request.GET, lines=lines, year=year, years=years)
    shown = wanted.chosen()
    return _page(
        request,
        "office/board/board.html",
        title=_("%(year)s teslim panosu") % {"year": year.pk},
        year=str(year.pk),
        under=under_correction(year.pk, request.user),
        form=wanted,
        query=wanted.query(),
        summary=summary_of(lines),
        shown=len(shown),
        groups=grouped(shown, by_unit=wanted.order == BY_UNIT),
        by_unit=wanted.order == BY_UNIT,
        may_manage=request.user.has_perm(MANAGE),
        extend=extend or ExtendForm(),
        reminder=ReminderForm(),
        chosen=chosen,
        remindable=sum(not line.is_delivered for line in shown),
    )


@never_cache
def remind(request: HttpRequest) -> HttpResponse:
    """Ask before everybody who is listed gets a mail; POST sends to what was shown."""
    _require_sight(request)
    _require_management(request)
    years = _years()
    year = _year(request, years)
    if year is None:
        raise Http404
    if request.method == "POST":
        numbers = _numbers(request.POST.getlist("bolum"))
        sections = access.visible_sections(request.user).filter(year=year, pk__in=numbers)
        _remind(request, sections)
        return _back(request)
    lines = board_lines(request.user, year)
    wanted = BoardFilter(request.GET, lines=lines, year=year, years=years)
    waiting = [line for line in wanted.chosen() if not line.is_delivered]
    return _page(
        request,
        "office/board/remind.html",
        title=_("Hatırlatma gönder"),
        lines=waiting,
        reminder=ReminderForm(),
        back=f"{reverse('admin:board')}?{wanted.query()}",
    )


@never_cache
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What is shown as a file."""
    _require_sight(request)
    years = _years()
    year = _year(request, years)
    if year is None or kind not in board_export.KINDS:
        raise Http404
    lines = board_lines(request.user, year)
    shown = BoardFilter(request.GET, lines=lines, year=year, years=years).chosen()
    media_type, write = board_export.KINDS[kind]
    name = f"teslim-panosu-{year.pk}-{timezone.localdate():%Y%m%d}.{kind}"
    return HttpResponse(
        write(shown),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# -- actions ---------------------------------------------------------------------------------------


def _extend(request: HttpRequest, sections: list[Section], form: ExtendForm) -> bool:
    """Extend all of the sections or none; what stands in the way is said at the form."""
    problems = []
    with (
        recording(channel=Channel.BULK, reason=form.cleaned_data["note"]),
        together(),
        transaction.atomic(),
    ):
        for section in sections:
            try:
                extend_deadline(section, by=signed_in(request.user), **form.cleaned_data)
            except WorkflowError as error:
                problems.append(f"{section.code} {section.title}: {error}")
        if problems:
            transaction.set_rollback(True)
    for problem in problems:
        form.add_error(None, problem)
    if not problems:
        messages.success(
            request,
            ngettext(
                "%(number)s bölümün süresi uzatıldı.",
                "%(number)s bölümün süresi uzatıldı.",
                len(sections),
            )
            % {"number": len(sections)},
        )
    return not problems


def _remind(request: HttpRequest, sections: Iterable[Section]) -> None:
    form = ReminderForm(request.POST)
    by = signed_in(request.user)
    _say(request, remind_now(sections, by=by, with_workbooks=form.with_workbooks))


def _say(request: HttpRequest, outcome: Outcome) -> None:
    """What became of the reminders, person by person."""
    if outcome.sent:
        messages.success(
            request,
            _("Hatırlatma gönderildi: %(people)s.")
            % {"people": _names(person for person, _items in outcome.sent)},
        )
    if outcome.told:
        messages.info(
            request,
            _("Bugün hatırlatılmış, yeniden gönderilmedi: %(people)s.")
            % {"people": _names(outcome.told)},
        )
    if outcome.not_due:
        messages.info(
            request,
            _("Teslim edilmiş olduğundan hatırlatılmadı: %(sections)s.")
            % {"sections": ", ".join(section.code for section in outcome.not_due)},
        )
    if outcome.without_address:
        messages.warning(
            request,
            _("E-posta adresi olmadığından gönderilemedi: %(people)s.")
            % {"people": _names(outcome.without_address)},
        )
    if outcome.failed:
        messages.error(
            request,
            _(
                "Posta sunucusu kabul etmedi: %(people)s. Posta ayarı denetlenip yeniden "
                "denenmelidir."
            )
            % {"people": _names(person for person, _problem in outcome.failed)},
        )


def _names(people: Iterable[Actor]) -> str:
    return ", ".join(person_name(person) for person in people)


# -- shared ----------------------------------------------------------------------------------------


def _require_sight(request: HttpRequest) -> None:
    if not may_see(request.user):
        raise PermissionDenied


def _require_management(request: HttpRequest) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied


def _years() -> list[FiscalYear]:
    """Years with sections, the newest first."""
    return list(FiscalYear.objects.filter(sections__isnull=False).distinct().order_by("-year"))


def _year(request: HttpRequest, years: list[FiscalYear]) -> FiscalYear | None:
    """The year that is asked for, else the newest."""
    wanted = request.GET.get("yil", "")
    return next((year for year in years if str(year.pk) == wanted), years[0] if years else None)


def _numbers(values: list[str]) -> list[int]:
    return [n for n in map(whole_number, values) if n is not None][:1000]


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the board as it was narrowed."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("admin:board") + (f"?{query}" if query else ""))


def _page(request: HttpRequest, template: str, **context: object) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def urls() -> list[URLPattern]:
    """Addresses under the admin; joined to the site's `extra_urls`."""
    view = admin.site.admin_view
    return [
        path("pano/", view(board), name="board"),
        path("pano/hatirlat/", view(remind), name="board_remind"),
        path("pano/disa-aktar.<str:kind>", view(export), name="board_export"),
    ]
