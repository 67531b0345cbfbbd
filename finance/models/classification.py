"""The economic classification of the budget."""

from __future__ import annotations

from typing import ClassVar, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length, Replace

from finance.enums import CodeKind
from kars_portal.lib.turkish import slugify
from reports.ground.saving import SaveOptions
from reports.models import FiscalYear

economic_code_validator = RegexValidator(
    r"^\d{2}(?:\.\d(?:\.\d(?:\.\d{2})?)?)?$",
    "Ekonomik kod 01, 01.1, 01.1.1 veya 01.1.1.01 biçiminde yazılmalıdır.",
)


class EconomicCodeQuerySet(models.QuerySet["EconomicCode"]):
    def of_expenditure(self) -> EconomicCodeQuerySet:
        return self.filter(kind="expenditure")

    def of_revenue(self) -> EconomicCodeQuerySet:
        return self.filter(kind="revenue")


class EconomicCode(models.Model):
    """One code of the analytical budget classification (Law 5018 art. 15, MİBMY), levels 1 to 4.

    Global, not yearly: the classification changes seldom, so a code has dates of validity.
    Expenditure and revenue are numbered separately and overlap (01 is personnel and taxes).
    """

    lookup_field: ClassVar[str] = "code"

    kind = models.CharField("bütçe tarafı", max_length=12, choices=CodeKind)
    code = models.CharField("kod", max_length=10, validators=[economic_code_validator])
    name = models.CharField("ad", max_length=200)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="üst kod",
        related_name="children",
    )
    level = models.GeneratedField(
        expression=Length("code") - Length(Replace("code", models.Value("."))) + 1,
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name="düzey",
    )
    valid_from = models.DateField("yürürlük başlangıcı", null=True, blank=True)
    valid_to = models.DateField("yürürlük sonu", null=True, blank=True)

    objects = EconomicCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "ekonomik kod"
        verbose_name_plural = "ekonomik kodlar"
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="economiccode_code_once",
                violation_error_message=(
                    "Bu kod bütçenin bu tarafında zaten var; mevcut kayıt düzenlenmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="economiccode_dates_in_order",
                violation_error_message=(
                    "Yürürlük sonu başlangıcından önce olamaz; tarihlerden biri düzeltilmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        self.parent = self._find_parent()
        super().save(**options)

    def clean(self) -> None:
        super().clean()
        if self.parent_code and self._find_parent() is None:
            raise ValidationError(
                {"code": f"Üst kod {self.parent_code} tanımlı değil; önce o kod eklenmelidir."}
            )
        if self.pk and self._moves_away_from_children():
            raise ValidationError(
                {"code": "Alt kodları olan bir kodun numarası ve bütçe tarafı değiştirilemez."}
            )

    @property
    def parent_code(self) -> str:
        """The code one level above, empty at level 1."""
        return self.code.rpartition(".")[0]

    @property
    def root_code(self) -> str:
        """The code at level 1."""
        return self.code.partition(".")[0]

    @property
    def row_key(self) -> str:
        return economic_row_key(self.code)

    def is_valid_in(self, year: FiscalYear) -> bool:
        """Whether the code was in force on some day of the year."""
        return not (
            (self.valid_from and self.valid_from.year > year.year)
            or (self.valid_to and self.valid_to.year < year.year)
        )

    def _find_parent(self) -> EconomicCode | None:
        if not self.parent_code:
            return None
        return EconomicCode.objects.filter(kind=self.kind, code=self.parent_code).first()

    def _moves_away_from_children(self) -> bool:
        before = EconomicCode.objects.filter(pk=self.pk).first()
        return (
            before is not None
            and (before.kind, before.code) != (self.kind, self.code)
            and before.children.exists()
        )


def economic_row_key(code: str) -> str:
    """Row key of a code; dots separate the parts of a reference, so they become hyphens."""
    return slugify(code)
