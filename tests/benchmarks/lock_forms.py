"""Somebody of the office who fills in its forms, for the stories of locks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

YEAR = 2024
REASON = "Örnek: ölçüm için yazılmış bir gerekçedir."


class Forms(HTMLParser):
    """The fields of every form of a page as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = [{}]
        self._name = ""
        self._text: str | None = None
        self._is_template = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif tag == "template":
            self._is_template = True
        elif self._is_template or "disabled" in given:
            return
        elif tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._put(name, given.get("value", "on" if "checked" in given else ""))
        elif tag == "select":
            self._name = name
        elif tag == "option" and self._name and "selected" in given:
            self._put(self._name, given.get("value", ""))
        elif tag == "textarea":
            self._name, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._put(self._name, self._text.removeprefix("\n"))
            self._name, self._text = "", None
        elif tag == "select":
            self._name = ""
        elif tag == "template":
            self._is_template = False

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


class Office:
    """Somebody with every right, and the forms of the office as a browser fills them in."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User
        from django.test import Client
        from django_otp.plugins.otp_totp.models import TOTPDevice

        self.client = Client(SERVER_NAME="127.0.0.1")
        self.person = User.objects.get(username="yonetici")
        TOTPDevice.objects.all().delete()  # a code at sign-in is another story
        self.client.force_login(self.person)

    def form(self, address: str) -> dict[str, Any]:
        """The largest form of a page as it is shown."""
        reader = Forms()
        reader.feed(self.client.get(address).content.decode())
        return max(reader.forms, key=len)

    def post(self, address: str, data: dict[str, Any]) -> str:
        answer = self.client.post(address, data)
        if answer.status_code == 302:
            return "done"
        main = answer.content.decode().partition("<main")[2]
        return f"{answer.status_code} " + " ".join(re.sub(r"<[^>]*>", " ", main).split())[:2000]
