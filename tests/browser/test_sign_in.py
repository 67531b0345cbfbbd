"""Signing in as a person does it: password, registering a phone, codes, recovery, lockout."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from .signing_in import code_of
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from .conftest import Portal

BARRIERS = {"serious", "critical"}
PASSWORD = "sazlık-köprü-42"


def barriers(page: Page) -> list[str]:
    """What axe finds on this page, and whether a phone would have to scroll sideways."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{page.url} is wider than {width}")
        found += [
            f"{page.url} {width} {violation['id']}: {violation['nodes'][0]['html'][:160]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in BARRIERS
        ]
    return found


def give_password(page: Page, username: str, password: str, *, to: str = "/yonetim/") -> None:
    page.goto(f"/yonetim/login/?next={to}")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    # The answer of the page that was left is "loaded" already; only the new one counts.
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('name')"))


def make_person(portal: Portal, username: str) -> None:
    portal.manage(
        "shell", "-c",
        "from django.contrib.auth.models import User;"
        f"User.objects.create_superuser({username!r}, password={PASSWORD!r})",
    )  # fmt: skip


def test_a_phone_is_registered_and_asked_for_from_then_on(page: Page, portal: Portal) -> None:
    make_person(portal, "yeni-yonetici")
    page.goto("/yonetim/login/")
    found = barriers(page)

    give_password(page, "yeni-yonetici", PASSWORD, to="/yonetim/hesabim/")
    assert "hesabının yetkileri iki adımlı giriş gerektirir" in text_of(page.locator("main"))
    found += barriers(page)
    page.goto("/yonetim/reports/report/")
    assert "/giris/kurulum/" in page.url
    secret = re.sub(r"\s", "", text_of(page.locator(".signin__secret")))
    assert page.get_by_role("img", name="Hesabı doğrulama uygulamasına").evaluate(
        "image => image.complete && image.naturalWidth > 100"
    )
    page.get_by_label("Doğrulama kodu").fill("000000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Kod bu anahtara uymuyor" in text_of(page.get_by_role("alert"))
    portal.secrets["yeni-yonetici"] = secret
    page.get_by_label("Doğrulama kodu").fill(code_of(portal, "yeni-yonetici"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/kurtarma-kodlari/**")
    codes = page.locator(".signin__codes code").all_inner_texts()
    assert len(codes) == 10
    assert page.get_by_role("button", name="Yazdır").is_visible()
    found += barriers(page)
    page.get_by_role("link", name="Kodları sakladım, devam et").click()
    page.wait_for_url("**/reports/report/")

    page.goto("/yonetim/hesabim/")
    found += barriers(page)
    assert "10" in text_of(page.locator("section[aria-labelledby=iki-adim]"))

    page.context.clear_cookies()
    give_password(page, "yeni-yonetici", PASSWORD, to="/yonetim/hesabim/")
    assert "/giris/kod/" in page.url
    found += barriers(page)
    # The field has the focus: the code can be typed at once.
    assert focused(page) == "code"
    page.keyboard.type(code_of(portal, "yeni-yonetici"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/hesabim/")
    assert "Önceki giriş: " in text_of(page.locator("body"))

    page.context.clear_cookies()
    give_password(page, "yeni-yonetici", PASSWORD)
    page.get_by_role("link", name="kurtarma koduyla gir").click()
    found += barriers(page)
    page.get_by_label("Kurtarma kodu").fill(codes[3])
    page.keyboard.press("Enter")
    page.wait_for_url("**/yonetim/")
    assert "9 kod kaldı" in text_of(page.locator("body"))
    assert found == []


def test_the_first_field_has_the_focus_though_scripts_come_late(page: Page, portal: Portal) -> None:
    """The theme hides the page until its script runs; a hidden field would lose the focus."""

    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/alpine/**", late)
    page.goto("/yonetim/login/")
    assert focused(page) == "username"
    give_password(page, "publisher", portal.accounts["publisher"])
    page.wait_for_url("**/giris/kod/**")
    assert focused(page) == "code"


def test_a_name_is_locked_after_five_wrong_passwords(page: Page, portal: Portal) -> None:
    for _ in range(5):
        give_password(page, "olmayan-hesap", "yanlış-parola")
    assert "Yeniden deneme saati" in text_of(page.get_by_role("alert"))
    assert barriers(page) == []
    # Others sign in from the same address.
    give_password(page, "auditor", portal.accounts["auditor"])
    page.wait_for_url("**/yonetim/")


def test_publishing_asks_again(page: Page, portal: Portal) -> None:
    give_password(page, "publisher", portal.accounts["publisher"])
    page.fill("input[name=code]", code_of(portal, "publisher"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/yonetim/")
    # As if eleven minutes had passed.
    portal.manage(
        "shell", "-c",
        "from django.contrib.sessions.backends.db import SessionStore;"
        f"s = SessionStore({_session_key(page)!r});"
        "s['signin.confirmed'] -= 11 * 60; s.save()",
    )  # fmt: skip
    page.goto("/yonetim/reports/report/2024/yayimla/")
    found = barriers(page)
    page.get_by_label("Parola").fill("yanlış-parola")
    page.get_by_label("Doğrulama kodu").fill("000000")
    with page.expect_navigation():
        page.locator("#content button[type=submit]").click()
    assert page.get_by_role("alert").filter(has_text="Parola doğru değil.").count() == 1
    page.get_by_label("Parola").fill(portal.accounts["publisher"])
    page.get_by_label("Doğrulama kodu").fill(code_of(portal, "publisher"))
    found += barriers(page)
    assert found == []


def _session_key(page: Page) -> str:
    return next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"
    )
