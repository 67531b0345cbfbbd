"""One edition as the templates see it: its addresses, its navigation, its tag."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.core.documents import Document
from reports.enums import FigureStatus
from reports.present.editions import Edition
from reports.present.links import SiteLinks


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
    rooms = (here, here.parent / "present", here.parent / "ground")
    locales = map(Path, settings.LOCALE_PATHS)
    folders = (Path(settings.BASE_DIR) / "templates", styles / "site", *rooms, *locales)
    digest.update((styles / "tokens.css").read_bytes())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".html", ".py", ".css", ".js", ".mo"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
