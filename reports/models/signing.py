"""Electronic signatures on a frozen report: who has to sign, what was uploaded, what was accepted.

A released freeze keeps its rows and files on record; they are in force no longer because the freeze
is not.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from reports.enums import DeclarationRole, JobState, SignatureLevel, SignedKind, SignerRule

from .workflow import FrozenReport

FIRST_CHOICES = [
    (DeclarationRole.ACCOUNTING_OFFICER.value, DeclarationRole.ACCOUNTING_OFFICER.label),
    (DeclarationRole.TOP_MANAGER.value, DeclarationRole.TOP_MANAGER.label),
]
_NAME_HELP = "Sertifikadaki ad ve soyad; yalnız «Adı burada yazılı kişi» seçildiğinde yazılır."


class SignaturePolicy(models.Model):
    """Who has to sign the report (Law 5018 art. 11 and 41: assurance statements of both officers).

    It holds from the year that it names until another one begins. A citizen number is kept only as
    a hash that needs the portal's key, and is never shown.
    """

    from_year = models.PositiveSmallIntegerField(
        "İlk mali yıl",
        unique=True,
        validators=[MinValueValidator(2006), MaxValueValidator(2100)],
        help_text="Kural bu yılın raporundan başlar, yeni bir kural başlayana kadar sürer.",
        error_messages={"unique": "Bu yıldan başlayan bir imza kuralı zaten var."},
    )
    compulsory = models.BooleanField(
        "imza zorunlu",
        default=False,
        help_text="İşaretlenirse rapor, aranan bütün imzalar tamamlanmadan yayımlanamaz. "
        "İşaretlenmezse imzasız yayımlanabilir ve kamuya “imzasız” olarak gösterilir.",
    )
    ordered = models.BooleanField(
        "sırayla imzalanır",
        default=True,
        help_text="İşaretlenirse ikinci imza, birincisi kabul edilmeden yüklenemez.",
    )
    first = models.CharField(
        "İlk imzalayan",
        max_length=30,
        choices=FIRST_CHOICES,
        default=DeclarationRole.ACCOUNTING_OFFICER,
    )
    minimum_level = models.CharField(
        "en düşük düzey",
        max_length=5,
        choices=SignatureLevel,
        default=SignatureLevel.B_B,
        help_text="Yıllar sonra da doğrulanabilmesi için B-LT ya da B-LTA önerilir; ikisi de "
        "zaman damgası ister.",
    )
    finance_rule = models.CharField(
        "mali hizmetler birim yöneticisi",
        max_length=12,
        choices=SignerRule,
        default=SignerRule.DECLARATION,
    )
    finance_name = models.CharField("adı soyadı", max_length=200, blank=True, help_text=_NAME_HELP)
    finance_citizen_hash = models.CharField(
        "T.C. kimlik numarasının özeti", max_length=64, blank=True, editable=False
    )
    top_manager_rule = models.CharField(
        "üst yönetici", max_length=12, choices=SignerRule, default=SignerRule.DECLARATION
    )
    top_manager_name = models.CharField(
        "adı soyadı", max_length=200, blank=True, help_text=_NAME_HELP
    )
    top_manager_citizen_hash = models.CharField(
        "T.C. kimlik numarasının özeti", max_length=64, blank=True, editable=False
    )

    class Meta:
        verbose_name = "imza kuralı"
        verbose_name_plural = "imza kuralları"
        ordering = ["-from_year"]

    def __str__(self) -> str:
        return f"{self.from_year} yılından başlayan imza kuralı"


class SignatureUpload(models.Model):
    """A file that somebody uploaded as signed: it waits, is judged, and keeps its verdict.

    Once judged (`done`) the row can't be changed; a refused file is removed, its verdict stays.
    """

    frozen = models.ForeignKey(
        FrozenReport, models.PROTECT, verbose_name="dondurulmuş rapor", related_name="uploads"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="yükleyen",
        related_name="+",
    )
    uploaded_at = models.DateTimeField("yüklenme zamanı", auto_now_add=True)
    sha256 = models.CharField("SHA-256 özeti", max_length=64)
    size = models.PositiveBigIntegerField("boyut (bayt)")
    file = models.CharField("dosya", max_length=100, blank=True, editable=False)
    state = models.CharField("durum", max_length=10, choices=JobState, default=JobState.WAITING)
    refusal = models.CharField("ret nedeni", max_length=30, blank=True)
    sentence = models.TextField("sonuç", blank=True)
    finished_at = models.DateTimeField("sonuç zamanı", null=True, blank=True)

    class Meta:
        verbose_name = "yüklenen imzalı dosya"
        verbose_name_plural = "yüklenen imzalı dosyalar"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "sha256"],
                condition=models.Q(state__in=(JobState.WAITING, JobState.RUNNING)),
                name="signatureupload_judged_once",
                violation_error_message="Bu dosya zaten denetleniyor.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.frozen} {self.sha256[:12]}"

    @property
    def is_accepted(self) -> bool:
        return self.state == JobState.DONE and not self.refusal

    @property
    def is_refused(self) -> bool:
        return self.state == JobState.DONE and bool(self.refusal)

    @property
    def is_active(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)


class SignedFile(models.Model):
    """A file that was accepted: the frozen PDF with all signatures so far. Never changed.

    The last one of a freeze is what is signed next, and what is published. `base_size` bytes of it
    are the frozen PDF, whose hash is `base_sha256`.
    """

    frozen = models.ForeignKey(
        FrozenReport, models.PROTECT, verbose_name="dondurulmuş rapor", related_name="signed_files"
    )
    upload = models.OneToOneField(
        SignatureUpload,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="yükleme",
        related_name="signed_file",
    )
    kind = models.CharField("tür", max_length=10, choices=SignedKind, default=SignedKind.SIGNATURE)
    file = models.CharField("dosya", max_length=100, editable=False)
    sha256 = models.CharField("SHA-256 özeti", max_length=64)
    size = models.PositiveBigIntegerField("boyut (bayt)")
    base_sha256 = models.CharField("dondurulan PDF'in özeti", max_length=64)
    base_size = models.PositiveBigIntegerField("dondurulan PDF'in boyutu (bayt)")
    complete = models.BooleanField("bütün imzalar tamam", default=False)
    accepted_at = models.DateTimeField("kabul zamanı")

    class Meta:
        verbose_name = "imzalı dosya"
        verbose_name_plural = "imzalı dosyalar"
        ordering = ["frozen", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["frozen", "sha256"], name="signedfile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.frozen} {self.get_kind_display()} {self.sha256[:12]}"


class FrozenSignature(models.Model):
    """One signature in an accepted file, as it was proven when the file was accepted.

    Each file names all signatures that it holds: a later stamp on the document raises the level of
    the earlier ones. The subject's serial number (citizen number) is not kept.
    """

    file = models.ForeignKey(
        SignedFile, models.PROTECT, verbose_name="imzalı dosya", related_name="signatures"
    )
    position = models.PositiveSmallIntegerField("sıra")
    field = models.CharField("İmza alanı", max_length=100)
    role = models.CharField("sıfatı", max_length=200)
    signer = models.CharField("İmzalayan", max_length=200)
    claimed_at = models.DateTimeField("İmzacının saatine göre zamanı", null=True, blank=True)
    stamped_at = models.DateTimeField("zaman damgası", null=True, blank=True)
    level = models.CharField("düzey", max_length=5, choices=SignatureLevel)
    fingerprint = models.CharField("sertifikanın SHA-256 özeti", max_length=64)
    demo = models.BooleanField("ÖRNEK / DEMO", default=False)

    class Meta:
        verbose_name = "kabul edilmiş imza"
        verbose_name_plural = "kabul edilmiş imzalar"
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(fields=["file", "field"], name="frozensignature_field_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signer} ({self.role})"
