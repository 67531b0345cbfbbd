"""The wizard before there is any report."""

from __future__ import annotations

from django.test import Client


def test_without_any_report_the_page_says_so(admin_client: Client) -> None:
    page = admin_client.get("/yonetim/yeni-yil/").content.decode()
    assert "Henüz raporu olan bir yıl yok" in page
