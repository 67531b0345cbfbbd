"""The way to a page, on every public page: each step said once, none of them the page itself."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver

from reports.models import CouncilRecord, Publication
from reports.publish.council.actions import publish_council_record, publish_delivery
from reports.site.urls import urlpatterns
from tests.publish.council import samples

from . import sample
from .markup import Outline
from .test_differences import REASON, newer

UNKNOWN = "/dogrula/0123456789ab/"
NO_PAGES = {
    "announcements", "council_csv", "council_document", "council_json", "deliveries_csv",
    "delivery_proof", "difference_file", "download", "health", "language", "package", "pdf",
    "reconciliation_csv", "reconciliation_json", "schema", "summary_pdf", "unit_pdf",
    "verification_file", "versions_json",
}  # fmt: skip
"""Files, and what answers machines."""


class Crumbs(HTMLParser):
    """Labels and links of a page's way, the last label being the page's own."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.labels: list[str] = []
        self.links: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.inside |= tag == "nav" and values.get("class") == "crumbs"
        if self.inside and tag == "li":
            self.labels.append("")
        if self.inside and tag == "a":
            self.links.append(values.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "nav"

    def handle_data(self, data: str) -> None:
        if self.inside and self.labels:
            self.labels[-1] += data.strip()

    def repeats(self, address: str) -> bool:
        steps = [*self.links, address.partition("?")[0]]
        return len(set(self.labels)) < len(self.labels) or len(set(steps)) < len(steps)


@pytest.fixture
def everything(published: Publication) -> None:
    """Two versions, with what was made public after the first."""
    record: CouncilRecord = samples.session(published)
    publish_council_record(record)
    publish_delivery(samples.delivery(published))
    sample.publish(newer(), version=2, reason=REASON)


def _names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _names(pattern.url_patterns)
        elif pattern.name:
            found.add(pattern.name)
    return found


def test_no_page_repeats_itself_in_its_way(client: Client, everything: None) -> None:
    waiting, seen, names, repeating = ["/2024/", "/2024/v1/", UNKNOWN], set[str](), set[str](), []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("/yonetim") or "sirala=" in address:
            continue
        seen.add(address)
        response = client.get(address)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        if response.status_code in {301, 302}:
            waiting.append(response.headers["Location"])
            continue
        names.add(response.resolver_match.url_name or "")
        html = response.content.decode()
        crumbs = Crumbs(html)
        if crumbs.repeats(address):
            repeating.append((address, crumbs.labels))
        paths = [link.partition("#")[0] for link in Outline(html).links]
        waiting += [path for path in paths if path.startswith("/")]

    assert repeating == []
    assert names >= _names(urlpatterns) - NO_PAGES - {"root"}


def test_below_the_verification_page_each_page_has_a_name(
    client: Client, published: Publication
) -> None:
    first = ["2024", "Rapor doğrulama"]
    code = f"/dogrula/{published.sha256[:12]}/"
    for address in (code, UNKNOWN):
        crumbs = Crumbs(client.get(address).content.decode())
        assert crumbs.labels == [*first, "Baskı doğrulama"]
    verdict = client.post("/dogrula/", {"dosya": SimpleUploadedFile("a.pdf", b"%PDF-1.7 yok")})
    crumbs = Crumbs(verdict.content.decode())
    assert crumbs.labels[:2] == first
    assert crumbs.labels[2].startswith("Doğrulama sonucu:")
