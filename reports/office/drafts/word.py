"""The draft, or one of its sections, as a Word file for those who may read it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.core.documents import Node
from reports.ground.slots import Busy, one_of
from reports.present.word.report import CONTENT_TYPE, draft_word

from .page import NO_ROBOTS, draft_of
from .sight import Draft

PATIENCE_SECONDS: Final = 10.0
UNAVAILABLE: Final = 503
WHOLE: Final = "tamami"
"""In place of a section's address: all that the person may read."""


@never_cache
@require_safe
def word_file(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """A section with those below it, or all, as far as the person may read them.

    One file is made at a time: the others keep their seconds. Raises Http404 for a section that is
    not there for the person.
    """
    draft = draft_of(request, year)
    nodes = list(_nodes(draft, slug))
    try:
        with one_of([place_of("taslak-word")], PATIENCE_SECONDS):
            content = draft_word(draft.document, nodes, timezone.localtime())
    except Busy:
        said = _("Şu anda başka bir Word dosyası hazırlanıyor; biraz sonra yeniden denenmelidir.")
        return HttpResponse(said, status=UNAVAILABLE, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    name = f"taslak-{year}.docx" if slug == WHOLE else f"taslak-{year}-{slug}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = NO_ROBOTS
    return response


def _nodes(draft: Draft, slug: str) -> list[Node]:
    if slug == WHOLE:
        return list(draft.readable())
    node = draft.document.node_by_slug.get(slug)
    if node is None or not draft.may_read(node):
        raise Http404(_("Raporda böyle bir bölüm yok ya da size açık değil."))
    below = [each for each in node.walk() if each is not node]
    return [node, *draft.readable(tuple(below))]


def place_of(work: str) -> Path:
    """The place that who does some work holds, so that it is done once at a time."""
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / work


def urls() -> list[URLPattern]:
    """Addresses under the admin."""
    return [
        path(
            "taslak/<int:year>/<slug:slug>/word/",
            admin.site.admin_view(word_file),
            name="draft_word",
        )
    ]
