"""Headers, caching and the number of queries."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from . import sample

pytestmark = pytest.mark.usefixtures("published")


def test_public_pages_carry_a_strict_policy(client: Client) -> None:
    headers = client.get("/2024/").headers
    policy = headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("address", ["/2024/yok/", "/2024/veri/gider-ekonomik.csv", "/saglik"])
def test_other_answers_carry_it_too(client: Client, address: str) -> None:
    assert client.get(address).headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_admin_gets_a_policy_that_its_screens_can_live_with(client: Client) -> None:
    policy = client.get("/yonetim/login/").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'self'; ")
    assert "'unsafe-eval'" in policy


def test_an_unchanged_page_is_answered_304(client: Client) -> None:
    tag = client.get("/2024/").headers["ETag"]

    again = client.get("/2024/", headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_a_new_version_changes_the_tag_of_old_and_current_pages(client: Client) -> None:
    tags = {address: client.get(address).headers["ETag"] for address in ("/2024/", "/2024/v1/")}

    sample.publish(sample.document(headlines=()), version=2, reason="Örnek gerekçe")

    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "cache"),
    [
        ("/2024/", "public, no-cache"),
        ("/2024/v1/", "public, max-age=600"),
        ("/2024/veri/gider-ekonomik.csv", "public, no-cache"),
        ("/2024/v1/veri/gider-ekonomik.csv", "public, max-age=31536000, immutable"),
        # These say whether the version is superseded.
        ("/2024/v1/veri/gider-ekonomik.json", "public, max-age=600"),
        ("/2024/v1/mutabakat.json", "public, max-age=600"),
        ("/2024/v1/veri-paketi.zip", "public, max-age=600"),
        ("/2024/v1/surumler.json", "public, max-age=600"),
        ("/2024/surumler.json", "public, no-cache"),
        ("/duyurular.atom", "public, no-cache"),
    ],
)
def test_only_files_of_a_given_version_are_kept_for_ever(
    client: Client, address: str, cache: str
) -> None:
    assert client.get(address).headers["Cache-Control"] == cache


@pytest.mark.parametrize(
    "address",
    [
        "/2024/",
        "/2024/v1/",
        "/2024/bolum/iii-a-1-butce/",
        "/2024/veri/",
        "/2024/veri/gostergeler",
        "/2024/veri/gostergeler.xlsx",
        "/2024/mudurluk/ornek-isler/",
        "/2024/hedefler/",
        "/2024/veri-paketi.zip",
    ],
)
def test_a_page_asks_the_database_twice(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client.get("/2024/")

    with django_assert_num_queries(2):
        client.get(address)
