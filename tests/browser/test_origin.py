"""Nothing leaves the portal's own origin, and no page breaks the policy that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .places import OFFICE_PAGES, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal


class Watch:
    """What a window asks for and what its console complains about."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        home = urlsplit(portal.url).netloc

        def asked(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme not in {"data", "blob", "about"} and parts.netloc != home:
                self.foreign.append(url)

        def said(kind: str, text: str) -> None:
            if kind in {"error", "warning"}:
                self.complaints.append(f"{urlsplit(page.url).path}: {text}")

        page.on("request", lambda request: asked(request.url))
        page.on("console", lambda message: said(message.type, message.text))


def test_public_pages_ask_nobody_else_and_keep_their_policy(page: Page, portal: Portal) -> None:
    watch = Watch(page, portal)
    for address in PAGES:
        page.goto(address, wait_until="networkidle")

    assert watch.foreign == []
    assert watch.complaints == []


def test_office_pages_ask_nobody_else_and_keep_their_policy(staff: Page, portal: Portal) -> None:
    watch = Watch(staff, portal)
    answers = {}
    for address in OFFICE_PAGES:
        answer = staff.goto(address, wait_until="networkidle")
        answers[address] = answer.status if answer else 0

    assert set(answers.values()) == {200}, answers
    assert watch.foreign == []
    assert watch.complaints == []


def test_every_answer_carries_a_policy(page: Page, portal: Portal) -> None:
    addresses = [*PAGES, "/2024/veri/araclar.csv", "/yonetim/login/", "/yok/"]
    policies = {
        address: page.request.get(address).headers.get("content-security-policy", "")
        for address in addresses
    }

    assert [address for address, policy in policies.items() if "default-src" not in policy] == []
