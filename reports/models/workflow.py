"""Who delivers what until when: sections of a year's report, their history, frozen drafts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from reports.enums import SectionEventKind, SectionState

from .base import FiscalYear


class Section(models.Model):
    """A part of a year's report that one unit delivers (Law 5018 art. 41: the administration's
    report is compiled from the units' reports).

    `code` is that of the outline section, with `/<code>` for the part of one directorate. Which
    directorate answers for it is known to the app of the directorates.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="sections"
    )
    code = models.CharField("bölüm", max_length=80)
    title = models.CharField("başlık", max_length=300)
    position = models.PositiveIntegerField("sıra", default=0)
    state = models.CharField(
        "durum",
        max_length=10,
        choices=SectionState,
        default=SectionState.EMPTY,
        editable=False,
    )
    due_on = models.DateField("son teslim günü", null=True, blank=True)
    approved = models.BooleanField("müdürce onaylandı", default=False, editable=False)
    reopened_for = models.TextField(
        "düzeltmeye açılma gerekçesi",
        blank=True,
        editable=False,
        help_text="Mühürlendikten sonra açılan bölümde yapılan her değişikliğe eklenir.",
    )
    correction = models.ForeignKey(
        "reports.Correction",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="son açıldığı düzeltme",
        related_name="sections",
    )
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="son değiştiren",
        related_name="+",
    )
    last_edited_at = models.DateTimeField("son değişiklik", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "teslim edilecek bölüm"
        verbose_name_plural = "teslim edilecek bölümler"
        ordering = ["-year_id", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="section_code_once",
                violation_error_message="Bu bölüm bu yıl için zaten açılmış.",
            )
        ]
        permissions = [
            ("see_every_section", "Bütün bölümleri görebilir"),
            ("compile_report", "Sorumlusu olmayan bölümleri düzenleyebilir"),
            ("submit_section", "Bölüm teslim edebilir"),
            ("approve_section", "Müdürlüğünün teslimini onaylayabilir"),
            ("return_section", "Bölümü iade edebilir"),
            ("accept_section", "Bölümü kabul edebilir"),
            ("unlock_section", "Mühürlü bölümü düzeltmeye açabilir"),
            ("manage_deadlines", "Süre uzatabilir, hatırlatma gönderebilir"),
            ("open_year", "Yeni mali yılı açabilir"),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("admin:section", args=[self.year_id, self.code])

    @property
    def stage(self) -> SectionState:
        return SectionState(self.state)


class SectionEvent(models.Model):
    """One thing that happened to a section: a step, a note, a comment. Never changed or deleted."""

    section = models.ForeignKey(
        Section, models.PROTECT, verbose_name="bölüm", related_name="events"
    )
    at = models.DateTimeField("zaman", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="kim",
        related_name="+",
    )
    by_name = models.CharField("adı", max_length=200)
    kind = models.CharField("olay", max_length=20, choices=SectionEventKind)
    note = models.TextField("not", blank=True)
    dataset = models.CharField("tablo", max_length=100, blank=True)
    row = models.CharField("satır", max_length=200, blank=True)
    column = models.CharField("sütun", max_length=100, blank=True)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="anılanlar", related_name="+", blank=True
    )

    class Meta:
        verbose_name = "bölüm olayı"
        verbose_name_plural = "bölüm olayları"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_kind_display()}"


class TextRemark(models.Model):
    """A remark about a passage of a section's text, or an answer to one. Never changed or deleted.

    Who, when, what and for whom is its event, which stands in the section's story as well. A thread
    is settled while its last answer says so.
    """

    event = models.OneToOneField(
        SectionEvent, models.PROTECT, verbose_name="olay", related_name="remark"
    )
    text = models.CharField("metin", max_length=80, help_text="Metnin bölüm kodu.")
    passage = models.TextField("metindeki yer", blank=True)
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yanıtlanan not",
        related_name="answers",
    )
    settles = models.BooleanField("karşılandı", default=False)

    class Meta:
        verbose_name = "metin notu"
        verbose_name_plural = "metin notları"
        ordering = ["pk"]
        indexes = [models.Index(fields=["text"], name="textremark_text")]

    def __str__(self) -> str:
        return f"{self.text}: {self.passage[:60]}"


class FrozenReport(models.Model):
    """A report as it stood when it was frozen: what is signed and then published, byte for byte.

    At most one of a year is in force; one that was released (unfrozen) stays on record with the
    reason.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="frozen_reports"
    )
    version = models.PositiveIntegerField(
        "sürüm", default=1, help_text="Yayımlandığında alacağı sürüm numarası; imzalanan PDF'dedir."
    )
    document = models.TextField("belge (kanonik JSON)")
    sha256 = models.CharField("SHA-256 özeti", max_length=64)
    drawings = models.JSONField("çizimler (SVG)", default=dict)
    reason = models.TextField("gerekçe", blank=True)
    corrections = models.ManyToManyField(
        "reports.Correction", verbose_name="düzeltmeler", related_name="freezes", blank=True
    )
    frozen_at = models.DateTimeField("dondurulma zamanı")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="donduran",
        related_name="+",
    )
    released_at = models.DateTimeField("geri alınma zamanı", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="geri alan",
        related_name="+",
    )
    released_for = models.TextField("geri alınma gerekçesi", blank=True)
    publication = models.OneToOneField(
        "reports.Publication",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yayım",
        related_name="frozen",
    )

    class Meta:
        verbose_name = "dondurulmuş rapor"
        verbose_name_plural = "dondurulmuş raporlar"
        ordering = ["-year_id", "-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(released_at__isnull=True, publication__isnull=True),
                name="frozenreport_one_in_force",
                violation_error_message="Bu yılın raporu zaten dondurulmuş.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year_id} ({self.sha256[:12]})"
