"""Signing in as a demo account: password, the code of its phone, and again before publishing."""

from __future__ import annotations

import sqlite3
from base64 import b32decode
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django_otp.oath import totp

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

LOGIN = "/yonetim/login/?next=/yonetim/"
CONFIRM = "/yonetim/giris/dogrulama/?next=/yonetim/"
FORGET = (
    "UPDATE otp_totp_totpdevice SET last_t = -1 "
    "WHERE user_id = (SELECT id FROM auth_user WHERE username = "
)


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
    """The code that the person's phone shows now, whether or not it was given before.

    A code is good for one time only (tests/signin shows it), and nobody waits here for the next
    half minute: the portal is told that the last one was given long ago.
    """
    database = portal.env.get("DATABASE_URL")
    if database:
        with psycopg.connect(database, autocommit=True) as server:
            server.execute(FORGET + "%s)", [username])
    else:
        path = Path(portal.env["KARS_DATA_DIR"]) / "db.sqlite3"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as file:
            file.execute(FORGET + "?)", [username])
    return f"{totp(b32decode(portal.secrets[username])):06d}"
