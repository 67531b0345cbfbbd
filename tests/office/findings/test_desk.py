"""The findings desk: who may look, what is listed, who accepts a finding and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from departments.models import Facility
from reports.collect import checking
from reports.core.building import build_document
from reports.core.roles import ROLES
from reports.models import Report, Waiver
from reports.office.findings import pages

from .helper import DESK, REASON, finding, page_of, text

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

ROLE_CODES = [role.code for role in ROLES]
MAY_WAIVE = {"reviewer", "publisher"}


def codes(response: Response) -> list[str]:
    return [
        item.finding.message.split(":")[0]
        for group in response.context["groups"]
        for line in group.lines
        for item in line.items
    ]


# -- who may look, who may accept --------------------------------------------------------------


@pytest.mark.parametrize("role", ROLE_CODES)
def test_every_role_sees_the_desk(
    garage: Facility, as_role: Callable[[str], Client], role: str
) -> None:
    """Those with the findings of every section; a directorate's own are in tests/office."""
    response = as_role(role).get(DESK)

    sees_all = role not in {"department-editor", "department-head", "signatory"}
    assert response.status_code == 200
    assert ("Garaj: kapalı alan 140, bütün alan 100." in text(response)) is sees_all
    assert ("Gerekçeyle kabul et" in text(response)) is (role in MAY_WAIVE)


@pytest.mark.parametrize("role", ["anonymous", "nobody", *ROLE_CODES])
def test_only_reviewer_and_publisher_accept(
    report: Report, garage: Facility, as_role: Callable[[str], Client], role: str
) -> None:
    address = page_of(report)

    response = as_role(role).post(address, {"reason": REASON})

    assert Waiver.objects.exists() is (role in MAY_WAIVE)
    if role == "anonymous":
        assert response.headers["Location"].startswith("/yonetim/login/")
    else:
        assert response.status_code == (302 if role in MAY_WAIVE else 403)


def test_strangers_see_nothing(garage: Facility, as_role: Callable[[str], Client]) -> None:
    assert as_role("anonymous").get(DESK).headers["Location"].startswith("/yonetim/login/")
    nobody = as_role("nobody")
    assert nobody.get(DESK).status_code == 403
    assert nobody.get("/yonetim/bulgular/").status_code == 403


def test_the_short_address_leads_to_the_year_in_work(report: Report, reviewer: Client) -> None:
    assert reviewer.get("/yonetim/bulgular/").headers["Location"] == DESK
    assert reviewer.get("/yonetim/bulgular/2031/").status_code == 404


# -- the list ------------------------------------------------------------------------------------


def test_a_finding_is_told_whole(garage: Facility, boss: Client) -> None:
    response = boss.get(DESK)
    shown = text(response)

    assert "Açık hata" in shown
    assert "TST-001 kuralı" in shown
    assert "<dt>Yazan</dt> <dd> 140 m² </dd>" in shown
    assert "<dt>Öteki rakamlara göre</dt> <dd> 100 m² </dd>" in shown
    assert "+40 m²" in shown
    assert "Alanlar tapu kaydına göre düzeltilmelidir." in shown
    assert "Dayanak: 5018 s. Kanun m. 41" in shown
    [[item]] = [line.items for group in response.context["groups"] for line in group.lines]
    assert f'href="{item.data_href}?geri=%2Fyonetim%2Fbulgular%2F2024%2F"' in shown
    # A year without sections has no sheets: the form of the row is where it is entered.
    form = f"/yonetim/departments/facility/{garage.pk}/change/"
    assert boss.get(item.data_href).headers["Location"] == form
    led = boss.get(item.data_href, {"geri": f"{DESK}?duzey=error"}).headers["Location"]
    assert f'<a href="{DESK}?duzey=error" class="findings-link">Bulgulara dön</a>' in text(
        boss.get(led)
    )
    assert "<h2>I.C.1 Fiziksel Yapı</h2>" in shown


def test_the_counts_stand_on_top(report: Report, garage: Facility, boss: Client) -> None:
    Facility.objects.create(year=report.year, name="Depo", area=50, closed_area=20, note="?")

    response = boss.get(DESK)

    checks = response.context["checks"]
    assert (checks.rules, checks.held, len(checks.open_errors)) == (5, 1, 1)
    assert response.context["warnings"] == 1
    assert "Açık hata yok" not in text(response)


def test_without_an_open_error_the_desk_says_so(report: Report, boss: Client) -> None:
    assert "Açık hata yok; bulgular yayımı engellemiyor." in text(boss.get(DESK))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Işık Evi", "Işık Evi", "Yol yapımı"]),
        ("durum=kabul", ["Garaj"]),
        ("durum=tumu", ["Işık Evi", "Işık Evi", "Garaj", "Yol yapımı"]),
        ("duzey=error", ["Işık Evi", "Yol yapımı"]),
        ("duzey=warning", ["Işık Evi"]),
        ("tur=tie-out", ["Yol yapımı"]),
        ("tur=parts&durum=tumu", ["Işık Evi", "Garaj"]),
        ("mudurluk=fen-isleri", ["Yol yapımı"]),
        ("q=IŞIK", ["Işık Evi", "Işık Evi"]),
        ("q=isik+tst-002", ["Işık Evi"]),
        ("q=fen+isleri", ["Yol yapımı"]),
        ("q=yok", []),
        ("tablo=figures.", ["Yol yapımı"]),
        ("tablo=departments.facilities&tablo=figures.yol&duzey=error", ["Işık Evi", "Yol yapımı"]),
        ("tablo=-", []),
        ("duzey=felaket&tur=yok&mudurluk=yok", ["Işık Evi", "Işık Evi", "Yol yapımı"]),
    ],
)
def test_the_address_narrows_the_list(
    several: Report, boss: Client, query: str, expected: list[str]
) -> None:
    assert sorted(codes(boss.get(f"{DESK}?{query}"))) == sorted(expected)


def test_accepted_findings_say_who_when_and_why(several: Report, boss: Client) -> None:
    shown = text(boss.get(f"{DESK}?durum=kabul"))

    assert f"<strong>Kabul gerekçesi:</strong> {REASON}" in shown
    assert "— Örnek Kişi, 01.03.2025" in shown
    assert "Gerekçeyle kabul et" not in shown


def test_a_long_list_has_pages_that_keep_the_filter(
    several: Report, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 1)

    first = boss.get(f"{DESK}?duzey=error")
    second = boss.get(f"{DESK}?duzey=error&sayfa=2")

    assert (codes(first), codes(second)) == (["Işık Evi"], ["Yol yapımı"])
    assert "?duzey=error&amp;sayfa=2" in first.content.decode()


def test_equal_findings_are_one_line_with_their_number(several: Report, boss: Client) -> None:
    """One that was accepted stays apart; the line opens to all without a script."""
    for number in range(60):
        Facility.objects.create(year=several.year, name=f"Bina {number}", area=1, closed_area=2)

    response = boss.get(f"{DESK}?durum=tumu")

    lines = [line for group in response.context["groups"] for line in group.lines]
    assert [(line.first.finding.code, len(line.items)) for line in lines] == [
        ("TST-001", 61), ("TST-002", 1), ("TST-001", 1), ("TST-003", 1),
    ]  # fmt: skip
    shown = text(response)
    # Counts are of findings wherever they stand: above, in the line, in the list itself.
    assert response.context["errors"] == 62
    assert response.context["number"] == 64
    assert "64 bulgu listeleniyor." in shown
    line = shown.split('<details class="finding finding--open-error finding-alike"')[1]
    assert "61 bulgu" in line.split("</summary>")[0]
    assert line.split("</details>")[0].count('id="bulgu-') == 61


@pytest.mark.parametrize("address", [DESK, "/yonetim/departments/facility/", "form"])
def test_more_findings_ask_for_no_more_queries(
    report: Report, garage: Facility, boss: Client, address: str
) -> None:
    if address == "form":
        address = reverse("admin:departments_facility_change", args=[garage.pk])

    def queries() -> int:
        checking.refresh()
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(address).status_code == 200
        return len(caught)

    queries()
    one = queries()
    for number in range(29):
        Facility.objects.create(year=report.year, name=f"Bina {number}", area=1, closed_area=2)

    assert queries() == one


def test_links_lead_only_where_the_reader_may_go(
    garage: Facility, as_role: Callable[[str], Client]
) -> None:
    # A signatory sees the report, not the tables behind it.
    assert "Veriyi aç" not in text(as_role("signatory").get(DESK))
    assert "Veriyi aç" in text(as_role("auditor").get(DESK))


# -- accepting -------------------------------------------------------------------------------------


@pytest.mark.postgresql("constraints and triggers")
def test_a_finding_is_accepted_with_a_reason(
    report: Report, garage: Facility, reviewer: Client
) -> None:
    address = page_of(report)
    assert reviewer.get(address).status_code == 200
    assert not Waiver.objects.exists()

    end = timezone.localdate() + timedelta(days=30)
    response = reviewer.post(
        address, {"reason": f"  {REASON} ", "expires_on": end.strftime("%d.%m.%Y")}, follow=True
    )

    assert response.redirect_chain == [(DESK, 302)]
    assert "TST-001 bulgusu gerekçesiyle kabul edildi." in text(response)
    waiver = Waiver.objects.get()
    assert waiver.mark == finding(report).mark
    assert (waiver.reason, waiver.granted_by) == (REASON, "Örnek reviewer")
    assert (waiver.granted_on, waiver.expires_on) == (timezone.localdate(), end)
    assert not build_document(report).checks.open_errors


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "Gerekçe yazılmadan bulgu kabul edilemez."),
        ({"reason": "   "}, "reason", "Gerekçe yazılmadan bulgu kabul edilemez."),
        (
            {"reason": REASON, "expires_on": "01.01.2020"},
            "expires_on",
            "Geçerlilik sonu bugünden önce olamaz.",
        ),
        (
            {"reason": REASON, "expires_on": "31.02.2030"},
            "expires_on",
            "Böyle bir tarih yok; gün.ay.yıl yazılmalıdır: 31.12.2024",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_the_field(
    report: Report,
    garage: Facility,
    reviewer: Client,
    data: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    response = reviewer.post(page_of(report), data)

    assert response.status_code == 200
    assert response.context["form"].errors[field] == [sentence]
    assert sentence in text(response)
    assert not Waiver.objects.exists()


def test_a_finding_that_went_away_is_not_accepted(
    report: Report, garage: Facility, reviewer: Client
) -> None:
    address = page_of(report)
    Facility.objects.update(closed_area=10)

    response = reviewer.post(address, {"reason": REASON}, follow=True)

    assert "Bu bulgu artık yok" in text(response)
    assert not Waiver.objects.exists()


@pytest.mark.postgresql("constraints and triggers")
def test_an_accepted_finding_is_not_accepted_twice(
    report: Report, garage: Facility, reviewer: Client
) -> None:
    address = page_of(report)
    reviewer.post(address, {"reason": REASON})

    assert '<form method="post" novalidate' not in text(reviewer.get(address))
    again = reviewer.post(address, {"reason": "Başka bir gerekçe."})

    assert "Bu bulgu zaten kabul edilmiş." in str(again.context["form"].errors)
    assert Waiver.objects.get().reason == REASON


@pytest.mark.postgresql("constraints and triggers")
def test_a_waiver_that_ran_out_is_prolonged_not_written_again(
    report: Report, garage: Facility, reviewer: Client
) -> None:
    address = page_of(report)
    reviewer.post(address, {"reason": REASON})
    Waiver.objects.update(granted_on=date(2025, 1, 1), expires_on=date(2025, 6, 30))

    shown = text(reviewer.get(address))
    assert "kabulün süresi 30.06.2025 tarihinde dolmuştur" in shown
    waiver = Waiver.objects.get()
    change = reverse("admin:reports_waiver_change", args=[waiver.pk])
    assert change in shown

    reviewer.post(change, {"expires_on": "31.12.2099"})
    assert not build_document(report).checks.open_errors


@pytest.mark.postgresql("constraints and triggers")
def test_waivers_are_kept_and_only_their_end_changes(
    report: Report, garage: Facility, reviewer: Client, as_role: Callable[[str], Client]
) -> None:
    reviewer.post(page_of(report), {"reason": REASON})
    waiver = Waiver.objects.get()
    change = reverse("admin:reports_waiver_change", args=[waiver.pk])

    assert reviewer.get(reverse("admin:reports_waiver_changelist")).status_code == 200
    assert reviewer.get(reverse("admin:reports_waiver_add")).status_code == 403
    delete = reverse("admin:reports_waiver_delete", args=[waiver.pk])
    assert reviewer.post(delete, {"post": "yes"}).status_code == 403
    assert as_role("finance-editor").post(change, {"expires_on": "31.12.2099"}).status_code == 403

    refused = reviewer.post(change, {"expires_on": "01.01.2020", "reason": "Değişti"})
    assert "Geçerlilik sonu, kabul tarihinden önce olamaz." in text(refused)
    reviewer.post(change, {"expires_on": "31.12.2099", "reason": "Değişti"})

    waiver.refresh_from_db()
    assert (waiver.expires_on, waiver.reason) == (date(2099, 12, 31), REASON)


def test_every_waiver_leaves_a_trail(report: Report, garage: Facility, reviewer: Client) -> None:
    reviewer.post(page_of(report), {"reason": REASON})
    waiver = Waiver.objects.get()
    change = reverse("admin:reports_waiver_change", args=[waiver.pk])
    reviewer.post(change, {"expires_on": "31.12.2099"})

    made, changed = LogEntry.objects.get_for_object(waiver).order_by("pk")
    assert made.action == LogEntry.Action.CREATE
    assert made.changes["reason"] == [None, REASON]
    assert changed.action == LogEntry.Action.UPDATE
    assert changed.changes == {"expires_on": [None, "2099-12-31"]}
    assert {made.actor.username, changed.actor.username} == {"reviewer"}
