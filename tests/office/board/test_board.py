"""The board: what it shows, how it is narrowed and ordered, what is done from it, and by whom."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from departments.models import Department, Facility, SectionAssignment
from reports.collect import checking
from reports.collect.workflow.actions import open_sections
from reports.core import registry
from reports.enums import SectionEventKind, SectionState
from reports.models import ReminderLog, Section, SectionEvent
from tests.office.findings.helper import RULES

BOARD = "/yonetim/pano/"
Browser = Callable[[User], Client]


def lines(response: Any) -> list[Any]:
    return [line for group in response.context["groups"] for line in group.lines]


def codes(response: Any) -> list[str]:
    return [line.section.code for line in lines(response)]


def line(response: Any, code: str) -> Any:
    return next(found for found in lines(response) if found.section.code == code)


@pytest.fixture
def board(fen: Section, park: Section, keeper: User, signed_in: Browser) -> Client:
    return signed_in(keeper)


# -- what it shows ---------------------------------------------------------------------------------


def test_every_section_stands_under_its_directorate(board: Client) -> None:
    response = board.get(BOARD)

    found = {g.code: [ln.section.code for ln in g.lines] for g in response.context["groups"]}
    assert found == {
        "fen": ["III.B.1/fen"],
        "mali": ["I.C.1", "III.A.1", "III.B.1", "III.B.1/mali"],
        "park": ["III.B.1/park"],
    }
    assert list(found) == ["fen", "mali", "park"]


def test_a_line_says_who_when_and_how_late(board: Client, fen: Section) -> None:
    owner = User.objects.get(username="sahip")
    Section.objects.filter(pk=fen.pk).update(
        state=SectionState.DRAFT,
        last_edited_by=owner,
        last_edited_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )
    with time_machine.travel(datetime(2026, 3, 5, 9, tzinfo=UTC), tick=False):
        found = line(board.get(BOARD), fen.code)

    assert (found.owner, found.deputy) == ("Sahip", "Vekil")
    assert (found.is_late, found.days_late) == (True, 5)
    # The portal opened the section in this test, long after March.
    assert found.activity.who == "Portal"


@pytest.mark.postgresql("order, search and sums")
def test_the_last_activity_is_the_later_of_edit_and_step(
    board: Client, fen: Section, keeper: User
) -> None:
    Section.objects.filter(pk=fen.pk).update(
        last_edited_by=User.objects.get(username="sahip"),
        last_edited_at=datetime(2030, 2, 1, 9, tzinfo=UTC),
    )
    assert line(board.get(BOARD), fen.code).activity.what == "değiştirildi"
    with time_machine.travel(datetime(2030, 3, 1, 9, tzinfo=UTC), tick=False):
        SectionEvent.objects.create(
            section=fen, by=keeper, by_name="Mali", kind=SectionEventKind.RETURNED
        )
        SectionEvent.objects.create(section=fen, by_name="Portal", kind=SectionEventKind.REMINDED)

    found = line(board.get(BOARD), fen.code).activity

    assert (found.who, found.what) == ("Mali", "iade edildi")


@pytest.mark.postgresql("order, search and sums")
def test_the_summary_counts_the_year(board: Client, fen: Section, park: Section) -> None:
    Section.objects.filter(pk=fen.pk).update(state=SectionState.SUBMITTED)
    Section.objects.filter(pk=park.pk).update(state=SectionState.RETURNED)
    Section.objects.filter(code="I.C.1").update(state=SectionState.ACCEPTED)
    with time_machine.travel(datetime(2026, 3, 5, 9, tzinfo=UTC), tick=False):
        found = board.get(BOARD, {"durum": "accepted"}).context["summary"]

    assert (found.delivered, found.total, found.awaiting, found.returned, found.late) == (
        2, 6, 1, 1, 1,
    )  # fmt: skip


def test_an_error_stands_at_the_section_that_mends_it(board: Client, garage: Any) -> None:
    response = board.get(BOARD)

    assert line(response, "I.C.1").standing.errors == 1
    assert codes(board.get(BOARD, {"hatali": "on"})) == ["I.C.1"]


@pytest.fixture
def garage(report: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(registry, "rules", lambda: RULES)
    checking.refresh()
    return Facility.objects.create(year=report.year, name="Garaj", area=100, closed_area=140)


# -- narrowing and order ---------------------------------------------------------------------------


@pytest.mark.postgresql("order, search and sums")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"mudurluk": "fen"}, ["III.B.1/fen"]),
        ({"durum": "returned"}, ["III.B.1/park"]),
        ({"durum": "teslim"}, ["III.A.1"]),
        ({"durum": "bekleyen", "mudurluk": "mali"}, ["I.C.1", "III.B.1", "III.B.1/mali"]),
        ({"gecikmis": "on"}, ["III.B.1/fen", "III.B.1/park"]),
        ({"sorumlu": "-", "mudurluk": "park"}, ["III.B.1/park"]),
        ({"mudurluk": "yok"}, None),
        ({"yil": "1999"}, None),
    ],
)
def test_narrowing(
    board: Client, park: Section, query: dict[str, str], wanted: list[str] | None
) -> None:
    Section.objects.filter(pk=park.pk).update(state=SectionState.RETURNED)
    Section.objects.filter(code="III.A.1").update(state=SectionState.SUBMITTED)
    with time_machine.travel(datetime(2026, 3, 5, 9, tzinfo=UTC), tick=False):
        found = codes(board.get(BOARD, query))

    assert found == wanted if wanted else len(found) == 6  # what makes no sense is not asked


def test_the_sections_of_an_owner(board: Client) -> None:
    owner = User.objects.get(username="sahip")

    assert codes(board.get(BOARD, {"sorumlu": str(owner.pk)})) == ["III.B.1/fen"]


@pytest.mark.postgresql("order, search and sums")
@pytest.mark.parametrize(
    ("order", "first"),
    [("bolum", "I.C.1"), ("son-gun", "III.B.1/fen"), ("durum", "III.B.1"), ("islem", "III.A.1")],
)
def test_order(board: Client, fen: Section, order: str, first: str) -> None:
    Section.objects.exclude(code="III.B.1").update(state=SectionState.DRAFT)
    for number, section in enumerate(Section.objects.order_by("-code")):
        section.last_edited_at = datetime(2030, 1, 28 - number, 9, tzinfo=UTC)
        section.save()
    Section.objects.filter(code="III.A.1").update(last_edited_at=datetime(2029, 1, 1, tzinfo=UTC))
    response = board.get(BOARD, {"sirala": order})

    assert codes(response)[0] == first
    assert len(response.context["groups"]) == 1


# -- reminding -------------------------------------------------------------------------------------


def test_one_section_is_reminded_of(board: Client, fen: Section, keeper: User) -> None:
    response = board.post(f"{BOARD}?mudurluk=fen", {"hatirlat": fen.pk}, follow=True)

    assert response.redirect_chain == [(f"{BOARD}?mudurluk=fen", 302)]
    assert "Hatırlatma gönderildi: Sahip, Vekil, Mudur." in _said(response)
    assert sorted(m.to[0] for m in mail.outbox) == [
        "mudur@example.org", "sahip@example.org", "vekil@example.org",
    ]  # fmt: skip
    assert "Mali şu bölümlerin teslimini hatırlatıyor" in mail.outbox[0].body
    event = SectionEvent.objects.get(section=fen, kind=SectionEventKind.REMINDED)
    assert (event.by, sorted(event.note.strip(".").split(", "))) == (
        keeper, ["Mudur", "Sahip", "Vekil"],
    )  # fmt: skip
    assert line(board.get(BOARD), fen.code).reminders == 3


def _said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_nobody_is_reminded_twice_a_day_by_hand(board: Client, fen: Section) -> None:
    board.post(BOARD, {"hatirlat": fen.pk})
    mail.outbox.clear()

    response = board.post(BOARD, {"hatirlat": fen.pk}, follow=True)

    assert mail.outbox == []
    assert "yeniden gönderilmedi" in _said(response)
    # The portal's day, for it begins hours before the one of UTC.
    tomorrow = timezone.localtime().replace(hour=9) + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        board.force_login(User.objects.get(username="mali"))
        board.post(BOARD, {"hatirlat": fen.pk})
    assert len(mail.outbox) == 3


def test_everybody_listed_is_asked_for_first(board: Client, fen: Section, park: Section) -> None:
    Section.objects.filter(pk=park.pk).update(state=SectionState.SUBMITTED)
    asked = board.get(f"{BOARD}hatirlat/?gecikmis=on")
    assert [ln.section.code for ln in asked.context["lines"]] == ["III.B.1/fen"]
    assert mail.outbox == []

    response = board.post(
        f"{BOARD}hatirlat/?gecikmis=on", {"bolum": [fen.pk, park.pk]}, follow=True
    )

    assert sorted({m.to[0] for m in mail.outbox}) == [
        "mudur@example.org", "sahip@example.org", "vekil@example.org",
    ]  # fmt: skip
    assert "Teslim edilmiş olduğundan hatırlatılmadı: III.B.1/park." in _said(response)


def test_a_mail_server_that_is_away_is_told_of(board: Client, fen: Section) -> None:
    with override_settings(EMAIL_BACKEND="tests.collect.calendar.backends.AwayBackend"):
        response = board.post(BOARD, {"hatirlat": fen.pk}, follow=True)
    assert "Posta sunucusu kabul etmedi: Sahip, Vekil, Mudur." in _said(response)
    assert not SectionEvent.objects.filter(kind=SectionEventKind.REMINDED).exists()

    board.post(BOARD, {"hatirlat": fen.pk})

    assert len(mail.outbox) == 3


# -- extending -------------------------------------------------------------------------------------


@pytest.mark.postgresql("several rows locked, all or none changed")
def test_the_chosen_sections_get_more_time(board: Client, fen: Section, park: Section) -> None:
    chosen = {"uzat": "1", "bolum": [fen.pk, park.pk], "due_on": "2099-03-15", "note": "Sel."}
    response = board.post(BOARD, chosen, follow=True)

    assert "2 bölümün süresi uzatıldı." in _said(response)
    assert set(
        Section.objects.filter(pk__in=[fen.pk, park.pk]).values_list("due_on", flat=True)
    ) == {date(2099, 3, 15)}
    events = SectionEvent.objects.filter(kind=SectionEventKind.EXTENDED)
    assert {event.note for event in events} == {"28.02.2026 → 15.03.2099. Sel."}


@pytest.mark.postgresql("several rows locked, all or none changed")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due_on": "2099-03-15", "note": ""}, "gerekçesi yazılmalıdır"),
        ({"due_on": "", "note": "Sel."}, "Yeni son gün yazılmalıdır"),
        ({"due_on": "2020-01-01", "note": "Sel."}, "bugünden önce olamaz"),
        ({"due_on": "2098-12-31", "note": "Sel."}, "III.B.1/park"),
    ],
)
def test_an_extension_that_is_refused_changes_none_and_keeps_what_was_typed(
    board: Client, fen: Section, park: Section, values: dict[str, str], said: str
) -> None:
    Section.objects.filter(pk=park.pk).update(due_on=date(2099, 1, 1))

    response = board.post(BOARD, {"uzat": "1", "bolum": [fen.pk, park.pk], **values})

    assert response.status_code == 200
    content = response.content.decode()
    assert said in content.partition('id="board-errors"')[2].partition("</div>")[0]
    assert content.count("checked") >= 2
    fen.refresh_from_db()
    assert fen.due_on == date(2026, 2, 28)


def test_without_a_choice_nothing_happens(board: Client) -> None:
    for button in ("uzat", "hatirlat-secili"):
        response = board.post(BOARD, {button: "1", "due_on": "2099-03-15", "note": "Sel."})
        assert "Önce en az bir bölüm seçilmelidir." in _said(response)
    assert mail.outbox == []


# -- files -----------------------------------------------------------------------------------------


def test_the_files_hold_what_is_shown(board: Client, fen: Section) -> None:
    Section.objects.filter(pk=fen.pk).update(title="=1+1;Fen İşleri")

    answer = board.get(f"{BOARD}disa-aktar.csv", {"mudurluk": "fen"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Bölüm kodu"] for row in rows] == ["III.B.1/fen"]
    assert (rows[0]["Bölüm"], rows[0]["Son gün"]) == ("'=1+1;Fen İşleri", "2026-02-28")
    assert rows[0]["Kalan gün"].startswith("-")

    answer = board.get(f"{BOARD}disa-aktar.xlsx", {"mudurluk": "fen"})
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active
    cells = dict(zip([c.value for c in sheet[1]], sheet[2], strict=True))
    assert (cells["Bölüm"].value, cells["Bölüm"].data_type) == ("=1+1;Fen İşleri", "s")
    assert cells["Son gün"].value == datetime(2026, 2, 28)  # noqa: DTZ001
    assert board.get(f"{BOARD}disa-aktar.pdf").status_code == 404


# -- rights ----------------------------------------------------------------------------------------

ROLES = ("department-editor", "department-head", "finance-editor", "reviewer", "publisher",
         "signatory", "auditor")  # fmt: skip
SEE = {"finance-editor", "reviewer", "publisher", "auditor"}
ACT = {"finance-editor"}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_and_who_acts(
    fen: Section, person: Callable[..., User], signed_in: Browser, role: str
) -> None:
    browser = signed_in(person("kisi", role=role, unit="park" if "department" in role else ""))
    seen, acted = (200 if role in SEE else 403), (302 if role in ACT else 403)

    for address in ("", "disa-aktar.csv", "disa-aktar.xlsx"):
        assert browser.get(f"{BOARD}{address}").status_code == seen
    assert browser.get(f"{BOARD}hatirlat/").status_code == (200 if role in ACT else 403)
    assert browser.post(BOARD, {"hatirlat": fen.pk}).status_code == acted
    assert browser.post(f"{BOARD}hatirlat/", {"bolum": fen.pk}).status_code == acted
    later = {"uzat": "1", "bolum": fen.pk, "due_on": "2099-01-01", "note": "Sel."}
    assert browser.post(BOARD, later).status_code == acted
    page = browser.get(BOARD).content.decode()
    assert ('name="hatirlat"' in page) is (role in ACT)
    assert bool(mail.outbox) is (role in ACT)
    assert ("Teslim panosu" in browser.get("/yonetim/").content.decode()) is (role in SEE)


def test_an_unknown_visitor_signs_in_first(fen: Section, client: Client) -> None:
    for address in ("", "hatirlat/", "disa-aktar.csv"):
        assert client.get(f"{BOARD}{address}").url.startswith("/yonetim/login/")  # type: ignore[attr-defined]
        assert client.post(f"{BOARD}{address}").status_code == 302
    assert mail.outbox == []


def test_only_who_may_change_duties_is_led_to_them(
    board: Client, fen: Section, signed_in: Browser, person: Callable[..., User]
) -> None:
    assignment = SectionAssignment.objects.get(section=fen)
    address = f"/yonetim/departments/sectionassignment/{assignment.pk}/change/"

    assert address in board.get(BOARD).content.decode()
    auditor = signed_in(person("denetci", role="auditor"))
    assert address not in auditor.get(BOARD).content.decode()


# -- many ------------------------------------------------------------------------------------------


def test_thirty_directorates_cost_as_many_queries_as_one(
    fen: Section, keeper: User, signed_in: Browser
) -> None:
    browser = signed_in(keeper)

    def cost() -> int:
        browser.get(BOARD)  # the checks run, whose result is kept
        with CaptureQueriesContext(connection) as queries:
            browser.get(BOARD)
        return len(queries)

    _reminded(keeper)
    few = cost()
    for number in range(30):
        Department.objects.create(code=f"m{number}", name=f"M {number}", position=9 + number)
    open_sections(fen.year)
    _reminded(keeper)

    assert cost() == few
    assert len(codes(browser.get(BOARD))) > 30


def _reminded(person: User) -> None:
    """Every section has been reminded of once."""
    for section in Section.objects.filter(reminders__isnull=True):
        ReminderLog.objects.create(
            section=section,
            person=person,
            step=ReminderLog.MANUAL,
            day=date(2026, 1, 1),
            claim=uuid4(),
            sent_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
