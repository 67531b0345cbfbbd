"""The report on paper: asked for in the office, made in the background, fetched by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.postgresql("the worker takes jobs with SKIP LOCKED")

LONGEST = 420_000  # milliseconds; on a busy machine the PDF takes minutes


@pytest.mark.usefixtures("worker")
def test_the_pdf_of_the_newest_version_is_asked_for_watched_and_fetched(staff: Page) -> None:
    staff.goto("/yonetim/reports/publication/?year__year__exact=2024")
    staff.locator("#result_list tbody tr").first.locator("a").first.click()
    staff.wait_for_url("**/change/**")
    staff.get_by_role("link", name="PDF üret", exact=True).first.click()
    staff.wait_for_url("**/pdfexport/uret/2024/**")
    staff.get_by_role("button", name="PDF üret").click()
    staff.wait_for_url("**/durum/")

    done = staff.get_by_role("link", name="PDF'i indir")
    done.wait_for(timeout=LONGEST)
    with staff.expect_download() as coming:
        done.click()
    kept = coming.value.path().read_bytes()
    answer = staff.request.get("/2024/rapor.pdf")

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body()[:5] == b"%PDF-"
    assert answer.body() == kept
