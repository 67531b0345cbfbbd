"""Files whose rows were taken into a table, and what people chose while they were."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.enums import BUSY, IntakePhase

from .workflow import Section


class Intake(models.Model):
    """One file that was taken into an entry sheet, as a whole: what it changed, so that it can be
    taken back.

    `token` names the upload: the same one is taken once, however often it is confirmed; one of a
    workbook has a row for each table that it changed. `changes`
    are the rows that became others: id, key, label, cells before (none: a new row) and after, in
    exact spelling. Pages show `first_changes` of them: of a large file, all are hundreds of
    megabytes.
    """

    token = models.CharField("yükleme", max_length=32)
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="intakes", verbose_name="bölüm"
    )
    sheet = models.CharField("tablo", max_length=200)
    title = models.CharField("tablonun adı", max_length=300)
    file_name = models.CharField("dosya adı", max_length=255)
    file_hash = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="yükleyen",
    )
    by_name = models.CharField("yükleyenin adı", max_length=200)
    taken_at = models.DateTimeField("alındığı an", auto_now_add=True)
    new_rows = models.PositiveIntegerField("yeni satır", default=0)
    changed_cells = models.PositiveIntegerField("değişen hücre", default=0)
    erased_cells = models.PositiveIntegerField("silinen hücre", default=0)
    changes = models.JSONField("değişen satırlar", default=list)
    first_changes = models.JSONField("değişen ilk satırlar", default=list)
    changed_rows = models.PositiveIntegerField("değişen satır sayısı", default=0)
    undone_at = models.DateTimeField("geri alındığı an", null=True, blank=True)
    undone_by = models.CharField("geri alan", max_length=200, blank=True)

    class Meta:
        verbose_name = "dosyadan alma"
        verbose_name_plural = "dosyadan almalar"
        ordering = ("-taken_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("token", "section", "sheet"), name="intake_upload_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.file_name}"


class IntakeJob(models.Model):
    """A file that is too large for a page: looked at and taken in the background.

    `chosen` are the fields of the page's form, `summary` is what the preview showed, `digest` the
    mark of the rows that it was made of, `confirmed` the same once a person has confirmed it;
    `takes_back`: what was taken is to be undone, by who took it or, in a job without a file, by
    another person. Of one section the server works on one file at a time.
    """

    token = models.CharField("yükleme", max_length=32, unique=True)
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="intake_jobs", verbose_name="bölüm"
    )
    sheet = models.CharField("tablo", max_length=200)
    title = models.CharField("tablonun adı", max_length=300)
    file_name = models.CharField("dosya adı", max_length=255)
    file_hash = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="yükleyen",
    )
    phase = models.CharField(
        "aşama", max_length=12, choices=IntakePhase, default=IntakePhase.WAITING
    )
    done = models.PositiveIntegerField("bitmiş satır", default=0)
    total = models.PositiveIntegerField("bütün satırlar", default=0)
    message = models.TextField("ne oldu", blank=True)
    chosen = models.JSONField("seçimler", default=dict, blank=True)
    summary = models.JSONField("önizleme", default=dict, blank=True)
    digest = models.CharField("önizlenen satırlar", max_length=64, blank=True)
    confirmed = models.CharField("onaylanan satırlar", max_length=64, blank=True)
    takes_back = models.BooleanField("geri alma", default=False)
    intake = models.ForeignKey(
        Intake,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="sonuç",
    )
    requested_at = models.DateTimeField("yüklendiği an", auto_now_add=True)
    cancelled_at = models.DateTimeField("iptal istendiği an", null=True, blank=True)
    ended_at = models.DateTimeField("bittiği an", null=True, blank=True)

    class Meta:
        verbose_name = "büyük dosya işi"
        verbose_name_plural = "büyük dosya işleri"
        ordering = ("-requested_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("section",),
                condition=models.Q(phase__in=BUSY),
                name="intakejob_one_for_a_section",
                violation_error_message="Bu bölümün bir dosyası şu anda işleniyor.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.file_name}"

    @property
    def stage(self) -> IntakePhase:
        return IntakePhase(self.phase)


class ColumnName(models.Model):
    """A heading that people's files have for a column of a table, as somebody once matched it.

    `words` are folded (`kars_portal.lib.turkish.search_key`); an empty `column` says that the
    file's column is none of the table's.
    """

    sheet = models.CharField("tablo", max_length=200)
    words = models.CharField("başlık", max_length=300)
    column = models.CharField("sütun", max_length=100, blank=True)
    by_name = models.CharField("eşleştiren", max_length=200)
    chosen_at = models.DateTimeField("eşleştirildiği an", auto_now=True)

    class Meta:
        verbose_name = "sütun başlığı"
        verbose_name_plural = "sütun başlıkları"
        constraints = [
            models.UniqueConstraint(fields=("sheet", "words"), name="columnname_words_once")
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.column or '—'}"
