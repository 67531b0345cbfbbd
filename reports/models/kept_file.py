"""What every row with an uploaded file has in common: it is looked at first and never changes."""

from __future__ import annotations

from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import models

from reports.ground import kept_files
from reports.ground.saving import SaveOptions


class KeptFile(models.Model):
    """A row that keeps a file, examined before it is stored (`reports.ground.kept_files`)."""

    file = models.FileField(
        "dosya", upload_to=kept_files.place, storage=kept_files.storage, max_length=255
    )
    original_name = models.CharField("dosya adı", max_length=200, editable=False)
    sha256 = models.CharField("SHA-256 özeti", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("boyut (bayt)", editable=False)
    content_type = models.CharField("içerik türü", max_length=100, editable=False)

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """No file is kept that was not looked at; none stays behind when the row is refused."""
        is_new = self.is_new_file
        if is_new:
            self._examine()
        try:
            super().save(**options)
        except Exception:
            if is_new and not self.is_new_file:
                self.file.storage.delete(str(self.file.name))
            raise

    def clean(self) -> None:
        super().clean()
        if not self.is_new_file:
            return
        try:
            self._examine()
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error

    @property
    def is_new_file(self) -> bool:
        """Whether a file was given that has not been stored."""
        return bool(self.file) and not getattr(self.file, "_committed", True)

    def _examine(self) -> None:
        facts = kept_files.examine(self.file.file, str(self.file.name))
        self.original_name = facts.name
        self.size = facts.size
        self.sha256 = facts.sha256
        self.content_type = facts.content_type
