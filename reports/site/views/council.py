"""What became of the report in the council, and to whom copies were sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reports.ground.kept_files import hand_out
from reports.models import CouncilDocument, CouncilQuestion, CouncilRecord, Delivery
from reports.present import downloads
from reports.present.links import SiteLinks
from reports.site import council
from reports.site.council import CouncilStage, council_stage, public_documents, successor
from reports.site.page import Page
from reports.site.pages import ASK, public, show

from .datasets import file_response


@dataclass(frozen=True)
class Shown:
    """A public record with its addresses."""

    record: CouncilRecord | Delivery
    version_href: str
    newer: CouncilRecord | Delivery | None
    """The public record that took its place, or nothing."""
    questions: tuple[CouncilQuestion, ...] = ()
    documents: tuple[tuple[CouncilDocument, str], ...] = ()
    proof: str = ""


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    """The year's public records; before there are any, the page says that there are none."""
    stage = council_stage(page.edition.year)
    return show(
        request,
        page,
        "site/council.html",
        _("Meclis ve teslim"),
        sessions=[_session(record, page) for record in stage.sessions],
        deliveries=[_delivery(item, page) for item in stage.deliveries],
        files=()
        if stage.is_empty
        else (
            ("JSON", page.links.to("council_json")),
            (_("Birleşimler (CSV)"), page.links.to("council_csv")),
            (_("Teslim defteri (CSV)"), page.links.to("deliveries_csv")),
        ),
    )


@public
def download(request: HttpRequest, page: Page, kind: str) -> HttpResponse:
    """The same for machines."""
    stage = _stage(page)
    match kind:
        case "json":
            content = council.as_json(stage, page.edition.year, lambda item: _file(item, page))
            name = "meclis.json"
        case "csv":
            content, name = council.sessions_csv(stage), "meclis.csv"
        case _:
            content, name = council.deliveries_csv(stage), "teslim-defteri.csv"
    media_type = downloads.MEDIA_TYPES[name.rpartition(".")[2]]
    return file_response(page, content, name, media_type, tells_standing=True)


@public
def document(request: HttpRequest, page: Page, number: int) -> HttpResponseBase:
    """A document of a public session that is marked public; others do not exist for the public."""
    found = get_object_or_404(
        CouncilDocument,
        pk=number,
        public=True,
        record__published_at__isnull=False,
        record__publication__year=page.edition.year,
    )
    return _handed_out(found)


@public
def proof(request: HttpRequest, page: Page, number: int) -> HttpResponseBase:
    """The proof of a public delivery, where it is marked public."""
    found = get_object_or_404(
        Delivery,
        pk=number,
        file_public=True,
        published_at__isnull=False,
        publication__year=page.edition.year,
    )
    return _handed_out(found)


def _handed_out(item: CouncilDocument | Delivery) -> HttpResponseBase:
    response = hand_out(item)
    response.headers["ETag"] = f'"{item.sha256}"'
    response.headers["Cache-Control"] = ASK
    return response


def _stage(page: Page) -> CouncilStage:
    """Records for a file; one without any does not exist."""
    stage = council_stage(page.edition.year)
    if stage.is_empty:
        raise Http404(_("Bu yılın raporu için yayımlanmış meclis ya da teslim kaydı yok."))
    return stage


def _session(record: CouncilRecord, page: Page) -> Shown:
    return Shown(
        record,
        _version(record, page),
        successor(record),
        questions=tuple(record.questions.all()),
        documents=tuple((item, _file(item, page)) for item in public_documents(record)),
    )


def _delivery(item: Delivery, page: Page) -> Shown:
    shown = item.file and item.file_public
    return Shown(
        item,
        _version(item, page),
        successor(item),
        proof=_file(item, page) if shown else "",
    )


def _version(record: CouncilRecord | Delivery, page: Page) -> str:
    return SiteLinks(page.document, record.publication.version).front


def _file(item: CouncilDocument | Delivery, page: Page) -> str:
    name = "council_document" if isinstance(item, CouncilDocument) else "delivery_proof"
    return SiteLinks(page.document).to(name, number=item.pk)
