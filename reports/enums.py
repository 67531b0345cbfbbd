"""Choices of the core, with the Turkish labels that staff and citizens read."""

from __future__ import annotations

from django.db import models


class ReportState(models.TextChoices):
    """Stages of a year's report; only `reports.publishing` moves a report between them."""

    COLLECTING = "collecting", "Derleniyor"
    PUBLISHED = "published", "Yayımlandı"


class DeclarationRole(models.TextChoices):
    """In which capacity an officer signs (assurance statements of Law 5018)."""

    PRESENTATION = "presentation", "Sunuş"
    TOP_MANAGER = "top_manager", "Üst yönetici"
    ACCOUNTING_OFFICER = "accounting_officer", "Mali hizmetler birim yöneticisi"


class FigureStatus(models.TextChoices):
    """Whether the figures of a publication precede or follow the final account."""

    PROVISIONAL = "provisional", "Geçici (kesin hesap öncesi)"
    FINAL = "final", "Kesin (kesin hesap sonrası)"


class JobState(models.TextChoices):
    """State of a long piece of work that a person waits for."""

    WAITING = "waiting", "Sırada"
    RUNNING = "running", "Çalışıyor"
    DONE = "done", "Bitti"
    FAILED = "failed", "Başarısız"
