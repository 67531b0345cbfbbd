"""Signing in as a demo account: password, the code of its phone, and again before publishing."""

from __future__ import annotations

import time
from base64 import b32decode
from typing import TYPE_CHECKING

from django_otp.oath import hotp

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

LOGIN = "/yonetim/login/?next=/yonetim/"
CONFIRM = "/yonetim/giris/dogrulama/?next=/yonetim/"
STEP = 30


def sign_in(page: Page, portal: Portal, username: str = "yonetici") -> Page:
    """Sign in, or go on with the session of an earlier test: a code is good for one time only.

    Either way password and code were shown within the last minutes, as publishing demands.
    """
    page.context.clear_cookies()
    page.context.add_cookies(portal.sessions.get(username, []))
    page.goto(CONFIRM)
    if "/login/" in page.url:
        page.goto(LOGIN)
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", portal.accounts[username])
        with page.expect_navigation():
            page.click("#login-form button[type=submit]")
        if username in portal.secrets:
            give_code(page, portal, username)
    elif page.locator("input[name=password]").count():
        page.fill("input[name=password]", portal.accounts[username])
        if username in portal.secrets:
            give_code(page, portal, username)
        else:
            page.get_by_role("button", name="Devam et").click()
    page.wait_for_url("**/yonetim/")
    portal.sessions[username] = page.context.cookies()
    return page


def give_code(page: Page, portal: Portal, username: str) -> None:
    page.fill("input[name=code]", code_of(portal, username))
    page.press("input[name=code]", "Enter")


def code_of(portal: Portal, username: str) -> str:
    """A code that was not given before; the portal also takes the one of the next half minute."""
    while True:
        now = int(time.time()) // STEP
        step = max(now, portal.steps.get(username, 0) + 1)
        if step <= now + 1:
            portal.steps[username] = step
            return f"{hotp(b32decode(portal.secrets[username]), step):06d}"
        time.sleep(1)
