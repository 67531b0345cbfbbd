"""The page of a section: what stands on it, its steps as forms, and who may not know of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Activity, Department, FigureGroup, KeyFigure
from reports.collect import checking
from reports.core import registry
from reports.enums import SectionState
from reports.models import FiscalYear, Narrative, Report, Section, SectionEvent
from reports.publish.versions import publish_report
from tests.collect.workflow.people import EVERYBODY
from tests.office.findings.helper import text

State = SectionState
Browser = Callable[[str], Client]
Stands = Callable[..., Section]
REASON = "Örnek gerekçe."


def _offered(client: Client, section: Section) -> list[str]:
    return [step.name for step in client.get(section.get_absolute_url()).context["forms"]]


# -- who may know of it ------------------------------------------------------------------------


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_the_page_is_for_the_directorate_and_those_who_see_everything(
    browser: Browser, section: Section, person: str
) -> None:
    client = browser(person)
    hidden = person in ("other", "otherhead", "signatory")

    for address in (section.get_absolute_url(), f"{section.get_absolute_url()}gecmis/"):
        assert client.get(address).status_code == (404 if hidden else 200)
    if hidden:
        # Neither by what a step answers.
        answer = client.post(section.get_absolute_url(), {"step": "submit"})
        assert answer.status_code == 404


def test_strangers_sign_in_first(section: Section, client: Client) -> None:
    answer = client.get(section.get_absolute_url())

    assert answer.headers["Location"].startswith("/yonetim/login/")


def test_sections_that_are_not_there_have_no_page(browser: Browser, section: Section) -> None:
    for address in ("2024/III.B.1/yok/", "2023/III.B.1/fen-isleri/", "2024/III.B.1/fen-isleri/x/"):
        assert browser("boss").get(f"/yonetim/bolum/{address}").status_code == 404


# -- steps -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "person", "steps"),
    [
        (State.DRAFT, "editor", ["submit", "comment"]),
        (State.DRAFT, "reviewer", ["comment"]),
        (State.DRAFT, "finance", ["extend", "comment"]),
        (State.SUBMITTED, "editor", ["withdraw", "comment"]),
        (State.SUBMITTED, "head", ["approve", "withdraw", "comment"]),
        (State.SUBMITTED, "reviewer", ["return", "comment"]),
        (State.ACCEPTED, "finance", ["return", "comment"]),
        (State.SEALED, "editor", ["ask", "comment"]),
        (State.SEALED, "publisher", ["reopen", "comment"]),
        (State.SEALED, "auditor", ["comment"]),
    ],
)
def test_only_what_can_be_done_is_offered(
    browser: Browser, stands: Stands, state: State, person: str, steps: list[str]
) -> None:
    assert _offered(browser(person), stands(state)) == steps


@pytest.mark.postgresql("each step locks and is one transaction")
def test_the_whole_way_by_the_pages(
    browser: Browser, section: Section, people: dict[str, User]
) -> None:
    here = section.get_absolute_url()
    day = timezone.localdate() + timedelta(days=9)
    for person, data, state in (
        ("editor", {"step": "submit", "note": "Bitti"}, State.SUBMITTED),
        ("editor", {"step": "withdraw"}, State.DRAFT),
        ("finance", {"step": "extend", "due_on": day.isoformat(), "note": REASON}, State.DRAFT),
        ("editor", {"step": "submit"}, State.SUBMITTED),
        ("head", {"step": "approve"}, State.SUBMITTED),
        ("reviewer", {"step": "return", "note": REASON}, State.RETURNED),
        ("head", {"step": "submit"}, State.SUBMITTED),
        ("reviewer", {"step": "accept"}, State.ACCEPTED),
    ):
        answer = browser(person).post(here, data)
        assert answer.status_code == 302, (data, text(answer))
        assert answer.headers["Location"] == f"{here}#page"
        section.refresh_from_db()
        assert section.stage == state
    assert section.due_on == day
    Section.objects.update(state=State.SEALED)
    browser("editor").post(here, {"step": "ask", "note": REASON})
    browser("finance").post(here, {"step": "reopen", "note": REASON})
    section.refresh_from_db()
    assert (section.stage, section.reopened_for) == (State.REOPENED, REASON)
    assert REASON in text(browser("editor").get(here))


def test_a_step_without_the_right_is_refused(browser: Browser, stands: Stands) -> None:
    section = stands(State.SUBMITTED, approved=True)

    for person, step in (("editor", "accept"), ("auditor", "return"), ("finance", "accept")):
        data = {"step": step, "note": REASON}
        assert browser(person).post(section.get_absolute_url(), data).status_code == 403
    section.refresh_from_db()
    assert section.stage == State.SUBMITTED


def test_a_step_that_is_none_is_not_found(browser: Browser, section: Section) -> None:
    for step in ("", "seal", "__class__"):
        answer = browser("boss").post(section.get_absolute_url(), {"step": step})
        assert answer.status_code == 404


def test_a_refused_step_keeps_what_was_typed(browser: Browser, stands: Stands) -> None:
    section = stands(State.ACCEPTED)

    answer = browser("finance").post(
        section.get_absolute_url(), {"step": "extend", "due_on": "2030-01-01", "note": REASON}
    )

    page = text(answer)
    assert "«Kabul edildi»; bu adım yalnız bitmemiş bölüm için geçerlidir." in page
    assert REASON in page
    assert 'value="2030-01-01"' in page
    (taken,) = (step for step in answer.context["forms"] if step.name == "extend")
    assert taken.is_open


def test_missing_and_impossible_answers_are_said_at_their_fields(
    browser: Browser, stands: Stands
) -> None:
    section = stands(State.DRAFT)
    here = section.get_absolute_url()
    client = browser("finance")

    def errors(**data: str) -> dict[str, list[str]]:
        forms = client.post(here, data).context["forms"]
        found: dict[str, list[str]] = next(s for s in forms if s.is_open).form.errors
        return dict(found)

    assert errors(step="extend") == {
        "due_on": ["Yeni son gün yazılmalıdır."],
        "note": ["Gerekçe yazılmalıdır."],
    }
    assert "due_on" in errors(step="extend", due_on="31.02.2030", note=REASON)
    assert errors(step="extend", due_on="2020-01-01", note=REASON) == {
        "__all__": ["Yeni son gün bugünden önce olamaz."]
    }
    assert errors(step="comment") == {"note": ["Not yazılmalıdır."]}


def test_an_open_error_stops_the_delivery_at_the_form(
    browser: Browser, lists: dict[str, FigureGroup], desk_rules: None, section: Section
) -> None:
    checking.refresh()

    page = text(browser("head").post(section.get_absolute_url(), {"step": "submit"}))

    assert "Bölümde 1 açık hata var; teslimden önce düzeltilmelidir:" in page
    assert "TST-003: fen-isleri listesi: 13." in page


# -- notes to a field --------------------------------------------------------------------------


@pytest.fixture
def filled_in(report: Report, stands: Stands) -> Section:
    group = FigureGroup.objects.create(
        year=report.year,
        department=Department.objects.get(code="fen-isleri"),
        code="yol",
        title="Yol yapımı",
    )
    KeyFigure.objects.create(group=group, no=1, label="Yama", value=5)
    KeyFigure.objects.create(group=group, no=2, label="Çizgi", value=7)
    checking.refresh()
    return stands(State.SUBMITTED, approved=True)


def _last() -> tuple[str, str, str]:
    event = SectionEvent.objects.latest("pk")
    return event.dataset, event.row, event.column


def test_a_section_is_returned_to_a_field(browser: Browser, filled_in: Section) -> None:
    here = filled_in.get_absolute_url()
    data = {"step": "return", "note": REASON, "place": "figures.yol|value", "row": "cizgi"}

    assert browser("reviewer").post(here, data).status_code == 302

    table = checking.latest(Report.objects.get()).document.tables["figures.yol"]
    assert _last() == ("figures.yol", table.rows[1].key, "value")
    for page in (here, f"{here}gecmis/", "/yonetim/"):
        assert "Yol yapımı · Çizgi · Değer" in text(browser("editor").get(page))


def test_the_note_is_shown_at_the_field_in_the_form(browser: Browser, filled_in: Section) -> None:
    data = {"step": "return", "note": "Ölçü yanlış", "place": "figures.yol|value", "row": "Çizgi"}
    browser("reviewer").post(filled_in.get_absolute_url(), data)
    group = FigureGroup.objects.get(code="yol")

    page = text(browser("editor").get(f"/yonetim/departments/figuregroup/{group.pk}/change/"))

    assert "Ölçü yanlış" in page
    assert page.count('title="Örnek Reviewer: Ölçü yanlış"') == 1
    # Once the section is delivered again, the note is answered.
    browser("head").post(filled_in.get_absolute_url(), {"step": "submit"})
    page = text(browser("editor").get(f"/yonetim/departments/figuregroup/{group.pk}/change/"))
    assert "Ölçü yanlış" not in page


def test_a_row_that_the_table_does_not_have_is_refused(
    browser: Browser, filled_in: Section
) -> None:
    here = filled_in.get_absolute_url()
    data = {"step": "return", "note": REASON, "place": "figures.yol", "row": "Kaldırım"}

    assert "«Yol yapımı» tablosunda «Kaldırım» satırı yok." in text(
        browser("reviewer").post(here, data)
    )
    page = text(browser("reviewer").post(here, {**data, "place": ""}))
    assert "Satır yalnız bir tablo seçildiğinde yazılır." in page
    page = text(browser("reviewer").post(here, {**data, "place": "finance.debts"}))
    assert "Seçilen yer artık yok" in page
    filled_in.refresh_from_db()
    assert filled_in.stage == State.SUBMITTED


def test_a_section_is_returned_to_a_finding_or_to_its_text(
    browser: Browser, lists: dict[str, FigureGroup], desk_rules: None, stands: Stands
) -> None:
    section = stands(State.SUBMITTED, approved=True)
    checking.refresh()
    run = checking.latest(Report.objects.get())
    (mark,) = (mark for mark, code in run.section_codes.items() if code == section.code)
    here = section.get_absolute_url()

    browser("reviewer").post(here, {"step": "return", "note": REASON, "place": f"bulgu|{mark}"})
    dataset, row, column = _last()
    assert (dataset, column) == ("figures.fen-isleri", "value")
    assert row

    stands(State.SUBMITTED, approved=True)
    browser("reviewer").post(here, {"step": "return", "note": "Metin eksik", "place": "-"})
    assert _last() == ("-", "", "")
    text_ = Narrative.objects.create(
        year=Report.objects.get().year, section=section.code, body="Örnek metin."
    )
    page = text(browser("editor").get(f"/yonetim/reports/narrative/{text_.pk}/change/"))
    assert "Örnek Reviewer: Metin eksik" in page


def test_those_who_may_be_mentioned_are_those_who_see_the_section(
    browser: Browser, section: Section, people: dict[str, User]
) -> None:
    here = section.get_absolute_url()
    client = browser("editor")
    form = client.get(here).context["forms"][-1].form
    named = {person.username for person in form.fields["mentions"].queryset}
    assert named == {
        f"ornek-{name}" for name in ("head", "finance", "reviewer", "publisher", "auditor", "boss")
    }

    data = {"step": "comment", "note": REASON, "mentions": [people["finance"].pk]}
    assert client.post(here, data).status_code == 302
    event = SectionEvent.objects.latest("pk")
    assert list(event.mentions.all()) == [people["finance"]]
    wrong = client.post(here, {**data, "mentions": [people["other"].pk]})
    assert wrong.status_code == 200
    assert SectionEvent.objects.latest("pk") == event


# -- what stands on it -------------------------------------------------------------------------


def test_a_delivery_that_nobody_can_approve_says_so(
    browser: Browser, people: dict[str, User], stands: Stands
) -> None:
    section = stands(State.SUBMITTED)
    sentence = "Müdürlükte teslimi onaylayabilecek kimse görevli değil"
    assert sentence not in text(browser("reviewer").get(section.get_absolute_url()))

    people["head"].memberships.all().delete()

    assert sentence in text(browser("reviewer").get(section.get_absolute_url()))


def test_last_years_text_is_readable_beside(
    browser: Browser, section: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "rules", tuple)
    before = FiscalYear.objects.create(year=2023)
    last = Report.objects.create(year=before, institution="Örnek", title="2023")
    Narrative.objects.create(year=before, section=section.code, body="Örnek *metin*.\n\nSon.")
    client = browser("editor")

    page = text(client.get(section.get_absolute_url()))
    assert "2023 raporunun metni" in page
    assert "<p>Örnek *metin*.</p>" in page

    Activity.objects.create(
        year=before, department=Department.objects.get(code="fen-isleri"), no=1, title="Örnek"
    )
    publish_report(last)
    assert "<p>Örnek <em>metin</em>.</p>" in text(client.get(section.get_absolute_url()))


def test_markup_in_notes_and_texts_is_shown_not_run(
    browser: Browser, section: Section, people: dict[str, User]
) -> None:
    before = FiscalYear.objects.create(year=2023)
    Narrative.objects.create(year=before, section=section.code, body="<script>a</script>")
    browser("editor").post(
        section.get_absolute_url(), {"step": "comment", "note": "<script>b</script>"}
    )

    for address in (section.get_absolute_url(), f"{section.get_absolute_url()}gecmis/"):
        page = text(browser("head").get(address))
        assert "<script>a" not in page
        assert "<script>b" not in page
        assert "&lt;script&gt;b" in page


@pytest.mark.parametrize("address", ["", "gecmis/"])
def test_thirty_sections_and_notes_ask_for_no_more_queries(
    browser: Browser, report: Report, section: Section, people: dict[str, User], address: str
) -> None:
    client = browser("reviewer")
    page = f"{section.get_absolute_url()}{address}"

    def note() -> None:
        client.post(
            section.get_absolute_url(),
            {"step": "comment", "note": REASON, "mentions": [people["finance"].pk]},
        )

    def queries() -> int:
        client.get(page)
        checking.latest(report)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    note()
    one = queries()
    for number in range(29):
        note()
        Section.objects.create(
            year=report.year, code=f"III.B.1/ornek-{number}", title=f"Örnek {number}"
        )

    assert queries() <= one
