"""Files that prove a result."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from performance import evidence
from reports.models.kept_file import KeptFile

from .result import IndicatorResult


class EvidenceFile(FieldFile):
    """A kept file; its only address is that of the view that asks for the reader's rights."""

    instance: IndicatorEvidence

    @property
    def url(self) -> str:
        return reverse("admin:evidence", args=[self.instance.pk])


class EvidenceField(models.FileField):
    attr_class = EvidenceFile


class IndicatorEvidence(KeptFile):
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

    def clean(self) -> None:
        if self.is_new_file and self.pk:
            raise ValidationError(
                {"file": "Kanıtın dosyası değişmez; yeni dosya ayrı bir kanıt olarak eklenir."}
            )
        is_new = self.is_new_file
        super().clean()
        known = IndicatorEvidence.objects.filter(result_id=self.result_id, sha256=self.sha256)
        if is_new and known.exists():
            raise ValidationError({"file": "Bu dosya bu göstergeye zaten eklenmiş."})
