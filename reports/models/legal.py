"""What rests on the law's wording: who confirmed it against the source, and the model texts."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from reports.enums import DeclarationRole


class Confirmable(models.Model):
    """A record whose legal source somebody compared with the official text, and when.

    Without `verified` the record stands as «doğrulanacak».
    """

    verified = models.BooleanField("doğrulandı", default=False)
    verified_by = models.CharField("doğrulayan", max_length=200, blank=True, editable=False)
    verified_on = models.DateField("doğrulandığı gün", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def legal_source(self) -> str:
        """The law, regulation or plan that the record rests on; empty where none is named."""
        return str(getattr(self, "basis", "") or getattr(self, "source", ""))

    @property
    def can_be_verified(self) -> bool:
        """Whether there is something to compare with the source."""
        return bool(self.legal_source)

    def set_verified(self, name: str, day: date) -> None:
        """Note who compared it; nothing is stored."""
        self.verified, self.verified_by, self.verified_on = True, name, day

    def set_unverified(self) -> None:
        """What was compared is no longer what stands here; nothing is stored."""
        self.verified, self.verified_by, self.verified_on = False, "", None


class StatementText(Confirmable):
    """The model text of an assurance statement, by its legal source; in force for a span of days.

    When the regulation changes, the old text gets an end and a new one takes over. Without `text`
    only the source is known: nobody read the official wording yet.
    """

    shipped = models.CharField(
        "portalla gelen kayıt", max_length=40, blank=True, editable=False, default=""
    )
    role = models.CharField("kimin beyanı", max_length=30, choices=DeclarationRole)
    text = models.TextField(
        "örnek metin",
        blank=True,
        help_text=(
            "Resmî Gazete'deki metin, olduğu gibi. Paragraflar boş satırla ayrılır. Rapor yılının "
            "yerine {yıl} yazılır. Metin okunamadıysa boş bırakılır."
        ),
    )
    regulation = models.CharField("kanun ya da yönetmelik", max_length=300)
    article = models.CharField("madde ya da ek", max_length=60, blank=True)
    gazette_date = models.DateField("Resmî Gazete tarihi", null=True, blank=True)
    gazette_number = models.CharField("Resmî Gazete sayısı", max_length=20, blank=True)
    valid_from = models.DateField("yürürlük başlangıcı", null=True, blank=True)
    valid_to = models.DateField("yürürlük sonu", null=True, blank=True)
    verified = models.BooleanField(
        "metin doğrulandı",
        default=False,
        help_text="İşaretlenmeyen metin «doğrulanacak» diye gösterilir.",
    )
    note = models.TextField("not", blank=True)

    class Meta:
        verbose_name = "beyan örnek metni"
        verbose_name_plural = "beyan örnek metinleri"
        permissions = [("verify_legal_source", "Yasal dayanağı doğrulayabilir")]
        ordering = ["role", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="statementtext_dates_in_order",
                violation_error_message="Yürürlük sonu başlangıcından önce olamaz.",
            ),
            models.CheckConstraint(
                condition=Q(verified=False) | ~Q(text=""),
                name="statementtext_verified_has_text",
                violation_error_message=(
                    "Metni yazılmamış bir kayıt doğrulanmış olamaz; önce metin girilmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.source}"

    def clean(self) -> None:
        super().clean()
        mine = (self.valid_from or date.min, self.valid_to or date.max)
        for other in StatementText.objects.filter(role=self.role).exclude(pk=self.pk):
            theirs = (other.valid_from or date.min, other.valid_to or date.max)
            if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
                raise ValidationError(
                    {
                        "valid_from": (
                            "Bu beyanın bu günlerde yürürlükte olan başka bir metni var; önce onun "
                            "yürürlük sonu yazılmalıdır."
                        )
                    }
                )

    @property
    def source(self) -> str:
        """Regulation, article and gazette in one line, as far as they are known."""
        gazette = " ".join(
            part
            for part in (
                f"{self.gazette_date:%d.%m.%Y}" if self.gazette_date else "",
                f"sayı {self.gazette_number}" if self.gazette_number else "",
            )
            if part
        )
        parts = (self.regulation, self.article, f"RG {gazette}" if gazette else "")
        return ", ".join(part for part in parts if part)

    @property
    def can_be_verified(self) -> bool:
        return bool(self.text.strip())

    def holds_on(self, day: date) -> bool:
        """Whether the text is in force on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def text_for(self, year: int) -> str:
        """The text with the report's year in it."""
        return self.text.replace("{yıl}", str(year)).replace("\r\n", "\n").strip()
