"""Send the reminders that are due: the daily job. Safe to repeat and to run twice at once."""

from __future__ import annotations

from datetime import date

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from reports.collect.audit.commands import RecordedCommand
from reports.collect.calendar.addressees import Item, plan_for
from reports.collect.calendar.reminders import remind_due
from reports.ground.actors import Actor


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--date: “{text}” bir gün değil; 2026-02-28 biçiminde yazın."
        ) from error


class Command(RecordedCommand):
    help = "Günü gelen hatırlatmaları gönderir; yinelenmesi aynı hatırlatmayı yeniden göndermez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="göndermeden listeler")
        parser.add_argument("--date", type=_day, help="bugün yerine bu gün (YYYY-MM-DD)")

    def handle(self, *args: object, date: date | None, dry_run: bool, **options: object) -> None:
        day = date or timezone.localdate()
        if dry_run:
            self._list(day)
            return
        outcome = remind_due(day)
        for person, items in outcome.sent:
            self.stdout.write(f"{person.email}: {_names(items)}")
        self.stdout.write(f"{day:%d.%m.%Y}: {len(outcome.sent)} ileti gönderildi.")
        self._without_address(outcome.without_address)
        if outcome.failed:
            for person, problem in outcome.failed:
                self.stderr.write(f"{person.email}: {problem}")
            raise CommandError(
                f"{len(outcome.failed)} ileti gönderilemedi; posta ayarı (KARS_EMAIL_URL) ve "
                "adresler denetlenmeli, komut yeniden çalıştırılmalıdır."
            )

    def _list(self, day: date) -> None:
        """What is due on the day, also what was sent already."""
        plan = plan_for(day)
        for person, items in plan.sorted():
            self.stdout.write(f"{person.email}: {_names(items)}")
        self.stdout.write(f"{day:%d.%m.%Y}: {len(plan.people)} kişi; ileti gönderilmedi.")
        self._without_address(list(plan.without_address.values()))

    def _without_address(self, people: list[Actor]) -> None:
        if people:
            names = ", ".join(sorted(person.get_username() for person in people))
            self.stdout.write(f"E-posta adresi olmayan hesaplar: {names}")


def _names(items: list[Item]) -> str:
    """Section codes and milestones with the step that each is at."""
    return ", ".join(
        f"{item.section.code if item.section else item.milestone} ({item.step})" for item in items
    )
