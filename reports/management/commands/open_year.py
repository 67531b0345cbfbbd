"""Open a new year from an earlier one: its frame without figures. Safe to repeat."""

from __future__ import annotations

import re

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from reports.collect.audit.commands import RecordedCommand
from reports.collect.opening import (
    LEAVE,
    Choices,
    Opening,
    OpeningError,
    Plan,
    Texts,
    open_year,
    plan_year,
    prepare,
)
from reports.collect.opening.engine import kits

COLUMNS = "columns"


class Command(RecordedCommand):
    help = (
        "Yeni mali yılı açar: bölümler, tablolar, satır adları ve sorumlular aktarılır, rakam "
        "aktarılmaz. Yinelenmesi zararsızdır; var olan hiçbir şeyi değiştirmez."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="açılacak mali yıl")
        parser.add_argument(
            "--from", type=int, required=True, dest="source", help="örnek alınan mali yıl"
        )
        parser.add_argument(
            "--texts",
            choices=[choice.value for choice in Texts],
            default=Texts.EMPTY.value,
            help="metinler: boş açılsın (empty) ya da geçen yılınki taslak kalsın (keep)",
        )
        parser.add_argument(
            "--leave", nargs="*", default=[], metavar="KOD", help="aktarılmayacak tablo ve listeler"
        )
        parser.add_argument(
            "--columns-only",
            nargs="*",
            default=[],
            metavar="KOD",
            help="yalnız sütunları aktarılacak serbest tablolar",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="yalnız göster, hiçbir şey kaydetme"
        )
        for kit in kits():
            for question in kit.questions:
                parser.add_argument(
                    f"--{question.name.replace('_', '-')}",
                    choices=[code for code, _label in question.choices] or None,
                    help=question.label,
                )

    def handle(
        self,
        *args: object,
        year: int,
        source: int,
        texts: str,
        leave: list[str],
        columns_only: list[str],
        dry_run: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        try:
            items = self._items(prepare(year, source))
            answers = self._answers(options)
            choices = Choices(Texts(texts), self._chosen(items, leave, columns_only), answers)
            opening = prepare(year, source, choices)
            if dry_run:
                plan = plan_year(opening)
                if plan.problems:
                    raise OpeningError("\n".join(plan.problems.values()))
            else:
                plan = self._open(opening, verbosity)
        except OpeningError as error:
            raise CommandError(str(error)) from error
        self._tell(plan, dry_run=dry_run)

    def _items(self, opening: Opening) -> dict[str, str]:
        """What `--leave` and `--columns-only` may name: its code, and its key among the choices."""
        return {
            item.key: f"{part.name}:{item.key}"
            for kit in kits()
            for part in kit.parts
            for item in part.items(opening)
            if re.search(r"\D", item.key)
        }

    def _chosen(
        self, items: dict[str, str], leave: list[str], columns_only: list[str]
    ) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for option, codes in ((LEAVE, leave), (COLUMNS, columns_only)):
            for code in codes:
                if code in items:
                    chosen[items[code]] = option
                else:
                    self.stderr.write(
                        f"«{code}»: aktarılacaklar arasında yok (kod yanlış ya da yılda zaten var)."
                    )
        return chosen

    def _answers(self, options: dict[str, object]) -> dict[str, str]:
        """The answers to the apps' questions, each of which is an option of its own."""
        asked = (question.name for kit in kits() for question in kit.questions)
        return {name: given for name in asked if isinstance(given := options.get(name), str)}

    def _open(self, opening: Opening, verbosity: int) -> Plan:
        with tqdm(
            unit="satır",
            disable=verbosity == 0 or None,
            bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} {postfix}",
        ) as bar:

            def progress(step: str, done: int, total: int) -> None:
                bar.total = total
                bar.set_postfix_str(step, refresh=False)
                bar.update(done - bar.n)

            return open_year(opening, progress=progress)

    def _tell(self, plan: Plan, *, dry_run: bool) -> None:
        for part in plan.parts:
            if part.count or part.there:
                self.stdout.write(
                    f"  {part.part.title:<34} yeni {part.count:>5}   zaten vardı {part.there:>5}"
                )
        self.stdout.write(
            f"  {'Teslim edilecek bölümler':<34} yeni {len(plan.sections):>5}   "
            f"zaten vardı {plan.sections_there:>5}"
        )
        if plan.decisions:
            self.stdout.write("Karar verilecekler ve bakılacaklar:")
            for decision in plan.decisions:
                self.stdout.write(f"  - {decision.text}")
        year, source = plan.opening.year, plan.opening.source
        verb = "açılacak (deneme, hiçbir şey kaydedilmedi)" if dry_run else "açıldı"
        self.stdout.write(
            f"{year}, {source} yılından {verb}: {plan.rows} satır, {len(plan.sections)} bölüm."
        )
