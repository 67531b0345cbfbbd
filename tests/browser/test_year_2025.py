"""A whole year with the people who make it: opened by finance services, filled in by three
directorates in three ways, returned, mended, accepted, closed to an outsider, frozen.

It comes last: afterwards 2025 is the year in work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .office import freeze, section_page, take
from .signing_in import sign_in
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Portal

WORKS = "2025/III.B.1/fen-isleri"
POLICE = "2025/III.B.1/zabita"
FIRE = "2025/III.B.1/itfaiye"

EDITOR, HEAD = "department-editor", "department-head"
POLICE_HEAD, FIRE_HEAD = "zabita-ornek", "itfaiye-ornek"
PASSWORD = "Ornek-parola-2025"
NOTE = "Örnek: tutar makbuz defteriyle karşılaştırılmalı."

HEADS = f"""
from django.contrib.auth.models import Group, User
from departments.enums import DutyKind
from departments.models import Department, Membership
for name, code in (("{POLICE_HEAD}", "zabita"), ("{FIRE_HEAD}", "itfaiye")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True)
    user.groups.add(Group.objects.get(name="Müdür"))
    department = Department.objects.get(code=code)
    Membership.objects.create(user=user, department=department, kind=DutyKind.HEAD)
"""

# What the other directorates deliver, and the officers declare, is no part of this story; the steps
# are the real ones. A year that was opened empty lacks what the law asks for: it is accepted with a
# reason.
THE_OTHERS = """
from reports.models import Report, Section
from tests.declaring import whole
from reports.collect.waivers import waive_finding
from reports.collect.workflow.actions import accept_section, submit_section
from reports.core.building import build_document
report = Report.objects.get(year=2025)
whole(report.year)
for finding in build_document(report).checks.open_errors:
    waive_finding(report, finding.mark, reason="Örnek yılın bu kaydı yoktur.")
for section in Section.objects.filter(year=2025, state__in=("empty", "draft")):
    submit_section(section, by=None)
    accept_section(section, by=None)
"""


# A file that belongs to a result for which finance services answer.
EVIDENCE = """
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from performance.models import IndicatorEvidence, IndicatorResult
print(IndicatorEvidence.objects.create(
    result=IndicatorResult.objects.filter(year=2024).order_by("pk")[0],
    title="Örnek tutanak",
    file=ContentFile(b"%PDF-1.7 ornek", name="ornek.pdf"),
    uploaded_by=User.objects.get(username="finance-editor"),
).pk)
"""

OFFERED = (
    "/yonetim/autocomplete/?app_label=departments&model_name=keyfigure&field_name=group&term=Otogar"
)
TRAILS = (
    "/yonetim/izler/?yil=2025&q=Otogar",
    "/yonetim/izler/disa-aktar/?yil=2025&q=Otogar",
)


def sheet(section: str, table: str) -> str:
    return f"/yonetim/veri-girisi/{section}/{table}/"


def save(page: Page) -> None:
    page.get_by_role("button", name="Kaydet", exact=True).first.click()


def status(page: Page, address: str) -> int:
    return page.request.get(address, max_redirects=0).status


@pytest.fixture
def crew(portal: Portal) -> None:
    """The heads of two more directorates; the other accounts are the portal's own examples."""
    portal.manage("shell", "-c", HEADS)
    portal.accounts.update(dict.fromkeys((POLICE_HEAD, FIRE_HEAD), PASSWORD))


def test_a_year_from_opening_to_freezing(page: Page, portal: Portal, crew: None) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    _finance_opens_the_year(page, portal)
    _works_fill_a_grid_by_keyboard(page, portal)
    _police_paste_from_a_spreadsheet(page, portal)
    _fire_brigade_fills_in_a_form(page, portal)
    _an_outsider_is_refused_everywhere(page, portal)
    _a_delivery_is_returned_and_mended(page, portal)
    _the_reviewer_accepts(page, portal)
    _the_report_is_frozen(page, portal)


def _finance_opens_the_year(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "finance-editor")
    page.goto("/yonetim/yeni-yil/?yil=2025&kaynak=2024")
    page.get_by_label("Boş açılsın").check()
    page.get_by_role("button", name="Seçimleri gözden geçir").click()
    # One transaction for the whole frame of the year; on a busy machine it takes its time.
    page.get_by_role("button", name="2025 yılını aç").click(timeout=120_000)
    page.get_by_text("2025").first.wait_for()
    page.goto(section_page(WORKS))
    assert "Başlanmadı" in text_of(page.locator(".desk-state").first)


def _works_fill_a_grid_by_keyboard(page: Page, portal: Portal) -> None:
    sign_in(page, portal, EDITOR)
    page.goto("/yonetim/")
    page.get_by_role("link", name="Otogar projesinin yapıları").first.click()
    page.wait_for_url("**" + sheet(WORKS, "liste-otogar_new_buildings"))
    # Last year stands beside every field, and none of it is in a field.
    last = page.locator("[data-rows] .sheet-last b")
    cells = page.locator("[data-rows] [data-cell=value] input")
    assert last.count() == 4
    assert [cells.nth(n).input_value() for n in range(4)] == [""] * 4
    cells.first.focus()
    for number in ("1250", "12", "340,5", "7"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    assert text_of(page.locator("[data-status]")) == "4 kaydedilmemiş değişiklik"
    save(page)
    page.get_by_text("4 değişiklik kaydedildi.").wait_for()
    take(page, WORKS, "submit")

    sign_in(page, portal, HEAD)
    take(page, WORKS, "approve")


def _police_paste_from_a_spreadsheet(page: Page, portal: Portal) -> None:
    sign_in(page, portal, POLICE_HEAD)
    page.goto(sheet(POLICE, "tablo-licence_income"))
    cells = page.locator("[data-rows] [data-cell=amount] input")
    assert cells.count() >= 3
    block = "1.250.000,50\n2.000.000,00\n45.000,25\n"
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    cells.first.focus()
    page.keyboard.press("Control+V")
    assert cells.nth(2).input_value() == "45.000,25"
    save(page)
    page.get_by_text("3 değişiklik kaydedildi.").wait_for()
    take(page, POLICE, "submit")


def _fire_brigade_fills_in_a_form(page: Page, portal: Portal) -> None:
    sign_in(page, portal, FIRE_HEAD)
    page.goto("/yonetim/departments/figuregroup/?year__year__exact=2025")
    listed = page.locator("#result_list")
    assert "Müdahaleler ve araç çıkışları" in text_of(listed)
    assert "Otogar" not in text_of(listed)
    listed.get_by_role("link", name="Müdahaleler ve araç çıkışları").click()
    values = page.locator("[name^=figures-][name$=-value]")
    values.first.fill("abc")
    page.locator("button[name=_save]").click()
    page.locator("[aria-invalid=true], .errorlist").first.wait_for()
    page.locator("[name^=figures-][name$=-value]").first.fill("418")
    page.locator("button[name=_save]").click()
    page.wait_for_url("**/figuregroup/?*")
    take(page, FIRE, "submit")


def _an_outsider_is_refused_everywhere(page: Page, portal: Portal) -> None:
    """The head of another directorate does not even learn what the works have entered."""
    evidence = portal.manage("shell", "-v0", "-c", EVIDENCE).split()[-1]
    sign_in(page, portal, "finance-editor")
    assert page.request.get(f"/yonetim/kanit/{evidence}/").body() == b"%PDF-1.7 ornek"

    # What those see whose it is; so that what the outsider does not see is there.
    sign_in(page, portal, EDITOR)
    page.goto("/yonetim/departments/figuregroup/?year__year__exact=2025")
    mine = page.locator("#result_list a", has_text="Otogar projesinin yapıları")
    form = str(mine.get_attribute("href")).partition("?")[0]
    page.goto("/yonetim/departments/freetable/?year__year__exact=2025")
    table = page.locator("#result_list a", has_text="Yol ve kaldırım onarımı")
    rows = str(table.get_attribute("href")).partition("change/")[0] + "satirlari-indir/"
    assert status(page, rows) == 200
    assert "Otogar" in page.request.get(OFFERED).text()
    assert "Otogar" in _exported(page)
    for trail in TRAILS:
        assert "Otogar binası" in page.request.get(trail).text()

    sign_in(page, portal, POLICE_HEAD)
    for address in (
        section_page(WORKS),
        f"{section_page(WORKS)}gecmis/",
        sheet(WORKS, "liste-otogar_new_buildings"),
        section_page("2025/III.A.1"),
        f"/yonetim/kanit/{evidence}/",
    ):
        assert status(page, address) == 404, address
    # Django sends whoever asks for a record that is not his to the front page.
    assert page.request.get(form).url.rstrip("/").endswith("/yonetim")
    assert status(page, f"{form}../history/") in (302, 404)
    for address in (
        rows,
        "/yonetim/finance/expenditureline/export/",
        "/yonetim/pano/",
        "/yonetim/pano/disa-aktar.csv",
        "/yonetim/reports/report/2025/yayimla/",
    ):
        assert status(page, address) in (302, 403, 404), address
    assert page.request.get(OFFERED).json()["results"] == []
    exported = _exported(page)
    assert "zabita" in exported
    assert "Otogar" not in exported
    for trail in TRAILS:
        assert "Otogar binası" not in page.request.get(trail).text()
    posted = page.request.post(
        section_page(WORKS), form={"step": "accept"}, headers={"Referer": portal.url}
    )
    assert posted.status in (403, 404)


def _exported(page: Page) -> str:
    """The lists of figures of a year as the file that the office writes."""
    page.goto("/yonetim/departments/figuregroup/export/?year__year__exact=2025")
    page.locator("select[name=format]").select_option(label="CSV (programlar için)")
    with page.expect_download() as download:
        page.get_by_role("button", name="Devam et").click()
    return Path(download.value.path()).read_text("utf-8")


def _a_delivery_is_returned_and_mended(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "reviewer")
    page.goto(section_page(POLICE, "return"))
    form = page.locator("form#return")
    form.locator("[name=place]").select_option("tables.licence_income|amount")
    form.locator("[name=note]").fill(NOTE)
    form.locator("button").click()
    page.wait_for_url("**" + section_page(POLICE, "page"))

    sign_in(page, portal, POLICE_HEAD)
    page.goto("/yonetim/")
    assert NOTE in text_of(page.locator("#content"))
    page.goto(sheet(POLICE, "tablo-licence_income"))
    page.locator("[data-rows] [data-cell=amount] input").first.fill("1.250.500,50")
    save(page)
    page.get_by_text("1 değişiklik kaydedildi.").wait_for()
    take(page, POLICE, "submit")


def _the_reviewer_accepts(page: Page, portal: Portal) -> None:
    sign_in(page, portal, "reviewer")
    for section in (WORKS, POLICE, FIRE):
        take(page, section, "accept")
        assert "Kabul edildi" in text_of(page.locator(".desk-state").first)
    page.goto(f"{section_page(POLICE)}gecmis/")
    told = text_of(page.locator(".story"))
    assert NOTE in told
    assert "iade edildi" in told


def _the_report_is_frozen(page: Page, portal: Portal) -> None:
    # Not before everybody has delivered.
    sign_in(page, portal, "publisher")
    page.goto("/yonetim/reports/report/2025/yayimla/")
    assert "kabul edilmedi" in text_of(page.locator("#content"))
    portal.manage("shell", "-c", THE_OTHERS)
    freeze(page, "2025")

    sign_in(page, portal, POLICE_HEAD)
    page.goto(section_page(POLICE))
    assert "Mühürlendi" in text_of(page.locator(".desk-state").first)
    page.goto(sheet(POLICE, "tablo-licence_income"))
    assert page.locator("[data-rows] input:not([type=hidden])").count() == 0
    assert "1.250.500,50" in text_of(page.locator("[data-rows]"))
