"""What a browser sends loses invisible signs before anybody reads it: address, form, cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from kars_portal.lib.texts import plain

# Where Django's request keeps its query and its form, and what reads the form when a view asks.
_QUERY = "GET"
_FORM = "_post"
_READ = "_load_post_and_files"


class PlainRequestMiddleware:
    """Take out of each text that is sent what no text may hold (`kars_portal.lib.texts`).

    The one door of all forms, filters, grids and sign-in pages. A form is read when its view asks
    for it, not before: a view may first say how its uploads are to be received. An address that
    holds such signs leads nowhere (`reports.site.middleware.RefusalMiddleware`).
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        setattr(request, _QUERY, _plain_query(request.GET))
        request.COOKIES = {plain(name): plain(value) for name, value in request.COOKIES.items()}
        read: Callable[[], None] = getattr(request, _READ)

        def load() -> None:
            delattr(request, _READ)  # or the request would hold itself
            read()
            setattr(request, _FORM, _plain_query(getattr(request, _FORM)))

        setattr(request, _READ, load)
        return self.get_response(request)


def _plain_query(query: QueryDict) -> QueryDict:
    """The same pairs in their order; the very same object where nothing has to go."""
    found = [
        (name, values, plain(name), [plain(value) for value in values])
        for name, values in query.lists()
    ]
    if all(name == new and values == kept for name, values, new, kept in found):
        return query
    clean = QueryDict(mutable=True, encoding=query.encoding)
    for _name, _values, name, values in found:
        clean.setlistdefault(name, []).extend(values)
    clean._mutable = False
    return clean
