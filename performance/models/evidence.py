"""Files that prove a result."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from performance import evidence

from .result import IndicatorResult


class EvidenceFile(FieldFile):
    """A kept file; its only address is that of the view that asks for the reader's rights."""

    instance: IndicatorEvidence

    @property
    def url(self) -> str:
        return reverse("admin:evidence", args=[self.instance.pk])


class EvidenceField(models.FileField):
    attr_class = EvidenceFile


class IndicatorEvidence(models.Model):
    """A file that proves a result: minutes, a list, a photograph of a meter.

    The file of a row never changes; a better one is another row. `public` only marks what may be
    shown to everybody; nothing is shown before a publication does so.
    """

    result = models.ForeignKey(
        IndicatorResult, models.PROTECT, verbose_name="gösterge sonucu", related_name="evidence"
    )
    file = EvidenceField(
        "dosya",
        upload_to=evidence.place,
        storage=evidence.storage,
        max_length=255,
    )
    title = models.CharField("başlık", max_length=200, help_text="Dosyanın neyi gösterdiği.")
    original_name = models.CharField("dosya adı", max_length=200, editable=False)
    sha256 = models.CharField("SHA-256 özeti", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("boyut (bayt)", editable=False)
    content_type = models.CharField("içerik türü", max_length=100, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="yükleyen",
        related_name="+",
    )
    uploaded_at = models.DateTimeField("yüklenme zamanı", auto_now_add=True)
    public = models.BooleanField(
        "kamuya açılabilir",
        default=False,
        help_text="İşaretlenmeyen dosya hiçbir zaman yayımlanmaz.",
    )

    class Meta:
        verbose_name = "kanıt belgesi"
        verbose_name_plural = "kanıt belgeleri"
        ordering = ["result", "uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "sha256"],
                name="indicatorevidence_file_once",
                violation_error_message="Bu dosya bu göstergeye zaten eklenmiş.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """No file is kept that was not looked at; none stays behind when the row is refused."""
        is_new = self.is_new_file
        if is_new:
            self._examine()
        try:
            super().save(*args, **kwargs)
        except Exception:
            if is_new and not self.is_new_file:
                self.file.storage.delete(str(self.file.name))
            raise

    def clean(self) -> None:
        super().clean()
        if not self.is_new_file:
            return
        if self.pk:
            raise ValidationError(
                {"file": "Kanıtın dosyası değişmez; yeni dosya ayrı bir kanıt olarak eklenir."}
            )
        try:
            self._examine()
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error
        if IndicatorEvidence.objects.filter(result_id=self.result_id, sha256=self.sha256).exists():
            raise ValidationError({"file": "Bu dosya bu göstergeye zaten eklenmiş."})

    @property
    def is_new_file(self) -> bool:
        """Whether a file was given that has not been stored."""
        return bool(self.file) and not getattr(self.file, "_committed", True)

    def _examine(self) -> None:
        facts = evidence.examine(self.file.file, str(self.file.name))
        self.original_name = facts.name
        self.size = facts.size
        self.sha256 = facts.sha256
        self.content_type = facts.content_type
