"""Links by which named people outside of the portal read a draft before it is published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .base import FiscalYear


class PreviewLink(models.Model):
    """Leave for one person to read the draft of a year until a moment. Its address is known to that
    person alone: the portal keeps no more than a hash of it.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="preview_links"
    )
    person = models.CharField("kime", max_length=200)
    organisation = models.CharField("kurumu, görevi", max_length=200)
    reason = models.CharField("gerekçe", max_length=300)
    ends_at = models.DateTimeField("son an")
    token_hash = models.CharField("bağlantının özeti", max_length=64, unique=True)
    made_at = models.DateTimeField("verilme zamanı", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="veren", related_name="+"
    )
    withdrawn_at = models.DateTimeField("geri alınma zamanı", null=True, blank=True)

    class Meta:
        verbose_name = "ön okuma bağlantısı"
        verbose_name_plural = "ön okuma bağlantıları"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.year_id}: {self.person}"

    @property
    def is_open(self) -> bool:
        """Whether it still leads anywhere."""
        return self.withdrawn_at is None and timezone.now() < self.ends_at


class PreviewUse(models.Model):
    """One page of a draft that was read by a link. Never changed or deleted."""

    link = models.ForeignKey(
        PreviewLink, models.PROTECT, verbose_name="bağlantı", related_name="uses"
    )
    at = models.DateTimeField("zaman", default=timezone.now)
    page = models.CharField("sayfa", max_length=200, blank=True)

    class Meta:
        verbose_name = "ön okuma"
        verbose_name_plural = "ön okumalar"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.link}: {self.page or '/'}"
