"""Key figures: single figures that a directorate states about its year, in named groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from departments.enums import CountsPeople
from departments.formulas import circular, formula_problem
from kars_portal.lib.turkish import slugify
from reports.models import QuantityField, YearRow, unique_in_year

from .department import Department
from .free_rules import free_name
from .free_tables import table_code_validator

NO_VALUE = Q(value__isnull=True)
NO_DATE = Q(date__isnull=True)
NO_TEXT = Q(text="")


class FigureGroup(YearRow):
    """A list of single figures of one directorate (2006 regulation art. 18, activities)."""

    lookup_field: ClassVar[str] = "code"
    natural_key_fields = ("code",)

    code = models.CharField(
        "kod",
        max_length=60,
        validators=[table_code_validator],
        help_text="Dosyalarda ve metinlerdeki atıflarda kullanılır; sonradan değiştirilmez.",
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="müdürlük", related_name="figure_groups"
    )
    title = models.CharField("başlık", max_length=200)
    basis = models.CharField("dayanak", max_length=200, blank=True)
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "rakam listesi"
        verbose_name_plural = "rakam listeleri"
        constraints = [
            unique_in_year(
                "code",
                name="figuregroup_code_once",
                message="Bu kodla bir liste bu yıl zaten var; başka bir kod verilmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year_id})"


class KeyFigure(models.Model):
    """One figure of a list: a number with its unit, a date, a text, or a formula of the others.

    In a formula the others stand in braces under their row keys: `{kamyon-kasasi} * {sefer}`.
    """

    group = models.ForeignKey(
        FigureGroup, models.CASCADE, verbose_name="liste", related_name="figures"
    )
    no = models.PositiveIntegerField("sıra no")
    label = models.CharField("gösterge", max_length=300)
    value = QuantityField("değer", null=True, blank=True)
    unit = models.CharField("birim", max_length=40, blank=True)
    date = models.DateField("tarih", null=True, blank=True)
    text = models.CharField("metin", max_length=300, blank=True)
    formula = models.CharField(
        "formül",
        max_length=500,
        blank=True,
        help_text="Listedeki diğer göstergelerden hesaplanır: {mevcut-park} + {millet-bahcesi}",
    )
    people = models.CharField(
        "kişi sayar",
        max_length=15,
        choices=CountsPeople,
        blank=True,
        help_text="Rakam kişi sayıyorsa seçilir; hassas sayılarda 1–4 arası yayımlanmaz.",
    )
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)

    checked_with_siblings = False
    """True while a form or an import checks all figures of a list together."""

    class Meta:
        verbose_name = "rakam"
        verbose_name_plural = "rakamlar"
        ordering = ["group", "no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "no"],
                name="keyfigure_no_once",
                violation_error_message=(
                    "Bu sıra numarası listede zaten var; başka bir numara verilmelidir."
                ),
            ),
            models.CheckConstraint(
                condition=(NO_VALUE & NO_DATE) | (NO_VALUE & NO_TEXT) | (NO_DATE & NO_TEXT),
                name="keyfigure_one_content",
                violation_error_message=(
                    "Değer, tarih ve metinden yalnız biri yazılabilir; diğerleri boş "
                    "bırakılmalıdır."
                ),
            ),
            models.CheckConstraint(
                condition=Q(formula="") | (NO_VALUE & NO_DATE & NO_TEXT),
                name="keyfigure_formula_or_value",
                violation_error_message=(
                    "Formülle hesaplanan göstergeye değer yazılamaz; formül ya da değer "
                    "silinmelidir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.formula and not self.checked_with_siblings and self.group_id:
            others = KeyFigure.objects.filter(group_id=self.group_id).exclude(pk=self.pk)
            problem = figure_problems([*others, self]).get(self.no)
            if problem:
                raise ValidationError({"formula": problem})

    @property
    def is_money(self) -> bool:
        """Whether the figure is an amount (TL, TL/km): written with two places."""
        return self.unit == "TL" or self.unit.startswith("TL/")


def row_keys(labels: Iterable[str]) -> list[str]:
    """Row keys of a list's labels in their order; a repeated label gets `-2`, `-3` …"""
    keys: list[str] = []
    for label in labels:
        keys.append(free_name(slugify(label) or "satir", keys))
    return keys


class Line(Protocol):
    """What the rules read of a figure (`KeyFigure` is one), also before it is saved."""

    @property
    def no(self) -> int: ...

    @property
    def pk(self) -> int | None: ...

    @property
    def label(self) -> str: ...

    @property
    def date(self) -> object: ...

    @property
    def text(self) -> str: ...

    @property
    def formula(self) -> str: ...


L = TypeVar("L", bound=Line)


def keyed(figures: Sequence[L]) -> list[tuple[str, L]]:
    """The figures of one list with their row keys, in the order of their numbers."""
    ordered = sorted(figures, key=lambda f: (f.no, f.pk or 0))
    return list(zip(row_keys(f.label for f in ordered), ordered, strict=True))


def figure_problems(figures: Sequence[Line]) -> dict[int, str]:
    """Number → sentence, for every formula of a list that can't be computed."""
    pairs = keyed(figures)
    numeric = {key for key, f in pairs if f.date is None and not f.text}
    formulas = {key: f.formula for key, f in pairs if f.formula}
    rings = circular(formulas)
    problems: dict[int, str] = {}
    for key, figure in pairs:
        if not figure.formula:
            continue
        problem = formula_problem(figure.formula, numeric - {key}, what="satır")
        if problem is None and key in rings:
            problem = (
                f"«{figure.formula}» formülü kendi sonucuna dayanıyor; döngüdeki formüllerden biri "
                "değere çevrilmelidir."
            )
        if problem:
            problems[figure.no] = problem
    return problems
