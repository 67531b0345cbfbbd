"""The desk of a text: written with figures from the tables, saved once, nothing of others lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from departments.models import Department, FigureGroup, KeyFigure
from reports.collect.wording.planning import base_of
from reports.enums import SectionState
from reports.models import Narrative, Section
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

from .conftest import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODE = "III.B.1/fen-isleri"
PAGES = ("text_desk", "text_figures", "text_advice", "text_preview", "text_history")


def page(name: str = "text_desk", code: str = CODE, year: int = 2024) -> str:
    return reverse(f"admin:{name}", args=[year, code])


def saved(client: Client, words: str, base: str = "", **more: Any) -> Response:
    data = {"metin": words, "taban": base_of(base), "islem": "kaydet", **more}
    return client.post(page(), data)


def body() -> str:
    return Narrative.objects.get(section=CODE, year=2024).body


@pytest.fixture
def figure(section: Section) -> str:
    """A figure of the section's own table, and the reference that shows it."""
    of = Department.objects.get(code="fen-isleri")
    group = FigureGroup.objects.create(
        year=section.year, department=of, code="ornek-isler", title="Örnek işler"
    )
    KeyFigure.objects.create(group=group, no=1, label="Açılan yol", value=1240, unit="metre")
    return "{{ figures.ornek-isler.acilan-yol.value | decimal }}"


# -- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", EVERYBODY)
def test_the_desk_is_for_who_may_see_the_section(
    browser: Browser, written: Narrative, name: str, person: str
) -> None:
    client = browser(person)
    hidden = person in ("other", "otherhead", "signatory")
    is_post = name in ("text_advice", "text_preview")
    answer = client.post(page(name), {"metin": "söz"}) if is_post else client.get(page(name))

    assert answer.status_code == (404 if hidden else 200)


@pytest.mark.parametrize("person", EVERYBODY)
def test_only_who_may_change_the_text_can_save_it(
    browser: Browser, written: Narrative, person: str
) -> None:
    answer = saved(browser(person), "Yeni söz.", "Şimdiki söz.")

    may = person in ("editor", "head")
    hidden = person in ("other", "otherhead", "signatory")
    assert answer.status_code == (302 if may else 404 if hidden else 403)
    assert body() == ("Yeni söz." if may else "Şimdiki söz.")


@pytest.mark.parametrize("name", PAGES)
def test_strangers_sign_in_first(section: Section, client: Client, name: str) -> None:
    for answer in (client.get(page(name)), client.post(page(name))):
        assert answer.headers["Location"].startswith("/yonetim/login/")


def test_a_delivered_text_is_shown_with_the_reason_and_not_changed(
    browser: Browser, written: Narrative, stands: Callable[..., Section]
) -> None:
    stands(SectionState.SUBMITTED)
    shown = browser("editor").get(page())

    assert "Teslim edildi" in text(shown)
    assert 'name="metin"' not in shown.content.decode()
    assert saved(browser("editor"), "Yeni söz.", "Şimdiki söz.").status_code == 403
    assert body() == "Şimdiki söz."


# -- writing -----------------------------------------------------------------------------------


def test_a_first_text_is_written_with_a_figure_of_its_section(
    browser: Browser, figure: str
) -> None:
    client = browser("editor")
    found = client.get(page("text_figures"), {"ara": "acilan YOL", "bicim": "json"}).json()
    [pick] = [f for f in found["figures"] if "yol" in f["reference"]]
    assert pick["shown"] == "1.240 metre"
    assert pick["own"] is True

    answer = saved(client, f"Yılda {pick['reference']} metre yol açıldı.")

    assert answer.headers["Location"] == page()
    assert pick["reference"] in body()
    shown = client.post(page("text_preview"), {"metin": body()}).content.decode()
    assert "1.240</a> metre yol açıldı" in shown
    assert "TASLAK" in shown
    [entry] = LogEntry.objects.get_for_object(Narrative.objects.get()).filter(action=0)
    assert "yol" in str(entry.changes["body"])


@pytest.fixture
def foreign(section: Section) -> str:
    """A figure of another directorate, 77, and the reference that shows it."""
    group = FigureGroup.objects.create(
        year=section.year,
        department=Department.objects.get(code="zabita"),
        code="ornek-denetim",
        title="Örnek denetimler",
    )
    KeyFigure.objects.create(group=group, no=1, label="İşyeri", value=77, unit="adet")
    return "{{ figures.ornek-denetim.isyeri.value | integer }}"


def test_a_figure_of_another_directorate_is_found_by_those_who_may_see_it(
    browser: Browser, figure: str, foreign: str
) -> None:
    shown = text(browser("reviewer").get(page("text_figures"), {"ara": "DENETIM isyeri"}))
    assert "77 adet" in shown
    assert "ornek-denetim.isyeri.value" in shown
    assert "ornek-denetim" not in text(browser("reviewer").get(page("text_figures")))
    editor = browser("editor")
    assert "rakam bulunmadı" in text(editor.get(page("text_figures"), {"ara": "denetim isyeri"}))


@pytest.mark.parametrize("way", ["text_preview", "text_advice", "text_desk", "form"])
def test_no_page_tells_a_writer_a_figure_of_another_section(
    browser: Browser, written: Narrative, foreign: str, way: str
) -> None:
    client, words = browser("editor"), f"Zabıta {foreign} işyeri denetledi."
    if way == "form":
        address = reverse("admin:reports_narrative_change", args=[written.pk])
        answer = client.post(address, {"year": 2024, "section": CODE, "body": words})
    elif way == "text_desk":
        answer = saved(client, words, "Şimdiki söz.")
    else:
        answer = client.post(page(way), {"metin": words})

    assert "77" not in answer.content.decode().replace("#x27", "")
    assert body() == "Şimdiki söz."
    assert answer.status_code == (422 if way == "text_desk" else 200)


def test_a_reference_that_others_wrote_may_stay(
    browser: Browser, written: Narrative, foreign: str
) -> None:
    Narrative.objects.update(body=f"Zabıta {foreign} işyeri.")
    answer = saved(browser("editor"), f"Zabıta {foreign} işyeri denetledi.", body())

    assert answer.status_code == 302


def test_a_reference_that_leads_nowhere_is_refused_with_the_nearest_names(
    browser: Browser, figure: str
) -> None:
    wrong = figure.replace("acilan-yol", "acilan-yoll")
    answer = saved(browser("editor"), f"Yılda {wrong} metre.")

    assert answer.status_code == 422
    assert not Narrative.objects.exists()
    said = text(answer)
    assert "Düzeltilmeden metin kaydedilmez" in said
    assert "figures.ornek-isler.acilan-yol.value" in said
    assert wrong in answer.content.decode()


def test_a_typed_number_that_equals_a_figure_is_pointed_out_with_its_reference(
    browser: Browser, figure: str
) -> None:
    words = "Kars 😀 yılda 1.240 metre yol."
    told = browser("editor").post(page("text_advice"), {"metin": words}).json()["remarks"]

    [remark] = told
    units = words.encode("utf-16-le")
    assert units[2 * remark["from"] : 2 * remark["to"]].decode("utf-16-le") == "1.240"
    assert remark["severity"] == "info"
    assert remark["instead"][0]["text"] == figure.replace("decimal", "integer")


@pytest.mark.postgresql("rows are held while a text is compared with what it was begun on")
def test_two_writers_lose_nothing(browser: Browser, written: Narrative) -> None:
    first, second = browser("editor"), browser("head")
    assert saved(first, "Birinci söz.", "Şimdiki söz.").status_code == 302

    answer = saved(second, "İkinci söz.", "Şimdiki söz.")

    assert answer.status_code == 409
    assert body() == "Birinci söz."
    assert "Birinci söz." in text(answer)
    assert "İkinci söz." in answer.content.decode()
    again = saved(second, "İkinci söz, birinciyle.", "Birinci söz.")
    assert again.status_code == 302
    assert body() == "İkinci söz, birinciyle."


def test_saving_what_is_there_makes_no_entry(browser: Browser, written: Narrative) -> None:
    before = LogEntry.objects.count()
    answer = saved(browser("editor"), "Şimdiki söz.\r\n", "Şimdiki söz.")

    assert answer.status_code == 302
    assert LogEntry.objects.count() == before


def test_one_comes_back_to_where_one_was(browser: Browser, written: Narrative) -> None:
    back = reverse("admin:index")
    client = browser("editor")
    answer = client.post(
        f"{page()}?geri={back}",
        {"metin": "Yeni.", "taban": base_of("Şimdiki söz."), "islem": "kaydet-don"},
    )

    assert answer.headers["Location"] == back


def test_looking_saves_nothing(browser: Browser, written: Narrative) -> None:
    answer = saved(browser("editor"), "Yeni söz.", "Şimdiki söz.", islem="bak")

    assert answer.status_code == 200
    assert "Yeni söz." in answer.content.decode()
    assert body() == "Şimdiki söz."


def test_markup_in_a_text_runs_nowhere(browser: Browser, section: Section) -> None:
    hostile = "<script>alert(1)</script> [a](javascript:alert(2)) </textarea><img onerror=x src=y>"
    client = browser("editor")
    assert saved(client, hostile).status_code == 302
    for answer in (
        client.get(page()),
        client.post(page("text_preview"), {"metin": hostile}),
        client.get(page("text_history")),
    ):
        shown = answer.content.decode()
        assert "<script>alert" not in shown
        assert "<img onerror" not in shown
        assert 'href="javascript' not in shown


# -- history -----------------------------------------------------------------------------------


@pytest.fixture
def rewritten(browser: Browser, section: Section) -> Client:
    client = browser("editor")
    saved(client, "Birinci söz.")
    saved(client, "İkinci söz.", "Birinci söz.")
    saved(client, "Üçüncü uzun söz.", "İkinci söz.")
    return client


def test_the_difference_of_two_wordings_is_shown_word_by_word(rewritten: Client) -> None:
    newest = rewritten.get(page("text_history")).content.decode()
    assert "<del>" in newest
    assert "Üçüncü" in newest

    chosen = rewritten.get(page("text_history"), {"eski": "1", "yeni": "2"}).content.decode()
    assert "Birinci" in chosen
    assert "İkinci" in chosen
    assert "Üçüncü uzun" not in chosen


def test_a_former_wording_is_put_back_as_a_change_of_its_own(rewritten: Client) -> None:
    answer = rewritten.post(
        page("text_history"), {"eski": "1", "taban": base_of("Üçüncü uzun söz.")}
    )

    assert answer.headers["Location"] == page()
    assert body() == "Birinci söz."
    entry = LogEntry.objects.get_for_object(Narrative.objects.get()).latest("pk")
    assert "geri kondu" in str(entry.additional_data)


def test_putting_back_over_another_ones_change_is_refused(rewritten: Client) -> None:
    rewritten.post(page("text_history"), {"eski": "1", "taban": base_of("Eski söz.")})

    assert body() == "Üçüncü uzun söz."


@pytest.mark.parametrize("wordings", [1, 30])
def test_the_history_asks_the_same_whatever_its_length(
    browser: Browser, people: dict[str, User], section: Section, wordings: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client = browser("editor")
    written = Narrative.objects.create(year=section.year, section=CODE, body="söz 0")
    for number in range(wordings):
        written.body = f"söz {number + 1}"
        written.save()
    client.get(page("text_history"))
    with django_assert_max_num_queries(16):
        client.get(page("text_history"))
