"""What every page of a year shares: its edition, addresses, navigation, caching."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.present.editions import edition, published_years
from reports.site.page import Link, Page

from .successor import newer_place
from .version_links import version_links

FOREVER = "public, max-age=31536000, immutable"
SOON = "public, max-age=600"
ASK = "public, no-cache"
OK = 200


View = Callable[..., HttpResponseBase]


def open_page(year: int, version: int | None) -> Page:
    """The edition that an address names. Raises Http404 where nothing was published."""
    found = edition(year, version)
    if found is None:
        raise Http404(_("Bu yıl veya sürüm için yayımlanmış rapor yok."))
    return Page(found, tuple(published_years()), version)


def public(view: View) -> View:
    """A page of one edition: `view(request, page, …)`, read-only, answered 304 when unchanged."""

    @require_safe
    @wraps(view)
    def wrapper(
        request: HttpRequest, year: int, version: int | None = None, **kwargs: object
    ) -> HttpResponseBase:
        page = open_page(year, version)
        tag = page.tag()
        unchanged = None if settings.DEBUG else get_conditional_response(request, etag=tag)
        response = unchanged or view(request, page, **kwargs)
        if response.status_code == OK and (links_ := version_links(request.path_info, page)):
            response.headers["Link"] = links_
        if not response.has_header("ETag") and response.status_code in {200, 304}:
            response.headers["ETag"] = tag
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = ASK if version is None else SOON
        return response

    return wrapper


def show(
    request: HttpRequest,
    page: Page,
    template: str,
    title: str,
    *,
    trail: tuple[Link, ...] = (),
    **context: object,
) -> HttpResponse:
    """Render a page with its navigation. `trail` leads from the front page to the page's parent."""
    home = Link(page.year, page.links.front)
    return render(
        request,
        template,
        {
            "page": page,
            "links": page.links,
            "title": title,
            "on_site": True,
            "nav": page.nav(request.path),
            "newer": newer_place(request.path_info, page),
            "trail": (home, *trail) if request.path != page.links.front else (),
            **context,
        },
    )
