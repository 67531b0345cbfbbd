"""What every page of a year shares: its edition, addresses, navigation, caching."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.core.documents import Document
from reports.enums import FigureStatus
from reports.present.links import SiteLinks
from reports.publish.versions import Edition, edition, published_years

from .successor import newer_place
from .version_links import version_links

FOREVER = "public, max-age=31536000, immutable"
SOON = "public, max-age=600"
ASK = "public, no-cache"
OK = 200


@dataclass(frozen=True)
class Link:
    """A link of a menu, a trail or a list; `is_current` marks the page itself."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Page:
    """One edition as the templates see it. Years are texts: Django must not group their digits."""

    edition: Edition
    years: tuple[int, ...]
    version: int | None
    """The version that the address names; None is the current one."""

    @property
    def document(self) -> Document:
        return self.edition.document

    @cached_property
    def links(self) -> SiteLinks:
        return SiteLinks(self.document, self.version)

    @property
    def year(self) -> str:
        return str(self.document.header.year)

    @property
    def institution(self) -> str:
        return self.document.header.institution

    @property
    def heading(self) -> str:
        """The report's title with its year, said once."""
        title = self.document.header.title
        return title if self.year in title else f"{self.year} Yılı {title}"

    @property
    def figure_status(self) -> str:
        return str(FigureStatus(self.document.header.figure_status).label)

    @property
    def newest(self) -> str:
        """Number of the newest version when this page shows an older one, else nothing."""
        return "" if self.edition.is_current else str(max(self.edition.versions, default=""))

    @property
    def frozen_href(self) -> str:
        """The address that this version keeps for ever."""
        return SiteLinks(self.document, self.edition.version).front

    @property
    def year_links(self) -> tuple[Link, ...]:
        return tuple(
            Link(str(year), reverse("site:front", kwargs={"year": year}), str(year) == self.year)
            for year in self.years
        )

    def nav(self, path: str) -> tuple[Link, ...]:
        links = self.links
        items = (
            (_("Özet"), links.front, ()),
            (_("İçindekiler"), links.contents, ("bolum/", "grafikler/")),
            (_("Veriler"), links.datasets, ()),
            (_("Müdürlükler"), links.departments, ("mudurluk/",)),
            (_("Hedefler"), links.goals, ("hedef/", "gosterge/")),
            (_("Sözleşmeler"), links.contracts, ("sozlesme/",)),
        )
        return tuple(
            Link(
                label,
                href,
                path == href
                or (href != links.front and path.startswith(href))
                or any(path.startswith(links.front + part) for part in parts),
            )
            for label, href, parts in items
        )

    def tag(self) -> str:
        """ETag of every page of this edition: content, standing among versions, look, language."""
        parts = (
            self.edition.sha256,
            self.edition.signed_sha256,
            ",".join(map(str, self.edition.versions)),
            ",".join(map(str, self.years)),
            str(self.edition.council),
            str(self.version),
            look(),
            get_language() or "",
        )
        return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=1)
def look() -> str:
    """Hash of templates, styles, code and translations of pages: a new release is noticed."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    styles = here.parent / "static"
    folders = (Path(settings.BASE_DIR) / "templates", here, styles / "site",
               here.parent / "present", *map(Path, settings.LOCALE_PATHS))  # fmt: skip
    digest.update((styles / "tokens.css").read_bytes())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".html", ".py", ".css", ".js", ".mo"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


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
        request: HttpRequest, year: int, version: int | None = None, **kwargs: Any
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
        # Django's language cookie outdoes Accept-Language, which LocaleMiddleware adds itself.
        patch_vary_headers(response, ("Cookie",))
        return response

    return wrapper


def show(
    request: HttpRequest,
    page: Page,
    template: str,
    title: str,
    *,
    trail: tuple[Link, ...] = (),
    **context: Any,
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
