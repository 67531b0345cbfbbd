"""Pages of what was sent wrongly: what is wrong with it and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Refusal:
    """A name for programs, a heading, and a sentence with the cure."""

    name: str
    title: str | Promise
    sentence: str | Promise


LENGTH_REQUIRED = Refusal(
    "length_required",
    _("Gönderilenin uzunluğu bildirilmemiş"),
    _("İstek parçalar hâlinde, toplam uzunluğu (Content-Length) bildirilmeden gönderildi ve "
      "okunmadı. Uzunluğu bildirilerek yeniden gönderilmelidir."),
)  # fmt: skip
METHOD_NOT_ALLOWED = Refusal(
    "method_not_allowed",
    _("Bu adres bu yöntemle kullanılamaz"),
    _("Bu adrese gönderilen istek türü kabul edilmez; sayfa bağlantısından açılmalıdır. Hiçbir şey "
      "değiştirilmedi."),
)  # fmt: skip
_MALFORMED = Refusal(
    "malformed",
    _("İstek okunamadı"),
    _("Gönderilen istek bozuk veya eksik olduğu için okunamadı. Hiçbir şey değiştirilmedi; sayfaya "
      "dönülüp yeniden gönderilmelidir."),
)  # fmt: skip
_TOO_LONG = Refusal(
    "too_long",
    _("Gönderilen metin çok uzun"),
    _("Formdaki metinler birlikte sınırı aşıyor. Hiçbir şey değiştirilmedi; metin kısaltılmalı "
      "ya da parça parça kaydedilmelidir."),
)  # fmt: skip
_TOO_MANY = Refusal(
    "too_many_fields",
    _("Formda çok fazla alan var"),
    _("Form, bir kezde okunabilecek olandan çok alan içeriyor. Hiçbir şey değiştirilmedi; satırlar "
      "bölünerek kaydedilmelidir."),
)  # fmt: skip
_WRONG_HOST = Refusal(
    "wrong_host",
    _("Bu ad bu portala ait değil"),
    _("İstek, portalın tanımadığı bir alan adıyla gönderildi. Portalın kendi adresi "
      "kullanılmalıdır."),
)  # fmt: skip

_OF: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Refusal], ...] = (
    (MultiPartParserError, _MALFORMED),
    (RequestDataTooBig, _TOO_LONG),
    ((TooManyFieldsSent, TooManyFilesSent), _TOO_MANY),
    (DisallowedHost, _WRONG_HOST),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: the page of a request that could not be read."""
    found = next((refusal for kind, refusal in _OF if isinstance(exception, kind)), _MALFORMED)
    return refused(request, found, 400)


def refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """The page; for programs its sentence alone."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        content = {"error": refusal.name, "sentence": str(refusal.sentence)}
        return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "refused.html", {"refusal": refusal}, status=status)
