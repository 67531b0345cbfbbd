"""Statements that officers make in the report, and whether somebody stands by their exact text."""

from __future__ import annotations

import datetime
import json
from hashlib import sha256

from django.db import models

from reports.enums import DeclarationRole

from .base import YearRow, unique_in_year


class Declaration(YearRow):
    """A signed statement in the report: presentation or an assurance statement of an officer.

    `body` is the adopted text in full, never a summary of it. The confirmation holds for exactly
    what was confirmed (`confirmed_digest`): a word that changes later leaves it behind.
    """

    key = models.SlugField("anahtar", max_length=60)
    title = models.CharField("başlık", max_length=200)
    role = models.CharField("sıfatı", max_length=30, choices=DeclarationRole)
    signatory = models.CharField("İmzalayan", max_length=200)
    institution = models.CharField("kurum ve birim", max_length=200, blank=True)
    place = models.CharField(
        "yer",
        max_length=200,
        blank=True,
        help_text="Beyanın imzalandığı yer; tarihten önce durur.",
    )
    date = models.DateField("tarih", null=True, blank=True)
    body = models.TextField(
        "beyan metni",
        blank=True,
        help_text="İmzalanan metnin tamamı; özet yazılmaz. Değişen metnin onayı düşer.",
    )
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)
    confirmed_by = models.CharField("metni onaylayan", max_length=200, blank=True, editable=False)
    confirmed_on = models.DateField("metnin onaylandığı gün", null=True, blank=True, editable=False)
    confirmation_note = models.CharField(
        "onayın dayanağı", max_length=300, blank=True, editable=False
    )
    confirmed_digest = models.CharField(
        "onaylanan metnin özeti", max_length=64, blank=True, editable=False
    )

    class Meta(YearRow.Meta):
        verbose_name = "beyan"
        verbose_name_plural = "beyanlar"
        permissions = [("confirm_declaration", "Beyan metnini onaylayabilir")]
        constraints = [
            unique_in_year("key", name="declaration_key_once", message="Bu beyan zaten var."),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year_id})"

    @property
    def digest(self) -> str:
        """SHA-256 of what is confirmed: who declares what, in which capacity, where and when."""
        said = [
            self.title, self.role, self.signatory, self.institution, self.place,
            self.date.isoformat() if self.date else "",
            self.body.replace("\r\n", "\n").strip(),
        ]  # fmt: skip
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def was_confirmed(self) -> bool:
        return bool(self.confirmed_by and self.confirmed_on and self.confirmed_digest)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody confirmed exactly what stands here now."""
        return self.was_confirmed and self.confirmed_digest == self.digest

    @property
    def confirmation(self) -> str:
        """Who confirmed the text and when; empty without a confirmation that still holds."""
        if not self.is_confirmed or self.confirmed_on is None:
            return ""
        note = f" ({self.confirmation_note})" if self.confirmation_note else ""
        return f"{self.confirmed_by}, {self.confirmed_on:%d.%m.%Y}{note}"

    def confirm(self, name: str, day: datetime.date, note: str = "") -> None:
        """Note who stands by the text as it is; nothing is stored."""
        self.confirmed_by, self.confirmed_on, self.confirmation_note = name, day, note
        self.confirmed_digest = self.digest

    @property
    def lacks(self) -> tuple[str, ...]:
        """What a declaration must have before anybody can sign it, the confirmation apart."""
        said = {
            "metin": self.body.strip(),
            "imzalayanın adı": self.signatory.strip(),
            "sıfat": self.role,
            "yer": self.place.strip(),
            "tarih": self.date,
        }
        return tuple(name for name, value in said.items() if not value)
