"""The lines for nginx in docs/verification.md, run by nginx in front of the portal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started

from reports.signin.address import client_address
from tests.browser.conftest import _free_port
from tests.leash import leashed

if TYPE_CHECKING:
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

PAGE = Path(__file__).resolve().parents[3] / "docs" / "verification.md"
MEGABYTE = 1024 * 1024
BOUNDARY = "ornek-sinir"

Start = Callable[[str], int]


@pytest.fixture(scope="module")
def nginx() -> str:
    """Compulsory where the whole is tried, as PostgreSQL is; elsewhere as it comes."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        reason = "nginx is missing (Debian: nginx-light); .ci/run installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@pytest.fixture
def start(nginx: str, live_server: LiveServer, tmp_path: Path) -> Iterator[Start]:
    """Start nginx with a location's lines in front of the portal; yields its port."""
    running: list[subprocess.Popen[bytes]] = []
    uploads = tmp_path / "uploads"

    def go(lines: str) -> int:
        port = _free_port()
        zone, location = lines.split("\n", 1)
        location = location.replace("http://127.0.0.1:8000", live_server.url)
        config = tmp_path / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
            + ("user root;\n" if os.geteuid() == 0 else "")
            + "events {}\nhttp {\naccess_log off;\n"
            + "".join(
                f"{name}_temp_path {tmp_path}/{name};\n"
                for name in ("proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"client_body_temp_path {uploads};\n{zone}\n"
            f"server {{ listen 127.0.0.1:{port};\n{location} }}\n}}\n"
        )
        command = leashed(nginx, "-p", str(tmp_path), "-c", str(config))
        running.append(subprocess.Popen(command))
        _await(port, running[-1], tmp_path / "error.log")
        # Whatever nginx would write to disk now fails: a file stands where the folder was.
        uploads.rmdir()
        uploads.touch()
        return port

    yield go
    for process in running:
        process.terminate()
        process.wait(timeout=30)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            connection = HTTPConnection("127.0.0.1", port)
            connection.connect()
            connection.close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("nginx does not answer")


def lines() -> str:
    """What the page tells to write into the configuration."""
    found = re.search(r"For nginx:\n\n((?:    .*\n)+)", PAGE.read_text("utf-8"))
    assert found
    return re.sub(r"^    ", "", found[1], flags=re.MULTILINE)


def ask(port: int, content: bytes | None = None) -> tuple[int, bytes]:
    """Status and answer of the page, or of a file that is sent to it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "application/json"}
    if content is None:
        connection.request("GET", "/dogrula/", headers=headers)
    else:
        body = (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=dosya; filename=ornek.pdf\r\n"
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        body += content + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        connection.request("POST", "/dogrula/", body=body, headers=headers)
    answer = connection.getresponse()
    status, text = answer.status, answer.read()
    connection.close()
    return status, text


def test_an_address_that_asks_too_often_is_sent_away(start: Start) -> None:
    port = start(lines())
    assert [ask(port)[0] for _ in range(7)] == [200] * 7
    assert ask(port)[0] == 429


def test_a_large_file_reaches_the_portal_and_never_the_disk_of_the_proxy(start: Start) -> None:
    large = b"%PDF-1.7\n" + b"\0" * 20 * MEGABYTE
    status, text = ask(start(lines()), large)
    assert (status, b'"unreadable"' in text) == (200, True), text[:500]


def test_without_the_buffer_it_would_be_written_down(start: Start) -> None:
    """That the test above can fail."""
    without = "".join(
        line for line in lines().splitlines(keepends=True) if "body_buffer" not in line
    )
    assert ask(start(without), b"%PDF-1.7\n" + b"\0" * 20 * MEGABYTE)[0] == 500


def test_more_than_the_portal_takes_is_refused_by_either(start: Start) -> None:
    port = start(lines())
    assert ask(port, b"%PDF-1.7\n" + b"\0" * (60 * MEGABYTE + 1))[0] == 413


def test_the_address_of_the_visitor_reaches_the_portal(start: Start, settings: Settings) -> None:
    """And not one that the visitor claims."""
    settings.TRUSTED_PROXIES = 1
    seen: list[str | None] = []

    def look(environ: dict[str, Any], **kwargs: Any) -> None:
        seen.append(client_address(WSGIRequest(environ)))

    port = start(lines())
    request_started.connect(look)
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/dogrula/", headers={"X-Forwarded-For": "203.0.113.9"})
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        request_started.disconnect(look)
    assert seen == ["127.0.0.1"]
