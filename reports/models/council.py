"""The council stage: sessions on a published version, questions, documents, delivered copies.

Law 5393 art. 56 (the report goes to the council in April), art. 25 (audit commission), art. 26 (the
report's explanations are found insufficient by three quarters of the full membership); Law 5018
art. 41 (copies). Records are entered as drafts and become public by an explicit step; from then on
triggers keep them as they are (migration `council`). Never part of the frozen document.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from reports.enums import CouncilResult, DeliveryRecipient, DeliveryWay
from reports.ground import kept_files

from .kept_file import KeptFile


class Announced(models.Model):
    """A record that staff enter and a publisher makes public; only then does it stay for ever.

    A mistake in a public record is answered by a new one that replaces it; both are shown.
    """

    publication = models.ForeignKey(
        "reports.Publication",
        models.PROTECT,
        verbose_name="raporun sürümü",
        help_text="Meclise sunulan ya da gönderilen sürüm.",
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yerine geçtiği kayıt",
        related_name="replaced_by",
        help_text="Yayımlanmış bir kayıt yanlışsa doğrusu onun yerine geçer; eskisi de gösterilir.",
    )
    replaces_for = models.CharField(
        "değiştirme gerekçesi", max_length=300, blank=True, help_text="Neyin yanlış olduğu."
    )
    published_at = models.DateTimeField("yayım zamanı", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="yayımlayan",
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    def clean(self) -> None:
        super().clean()
        old = self.replaces
        if old is None:
            return
        if not old.is_public or old.publication.year_id != self.publication.year_id:
            raise ValidationError(
                {"replaces": "Yalnız aynı yılın yayımlanmış bir kaydının yerine geçilebilir."}
            )
        if not self.replaces_for.strip():
            raise ValidationError({"replaces_for": "Neyin yanlış olduğu yazılmalıdır."})


class CouncilRecord(Announced):
    """One session of the council in which a version was discussed, with the decision.

    Votes are on whether the explanations are sufficient; what majority the law asks for follows
    from the full membership and is never stored.
    """

    session_on = models.DateField("birleşim tarihi")
    session_number = models.CharField(
        "birleşim", max_length=100, blank=True, help_text="Dönem ve birleşim, tutanaktaki gibi."
    )
    commission_report = models.CharField(
        "denetim komisyonu raporu",
        max_length=300,
        blank=True,
        help_text="Tarihi ve sayısı (5393 sayılı Kanun m. 25).",
    )
    decision_number = models.CharField("karar numarası", max_length=50)
    decision_on = models.DateField("karar tarihi")
    result = models.CharField("sonuç", max_length=15, choices=CouncilResult)
    votes_for = models.PositiveSmallIntegerField("yeterli oyu")
    votes_against = models.PositiveSmallIntegerField("yetersiz oyu")
    abstentions = models.PositiveSmallIntegerField("çekimser", default=0)
    membership = models.PositiveSmallIntegerField(
        "üye tam sayısı", help_text="Meclisin üye tam sayısı; toplantıya katılanların sayısı değil."
    )

    class Meta:
        verbose_name = "meclis kaydı"
        verbose_name_plural = "meclis kayıtları"
        ordering = ["-session_on", "-pk"]
        permissions: ClassVar = [
            ("publish_council", "Meclis kayıtlarını ve teslim defterini yayımlayabilir")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__gte=1),
                name="councilrecord_has_members",
                violation_error_message="Meclisin üye tam sayısı sıfır olamaz.",
            ),
            models.CheckConstraint(
                condition=Q(membership__gte=F("votes_for") + F("votes_against") + F("abstentions")),
                name="councilrecord_votes_within_membership",
                violation_error_message="Oyların toplamı üye tam sayısını aşamaz.",
            ),
            models.CheckConstraint(
                condition=Q(decision_on__gte=F("session_on")),
                name="councilrecord_decided_in_session",
                violation_error_message="Karar, görüşüldüğü birleşimden önce alınamaz.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication.year_id} meclis kararı {self.decision_number}"

    @property
    def day(self) -> date:
        return self.session_on

    @property
    def votes_needed(self) -> int:
        """Votes with which the explanations are found insufficient: 3/4 of the full membership."""
        return -(-3 * self.membership // 4)

    @property
    def is_found_insufficient(self) -> bool:
        """Whether the votes reach the majority of Law 5393 art. 26."""
        return self.votes_against >= self.votes_needed

    def clean(self) -> None:
        super().clean()
        if None in (self.membership, self.votes_against) or not self.result:
            return  # said at the fields themselves
        if (self.result == CouncilResult.INSUFFICIENT) != self.is_found_insufficient:
            raise ValidationError(
                {
                    "result": (
                        f"Yetersizlik kararı üye tam sayısının dörtte üçüyle alınır "
                        f"({self.membership} üyenin {self.votes_needed} oyu, 5393 sayılı Kanun "
                        f"m. 26); {self.votes_against} yetersiz oyu bu sonuçla bağdaşmıyor."
                    )
                }
            )


class CouncilQuestion(models.Model):
    """A question asked in the session and what was answered; persons only as office holders."""

    record = models.ForeignKey(
        CouncilRecord, models.CASCADE, verbose_name="meclis kaydı", related_name="questions"
    )
    position = models.PositiveSmallIntegerField("sıra", default=1)
    asked_by = models.CharField(
        "soran",
        max_length=200,
        help_text="Meclis üyesi ya da komisyon; görevi olmayan kişinin adı yazılmaz.",
    )
    question = models.TextField("soru", max_length=2000)
    answered_by = models.CharField("yanıtlayan", max_length=200, blank=True)
    answer = models.TextField("yanıt", max_length=4000, blank=True)

    class Meta:
        verbose_name = "soru"
        verbose_name_plural = "sorular ve yanıtlar"
        ordering = ["record", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.position}. soru"


class CouncilDocument(KeptFile):
    """A document of the session: minutes, decision, the commission's report."""

    record = models.ForeignKey(
        CouncilRecord, models.CASCADE, verbose_name="meclis kaydı", related_name="documents"
    )
    title = models.CharField("başlık", max_length=200)
    public = models.BooleanField(
        "kamuya açık",
        default=False,
        help_text="İşaretlenmeyen belge kayıtla birlikte yayımlanmaz.",
    )

    class Meta:
        verbose_name = "meclis belgesi"
        verbose_name_plural = "meclis belgeleri"
        ordering = ["record", "pk"]

    def __str__(self) -> str:
        return self.title


class Delivery(Announced, KeptFile):
    """A copy of a version that was sent, with the proof of it: a line of the delivery register."""

    recipient = models.CharField("alıcı", max_length=20, choices=DeliveryRecipient)
    recipient_name = models.CharField(
        "alıcının adı",
        max_length=200,
        blank=True,
        help_text="Alıcı «Diğer» ise kurumun adı.",
    )
    sent_on = models.DateField("gönderim tarihi")
    way = models.CharField("gönderim yolu", max_length=15, choices=DeliveryWay)
    reference = models.CharField(
        "sayı", max_length=100, help_text="Üst yazının ya da alındı belgesinin sayısı."
    )
    file = models.FileField(
        "gönderim belgesi",
        upload_to=kept_files.place,
        storage=kept_files.storage,
        max_length=255,
        blank=True,
    )
    size = models.PositiveBigIntegerField("boyut (bayt)", default=0, editable=False)
    file_public = models.BooleanField("gönderim belgesi kamuya açık", default=False)

    class Meta:
        verbose_name = "teslim kaydı"
        verbose_name_plural = "teslim defteri"
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.publication}: {self.recipient_label}"

    @property
    def day(self) -> date:
        return self.sent_on

    @property
    def recipient_label(self) -> str:
        if self.recipient == DeliveryRecipient.OTHER:
            return self.recipient_name
        return str(DeliveryRecipient(self.recipient).label)

    def clean(self) -> None:
        super().clean()
        if self.recipient == DeliveryRecipient.OTHER and not self.recipient_name.strip():
            raise ValidationError({"recipient_name": "Alıcı kurumun adı yazılmalıdır."})
        if self.file_public and not self.file:
            raise ValidationError({"file_public": "Kamuya açılacak bir belge yüklenmemiş."})
