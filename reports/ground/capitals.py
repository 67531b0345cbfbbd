"""Capitals by Turkish rules where the libraries put them: İki adımlı giriş, not Iki.

Django and the libraries built on it begin labels and headings with a capital by English rules, from
Python and from templates. Their functions are replaced here once, at start-up; `|capfirst` and
`|upper` are replaced as builtins of the templates (`TEMPLATES` in the settings).
"""

from __future__ import annotations

import sys

from django import template
from django.template import defaultfilters
from django.template.defaultfilters import stringfilter
from django.utils import text as django_text
from django.utils.functional import keep_lazy_text
from django.utils.translation import get_language

from kars_portal.lib import turkish

register = template.Library()

_REPLACED = (django_text.capfirst, defaultfilters.capfirst)


def _is_turkish(text: str) -> bool:
    """Turkish is the language, or the text itself says so: not all of them have a translation."""
    return (get_language() or "tr").startswith("tr") or not text.isascii()


@keep_lazy_text
def capfirst(text: str) -> str:
    """The text with its first letter as a capital. Lazy texts stay lazy."""
    text = str(text or "")
    return turkish.capfirst(text) if _is_turkish(text) else text[:1].upper() + text[1:]


@register.filter("capfirst", is_safe=True)
@stringfilter
def capfirst_filter(text: str) -> str:
    return str(capfirst(text))


@register.filter("upper", is_safe=False)
@stringfilter
def upper_filter(text: str) -> str:
    return turkish.upper(text) if _is_turkish(text) else text.upper()


def replace() -> None:
    """Put this `capfirst` in the place of Django's in every module that has taken it by name.

    Modules loaded later take it by themselves.
    """
    for module in tuple(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        if names.get("capfirst") in _REPLACED:
            names["capfirst"] = capfirst
