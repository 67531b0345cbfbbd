"""Each addressee gets exactly the mails due: through a season, after failures, after a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from departments.models import SectionAssignment
from reports.collect.calendar.deadlines import step_on
from reports.collect.calendar.milestones import create_milestones
from reports.collect.calendar.reminders import remind_due
from reports.collect.workflow.actions import extend_deadline
from reports.enums import SectionEventKind, SectionState
from reports.models import Milestone, ReminderLog, Report, Section, SectionEvent

from .backends import PowerCut

pytestmark = pytest.mark.postgresql("a run claims its rows with locks")

BACKENDS = "tests.collect.calendar.backends"


def at(month: int, day: int, hour: int = 7, minute: int = 0) -> datetime:
    """A moment of 2026 in Kars."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


def run(month: int, day: int, hour: int = 7, minute: int = 0) -> list[str]:
    """The daily job at a moment: who got a mail."""
    mail.outbox.clear()
    with time_machine.travel(at(month, day, hour, minute), tick=False):
        call_command("send_reminders", verbosity=0)
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


# -- steps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-22, None), (-21, -21), (-15, -21), (-14, -14), (-8, -14), (-7, -7), (-2, -7), (-1, -1),
        (0, -1), (1, 1), (7, 1), (8, 8), (14, 8), (15, 15), (100, 99),
    ],
)  # fmt: skip
def test_the_newest_step_of_a_day(days: int, step: int | None) -> None:
    due = date(2026, 2, 28)

    assert step_on(due, due + timedelta(days=days)) == step


# -- a season --------------------------------------------------------------------------------------


def test_a_season_of_sixty_days(fen: Section, park: Section, keeper: User) -> None:
    """«fen» is late and delivers on 10 March; «park» gets more time on 20 February and delivers on
    14 March; the job does not run on 21 and 22 February; it runs three times on every other day.
    """
    milestone = Milestone.objects.create(
        year=fen.year, code="ornek", title="Örnek adım", due_on=date(2026, 3, 15)
    )
    got: dict[str, list[str]] = {}
    first = date(2026, 1, 20)
    for number in range(60):
        day = first + timedelta(days=number)
        noon = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        with time_machine.travel(noon - timedelta(hours=5), tick=False):
            if day == date(2026, 2, 20):
                extend_deadline(park, by=keeper, due_on=date(2026, 3, 15), note="Sel.")
            if day == date(2026, 3, 10):
                Section.objects.filter(pk=fen.pk).update(state=SectionState.SUBMITTED)
        if day in (date(2026, 2, 21), date(2026, 2, 22)):
            continue
        for hours in (0, 1, 9):
            mail.outbox.clear()
            with time_machine.travel(noon + timedelta(hours=hours), tick=False):
                call_command("send_reminders", verbosity=0)
            for message in mail.outbox:
                got.setdefault(message.to[0].partition("@")[0], []).append(f"{day:%d.%m}")
        with time_machine.travel(noon + timedelta(hours=10), tick=False):
            if day == date(2026, 3, 14):
                Section.objects.filter(pk=park.pk).update(state=SectionState.SUBMITTED)
                Milestone.objects.filter(pk=milestone.pk).update(done_on=day)

    fen_people = ["07.02", "14.02", "23.02", "27.02", "01.03", "08.03"]
    park_people = ["07.02", "14.02", "23.02", "01.03", "08.03", "14.03"]
    assert got == {
        "sahip": fen_people,
        "vekil": fen_people,
        "mudur": ["01.03", "08.03"],
        "parkci": park_people,
        "parkmudur": park_people,
        "mali": ["23.02", "01.03", "08.03", "14.03"],
    }


def test_running_again_sends_nothing(fen: Section) -> None:
    assert run(2, 14) == ["sahip", "vekil"]
    assert run(2, 14) == []
    assert run(2, 15) == []


def test_missed_days_bring_the_newest_step_alone(fen: Section) -> None:
    assert run(2, 26) == ["sahip", "vekil"]
    assert run(2, 27) == ["sahip", "vekil"]
    assert set(ReminderLog.objects.values_list("step", flat=True)) == {"-7", "-1"}


@pytest.mark.parametrize(
    "state", [SectionState.SUBMITTED, SectionState.ACCEPTED, SectionState.SEALED]
)
def test_delivered_sections_are_left_in_peace(fen: Section, state: SectionState) -> None:
    Section.objects.filter(pk=fen.pk).update(state=state)

    assert run(2, 14) == run(3, 5) == []


def test_a_returned_section_is_due_again(fen: Section) -> None:
    Section.objects.filter(pk=fen.pk).update(state=SectionState.RETURNED)

    assert run(3, 5) == ["mudur", "sahip", "vekil"]


def test_an_extended_date_has_its_own_steps(fen: Section, keeper: User) -> None:
    assert run(2, 21) == ["sahip", "vekil"]
    with time_machine.travel(at(2, 22), tick=False):
        extend_deadline(fen, by=keeper, due_on=date(2026, 3, 7), note="Ölçüm bekleniyor.")

    assert run(2, 23) == []  # 14 and 13 days before the new date: told by the notice of the 22nd
    assert run(2, 28) == ["sahip", "vekil"]
    assert run(3, 6) == ["sahip", "vekil"]
    assert run(3, 8) == ["mudur", "sahip", "vekil"]


def test_a_section_opened_for_correction_is_due_with_its_new_date(
    fen: Section, keeper: User
) -> None:
    Section.objects.filter(pk=fen.pk).update(state=SectionState.RETURNED, reopened_for="Düzeltme.")
    with time_machine.travel(at(6, 1), tick=False):
        SectionEvent.objects.create(section=fen, by_name="x", kind=SectionEventKind.REOPENED)
    assert run(6, 2) == []
    fen.refresh_from_db()
    with time_machine.travel(at(6, 3), tick=False):
        extend_deadline(fen, by=keeper, due_on=date(2026, 6, 11), note="Düzeltme için.")

    assert run(6, 4) == ["sahip", "vekil"]
    assert run(6, 12) == ["mudur", "sahip", "vekil"]


# -- whom ------------------------------------------------------------------------------------------


def test_an_owner_who_left_is_replaced_by_the_directorate(fen: Section) -> None:
    User.objects.filter(username__in=("sahip", "vekil")).update(is_active=False)

    assert run(2, 14) == ["memur", "mudur"]


def test_a_deputy_alone_is_enough(fen: Section) -> None:
    SectionAssignment.objects.filter(section=fen).update(owner=None)

    assert run(2, 14) == ["vekil"]


def test_where_nobody_can_be_reached_finance_is_told(
    fen: Section, keeper: User, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.exclude(pk=keeper.pk).update(email="")

    assert run(2, 14) == ["mali"]
    assert "E-posta adresi olmayan hesaplar: memur, mudur, sahip, vekil" in capsys.readouterr().out


def test_milestones_go_to_those_who_keep_the_deadlines(
    fen: Section, keeper: User, person: Callable[..., User]
) -> None:
    person("denetci", role="auditor")
    User.objects.create_superuser("yonetici", "yonetici@example.org")
    Milestone.objects.create(year=fen.year, code="x", title="X", due_on=date(2026, 3, 14))
    Section.objects.update(due_on=None)

    assert run(3, 13) == ["mali"]


def test_a_milestone_about_sections_is_done_when_they_are_delivered(
    report: Report, keeper: User
) -> None:
    create_milestones(report.year)
    Milestone.objects.exclude(code="birim-raporlari").delete()
    Section.objects.update(due_on=None)
    assert run(2, 14) == ["mali"]
    Section.objects.filter(code__startswith="III.B.1/").update(state=SectionState.SUBMITTED)

    assert run(2, 21) == []


# -- the mail --------------------------------------------------------------------------------------


@override_settings(SITE_URL="https://rapor.example.org")
def test_one_mail_a_day_with_everything_that_is_due(fen: Section, keeper: User) -> None:
    other = Section.objects.get(code="I.C.1")
    owner = User.objects.get(username="sahip")
    SectionAssignment.objects.filter(section=other).update(
        department=fen.assignment.department, owner=owner
    )
    Section.objects.filter(pk=other.pk).update(due_on=date(2026, 2, 20), state=SectionState.DRAFT)

    assert run(2, 21) == ["mudur", "sahip", "vekil"]
    message = next(m for m in mail.outbox if m.to == ["sahip@example.org"])
    assert message.subject == "Faaliyet raporu: 2 iş, 1 gecikmiş"
    first, second = message.body.index("I.C.1 Başlık I.C.1"), message.body.index("III.B.1/fen")
    assert first < second
    assert "son gün 20.02.2026, 1 gün gecikti\n  Durum: Hazırlanıyor" in message.body
    assert "son gün 28.02.2026, 7 gün kaldı\n  Durum: Başlanmadı" in message.body
    assert "https://rapor.example.org/yonetim/" in message.body
    assert "&" not in message.body


def test_what_comes_up_later_that_day_waits_for_tomorrow(fen: Section) -> None:
    assert run(2, 14) == ["sahip", "vekil"]
    other = Section.objects.get(code="I.C.1")
    owner = User.objects.get(username="sahip")
    SectionAssignment.objects.filter(section=other).update(
        department=fen.assignment.department, owner=owner
    )
    Section.objects.filter(pk=other.pk).update(due_on=date(2026, 2, 28))

    assert run(2, 14, 12) == []
    assert run(2, 15) == ["sahip"]


def test_the_history_tells_of_the_reminder(fen: Section) -> None:
    run(2, 14)

    event = SectionEvent.objects.get(section=fen, kind=SectionEventKind.REMINDED)
    assert (event.by, event.by_name, event.note) == (None, "Portal", "Sahip, Vekil.")


# -- failures --------------------------------------------------------------------------------------


def test_a_refused_mail_is_tried_again_at_once(
    fen: Section, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        override_settings(EMAIL_BACKEND=f"{BACKENDS}.RefusingBackend"),
        pytest.raises(CommandError, match="1 ileti gönderilemedi"),
    ):
        run(2, 14)
    assert [message.to for message in mail.outbox] == [["vekil@example.org"]]
    assert "sahip@example.org" in capsys.readouterr().err

    assert run(2, 14, 7, 5) == ["sahip"]


def test_without_a_mail_server_nothing_is_lost(fen: Section) -> None:
    with (
        override_settings(EMAIL_BACKEND=f"{BACKENDS}.AwayBackend"),
        pytest.raises(CommandError, match="2 ileti gönderilemedi"),
    ):
        run(2, 14)

    assert run(2, 14, 7, 5) == ["sahip", "vekil"]
    assert run(2, 14, 12) == []


def test_a_run_that_died_before_sending_is_taken_over_after_an_hour(fen: Section) -> None:
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.DyingBackend"), pytest.raises(PowerCut):
        run(2, 14)
    assert mail.outbox == []

    assert run(2, 14, 7, 30) == ["vekil"]  # the claim of «sahip» might still be at work
    assert run(2, 14, 8, 1) == ["sahip"]
    assert run(2, 14, 12) == run(2, 15) == []


def test_a_run_that_died_is_taken_over_the_next_day(fen: Section) -> None:
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.DyingBackend"), pytest.raises(PowerCut):
        run(2, 14)

    assert run(2, 15) == ["sahip", "vekil"]


def test_what_was_delivered_meanwhile_is_not_taken_over(fen: Section) -> None:
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.DyingBackend"), pytest.raises(PowerCut):
        run(2, 14)
    Section.objects.filter(pk=fen.pk).update(state=SectionState.SUBMITTED)

    assert run(2, 14, 9) == []


def test_a_mail_that_may_have_gone_out_is_recognised(fen: Section) -> None:
    """Dying between the server's yes and the mark is the one case that sends again."""
    with override_settings(EMAIL_BACKEND=f"{BACKENDS}.DyingAfterBackend"), pytest.raises(PowerCut):
        run(2, 14)
    [first] = [message.message()["Message-ID"] for message in mail.outbox]

    assert run(2, 14, 9) == ["sahip", "vekil"]
    assert first in [message.message()["Message-ID"] for message in mail.outbox]


# -- the command -----------------------------------------------------------------------------------


def test_a_dry_run_lists_and_sends_nothing(
    fen: Section, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("send_reminders", "--dry-run", "--date", "2026-02-14")

    assert mail.outbox == []
    assert not ReminderLog.objects.exists()
    assert "sahip@example.org: III.B.1/fen (-14)" in capsys.readouterr().out


def test_a_day_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="2026-02-28"):
        call_command("send_reminders", "--date=28.02.2026")


def test_the_day_can_be_given(fen: Section) -> None:
    outcome = remind_due(date(2026, 2, 14))

    assert [user.username for user, _items in outcome.sent] == ["sahip", "vekil"]
