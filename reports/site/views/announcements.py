"""What the portal announces, for feed readers: versions and the corrections published with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kars_portal.lib.texts import plain
from reports.models import Publication
from reports.present.editions import edition, published_years
from reports.present.standing import absolute
from reports.site.corrections import published_corrections
from reports.site.pages import ASK

NEWEST = 50


@dataclass(frozen=True)
class Entry:
    """Something that was announced."""

    title: str
    text: str
    href: str
    at: datetime
    category: str
    ident: str
    """Never changes, so that a reader shows an entry once."""


if TYPE_CHECKING:
    _Feed = Feed[Entry, None]
else:
    _Feed = Feed  # takes no parameters while the portal runs


class Announcements(_Feed):
    """Atom: newest first; addresses are those that readers see, whatever host was asked."""

    feed_type = Atom1Feed

    def title(self) -> str:
        years = published_years()
        newest = edition(years[0]) if years else None
        if newest is None:
            return _("Faaliyet raporu duyuruları")
        return _("%(institution)s faaliyet raporu duyuruları") % {
            "institution": newest.document.header.institution
        }

    def subtitle(self) -> str:
        return _("Yayımlanan sürümler ve düzeltmeler")

    def link(self) -> str:
        return absolute(reverse("site:root"))

    def feed_url(self) -> str:
        return absolute(reverse("site:announcements"))

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> list[Entry]:
        found = [*_versions(), *_corrections()]
        # A version stands above the corrections that were published with it.
        return sorted(found, key=lambda entry: (entry.at, entry.category == "sürüm"), reverse=True)[
            :NEWEST
        ]

    def item_title(self, item: Entry) -> str:
        return plain(str(item.title))

    def item_description(self, item: Entry) -> str:
        # A version that was published before reasons were asked for it would break the feed.
        return plain(str(item.text))

    def item_link(self, item: Entry) -> str:
        return str(item.href)

    def item_guid(self, item: Entry) -> str:
        return str(item.ident)

    def item_pubdate(self, item: Entry) -> datetime:
        at: datetime = item.at
        return at

    def item_updateddate(self, item: Entry) -> datetime:
        return self.item_pubdate(item)

    def item_categories(self, item: Entry) -> tuple[str, ...]:
        return (str(item.category),)


def _versions() -> list[Entry]:
    rows = Publication.objects.order_by("-published_at", "-pk")
    return [
        Entry(
            title=_("%(year)s faaliyet raporu, sürüm %(version)s")
            % {"year": year, "version": version},
            text=reason or _("İlk yayım"),
            href=(address := _address("site:front", year=year, version=version)),
            at=published_at,
            category="sürüm",
            ident=address,
        )
        for year, version, published_at, reason in rows.values_list(
            "year_id", "version", "published_at", "reason"
        )[:NEWEST]
    ]


def _corrections() -> list[Entry]:
    return [
        Entry(
            title=_("Düzeltme %(mark)s: %(kind)s") % {"mark": found.mark, "kind": found.kind_label},
            text=found.reason,
            href=absolute(found.difference_href),
            at=found.published_at,
            category="düzeltme",
            ident=f"{_address('site:versions', year=found.year)}#{found.anchor}",
        )
        for found in published_corrections(newest=NEWEST)
    ]


def _address(name: str, **kwargs: object) -> str:
    return absolute(reverse(name, kwargs=kwargs))


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    response = Announcements()(request)
    response.headers["Cache-Control"] = ASK
    return response
