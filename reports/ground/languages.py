"""Two languages: the one that a reader chose for the interface, and the report's own, Turkish.

The interface is Turkish unless the reader has chosen otherwise; what a browser prefers is not
asked, since the report itself has no other language. What the report says stays Turkish on an
English page and is marked so (WCAG 2.2, 3.1.2), for screen readers, hyphenation and translating
programs. Every template knows the tags and filters below; on a Turkish page they write nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString

REPORT_LANGUAGE = "tr"

register = template.Library()


class Turkish(str):
    """Words of the report where words of the interface may stand too, as in titles and links."""

    __slots__ = ()


def chosen(request: HttpRequest) -> str:
    """The language that the reader has chosen with the switch, else Turkish."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else REPORT_LANGUAGE


class LanguageMiddleware:
    """Answer in the reader's language, and tell caches that the answer depends on it."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


def _is_foreign() -> bool:
    """Whether the page is in another language than the report."""
    return (translation.get_language() or REPORT_LANGUAGE) != REPORT_LANGUAGE


def _attribute(language: str) -> SafeString:
    return format_html(' lang="{}"', language)


@register.simple_tag
def tr() -> str:
    """Attribute of an element that holds words of the report only."""
    return _attribute(REPORT_LANGUAGE) if _is_foreign() else ""


@register.simple_tag
def ui() -> str:
    """Attribute of an element with words of the interface within one of the report."""
    return _attribute(translation.get_language() or "") if _is_foreign() else ""


def attributes_of(words: object) -> dict[str, str]:
    """The same for what is written by a widget."""
    return {"lang": REPORT_LANGUAGE} if isinstance(words, Turkish) and _is_foreign() else {}


@register.simple_tag
def lang_of(words: object) -> str:
    """Attribute of an element that holds either, as its words say themselves."""
    return _attribute(REPORT_LANGUAGE) if isinstance(words, Turkish) and _is_foreign() else ""


@register.filter(name="tr", is_safe=True)
def in_turkish(words: object) -> object:
    """Words of the report within a sentence of the interface."""
    if not _is_foreign() or words is None or words == "":
        return words
    text = words if isinstance(words, str) else str(words)
    return format_html('<span lang="{}">{}</span>', REPORT_LANGUAGE, text)


@register.filter(name="as_said", is_safe=True)
def as_said(words: object) -> object:
    """The same where only some of the words are the report's."""
    return in_turkish(words) if isinstance(words, Turkish) else words
