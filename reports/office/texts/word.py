"""The page of a Word file for a section's text: upload, preview with choices, confirmation."""

from __future__ import annotations

import hashlib
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from reports.collect.audit.reading import record_address
from reports.collect.reading.files import Unreadable
from reports.collect.wording.blocks import Word
from reports.collect.wording.figures import figures_of
from reports.collect.wording.files import MOST_BYTES, read_word
from reports.collect.wording.planning import Choices, Plan, base_of, plan
from reports.collect.wording.taking import Changed, closed, no_tables, take, text_of
from reports.collect.workflow import access
from reports.core.documents import Document
from reports.ground.actors import signed_in
from reports.models import Narrative
from reports.office.tables import kept_uploads

from .choices import (
    LOOK,
    SAVE,
    SEEN,
    SHOW,
    STEP,
    Seen,
    WordForm,
    choices_of,
    first_choices,
)
from .places import document_of, text_address, text_or_404, word_address
from .shown import shown

CONFLICT: Final = 409


@never_cache
def word_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A Word file for a text: chosen (GET), looked at, looked at with other choices, saved (POST).

    Rights are asked at each step; a section that one may not see is not there.
    """
    text = text_or_404(request, year, code)
    why = closed(request.user, text)
    if request.method != "POST":
        return _page(request, text, why=why)
    if why:
        raise PermissionDenied(why)
    with kept_uploads.of(request):
        step = request.POST.get(STEP, "")
        if step == LOOK:
            return _look(request, text)
        return _again(request, text, is_saving=step == SAVE)


# -- steps -------------------------------------------------------------------------------------


def _look(request: HttpRequest, text: Narrative) -> HttpResponse:
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, text, form=form)
    file = form.cleaned_data["file"]
    content = file.read(MOST_BYTES + 1)
    try:
        word = read_word(content)
    except Unreadable as error:
        form.add_error("file", str(error))
        return _page(request, text, form=form)
    kept = kept_uploads.UploadStorage()
    kept.save(content)
    seen = Seen(str(kept.name), hashlib.sha256(content).hexdigest(), text.year_id, text.section, "")
    return _preview(request, text, seen, word, first_choices(text.body))


def _again(request: HttpRequest, text: Narrative, *, is_saving: bool) -> HttpResponse:
    """The kept file with the choices of the form: shown once more, or saved as it was shown."""
    seen = Seen.of(request.POST.get(SEEN, ""))
    if seen is None or (seen.year, seen.section) != (text.year_id, text.section):
        return _gone(request, text)
    try:
        word = _kept(seen)
    except kept_uploads.Gone:
        return _gone(request, text)
    except Unreadable as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(word_address(text))
    choices = choices_of(request.POST, word, text.body)
    if not is_saving:
        return _preview(request, text, seen, word, choices)
    if seen.base != base_of(text.body):
        return _changed(request, text, seen, word, choices)
    planned = _plan(request, text, word, choices, document_of(text))
    if seen.plan != planned.mark or not planned.is_possible:
        said = _("Seçimler değişti; aşağıdaki sonuca bakılıp yeniden onaylanmalıdır.")
        messages.warning(request, said)
        return _preview(request, text, seen, word, choices, status=CONFLICT)
    return _save(request, text, seen, word, planned)


def _save(
    request: HttpRequest, text: Narrative, seen: Seen, word: Word, planned: Plan
) -> HttpResponse:
    try:
        saved = take(text.year, text.section, planned, signed_in(request.user))
    except Changed:
        now = text_of(text.year, text.section)
        return _changed(request, now, seen, word, planned.choices)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _preview(request, text, seen, word, planned.choices, status=CONFLICT)
    kept_uploads.UploadStorage(name=seen.name).remove()
    _say(request, saved, planned)
    return HttpResponseRedirect(text_address(saved))


def _changed(
    request: HttpRequest, text: Narrative, seen: Seen, word: Word, choices: Choices
) -> HttpResponse:
    messages.error(
        request,
        _("Önizlemeden sonra bölümün metnini başka biri değiştirdi; hiçbir şey kaydedilmedi. "
          "Aşağıda yeni metinle karşılaştırılmıştır; bakılıp yeniden onaylanmalıdır."),
    )  # fmt: skip
    return _preview(request, text, seen, word, choices, status=CONFLICT)


def _gone(request: HttpRequest, text: Narrative) -> HttpResponse:
    said = _(
        "Yüklenen dosya artık yok: kullanılmış, süresi dolmuş ya da başka bir oturumda "
        "yüklenmiş. Dosya yeniden yüklenmelidir."
    )
    messages.error(request, said)
    return HttpResponseRedirect(word_address(text))


def _kept(seen: Seen) -> Word:
    """The file of the preview, read once more. Raises Gone, Unreadable."""
    content = kept_uploads.UploadStorage(name=seen.name).read()
    if hashlib.sha256(content).hexdigest() != seen.digest:
        raise kept_uploads.Gone
    return read_word(content)


def _say(request: HttpRequest, text: Narrative, planned: Plan) -> None:
    tables = planned.new_tables
    if planned.changes_text:
        said = _("Word belgesinden alınan metin kaydedildi.")
        if planned.present:
            said += " " + _("Önceki metin denetim izinde durur; oradan kopyalanıp geri konabilir.")
        label = _("Denetim izi")
        link = format_html(' <a href="{}">{}</a>', record_address(Narrative, text.pk), label)
        messages.success(request, format_html("{}{}", said, link))
    if tables:
        said = ngettext(
            "%(number)s serbest tablo açıldı: %(names)s.",
            "%(number)s serbest tablo açıldı: %(names)s.",
            len(tables),
        ) % {"number": len(tables), "names": ", ".join(f"«{table.title}»" for table in tables)}
        messages.success(request, said)


# -- pages -------------------------------------------------------------------------------------


def _plan(
    request: HttpRequest,
    text: Narrative,
    word: Word,
    choices: Choices,
    document: Document | None,
) -> Plan:
    figures = figures_of(document, text.section) if document is not None else {}
    if no_tables(request.user, text):
        choices = Choices(choices.mode, choices.references)
    return plan(word, text.body, choices, figures)


def _preview(
    request: HttpRequest,
    text: Narrative,
    seen: Seen,
    word: Word,
    choices: Choices,
    *,
    status: int = 200,
) -> HttpResponse:
    document = document_of(text)
    planned = _plan(request, text, word, choices, document)
    now = Seen(seen.name, seen.digest, seen.year, seen.section, base_of(text.body), planned.mark)
    return _page(
        request,
        text,
        status=status,
        preview=shown(planned, document),
        seen=now.signed(),
        no_tables=no_tables(request.user, text),
    )


def _page(
    request: HttpRequest,
    text: Narrative,
    *,
    form: WordForm | None = None,
    why: str = "",
    status: int = 200,
    **about: object,
) -> TemplateResponse:
    section = access.section_of(text)
    return TemplateResponse(
        request,
        "office/texts/word.html",
        {
            **admin.site.each_context(request),
            "title": _("%(section)s: Word belgesinden metin") % {"section": text.section},
            "form": form or WordForm(),
            "why": why,
            "text": text,
            "year": str(text.year_id),
            "section": section,
            "back": text_address(text),
            "here": word_address(text),
            "steps": {"name": STEP, "look": LOOK, "show": SHOW, "save": SAVE, "seen": SEEN},
            **about,
        },
        status=status,
    )


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "metin/<int:year>/<path:code>/word/",
            admin.site.admin_view(word_page),
            name="text_from_word",
        )
    ]
