"""What a portal answers, as JSON on standard output: public pages, digests of rows, refusals.

Run in the folder of the code under test, which may be an earlier one: imports nothing of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
import zipfile

import django
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

LINKS = re.compile(r'href="([^"#?]+)')
STYLES = re.compile(r'<link[^>]*rel="stylesheet"[^>]*>\s*')
"""Where a stylesheet lies follows its content; what the page says does not."""
ELSEWHERE = ("/yonetim", "/static", "/media")
TABLES = (
    "django_content_type",
    "auth_permission",
    "auth_group_permissions",
    "auditlog_logentry",
    "reports_section",
    "reports_publication",
)
REFUSED = {
    "a publication is changed": "UPDATE reports_publication SET reason = 'x'",
    "an entry of the trail is changed": "UPDATE auditlog_logentry SET changes_text = 'x'",
    "an event of a section is deleted": "DELETE FROM reports_sectionevent",
}


def content(address: str, body: bytes) -> bytes:
    """The bytes of an answer without what differs each time it is made."""
    if not address.endswith((".xlsx", ".zip")):
        return STYLES.sub("", body.decode()).encode() if b"<html" in body[:500] else body
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        # An Excel file says when it was made.
        names = sorted(name for name in file.namelist() if not name.startswith("docProps"))
        return b"".join(file.read(name) for name in names)


def pages() -> dict[str, list[str]]:
    """Address → status, type and digest, following every link that is not a print."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "127.0.0.1"})
    found: dict[str, list[str]] = {}
    waiting = ["/", "/2024/"]
    while waiting:
        address = waiting.pop()
        if address in found or not address.startswith("/") or address.startswith(ELSEWHERE):
            continue
        if address.endswith(".pdf"):
            continue
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        digest = hashlib.sha256(content(address, body)).hexdigest()
        found[address] = [str(answer.status_code), kind, digest]
        if "html" in kind:
            waiting += LINKS.findall(body.decode())
    return found


def rows() -> dict[str, str]:
    """Table → digest of its rows; and one of the schema with its triggers."""
    schema = {
        "sqlite": "SELECT name, sql FROM sqlite_master ORDER BY name",
        "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger ORDER BY 1, 2",
    }[connection.vendor]
    asked = {table: f"SELECT * FROM {table}" for table in TABLES} | {"schema": schema}  # noqa: S608
    found = {}
    with connection.cursor() as cursor:
        for name, query in asked.items():
            cursor.execute(query)
            lines = sorted(map(repr, cursor.fetchall()))
            found[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def refusals() -> dict[str, bool]:
    """Whether the database refuses what must not happen."""
    found = {}
    for name, statement in REFUSED.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            found[name] = True
        else:
            found[name] = False
    return found


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    django.setup()
    json.dump({"pages": pages(), "rows": rows(), "refused": refusals()}, sys.stdout)
