"""The page of a Word file for a section's text: seen first, chosen, saved once, by who may."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.models import Department, FigureGroup, FreeTable, KeyFigure
from reports.collect.workflow.actions import open_sections
from reports.enums import SectionState
from reports.models import FiscalYear, Narrative, Report, Section
from tests.collect.wording.made import FILES, docx, paragraph, run, table
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

from .conftest import Browser, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODE = "III.B.1/fen-isleri"
TAKEN = "Örnek **koyu** söz: 13 iş.\n\nÖrnek tablo"


def page(code: str = CODE, year: int = 2024) -> str:
    return reverse("admin:text_from_word", args=[year, code])


def look(client: Client, content: bytes | None = None, *, address: str = "") -> Response:
    return client.post(address or page(), {"islem": "bak", "file": uploaded(content)})


def again(
    client: Client, seen: Response, step: str = "goster", *, address: str = "", **chosen: Any
) -> Response:
    """The form of a preview sent again."""
    data = {"yontem": "append", **chosen, "islem": step, "onizleme": seen.context["seen"]}
    return client.post(address or page(), data)


def body() -> str:
    return Narrative.objects.get(section=CODE, year=2024).body


# -- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_page_is_for_who_may_change_the_text(
    browser: Browser, section: Section, person: str
) -> None:
    client = browser(person)
    hidden = person in ("other", "otherhead", "signatory")
    may = person in ("editor", "head")

    shown = client.get(page())
    assert shown.status_code == (404 if hidden else 200)
    if not hidden:
        assert ("type=file" in shown.content.decode().replace('"', "")) is may
    sent = look(client)
    assert sent.status_code == (404 if hidden else 200 if may else 403)
    assert not Narrative.objects.exists()


def test_strangers_sign_in_first(section: Section, client: Client) -> None:
    for answer in (client.get(page()), look(client)):
        assert answer.headers["Location"].startswith("/yonetim/login/")


@pytest.mark.parametrize("code", ["III.B.1/yok", "III.B.9", "x"])
def test_a_text_of_no_section_has_no_page(browser: Browser, section: Section, code: str) -> None:
    assert browser("boss").get(page(code)).status_code == 404
    assert browser("boss").get(page(year=2019)).status_code == 404


@pytest.mark.parametrize(
    "state", [SectionState.SUBMITTED, SectionState.ACCEPTED, SectionState.SEALED]
)
def test_a_delivered_section_takes_nothing(
    browser: Browser, stands: Callable[..., Section], state: SectionState
) -> None:
    client = browser("editor")
    seen = look(client)
    stands(state)

    closed = client.get(page())
    assert closed.context["why"].startswith(f"«{CODE} ")
    assert closed.context["why"] in text(closed)
    assert look(client).status_code == 403
    assert again(client, seen, "kaydet", yontem="replace").status_code == 403
    assert not Narrative.objects.exists()


# -- taking ------------------------------------------------------------------------------------


def test_what_was_shown_is_saved_and_stands_in_the_trail(
    browser: Browser, written: Narrative
) -> None:
    client = browser("editor")
    seen = look(client)

    assert seen.status_code == 200
    assert "Şimdiki söz." in text(seen)
    assert "<strong>koyu</strong>" in seen.content.decode()
    assert body() == "Şimdiki söz."

    saved = again(client, seen, "kaydet")

    assert saved.headers["Location"] == reverse("admin:text_desk", args=[2024, CODE])
    assert body() == f"Şimdiki söz.\n\n{TAKEN}"
    entry = LogEntry.objects.filter(object_pk=str(written.pk)).latest("pk")
    assert entry.changes["body"] == ["Şimdiki söz.", body()]
    section = Section.objects.get(code=CODE)
    assert (section.state, str(section.last_edited_by)) == (SectionState.DRAFT, "ornek-editor")
    said = text(client.get(saved.headers["Location"]))
    assert "Önceki metin denetim izinde durur" in said
    assert "Word belgesinden al" in said


def test_a_second_confirmation_is_harmless(browser: Browser, written: Narrative) -> None:
    client = browser("editor")
    seen = look(client)
    again(client, seen, "kaydet")

    repeated = again(client, seen, "kaydet")

    assert repeated.headers["Location"] == page()
    assert "artık yok" in text(client.get(page()))
    assert body() == f"Şimdiki söz.\n\n{TAKEN}"


def test_other_choices_are_shown_before_they_are_saved(
    browser: Browser, written: Narrative
) -> None:
    client = browser("editor")
    seen = look(client)

    refused = again(client, seen, "kaydet", yontem="replace")

    assert refused.status_code == 409
    assert "Seçimler değişti" in text(refused)
    assert body() == "Şimdiki söz."
    assert again(client, refused, "kaydet", yontem="replace").status_code == 302
    assert body() == TAKEN


def test_a_text_that_changed_meanwhile_is_not_overwritten(
    browser: Browser, written: Narrative
) -> None:
    client = browser("editor")
    seen = again(client, look(client), yontem="replace")
    Narrative.objects.filter(pk=written.pk).update(body="Başkasının sözü.")

    refused = again(client, seen, "kaydet", yontem="replace")

    assert refused.status_code == 409
    assert "başka biri değiştirdi" in text(refused)
    assert "Başkasının sözü." in text(refused)
    assert body() == "Başkasının sözü."
    again(client, refused, "kaydet", yontem="replace")
    assert body() == TAKEN


def test_a_section_without_a_text_gets_one(browser: Browser, section: Section) -> None:
    client = browser("editor")
    assert page() in client.get(section.get_absolute_url()).content.decode()

    seen = look(client)
    again(client, seen, "kaydet", yontem="replace")

    assert body() == TAKEN


def test_the_chosen_year_is_written(browser: Browser, report: Report, section: Section) -> None:
    year = FiscalYear.objects.create(year=2025)
    Report.objects.create(year=year, institution="Örnek Belediyesi", title="2025")
    open_sections(year)
    client = browser("editor")

    address = page(year=2025)
    seen = look(client, address=address)
    # The preview of one year says nothing of another.
    assert again(client, seen, "kaydet", yontem="replace").headers["Location"] == page()
    again(client, seen, "kaydet", address=address, yontem="replace")

    assert [n.year_id for n in Narrative.objects.all()] == [2025]


def test_a_preview_belongs_to_its_person_and_section(
    browser: Browser, written: Narrative, people: dict[str, Any]
) -> None:
    seen = look(browser("editor"))

    for client, data in (
        (browser("head"), {"onizleme": seen.context["seen"]}),
        (browser("editor"), {"onizleme": "uydurma"}),
        (browser("editor"), {}),
    ):
        sent = client.post(page(), {"islem": "kaydet", "yontem": "append", **data})
        assert sent.headers["Location"] == page()
    assert body() == "Şimdiki söz."


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((FILES / "libreoffice.doc").read_bytes(), "eski türde bir Word belgesi"),
        (b"%PDF-1.7", "PDF"),
        (docx(before='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
        (b"", "Dosya boş"),
    ],
)
def test_a_hostile_or_foreign_file_is_refused_with_words(
    browser: Browser, section: Section, settings: Settings, content: bytes, words: str
) -> None:
    sent = look(browser("editor"), content)

    assert sent.status_code == 200
    assert words in text(sent)
    assert [p for p in Path(settings.DATA_DIR).glob("uploads/*/*") if p.is_file()] == []


def test_a_form_without_a_file_says_so(browser: Browser, section: Section) -> None:
    sent = browser("editor").post(page(), {"islem": "bak"})

    assert "Word belgesi seçilmelidir." in text(sent)


def test_markup_in_a_file_is_words(browser: Browser, section: Section) -> None:
    hostile = "<script>alert(1)</script> {{ reports.x.y | money }} **a**"
    seen = look(browser("editor"), docx(paragraph(run(hostile))))

    assert "<script>alert(1)" not in seen.content.decode()
    assert seen.context["preview"].missing == ()
    assert "{{ reports.x.y | money }} **a**" in text(seen)


# -- tables ------------------------------------------------------------------------------------


@pytest.mark.postgresql("cells are kept as JSON; locks")
def test_a_chosen_table_becomes_a_free_table(browser: Browser, written: Narrative) -> None:
    client = browser("editor")
    seen = look(client)
    assert "toplam satırı: Toplam" in text(seen)

    chosen = {"tablo-1": "on", "tablo-1-baslik": "Örnek sayılar", "yontem": "keep"}
    shown = again(client, seen, **chosen)
    assert not FreeTable.objects.exists()
    assert again(client, shown, "kaydet", **chosen).status_code == 302

    [made] = FreeTable.objects.all()
    assert (made.title, made.code, made.published_section) == (
        "Örnek sayılar", "ornek_sayilar", CODE
    )  # fmt: skip
    assert [(c.title, c.kind, c.total) for c in made.columns.all()] == [
        ("Ad", "text", "none"),
        ("Sayı", "integer", "sum"),
    ]
    assert [(row.key, row.values) for row in made.rows.all()] == [
        ("bir", {"ad": "bir", "sayi": "12"}),
        ("iki", {"ad": "iki", "sayi": "3"}),
    ]
    assert body() == "Şimdiki söz."


def test_a_table_that_lacks_an_answer_saves_nothing(browser: Browser, written: Narrative) -> None:
    client = browser("editor")
    content = docx(paragraph("Söz"), table(("Ad", "Ölçüm"), ("bir", "6.600"), ("iki", "1.250")))
    seen = look(client, content)

    shown = again(client, seen, **{"tablo-1": "on"})
    assert "«Ölçüm» sütununun türü seçilmelidir." in text(shown)
    assert again(client, shown, "kaydet", **{"tablo-1": "on"}).status_code == 409

    decimal = {"tablo-1": "on", "tablo-1-2": "decimal"}
    asked = again(client, shown, **decimal)
    assert "toplamı 7.850" in text(asked)
    assert "toplamı 7,85" in text(asked)
    answered = decimal | {"tablo-1-2-yazim": "en"}
    assert again(client, again(client, asked, **answered), "kaydet", **answered).status_code == 302
    [made] = FreeTable.objects.all()
    assert [row.values["olcum"] for row in made.rows.all()] == ["6.600", "1.250"]


def test_two_tables_of_one_name_get_names_of_their_own(
    browser: Browser, written: Narrative
) -> None:
    client = browser("editor")
    rows = (("Ad", "Sayı"), ("bir", "1"), ("bir", "2"))
    seen = look(client, docx(paragraph("Söz"), table(*rows), paragraph("Söz"), table(*rows)))
    chosen = {"tablo-1": "on", "tablo-2": "on", "tablo-1-baslik": "T", "tablo-2-baslik": "T"}

    again(client, again(client, seen, **chosen), "kaydet", **chosen)

    assert sorted(FreeTable.objects.values_list("code", flat=True)) == ["t", "t_2"]
    assert [row.key for row in FreeTable.objects.get(code="t").rows.all()] == ["bir", "bir-2"]


def test_a_long_table_is_saved_whole_and_a_delivered_section_none_of_it(
    browser: Browser, written: Narrative, stands: Callable[..., Section]
) -> None:
    client = browser("editor")
    rows = [(f"ad {number}", str(number)) for number in range(1, 151)]
    seen = look(client, docx(paragraph("Söz"), table(("Ad", "Sayı"), *rows)))
    chosen = {"tablo-1": "on", "yontem": "replace"}
    shown = again(client, seen, **chosen)

    stands(SectionState.SUBMITTED)
    assert again(client, shown, "kaydet", **chosen).status_code == 403
    assert (FreeTable.objects.count(), body()) == (0, "Şimdiki söz.")
    stands(SectionState.DRAFT)
    assert again(client, shown, "kaydet", **chosen).status_code == 302
    assert FreeTable.objects.get().rows.count() == 150


# -- references --------------------------------------------------------------------------------


@pytest.fixture
def thirteen(report: Report) -> KeyFigure:
    group = FigureGroup.objects.create(
        year=report.year,
        department=Department.objects.get(code="fen-isleri"),
        code="ornek",
        title="Örnek liste",
    )
    return KeyFigure.objects.create(group=group, no=1, label="Örnek iş", value=13)


def test_a_number_of_the_section_is_offered_and_taken_when_ticked(
    browser: Browser, written: Narrative, thirteen: KeyFigure
) -> None:
    client = browser("editor")
    seen = look(client)
    [offered] = seen.context["preview"].offers
    assert not offered.is_chosen
    assert "Örnek liste" in offered.offer.figure.name
    assert "13" in text(seen)
    assert "{{" not in seen.context["preview"].plan.body

    shown = again(client, seen, atif=[offered.offer.key, "uydurma"])
    again(client, shown, "kaydet", atif=[offered.offer.key])

    assert "söz: {{ figures.ornek." in body()
    assert shown.context["preview"].missing == ()


def test_pages_cost_the_same_with_many_figures(
    browser: Browser,
    written: Narrative,
    thirteen: KeyFigure,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    client = browser("editor")
    look(client)
    KeyFigure.objects.bulk_create(
        KeyFigure(group=thirteen.group, no=n, label=f"Örnek {n}", value=n) for n in range(20, 60)
    )

    with django_assert_max_num_queries(120):
        assert look(client).status_code == 200
