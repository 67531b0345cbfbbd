"""The page of the checks, its files, and what other pages say of them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from reports.core import registry
from reports.core.documents import Document
from reports.core.documents.findings import finding_record
from tests import checked

from . import sample
from .markup import Outline

PERSON = ("Belge aslında da böyledir.", "Örnek Kişi", "2025-05-06")

FINDINGS = (
    checked.finding(
        "RPR-001", "Toplam gider: basılı raporda 251,00 TL yazıyor.", dataset="finance.expenditure",
        row="total", column="spent", source="x-001", line=343, stated="251.00", computed="250.00",
        difference="1.00", waived=checked.loaded(343),
    ),
    checked.finding(
        "RPR-003", "Işıldak oranı: basılı raporda %9 yazıyor.", family="ratio", row="04",
        dataset="finance.expenditure", column="rate", source="x-009", line=350, stated="9",
        computed="8.333333333333", difference="0.666666666667", waived=checked.loaded(350),
    ),
    checked.finding(
        "RPR-007", "Takvimde böyle bir gün yok.", family="date", dataset="payments.ornek_yol",
        row="1", column="no", stated="2023-06-31", waived=PERSON,
    ),
    checked.finding(
        "DEP-001", "Harcama ile ödenek ayrı.", dataset="finance.department_budgets",
        row="ornek-isler", column="spent", stated="4713286.67", computed="4713286.66",
        difference="0.01", line=400, waived=checked.loaded(400),
    ),
    *(
        checked.finding(
            "RPR-008", "Aynı ad iki yerde farklı yazılmış: «Bir» ve «İki».", severity="warning",
            family="tie-out", dataset="performance.goals", row="1", column="title", stated="Bir",
            computed="İki", source=f"y-{line}", line=line, waived=checked.loaded(line),
        )
        for line in (3621, 3700)
    ),
    checked.finding(
        "RPR-030", "V bölümünde <ne> metin & ne tablo var.", severity="warning",
        family="completeness", section="V", basis="Yalnız bu bulgunun dayanağı m. 18",
    ),
    *(
        checked.finding(
            "RPR-040", f"Satır {n} iki kez yazılmış.", severity="warning", family="duplicate",
            dataset="performance.indicators", row="1-1-2", column="target", stated=str(n),
        )
        for n in range(1, 16)
    ),
)  # fmt: skip


def checked_document() -> Document:
    return sample.document(checks=checked.reconciliation(*FINDINGS))


@pytest.fixture
def year(db: None) -> None:
    sample.publish(checked_document())


def words(client: Client, address: str) -> str:
    """The text of a page without tags, blanks made single."""
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def entry(client: Client, finding_number: int) -> str:
    """HTML of one finding."""
    html = client.get("/2024/mutabakat/").content.decode()
    mark = FINDINGS[finding_number].mark
    found = re.search(rf'<li class="finding [^>]*id="bulgu-{mark}".*?</li>', html, re.DOTALL)
    assert found is not None
    return unescape(found[0])


pytestmark = pytest.mark.usefixtures("year")


def test_the_page_says_what_the_publication_says(client: Client) -> None:
    text = words(client, "/2024/mutabakat/")
    checks = checked_document().checks

    assert "17 kural" in text
    assert f"{checks.checked:,} denetim yapıldı".replace(",", ".") in text
    assert "1.200 tanesi tutuyor, 22 tanesi" in text
    for finding in checks.findings:
        assert finding.message in text
        assert finding.code in text
    for family in checks.families:
        total = f"{family.held + family.findings:,} {family.held:,} {family.findings}"
        assert f"{family.label} {total}".replace(",", ".") in text


def test_both_values_their_difference_and_the_place_are_spelled_for_people(client: Client) -> None:
    total, ratio, day = (entry(client, number) for number in range(3))

    assert re.findall(r"<dd>(.*?)</dd>", total) == ["251,00 TL", "250,00 TL", "+1,00 TL"]
    assert re.findall(r"<dd>(.*?)</dd>", ratio) == ["%9", "%8,33", "+0,67 puan"]
    assert re.findall(r"<dd>(.*?)</dd>", day) == ["31.06.2023"]
    assert 'href="/2024/veri/gider-ekonomik#satir-total"' in total
    assert 'href="/denetim-kurallari/#RPR-001"' in total
    assert "Basılı metindeki satır: 343." in total


def test_a_common_reason_is_said_once_and_another_in_its_place(client: Client) -> None:
    text = words(client, "/2024/mutabakat/")

    assert text.count(checked.SHARED) == 1
    assert "Basılı metnin 343. satırı" not in text
    assert f"{checked.SHARED} Kabul eden: veri aktarımı, 01.04.2025; 5 bulgu." in text
    assert text.count(checked.BASIS) == 1
    assert 'href="#gerekce-1"' in entry(client, 0)
    assert f"{PERSON[0]} Kabul eden: Örnek Kişi, 06.05.2025." in entry(client, 2)
    assert "Yalnız bu bulgunun dayanağı m. 18" in entry(client, 6)


def test_errors_warnings_and_what_was_accepted_are_told_apart(client: Client) -> None:
    assert "Kabul edilmiş hata" in entry(client, 0)
    assert "Kabul edilmiş uyarı" in entry(client, 4)
    assert "Uyarı" in entry(client, 6)
    assert "Örnek çözüm" in entry(client, 6)
    text = words(client, "/2024/mutabakat/")
    assert "Kabul edilmiş hata 4 Uyarı 16 Kabul edilmiş uyarı 2" in text
    assert "Açık hata" not in text


def test_findings_that_differ_only_in_their_line_are_one_entry(client: Client) -> None:
    both = entry(client, 4)

    assert "2 yerde" in both
    assert "3621 ve 3700" in both
    assert f'id="bulgu-{FINDINGS[5].mark}"' in both
    # The message quotes both texts.
    assert "<dd>" not in both


def test_findings_stand_under_their_section_and_long_lists_unfold(client: Client) -> None:
    html = client.get("/2024/mutabakat/").content.decode()
    groups = re.findall(r'<h3 class="heading" id="denetim-([\w-]+)">', html)

    assert groups == [
        "iii-a-1-butce", "iii-b-1-ornek-isler", "iii-b-2-performans", "v-oneri", "diger",
    ]  # fmt: skip
    for group in groups:
        assert f'href="#denetim-{group}"' in html
    assert "III.B.2 Performans: 5 bulgu daha" in words(client, "/2024/mutabakat/")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("aile=ratio", ["RPR-003"]),
        ("durum=accepted-warning", ["RPR-008"]),
        ("durum=accepted-error&aile=footing", ["RPR-001", "DEP-001"]),
        ("q=ISILDAK orani", ["RPR-003"]),
        ("q=Örnek Kişi", []),
        ("q=belge aslinda", ["RPR-007"]),
        ("q=dep-001", ["DEP-001"]),
        ("aile=yokboyle", []),
    ],
)
def test_the_address_narrows_the_list(client: Client, query: str, shown: list[str]) -> None:
    html = client.get(f"/2024/mutabakat/?{query}").content.decode()

    assert re.findall(r'/denetim-kurallari/#([\w-]+)"', html) == shown
    assert "22 bulgudan" in html
    assert ("Süzgece uyan bulgu yok" in html) is (not shown)
    assert Outline(html).problems == []


def test_csv_and_json_carry_every_finding_exactly(client: Client) -> None:
    csv_response = client.get("/2024/mutabakat.csv")
    rows = list(csv.DictReader(io.StringIO(csv_response.content.decode("utf-8"))))
    data = json.loads(client.get("/2024/mutabakat.json").content)
    records = [finding_record(finding) for finding in FINDINGS]

    assert data["findings"] == records
    assert (data["rules"], data["checked"], data["held"]) == (17, 1222, 1200)
    assert [row["message"] for row in rows] == [finding.message for finding in FINDINGS]
    assert (rows[0]["stated"], rows[0]["computed"], rows[0]["difference"]) == (
        "251.00", "250.00", "1.00",
    )  # fmt: skip
    assert (rows[0]["line"], rows[0]["waived"], rows[6]["line"]) == ("343", "true", "")
    assert rows[6]["waived"] == "false"
    assert list(rows[0]) == list(records[0])
    assert 'filename="2024-s1-mutabakat.csv"' in csv_response.headers["Content-Disposition"]


def test_the_data_package_holds_and_describes_the_findings(client: Client) -> None:
    content = client.get("/2024/veri-paketi.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.read("mutabakat.csv")
        resources = json.loads(archive.read("datapackage.json"))["resources"]

    assert found == client.get("/2024/mutabakat.csv").content
    described = resources[-1]
    assert described["path"] == "mutabakat.csv"
    assert [field["name"] for field in described["schema"]["fields"]] == (
        found.decode().splitlines()[0].split(",")
    )


def test_an_old_version_keeps_its_findings(client: Client) -> None:
    mended = checked.reconciliation(FINDINGS[6])
    sample.publish(sample.document(checks=mended), version=2, reason="Örnek düzeltme")

    old, new = words(client, "/2024/v1/mutabakat/"), words(client, "/2024/mutabakat/")

    assert FINDINGS[0].message in old
    assert FINDINGS[0].message not in new
    assert FINDINGS[6].message in new
    assert "/2024/v1/veri/gider-ekonomik#satir-total" in (
        client.get("/2024/v1/mutabakat/").content.decode()
    )
    versions = Outline(client.get("/2024/surumler/").content.decode()).links
    assert {"/2024/v1/mutabakat/", "/2024/v2/mutabakat/"} <= set(versions)


def test_a_version_from_before_the_checks_says_so(client: Client) -> None:
    sample.publish(sample.document(2023))

    assert "denetim sonucu yoktur" in words(client, "/2023/mutabakat/")
    assert "denetim yapıldı" not in words(client, "/2023/")
    with zipfile.ZipFile(io.BytesIO(client.get("/2023/veri-paketi.zip").content)) as archive:
        assert "mutabakat.csv" not in archive.namelist()


def test_all_that_holds_is_said_to_hold(client: Client) -> None:
    sample.publish(sample.document(2023, checks=checked.reconciliation()))

    assert "Denetimlerin tümü tutuyor." in words(client, "/2023/mutabakat/")


def test_other_pages_lead_to_the_findings(client: Client) -> None:
    front = client.get("/2024/").content.decode()

    assert "1.222 denetim yapıldı, 1.200 tanesi tutuyor, 22 tanesi tutmuyor" in front
    assert "tutmayanların 6 tanesinin gerekçesi yazılıdır" in front
    assert front.count('href="/2024/mutabakat/"') == 2  # the line and the footer


def test_a_table_page_explains_its_figures_once(client: Client) -> None:
    html = client.get("/2024/veri/gider-ekonomik").content.decode()
    text = words(client, "/2024/veri/gider-ekonomik")

    assert "Denetimde tutmayanlar (2)" in text
    assert f'href="/2024/mutabakat/#bulgu-{FINDINGS[0].mark}"' in html
    # The printed total that the finding is about is not noted a second time.
    assert "tabloda farklı:" not in text
    assert "Takvimde böyle bir gün yok." in text
    assert "Denetimde tutmayanlar" not in words(client, "/2024/veri/mudurlukler")


def test_a_directorate_shows_what_concerns_it(client: Client) -> None:
    own = words(client, "/2024/mudurluk/ornek-isler/")

    assert "Denetimde tutmayanlar (2)" in own
    assert FINDINGS[2].message in own
    assert FINDINGS[3].message in own
    assert "Denetimde tutmayanlar" not in words(client, "/2024/mudurluk/baska-isler/")


def test_the_catalogue_names_every_rule(client: Client) -> None:
    html = client.get("/denetim-kurallari/").content.decode()
    outline = Outline(html)

    assert outline.problems == []
    codes = {rule.code for rule in registry.rules()}
    assert codes <= set(outline.ids)
    for rule in registry.rules():
        assert rule.title in unescape(html)


def test_the_catalogue_needs_no_publication(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.site.views.reconciliation.published_years", list)

    response = client.get("/denetim-kurallari/")

    assert response.status_code == 200
    assert Outline(response.content.decode()).problems == []


@pytest.mark.parametrize(
    "address",
    [
        "mutabakat/",
        "v1/mutabakat/",
        "veri/gider-ekonomik",
        "mudurluk/ornek-isler/",
        "surumler/",
        "bolum/iii-a-1-butce/",
        "sozlesme/ornek-yol/",
        "hedefler/",
        "hedef/1-1/",
        "v1/gosterge/1-1-2/",
    ],
)
def test_pages_are_well_formed_and_their_links_lead_somewhere(client: Client, address: str) -> None:
    outline = Outline(client.get(f"/2024/{address}").content.decode())

    assert outline.problems == []
    for link in set(outline.links):
        path, _, anchor = link.partition("#")
        if "sirala=" in link or path.startswith("/yonetim") or path.endswith(".pdf"):
            continue
        target = client.get(path) if path.startswith("/") else None
        assert target is None or target.status_code == 200, link
        if anchor and target is not None and path != "/denetim-kurallari/":
            assert anchor in Outline(target.content.decode()).ids, link
        elif anchor and target is None:
            assert anchor in outline.ids, link


@pytest.mark.parametrize("address", ["mutabakat/", "mutabakat.csv", "v1/mutabakat.json"])
def test_nothing_but_reading_and_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    client.get("/2024/")

    with django_assert_num_queries(2):
        client.get(f"/2024/{address}")
    assert client.head(f"/2024/{address}").content == b""
    assert client.post(f"/2024/{address}").status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_are_accessible_and_fit_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, list[str]] = {}
    for address in (
        "/2024/mutabakat/",
        "/2024/mutabakat/?aile=duplicate",
        "/2024/veri/gider-ekonomik",
        "/2024/mudurluk/ornek-isler/",
        "/denetim-kurallari/",
    ):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        faults[address] = [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            faults[address].append(f"{across} px wide")

    assert {address: what for address, what in faults.items() if what} == {}


def test_a_link_to_a_folded_finding_unfolds_it(page: Page) -> None:
    folded = FINDINGS[-1]
    page.goto("/2024/veri/gostergeler")
    page.locator("details > summary", has_text="bulgu daha").click()
    page.locator(f'a[href$="#bulgu-{folded.mark}"]').click()

    page.wait_for_url("**/mutabakat/**")
    page.locator(f"#bulgu-{folded.mark}").wait_for(state="visible")
