"""Addresses that several wings ask for."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse

register = template.Library()


def office_prefix() -> str:
    """Where the admin lives; a path that no address has when there is none."""
    try:
        return reverse("admin:index")
    except NoReverseMatch:
        return "\0"


@register.simple_tag(takes_context=True)
def full_address(context: Context) -> str:
    """The page's own address as readers know it, whatever host was asked."""
    return f"{settings.SITE_URL}{context['request'].get_full_path()}"
