"""Publications: the frozen versions that the public sees, and the files made from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.enums import FigureStatus, JobState, PdfKind

from .base import FiscalYear


class Publication(models.Model):
    """One published version of a year's report. The row can't be changed or deleted.

    Triggers in the database refuse UPDATE, DELETE and TRUNCATE; see migration 0002. `document` is
    canonical JSON; `sha256` is the hash of its UTF-8 bytes. Which version is current follows from
    the numbers: the highest of a year.
    """

    year = models.ForeignKey(
        FiscalYear, models.PROTECT, verbose_name="mali yıl", related_name="publications"
    )
    version = models.PositiveIntegerField("sürüm")
    document = models.TextField("belge (kanonik JSON)")
    sha256 = models.CharField("SHA-256 özeti", max_length=64)
    drawings = models.JSONField("çizimler (SVG)", default=dict)
    figure_status = models.CharField("rakamların niteliği", max_length=20, choices=FigureStatus)
    reason = models.TextField("gerekçe", blank=True)
    published_at = models.DateTimeField("yayım zamanı")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yayımlayan",
        related_name="+",
    )
    publisher_name = models.CharField("yayımlayanın adı", max_length=200, blank=True)

    class Meta:
        verbose_name = "yayım"
        verbose_name_plural = "yayımlar"
        ordering = ["-year_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version"],
                name="publication_version_once",
                violation_error_message="Bu yılın bu sürümü zaten yayımlanmış.",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1),
                name="publication_version_positive",
                violation_error_message="Sürüm numarası 1'den başlar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} sürüm {self.version}"


class PdfExport(models.Model):
    """A PDF of a frozen report (or of today's draft): a job with progress, then a file.

    The PDF of a version is made once, from what was frozen: it is signed and then published, so the
    same row serves both. `publication` is set only for versions without a freeze on record. What is
    `for_signing` was written by a command and is never what readers get.
    """

    year = models.ForeignKey(FiscalYear, models.PROTECT, verbose_name="mali yıl")
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yayım",
        related_name="pdf_exports",
        help_text="Boşsa bugünkü taslaktan üretilmiştir.",
    )
    frozen = models.ForeignKey(
        "reports.FrozenReport",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="dondurulmuş rapor",
        related_name="pdf_exports",
    )
    kind = models.CharField("tür", max_length=10, choices=PdfKind, default=PdfKind.REPORT)
    unit = models.CharField(
        "birim",
        max_length=80,
        blank=True,
        help_text="Birim faaliyet raporunda müdürlüğün kodu.",
    )
    for_signing = models.BooleanField(
        "imza için",
        default=False,
        help_text="İmza alanlarıyla basılmış birim raporu ya da özet, ya da onun imzalanmış hâli; "
        "okurlara verilmez.",
    )
    state = models.CharField("durum", max_length=10, choices=JobState, default=JobState.WAITING)
    progress = models.PositiveSmallIntegerField("İlerleme (%)", default=0)
    step = models.CharField("aşama", max_length=200, blank=True)
    error = models.TextField("hata", blank=True)
    file = models.FileField("dosya", upload_to="pdf/", blank=True, max_length=200)
    sha256 = models.CharField("SHA-256 özeti", max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="İsteyen",
        related_name="+",
    )
    requested_at = models.DateTimeField("İstek zamanı", auto_now_add=True)
    finished_at = models.DateTimeField("bitiş zamanı", null=True, blank=True)

    class Meta:
        verbose_name = "PDF üretimi"
        verbose_name_plural = "PDF üretimleri"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "kind", "unit"],
                condition=models.Q(state=JobState.WAITING, frozen__isnull=False),
                name="pdf_of_freeze_waits_once",
                violation_error_message="Bu baskı zaten sırada bekliyor.",
            ),
            models.UniqueConstraint(
                fields=["publication", "kind", "unit"],
                condition=models.Q(state=JobState.WAITING, publication__isnull=False),
                name="pdf_of_version_waits_once",
                violation_error_message="Bu baskı zaten sırada bekliyor.",
            ),
        ]

    def __str__(self) -> str:
        source = f"sürüm {self.version}" if self.version else "taslak"
        source += " imza için" if self.for_signing else ""
        match self.kind:
            case PdfKind.UNIT:
                return f"{self.year_id} {source} birim raporu: {self.unit}"
            case PdfKind.SUMMARY:
                return f"{self.year_id} {source} vatandaş özeti"
        return f"{self.year_id} {source} PDF"

    @property
    def version(self) -> int | None:
        """Number of the version, None for a draft."""
        source = self.frozen or self.publication
        return source.version if source else None
