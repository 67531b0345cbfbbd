"""Directorates of the municipality and what became of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Unpack

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from departments.enums import SuccessionKind
from reports.ground.saving import SaveOptions
from reports.models import code_validator

if TYPE_CHECKING:
    from reports.models import FiscalYear


class DepartmentQuerySet(models.QuerySet["Department"]):
    def valid_in(self, year: FiscalYear) -> DepartmentQuerySet:
        """Directorates that existed at any time of the year, in their order."""
        first, last = date(year.year, 1, 1), date(year.year, 12, 31)
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=last),
            Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        )


class Department(models.Model):
    """A directorate (müdürlük; Law 5393 art. 48, norm cadre regulation): global, valid for a span.

    Empty dates mean "as far back as the data goes" and "still there". A renamed directorate is a
    new row, joined to the old one by a DepartmentSuccession.
    """

    lookup_field: ClassVar[str] = "code"

    code = models.CharField(
        "kod",
        max_length=60,
        unique=True,
        validators=[code_validator],
        error_messages={
            "unique": "Bu kodla bir müdürlük zaten var; mevcut kayıt düzenlenmeli ya da başka bir "
            "kod verilmelidir."
        },
        help_text="Adreslerde ve dosyalarda kullanılır (fen-isleri); sonradan değiştirilmez.",
    )
    name = models.CharField("ad", max_length=200)
    short_name = models.CharField("kısa ad", max_length=100, blank=True)
    compiles_report = models.BooleanField(
        "raporu derleyen birim",
        default=False,
        help_text="Mali hizmetler birimi; sorumlusu ayrıca seçilmeyen bölümler ona düşer.",
    )
    valid_from = models.DateField("kuruluş tarihi", null=True, blank=True)
    valid_to = models.DateField("kapanış tarihi", null=True, blank=True)
    position = models.PositiveIntegerField("sıra", default=0, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "müdürlük"
        verbose_name_plural = "müdürlükler"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="department_dates_in_order",
                violation_error_message=(
                    "Kapanış tarihi kuruluş tarihinden önce olamaz; tarihlerden biri "
                    "düzeltilmelidir."
                ),
            ),
            models.UniqueConstraint(
                fields=["compiles_report"],
                condition=models.Q(compiles_report=True),
                name="department_one_compiles",
                violation_error_message=(
                    "Raporu derleyen birim zaten seçilmiş; önce o müdürlükteki işaret "
                    "kaldırılmalıdır."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Unpack[SaveOptions]) -> None:
        if self._state.adding and not self.position:
            last = Department.objects.aggregate(last=models.Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(**options)

    @property
    def row_key(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """Name where space is short."""
        return self.short_name or self.name


class DepartmentSuccession(models.Model):
    """One step in the life of a directorate: renamed, merged into, split into another, or ended.

    A directorate that was split has one row for each successor.
    """

    predecessor = models.ForeignKey(
        Department, models.PROTECT, verbose_name="önceki müdürlük", related_name="successions"
    )
    successor = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="sonraki müdürlük",
        related_name="origins",
        help_text="Kapanan müdürlükte boş bırakılır.",
    )
    year = models.PositiveSmallIntegerField("yıl")
    kind = models.CharField("tür", max_length=10, choices=SuccessionKind)

    class Meta:
        verbose_name = "müdürlük değişikliği"
        verbose_name_plural = "müdürlük değişiklikleri"
        ordering = ["year", "predecessor", "pk"]
        constraints = [
            # A missing successor (the unit ended) counts as a value, so that it stands once too.
            models.UniqueConstraint(
                "predecessor",
                Coalesce("successor", 0),
                name="departmentsuccession_pair_once",
                violation_error_message=(
                    "Bu iki müdürlük arasındaki değişiklik zaten kayıtlı; mevcut kayıt "
                    "düzenlenmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=1923, year__lte=2100),
                name="departmentsuccession_year_in_range",
                violation_error_message="Yıl 1923 ile 2100 arasında olmalıdır.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=SuccessionKind.ENDED, successor__isnull=True)
                | (~models.Q(kind=SuccessionKind.ENDED) & models.Q(successor__isnull=False)),
                name="departmentsuccession_successor_fits_kind",
                violation_error_message=(
                    "Kapanan müdürlükte sonraki müdürlük boş bırakılmalı, diğer türlerde "
                    "seçilmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        after = self.successor.name if self.successor else self.get_kind_display()
        return f"{self.predecessor.name} → {after} ({self.year})"

    def clean(self) -> None:
        super().clean()
        if self.predecessor_id and self.successor_id and self._leads_back():
            raise ValidationError(
                {
                    "successor": (
                        "Bu seçim bir döngü oluşturuyor: sonraki müdürlük, doğrudan ya da dolaylı "
                        "olarak önceki müdürlüğe bağlanıyor. Sıra düzeltilmelidir."
                    )
                }
            )

    def _leads_back(self) -> bool:
        """Whether the chain from the successor ends at the predecessor again."""
        steps: dict[int, set[int]] = {}
        pairs = DepartmentSuccession.objects.exclude(pk=self.pk).filter(successor__isnull=False)
        for before, after in pairs.values_list("predecessor_id", "successor_id"):
            steps.setdefault(before, set()).add(after)
        seen: set[int] = set()
        waiting = [self.successor_id]
        while waiting:
            current = waiting.pop()
            if current == self.predecessor_id:
                return True
            if current is not None and current not in seen:
                seen.add(current)
                waiting.extend(steps.get(current, ()))
        return False
