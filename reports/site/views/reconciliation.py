"""What was checked in a version, what does not hold and who accepted it; the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kars_portal.lib.numbers import format_integer
from kars_portal.lib.turkish import search_key
from reports.core import registry
from reports.core.checks import Family, Rule
from reports.core.checks.engine import CRASH
from reports.core.documents import Document, FindingValue
from reports.present import downloads, findings
from reports.present.editions import published_years
from reports.present.render.findings import reconciliation_view, section_of, state_of
from reports.site.page import Page
from reports.site.pages import ASK, open_page, public, show

from .datasets import file_response


@dataclass(frozen=True)
class FindingFilter:
    """What the address asks for; what it can't ask for is passed over."""

    text: str
    family: str
    state: str

    @classmethod
    def of(cls, request: HttpRequest) -> FindingFilter:
        get = request.GET.get
        return cls(get("q", "")[:100], get("aile", ""), get("durum", ""))

    @property
    def is_active(self) -> bool:
        return any((self.text.strip(), self.family, self.state))

    def chosen(self, document: Document) -> tuple[FindingValue, ...]:
        words = search_key(self.text).split()
        return tuple(
            finding
            for finding in document.checks.findings
            if self.family in ("", finding.family)
            and self.state in ("", state_of(finding))
            and all(word in _text_of(finding, document) for word in words)
        )


@dataclass(frozen=True)
class RuleEntry:
    """A rule in the catalogue."""

    code: str
    title: str
    severity: str
    severity_label: str
    basis: str
    hint: str
    description: str


@public
def reconciliation(request: HttpRequest, page: Page) -> HttpResponse:
    """All findings of a version, narrowed by text, family and state."""
    narrowed = FindingFilter.of(request)
    chosen = narrowed.chosen(page.document)
    return show(
        request,
        page,
        "site/reconciliation.html",
        _("Tutarlılık denetimi"),
        checks=reconciliation_view(page.document, page.links, chosen),
        narrowed=narrowed,
    )


@public
def download(request: HttpRequest, page: Page, format_: str) -> HttpResponseBase:
    """All findings of a version in exact spelling."""
    make = findings.as_csv if format_ == "csv" else findings.as_json
    return file_response(
        page,
        make(page.edition),
        f"mutabakat.{format_}",
        downloads.MEDIA_TYPES[format_],
        tells_standing=format_ == "json",
    )


@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """The catalogue of all rules; they are part of the program, not of a year."""
    title = _("Denetim kuralları")
    years = published_years()
    known = registry.rules()
    context: dict[str, Any] = {
        "families": [
            (family.label, entries)
            for family in Family
            if (entries := [*_entries(rule for rule in known if rule.family is family)])
        ],
        "rule_count": format_integer(len(known)),
        "crash": CRASH,
    }
    if years:
        response = show(request, open_page(years[0], None), "site/checks.html", title, **context)
    else:
        response = render(request, "site/checks.html", {"title": title, **context})
    response.headers["Cache-Control"] = ASK
    return response


def _entries(rules: Iterable[Rule]) -> Iterable[RuleEntry]:
    for rule in rules:
        yield RuleEntry(
            code=rule.code,
            title=rule.title,
            severity=rule.severity.value,
            severity_label=rule.severity.label,
            basis=rule.basis,
            hint=rule.hint,
            description=rule.description,
        )


def _text_of(finding: FindingValue, document: Document) -> str:
    table = document.tables.get(finding.dataset)
    node = section_of(finding, document)
    parts = (
        finding.code,
        finding.title,
        finding.message,
        finding.waiver_reason,
        table.title if table else "",
        node.title if node else "",
    )
    return search_key(" ".join(parts))
