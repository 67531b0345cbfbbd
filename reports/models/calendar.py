"""The report's calendar: what the law asks for until when, and who was reminded of it."""

from __future__ import annotations

import calendar
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from reports.enums import MilestoneTopic

from .base import FiscalYear, code_validator
from .legal import Confirmable
from .workflow import Section

LONGEST_MONTH = 31


class MilestoneRule(Confirmable):
    """On which day of which year something is due, by which article; in force for a span of days.

    Rules are data: when the law changes, the old rule gets an end and a new one with the same code
    takes over. Which rule counts is decided by the day on which it falls due.
    """

    code = models.CharField("kod", max_length=40, validators=[code_validator])
    title = models.CharField("ne yapılır", max_length=200)
    basis = models.CharField("dayanak", max_length=300, blank=True)
    topic = models.CharField(
        "konu", max_length=20, choices=MilestoneTopic, default=MilestoneTopic.OTHER
    )
    month = models.PositiveSmallIntegerField(
        "ay", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        "gün",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MONTH)],
        help_text="31, ayın son günü demektir.",
    )
    year_offset = models.PositiveSmallIntegerField(
        "yıl farkı",
        default=1,
        validators=[MaxValueValidator(2)],
        help_text="Rapor yılından kaç yıl sonra: 0 aynı yıl, 1 izleyen yıl.",
    )
    sections = models.CharField(
        "hangi bölümler",
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9.]+(?:/[a-z0-9-]*)?(?: [A-Z0-9.]+(?:/[a-z0-9-]*)?)*$",
                "Bölüm kodları tek boşlukla ayrılarak yazılır: «III.A III.B.1/».",
            )
        ],
        help_text=(
            "Son teslim günü bu kuraldan gelen bölümlerin kodları, boşlukla ayrılmış: «III.A» "
            "altındakilerle birlikte bölüm, «III.B.1/» yalnız müdürlüklerin kısımları."
        ),
    )
    valid_from = models.DateField("yürürlük başlangıcı", null=True, blank=True)
    valid_to = models.DateField("yürürlük sonu", null=True, blank=True)
    verified = models.BooleanField(
        "dayanağı doğrulandı",
        default=False,
        help_text="İşaretlenmeyen kurallar takvimde «doğrulanacak» diye gösterilir.",
    )
    note = models.TextField("not", blank=True)

    class Meta:
        verbose_name = "takvim kuralı"
        verbose_name_plural = "takvim kuralları"
        ordering = ["year_offset", "month", "day", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="milestonerule_code_once_from_a_day",
                violation_error_message=(
                    "Bu kodla bu günden başlayan bir kural var; mevcut kayıt düzenlenmelidir."
                ),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_from__isnull=True),
                name="milestonerule_code_once_from_ever",
                violation_error_message=(
                    "Bu kodla başlangıcı olmayan bir kural var; mevcut kayıt düzenlenmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=LONGEST_MONTH),
                name="milestonerule_day_exists",
                violation_error_message="Ay 1-12, gün 1-31 arasında olmalıdır.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="milestonerule_dates_in_order",
                violation_error_message="Yürürlük sonu başlangıcından önce olamaz.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.day:02}.{self.month:02})"

    def clean(self) -> None:
        super().clean()
        mine = (self.valid_from or date.min, self.valid_to or date.max)
        for other in MilestoneRule.objects.filter(code=self.code).exclude(pk=self.pk):
            theirs = (other.valid_from or date.min, other.valid_to or date.max)
            if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
                raise ValidationError(
                    {
                        "valid_from": (
                            f"«{self.code}» kodlu başka bir kural bu günlerde yürürlükte; önce "
                            "onun yürürlük sonu yazılmalıdır."
                        )
                    }
                )

    def due_on(self, year: int) -> date:
        """The day on which it falls due for the report of a year."""
        due = year + self.year_offset
        last = calendar.monthrange(due, self.month)[1]
        return date(due, self.month, min(self.day, last))

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def nearness(self, code: str) -> int:
        """How exactly the rule names a section: the length of the prefix that fits, 0 for none."""
        fitting = (prefix for prefix in self.sections.split() if _fits(prefix, code))
        return max(map(len, fitting), default=0)


def _fits(prefix: str, code: str) -> bool:
    """«III.A» fits itself and what is below it, «III.B.1/» only the parts below it."""
    if prefix.endswith("/"):
        return code.startswith(prefix)
    return code == prefix or code.startswith((f"{prefix}.", f"{prefix}/"))


class Milestone(models.Model):
    """What a rule means for one year: made with the year, then the staff's own record.

    Title, basis and day are copies, so that a rule that changes later leaves it as it was.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="milestones"
    )
    rule = models.ForeignKey(
        MilestoneRule,
        models.PROTECT,
        verbose_name="kural",
        related_name="milestones",
        null=True,
        blank=True,
        editable=False,
    )
    code = models.CharField("kod", max_length=40, validators=[code_validator])
    title = models.CharField("ne yapılır", max_length=200)
    basis = models.CharField("dayanak", max_length=300, blank=True)
    due_on = models.DateField("son gün")
    done_on = models.DateField("yapıldığı gün", null=True, blank=True)
    note = models.TextField("not", blank=True)

    class Meta:
        verbose_name = "takvim adımı"
        verbose_name_plural = "takvim adımları"
        ordering = ["-year_id", "due_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="milestone_code_once",
                violation_error_message=(
                    "Bu kodla bir adım bu yılın takviminde var; mevcut kayıt düzenlenmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.title}"

    @property
    def is_verified(self) -> bool:
        """Whether its legal basis is confirmed; what staff add themselves needs none."""
        return self.rule is None or self.rule.verified


class ReminderLog(models.Model):
    """That one person is reminded of one thing at one step: claimed first, then sent.

    The unique constraints are what keeps two runs from sending the same twice; see
    `reports.collect.calendar.reminders`.
    """

    MANUAL = "elle"

    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="bölüm",
        related_name="reminders",
    )
    milestone = models.ForeignKey(
        Milestone,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="takvim adımı",
        related_name="reminders",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="kişi", related_name="+"
    )
    step = models.CharField(
        "adım",
        max_length=8,
        help_text="Son güne göre gün: -7 yedi gün kala, 1 bir gün sonra; «elle» panodan.",
    )
    due_on = models.DateField("son gün", null=True)
    day = models.DateField("gün")
    claim = models.UUIDField("gönderim", help_text="Satırı üstlenen gönderim.")
    claimed_at = models.DateTimeField("üstlenildi", null=True)
    sent_at = models.DateTimeField("gönderildi", null=True)

    class Meta:
        verbose_name = "hatırlatma"
        verbose_name_plural = "hatırlatmalar"
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=True, milestone__isnull=False)
                | Q(section__isnull=False, milestone__isnull=True),
                name="reminderlog_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["section", "person", "step", "due_on"],
                condition=Q(section__isnull=False) & ~Q(step="elle"),
                name="reminderlog_section_step_once",
            ),
            models.UniqueConstraint(
                fields=["section", "person", "day"],
                condition=Q(section__isnull=False, step="elle"),
                name="reminderlog_by_hand_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["milestone", "person", "step", "due_on"],
                condition=Q(milestone__isnull=False),
                name="reminderlog_milestone_step_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "day"], name="reminderlog_person_day")]

    def __str__(self) -> str:
        return f"{self.section or self.milestone}: {self.person} ({self.step})"
