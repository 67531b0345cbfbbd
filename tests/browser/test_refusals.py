"""The office refuses what cannot be true with a Turkish sentence, and keeps the old figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .office import opened
from .telling import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

ACTIVITIES = "2024/III.B.1/ozel-kalem"
"""The directorate whose activities are tried."""


def _save(page: Page) -> None:
    page.locator("button[name=_save]").click()
    page.wait_for_load_state()


def _stored(page: Page, address: str, name: str) -> str:
    """What a form shows once what was typed and refused, and is kept in the browser, is dropped."""
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("button", name="Yazılanları bırak").click()
    return page.locator(f"[name={name}]").input_value()


def _first_change_page(page: Page, listing: str, name: str) -> str:
    page.goto(listing)
    link = page.locator("#result_list tbody th a", has_text=name).first
    return (link.get_attribute("href") or "").partition("?")[0]


def test_a_negative_amount_is_refused_at_the_form(staff: Page) -> None:
    address = _first_change_page(staff, "/yonetim/finance/expenditureline/", "Faiz")
    with opened(staff, "2024/III.A.1"):
        staff.goto(address)
        before = staff.locator("[name=spent]").input_value()
        staff.locator("[name=spent]").fill("-5")
        _save(staff)

        sentence = "Bütçe gideri eksi olamaz; değer bilinmiyorsa alan boş bırakılmalıdır."
        assert sentence in text_of(staff.locator("body"))
        assert _stored(staff, address, "spent") == before


def test_a_figure_of_a_published_year_can_be_looked_at_but_not_typed_over(staff: Page) -> None:
    staff.goto(_first_change_page(staff, "/yonetim/finance/expenditureline/", "Faiz"))

    assert staff.locator("[name=spent]").count() == 0
    assert staff.locator("button[name=_save]").count() == 0


def test_a_second_row_of_the_same_name_is_refused(staff: Page) -> None:
    staff.goto("/yonetim/departments/vehicle/add/")
    staff.locator("[name=name]").fill("GREYDER")
    staff.locator("[name=owned]").fill("1")
    _save(staff)

    shown = text_of(staff.locator("body"))
    assert "Bu yıl için aynı ad ya da anahtarla bir araç türü zaten var" in shown
    staff.goto("/yonetim/departments/vehicle/?q=greyder")
    assert staff.locator("#result_list tbody tr").count() == 1


def test_a_day_that_does_not_exist_is_refused(staff: Page) -> None:
    address = _first_change_page(staff, "/yonetim/departments/activity/", "Görev devir")
    with opened(staff, ACTIVITIES):
        staff.goto(address)
        before = staff.locator("[name=date]").input_value()
        staff.locator("[name=date]").fill("31.06.2024")
        _save(staff)

        assert "Böyle bir tarih yok; gün.ay.yıl yazılmalıdır: 31.12.2024" in text_of(
            staff.locator("body")
        )
        assert staff.locator("[name=date]").input_value() == "31.06.2024"
        assert _stored(staff, address, "date") == before


def test_a_day_of_another_year_is_refused(staff: Page) -> None:
    address = _first_change_page(staff, "/yonetim/departments/activity/", "Görev devir")
    with opened(staff, ACTIVITIES):
        staff.goto(address)
        staff.locator("[name=date]").fill("30.06.2023")
        _save(staff)

        assert "Tarih 2024 mali yılı içinde olmalıdır" in text_of(staff.locator("body"))


def test_a_wrong_password_is_answered_without_saying_which_part_was_wrong(page: Page) -> None:
    page.goto("/yonetim/login/?next=/yonetim/")
    page.fill("input[name=username]", "yonetici")
    page.fill("input[name=password]", "yanlis-parola")
    page.click("button[type=submit]")
    page.wait_for_load_state()

    assert "Lütfen görevli hesabı için kullanıcı adı" in text_of(page.locator("body"))
