"""Who works where, and which directorate answers for which section of the report."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from departments.enums import DutyKind
from reports.ground.actors import Actor
from reports.models import Section

from .department import Department


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date | None = None) -> MembershipQuerySet:
        """Duties in force on a day, by default today, of people who have not left."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            user__is_active=True,
        )

    def of(self, user: Actor) -> MembershipQuerySet:
        """Duties that a user has today."""
        return self.on().filter(user=user)


class Membership(models.Model):
    """A person's duty in a directorate for a span of time; leaving staff get an end date.

    One person may have duties in several directorates. Deputies have the same rights as the person
    they stand in for.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="kullanıcı",
        related_name="memberships",
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="memberships"
    )
    kind = models.CharField("görev", max_length=10, choices=DutyKind, default=DutyKind.EDITOR)
    is_deputy = models.BooleanField("vekil", default=False)
    valid_from = models.DateField("başlangıç", null=True, blank=True)
    valid_to = models.DateField("bitiş", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "görevlendirme"
        verbose_name_plural = "görevlendirmeler"
        ordering = ["department", "kind", "is_deputy", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="membership_dates_in_order",
                violation_error_message="Görevin bitişi başlangıcından önce olamaz.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.department} ({self.get_kind_display()})"

    def clean(self) -> None:
        super().clean()
        if not self.user_id or not self.department_id:
            return
        others = Membership.objects.filter(
            user_id=self.user_id, department_id=self.department_id, kind=self.kind
        ).exclude(pk=self.pk)
        mine = (self.valid_from or date.min, self.valid_to or date.max)
        for other in others:
            theirs = (other.valid_from or date.min, other.valid_to or date.max)
            if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
                raise ValidationError(
                    "Bu kişinin bu müdürlükte aynı görevi bu tarihlerde zaten var; mevcut kaydın "
                    "tarihleri düzenlenmelidir."
                )


class SectionAssignment(models.Model):
    """Which directorate answers for a section, and who in it: owner and deputy."""

    section = models.OneToOneField(
        Section, models.PROTECT, verbose_name="bölüm", related_name="assignment"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="assignments"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="sorumlu",
        related_name="+",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yedeği",
        related_name="+",
    )

    class Meta:
        verbose_name = "bölüm sorumluluğu"
        verbose_name_plural = "bölüm sorumlulukları"
        ordering = ["section"]

    def __str__(self) -> str:
        return f"{self.section} – {self.department}"

    def clean(self) -> None:
        super().clean()
        if self.owner_id and self.owner_id == self.deputy_id:
            raise ValidationError({"deputy": "Sorumlu ile yedeği ayrı kişiler olmalıdır."})
        if not self.department_id:
            return
        for name in ("owner", "deputy"):
            person = getattr(self, name)
            if person and not Membership.objects.of(person).filter(
                department_id=self.department_id
            ):
                raise ValidationError(
                    {name: f"{person} bu müdürlükte görevli değil; önce görevlendirilmelidir."}
                )
