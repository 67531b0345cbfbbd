"""Links for people outside: given by who may publish, read until their end, each use recorded."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.enums import CountsPeople
from departments.models import Department, FigureGroup, KeyFigure
from reports.ground.locks import lock
from reports.models import Narrative, PreviewLink, PreviewUse, Publication, Section
from reports.office.drafts import preview
from reports.office.drafts.links import give
from reports.office.drafts.word import place_of
from tests.collect.workflow.conftest import people, report, section
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

from .test_pages import signed_in, slug, written

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

__all__ = ["people", "report", "section", "written"]

LINKS = "/yonetim/taslak/2024/baglantilar/"
WHO = {"person": "Örnek Kişi", "organisation": "Örnek Kurum, denetçi", "reason": "Ön okuma"}


def asked(client: Client, days: int = 7, without: str = "") -> Response:
    day = timezone.localdate() + timedelta(days=days)
    said = {**WHO, "ends_on": day.isoformat()}
    return client.post(LINKS, {name: said[name] for name in said if name != without})


@pytest.fixture
def link(people: dict[str, User], written: Narrative) -> tuple[PreviewLink, str]:
    ends_at = timezone.now() + timedelta(days=1)
    return give(written.year, "Örnek Kişi", "Örnek Kurum", "Ön okuma", ends_at, people["publisher"])


@pytest.mark.parametrize("person", EVERYBODY)
def test_links_are_given_by_who_may_publish(
    people: dict[str, User], section: Section, person: str
) -> None:
    client = signed_in(people[person])

    may = person == "publisher"
    assert client.get(LINKS).status_code == (200 if may else 403)
    assert asked(client).status_code == (200 if may else 403)
    assert PreviewLink.objects.exists() is may


def test_strangers_give_none(section: Section, client: Client) -> None:
    assert asked(client).headers["Location"].startswith("/yonetim/login/")


def test_a_link_is_shown_once_and_opens_the_whole_draft(
    people: dict[str, User], written: Narrative, section: Section, client: Client
) -> None:
    staff = signed_in(people["publisher"])
    given = text(asked(staff))
    found = re.search(r"/taslak/([\w-]{40,})/", given)
    assert found is not None
    token = found[1]
    assert token not in text(staff.get(LINKS))
    assert token not in str(list(LogEntry.objects.values_list("changes", flat=True)))

    shown = client.get(reverse("preview", args=[token]))
    assert shown.status_code == 200
    assert "Örnek Kişi, Örnek Kurum, denetçi" in text(shown)
    inside = reverse("preview_section", args=[token, slug(section)])
    assert inside in shown.content.decode()
    page = client.get(inside)
    assert "Örnek söz." in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "/yonetim/" not in page.content.decode()


def test_each_use_is_recorded_and_stays(link: tuple[PreviewLink, str], client: Client) -> None:
    before = LogEntry.objects.count()
    client.get(reverse("preview", args=[link[1]]))

    assert [use.page for use in PreviewUse.objects.all()] == [""]
    assert LogEntry.objects.count() == before + 1
    for change in (
        lambda: PreviewUse.objects.update(page="x"),
        lambda: PreviewUse.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


def test_unknown_ended_and_withdrawn_links_answer_alike(
    link: tuple[PreviewLink, str], people: dict[str, User], client: Client, section: Section
) -> None:
    made, token = link
    answers = [client.get(reverse("preview", args=["x" * 43]))]
    PreviewLink.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    answers.append(client.get(reverse("preview", args=[token])))
    PreviewLink.objects.update(ends_at=timezone.now() + timedelta(days=1))
    signed_in(people["publisher"]).post(LINKS, {"geri-al": made.pk})
    answers += [
        client.get(reverse("preview", args=[token])),
        client.get(reverse("preview_section", args=[token, slug(section)])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({re.sub(r"taslak/[\w-]+", "", text(answer)) for answer in answers[:3]}) == 1
    assert not PreviewUse.objects.exists()


def test_a_link_ends_with_the_publication_of_its_draft(
    link: tuple[PreviewLink, str], client: Client
) -> None:
    Publication.objects.create(
        year=link[0].year,
        version=1,
        sha256="0" * 64,
        document="{}",
        drawings={},
        figure_status="provisional",
        published_at=timezone.now(),
    )

    assert client.get(reverse("preview", args=[link[1]])).status_code == 404


def test_who_waits_too_long_is_told_to_come_again(
    link: tuple[PreviewLink, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PATIENCE_SECONDS", 0.1)
    with lock(place_of("on-okuma")) as mine:
        assert mine
        answer = client.get(reverse("preview", args=[link[1]]))

    assert answer.status_code == 503
    assert "biraz sonra" in answer.content.decode()
    assert not PreviewUse.objects.exists()


@pytest.mark.parametrize("days", [-1, 61])
def test_a_link_has_an_end_that_makes_sense(
    people: dict[str, User], section: Section, days: int
) -> None:
    answer = asked(signed_in(people["publisher"]), days)

    assert "Son gün" in text(answer)
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("missing", [*WHO, "ends_on"])
def test_a_link_is_for_somebody_and_says_why(
    people: dict[str, User], section: Section, missing: str
) -> None:
    asked(signed_in(people["publisher"]), without=missing)

    assert not PreviewLink.objects.exists()


def test_small_counts_of_people_are_withheld_as_in_public(
    link: tuple[PreviewLink, str], section: Section, client: Client
) -> None:
    group = FigureGroup.objects.create(
        year=section.year,
        department=Department.objects.get(code="fen-isleri"),
        code="ornek-kisiler",
        title="Örnek kişiler",
    )
    KeyFigure.objects.create(
        group=group, no=1, label="Örnek hasta", value=3, unit="kişi", people=CountsPeople.SENSITIVE
    )

    shown = text(client.get(reverse("preview_section", args=[link[1], slug(section)])))
    row = shown[shown.index("Örnek hasta") :][:300]
    assert "&lt;5" in row
    assert ">3<" not in row.replace(" ", "")


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_whatever_its_length(
    people: dict[str, User], section: Section, number: int, django_assert_max_num_queries: Any
) -> None:
    for _each in range(number):
        give(section.year, "Örnek", "Örnek", "Örnek", timezone.now(), people["publisher"])
    client = signed_in(people["publisher"])
    client.get(LINKS)
    with django_assert_max_num_queries(14):
        client.get(LINKS)
