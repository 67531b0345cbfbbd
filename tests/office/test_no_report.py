"""The office before there is any report."""

from __future__ import annotations

from django.test import Client


def test_the_front_page_still_opens(admin_client: Client) -> None:
    assert "Henüz bir rapor yok." in admin_client.get("/yonetim/").content.decode()
