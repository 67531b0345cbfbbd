"""Pages on which a trial balance is taken into the tables of a year.

The file is read before any transaction; what is shown is tried out and taken back; what is
confirmed is the same file with the same choices, on rows that are still what they were.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from finance.choosing import BalanceChoices
from finance.showing import recent, shown_groups, shown_tables
from finance.trial_balance.checking import in_words
from finance.trial_balance.intake import (
    FILE as WHOLE_FILE,
)
from finance.trial_balance.intake import (
    Confirmed,
    Headings,
    Looked,
    Place,
    look,
    places_of,
    tables_of,
    take_all,
)
from finance.trial_balance.lines import LEVELS
from finance.trial_balance.reading import TABLE
from kars_portal.lib.numbers import format_money
from reports.collect.intake.taking import Refused, Upload, remembered
from reports.collect.reading.files import PAGE, Unreadable, read_file
from reports.ground.actors import signed_in
from reports.office.intake import kept, showing
from reports.office.sheets.pages import closed_for

FILE, DIGEST, HASH = "dosya", "ozet", "sha256"
UNPROCESSABLE, CONFLICT = 422, 409


def _page(year: int) -> str:
    """The page of a year, as files are kept for it."""
    return reverse("admin:trial_balance", args=[year])


def _open(request: HttpRequest, year: int) -> list[Place]:
    """The tables that this person may see; whoever may write into none of them is refused."""
    places = places_of(request.user, year, closed_for)
    if not places:
        raise Http404
    if all(place.closed for place in places):
        raise PermissionDenied(places[0].closed)
    return places


@never_cache
def upload_page(request: HttpRequest, year: int) -> HttpResponse:
    """Choose a trial balance; it is looked at on the next page."""
    places = _open(request, year)
    if request.method != "POST":
        return _upload(request, year, places)
    upload = request.FILES.get(FILE)
    if not isinstance(upload, UploadedFile):
        return _upload(request, year, places, _("Dosya seçilmedi; bir dosya seçilmelidir."))
    if (upload.size or 0) > PAGE.most_bytes:
        most = _("Dosya %(most)s MB sınırını aşıyor; tablo bölünerek yüklenmelidir.")
        return _upload(request, year, places, most % {"most": PAGE.most_bytes // 2**20})
    content = upload.read()
    try:
        read_file(content)
    except Unreadable as error:
        return _upload(request, year, places, str(error))
    token = kept.keep(request, _page(year), upload, content)
    return HttpResponseRedirect(_address(year, token))


@never_cache
def preview_page(request: HttpRequest, year: int, token: str) -> HttpResponse:
    """What the trial balance would change, table by table; confirmed (POST) as it was shown."""
    places = _open(request, year)
    try:
        file = kept.read(request, _page(year), token)
    except kept.Gone:
        messages.error(
            request,
            _(
                "Yüklenen mizan artık yok: alınmış, süresi dolmuş ya da başka bir oturumda "
                "yüklenmiş olabilir. Aşağıda alınan dosyalar görülür; gerekirse yeniden "
                "yüklenmelidir."
            ),
        )
        return HttpResponseRedirect(_page(year))
    given = request.POST if request.method == "POST" else request.GET
    choices = BalanceChoices.of(given)
    known = remembered(Headings())
    try:
        book = read_file(file.content)
    except Unreadable as error:
        return _upload(request, year, places, str(error))
    looked = look(book, choices.reading.sheet, choices.reading.chosen(known), year)
    if request.method != "POST":
        return _preview(request, year, places, file, choices, looked)
    problem = ""
    chosen = [p for p in places if p.target in choices.taken and not p.closed]
    if not file.is_shown(given.get(HASH)):
        problem = _("Onaylanan dosya gösterilen dosya değil.")
    elif not chosen:
        problem = _("Alınacak tablo seçilmedi; en az biri işaretlenmelidir.")
    if problem:
        return _preview(request, year, places, file, choices, looked, problem)
    confirmed = Confirmed(
        Upload(token, file.name, file.file_hash, ""),
        {p.target: str(given.get(f"{DIGEST}.{p.target}", "")) for p in chosen},
        choices.reading.names(looked.found.heading, known),
    )
    by = signed_in(request.user)
    try:
        taken = take_all(looked, chosen, choices.asked, confirmed, by)
    except Refused as refused:
        return _preview(request, year, places, file, choices, looked, str(refused))
    kept.forget(request, token)
    titles = ", ".join(done.title for done in taken)
    messages.success(
        request,
        _("%(year)s yılının tabloları mizandan alındı: %(titles)s.")
        % {"year": year, "titles": titles},
    )
    return HttpResponseRedirect(_page(year))


def _upload(
    request: HttpRequest, year: int, places: Sequence[Place], problem: str = ""
) -> HttpResponse:
    return TemplateResponse(
        request,
        "office/finance/trial_balance_upload.html",
        {
            **_around(request, year),
            "places": places,
            "problem": problem,
            "recent": recent(places),
            "columns": [target for target in TABLE.targets if not target.is_computed],
        },
        status=UNPROCESSABLE if problem else 200,
    )


def _preview(
    request: HttpRequest,
    year: int,
    places: Sequence[Place],
    file: kept.Kept,
    choices: BalanceChoices,
    looked: Looked,
    problem: str = "",
) -> HttpResponse:
    tables = tables_of(looked, places, choices.asked, signed_in(request.user))
    reading, here = choices.reading, _address(year, file.token)
    shown = shown_tables(tables, choices.asked.accepted)
    has_doubts = looked.has_doubts and WHOLE_FILE not in choices.asked.accepted
    is_open = not (looked.is_wrong or has_doubts)
    found = looked.found
    problems, more_problems = showing.shortened(found.problems)
    differences, more_differences = showing.shortened(looked.checked.differences)
    strays, more_strays = showing.shortened(looked.balance.strays)
    return TemplateResponse(
        request,
        "office/finance/trial_balance.html",
        {
            **_around(request, year),
            "problem": problem,
            "file": file,
            "book": looked.book,
            "found": found,
            "looked": looked,
            "tables": shown,
            "choices": reading,
            "fields": choices.fields,
            "level": choices.asked.level,
            "levels": range(1, LEVELS + 1),
            "asks_level": any(table.lines.lacking for table in tables) or choices.asked.level,
            "accepts_file": WHOLE_FILE in choices.asked.accepted,
            "answers": showing.answers_of(reading, TABLE, here),
            "columns": showing.columns_of(found, TABLE),
            "questions": showing.questions_of(found),
            "hidden": showing.hidden_in(found.sheet),
            "file_sheets": showing.sheets_of_file(looked.book, found.sheet),
            "first_rows": () if found.heading else showing.first_rows(found.sheet),
            "problems": [(p, TABLE.target(p.key).title) for p in problems],
            "more_problems": more_problems,
            "differences": [(d, in_words(d)) for d in differences],
            "more_differences": more_differences,
            "strays": strays,
            "more_strays": more_strays,
            "unmapped": shown_groups(looked.mapped.unmapped),
            "aside": shown_groups(looked.mapped.aside),
            "debit": format_money(looked.checked.debit),
            "credit": format_money(looked.checked.credit),
            "has_doubts": has_doubts,
            "can_be_taken": is_open and any(table.can_be_taken for table in shown),
            "is_open": is_open,
            "more": "office/finance/trial_balance_choices.html",
            "here": here,
        },
        status=CONFLICT if problem else 200,
    )


def _around(request: HttpRequest, year: int) -> dict[str, object]:
    may_map = request.user.has_perm("finance.view_accountrule")
    return {
        **admin.site.each_context(request),
        "title": _("Mizandan al: %(year)s") % {"year": year},
        "year": str(year),
        "upload_href": _page(year),
        "rules_href": reverse("admin:finance_accountrule_changelist") if may_map else "",
    }


def _address(year: int, token: str) -> str:
    return reverse("admin:trial_balance_preview", args=[year, token])
