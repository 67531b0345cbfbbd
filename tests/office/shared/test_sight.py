"""A directorate learns of its own findings only: desk, counts, banners, direct addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from departments.models import FigureGroup
from reports.collect import checking
from reports.models import Report
from tests.office.findings.helper import DESK, text

pytestmark = pytest.mark.usefixtures("desk_rules")

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def found(desk_rules: None, lists: dict[str, FigureGroup]) -> None:
    checking.refresh()


def _marks(report: Report) -> dict[str, str]:
    run = checking.latest(report)
    return {code: mark for mark, code in run.section_codes.items()}


def test_the_desk_lists_and_counts_what_one_may_see(browser: Browser) -> None:
    own = text(browser("editor").get(DESK))
    assert "fen-isleri listesi: 13." in own
    assert "zabita listesi" not in own
    assert "<strong>1</strong> açık hata" in own
    assert "Zabıta" not in own
    assert "yayımı engellemiyor" not in own

    everything = text(browser("reviewer").get(DESK))
    assert "fen-isleri listesi: 13." in everything
    assert "zabita listesi: 13." in everything
    assert "<strong>2</strong> açık hata" in everything


def test_the_finding_of_another_directorate_has_no_page(browser: Browser, report: Report) -> None:
    marks = _marks(report)

    assert browser("editor").get(f"{DESK}{marks['III.B.1/fen-isleri']}/").status_code == 200
    assert browser("editor").get(f"{DESK}{marks['III.B.1/zabita']}/").status_code == 404
    assert browser("reviewer").get(f"{DESK}{marks['III.B.1/zabita']}/").status_code == 200


def test_the_number_in_the_sidebar_is_that_of_the_own_findings(browser: Browser) -> None:
    def badge(name: str) -> int | None:
        response = browser(name).get("/yonetim/password_change/")
        items = [i for g in response.context["sidebar_navigation"] for i in g["items"]]
        number: int | None = next(i.get("badge") for i in items if str(i["title"]) == "Bulgular")
        return number

    assert badge("editor") == 1
    assert badge("reviewer") == 2


def test_the_banner_of_a_list_counts_the_own_rows(browser: Browser) -> None:
    own = browser("editor").get("/yonetim/departments/figuregroup/")
    assert own.context["findings_banner"].counts.errors == 1

    everything = browser("reviewer").get("/yonetim/departments/figuregroup/")
    assert everything.context["findings_banner"].counts.errors == 2


def test_the_banner_of_a_form_tells_its_findings(
    browser: Browser, lists: dict[str, FigureGroup]
) -> None:
    address = f"/yonetim/departments/figuregroup/{lists['fen-isleri'].pk}/change/"

    assert browser("editor").get(address).context["findings_banner"].counts.errors == 1


def test_without_a_duty_there_is_nothing_to_see(
    browser: Browser, people: dict[str, User], report: Report
) -> None:
    people["editor"].memberships.all().delete()

    page = text(browser("editor").get(DESK))
    assert "listesi: 13." not in page
    mark = _marks(report)["III.B.1/fen-isleri"]
    assert browser("editor").get(f"{DESK}{mark}/").status_code == 404
