"""What differs between two published versions, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reports.present import downloads
from reports.present.links import SiteLinks
from reports.site import differences
from reports.site.difference_lines import DifferenceView
from reports.site.page import Link, Page
from reports.site.pages import SOON, public, show

from .datasets import file_response


@public
def difference(request: HttpRequest, page: Page, older: int) -> HttpResponse:
    """Every change from an earlier version to the one that the address names last."""
    before, found = differences.versions_to_compare(page.edition, older)
    before_links = SiteLinks(before.document, before.version)
    view = DifferenceView(found, before, page.edition, before_links, page.links)
    return show(
        request,
        page,
        "site/difference.html",
        _("%(old)s. ve %(new)s. sürüm arasındaki farklar")
        % {"old": before.version, "new": page.edition.version},
        trail=(Link(_("Sürümler"), page.links.versions),),
        difference=view,
        files=tuple(
            (label, page.links.to("difference_file", older=older, format_=format_))
            for label, format_ in (("CSV", "csv"), ("JSON", "json"))
        ),
    )


@public
def download(request: HttpRequest, page: Page, older: int, format_: str) -> HttpResponse:
    """Every change as a line of a file, figures in exact spelling."""
    before, found = differences.versions_to_compare(page.edition, older)
    match format_:
        case "csv":
            content = differences.as_csv(found)
        case "json":
            content = differences.as_json(found, before, page.edition)
        case _:
            raise Http404(_("Farklar CSV ve JSON olarak indirilir."))
    response = file_response(
        page, content, f"fark-s{before.version}.{format_}", downloads.MEDIA_TYPES[format_]
    )
    response.headers["Cache-Control"] = SOON  # a new release may tell the same change better
    return response
