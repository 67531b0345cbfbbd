"""Free tables: tables of one directorate, whose columns and rows its staff make themselves."""

from __future__ import annotations

import keyword
import re
from functools import cached_property
from typing import ClassVar, Unpack

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction

from departments.cells import cell_problem
from departments.enums import NUMERIC_CELLS, CellKind, ColumnTotal, CountsPeople
from reports.core.tables import TOTAL_ROW
from reports.ground.saving import SaveOptions
from reports.models import OutlineSection, YearRow, unique_in_year

from .department import Department
from .free_rules import column_key, formula_problems, make_row_key, row_problems

DEPARTMENT_SECTION = "III.B.1"
ROW = "row"
"""First column of a table's file: the row key."""

table_code_validator = RegexValidator(
    r"^[a-z0-9]+(?:_[a-z0-9]+)*$",
    "Kod yalnız küçük harf (a-z), rakam ve alt çizgiden oluşur.",
)
row_key_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "Satır anahtarı yalnız küçük harf (a-z), rakam ve tireden oluşur.",
)
_COLUMN_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


class FreeTable(YearRow):
    """A table that only one directorate (or section) has: court files, camera counts, licences …

    Designed once and rolled forward every year; its columns and rows are data. Source: the report's
    part of the directorate (2006 regulation art. 18, activity and project information).
    """

    lookup_field: ClassVar[str] = "code"
    natural_key_fields = ("code",)

    code = models.CharField(
        "kod",
        max_length=60,
        validators=[table_code_validator],
        help_text="Dosya adında ve metinlerdeki atıflarda kullanılır; sonradan değiştirilmez.",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="müdürlük",
        related_name="free_tables",
        help_text="Tablo bir müdürlüğe ait değilse boş bırakılır.",
    )
    section = models.CharField(
        "bölüm",
        max_length=20,
        default=DEPARTMENT_SECTION,
        help_text="Rapor bölümünün kodu; müdürlük tablolarında III.B.1.",
    )
    title = models.CharField("başlık", max_length=200)
    unit = models.CharField("birim", max_length=40, blank=True)
    basis = models.CharField("dayanak", max_length=200, blank=True)
    note = models.TextField("not", blank=True)
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "serbest tablo"
        verbose_name_plural = "serbest tablolar"
        constraints = [
            unique_in_year(
                "code",
                name="freetable_code_once",
                message="Bu kodla bir tablo bu yıl zaten var; başka bir kod verilmelidir.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year_id})"

    def clean(self) -> None:
        super().clean()
        if self.department_id and self.section != DEPARTMENT_SECTION:
            raise ValidationError(
                {
                    "section": (
                        f"Müdürlük tabloları {DEPARTMENT_SECTION} bölümünde yer alır; bölüm "
                        f"{DEPARTMENT_SECTION} yapılmalı ya da müdürlük boş bırakılmalıdır."
                    )
                }
            )
        codes = set(OutlineSection.objects.values_list("code", flat=True))
        if codes and self.section not in codes:
            raise ValidationError(
                {"section": f"«{self.section}» diye bir rapor bölümü yok; kod düzeltilmelidir."}
            )

    @property
    def published_section(self) -> str:
        """Where the table stands in the report."""
        return f"{self.section}/{self.department.code}" if self.department else self.section

    @cached_property
    def column_list(self) -> list[FreeColumn]:
        """The columns in their order; read once for each instance of the table."""
        return list(self.columns.all())

    @property
    def input_columns(self) -> list[FreeColumn]:
        """Columns that are entered; the others are computed."""
        return [column for column in self.column_list if not column.formula]

    def forget_columns(self) -> None:
        self.__dict__.pop("column_list", None)


class FreeColumn(models.Model):
    """A column of a free table: what a figure is, in which unit, how it is totalled or computed."""

    table = models.ForeignKey(
        FreeTable, models.CASCADE, verbose_name="tablo", related_name="columns"
    )
    position = models.PositiveIntegerField("sıra", default=0)
    key = models.CharField(
        "anahtar",
        max_length=60,
        blank=True,
        help_text="Formüllerde ve dosyalarda kullanılır; boş bırakılırsa başlıktan üretilir.",
    )
    title = models.CharField("başlık", max_length=100)
    kind = models.CharField("tür", max_length=10, choices=CellKind, default=CellKind.TEXT)
    unit = models.CharField("birim", max_length=40, blank=True)
    total = models.CharField("toplam", max_length=10, choices=ColumnTotal, default=ColumnTotal.NONE)
    formula = models.CharField(
        "formül",
        max_length=300,
        blank=True,
        help_text=(
            "Diğer sütunların anahtarlarıyla: acik + kapanan, olumlu / talep * 100, share(tutar)"
        ),
    )
    description = models.CharField("açıklama", max_length=300, blank=True)
    people = models.CharField(
        "kişi sayar",
        max_length=15,
        choices=CountsPeople,
        blank=True,
        help_text=(
            "Sütundaki rakamlar kişi sayıyorsa seçilir; metin sütununda, her satır bir kişiyse. "
            "Hassas sayılarda 1–4 arası yayımlanmaz."
        ),
    )

    checked_with_siblings = False
    """True while a form or an import checks all columns of a table together."""

    class Meta:
        verbose_name = "sütun"
        verbose_name_plural = "sütunlar"
        ordering = ["table", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key"],
                name="freecolumn_key_once",
                violation_error_message=(
                    "Bu anahtar tabloda zaten var; başka bir anahtar verilmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Rows follow their column: under a new key the cells move along."""
        if not self.key:
            self.key = column_key(self.title)
        if self._state.adding and not self.position:
            self.position = _after_last(FreeColumn.objects.filter(table_id=self.table_id))
        with transaction.atomic():
            before = FreeColumn.objects.filter(pk=self.pk).first() if self.pk else None
            super().save(**options)
            if before is not None and before.key != self.key:
                _move_cells(self.table_id, before.key, self.key)
        self.table.forget_columns()

    def clean(self) -> None:
        super().clean()
        if not self.key:
            self.key = column_key(self.title)
        problems: dict[str, str] = {}
        if not _COLUMN_KEY.fullmatch(self.key):
            problems["key"] = (
                "Anahtar küçük harfle (a-z) başlar; yalnız küçük harf, rakam ve tek alt çizgi "
                "içerir."
            )
        elif self.key == ROW or keyword.iskeyword(self.key):
            problems["key"] = (
                f"«{self.key}» ayrılmış bir sözcüktür; başka bir anahtar verilmelidir."
            )
        problem = self._total_problem()
        if problem:
            problems["total"] = problem
        if self.formula and self.kind not in NUMERIC_CELLS:
            problems["formula"] = (
                "Formül yalnız sayısal bir sütunda olabilir; tür değiştirilmelidir."
            )
        elif self.formula and not self.checked_with_siblings and self.table_id:
            problem = formula_problems(self._with_siblings()).get(self.key)
            if problem:
                problems["formula"] = problem
        if self.pk:
            problems |= self._problems_of_cells()
        if problems:
            raise ValidationError(problems)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            _move_cells(self.table_id, self.key, None)
            deleted = super().delete(using=using, keep_parents=keep_parents)
        self.table.forget_columns()
        return deleted

    def _total_problem(self) -> str | None:
        if self.total == ColumnTotal.RATIO and not self.formula:
            return "Toplamı formülle bulunan bir sütunun formülü de yazılmalıdır."
        if self.total == ColumnTotal.SUM and self.kind not in NUMERIC_CELLS:
            return (
                "Yalnız sayısal bir sütun toplanabilir; satır sayısı için «Satırlar sayılır» "
                "seçilmelidir."
            )
        if self.total == ColumnTotal.SUM and self.kind == CellKind.PERCENT:
            return (
                "Yüzdeler toplanmaz; toplam «Formülle, toplamlardan» veya «Toplam yok» olmalıdır."
            )
        return None

    def _with_siblings(self) -> list[FreeColumn]:
        others = [c for c in FreeColumn.objects.filter(table_id=self.table_id) if c.pk != self.pk]
        return sorted([*others, self], key=lambda c: c.position or 10**9)

    def _problems_of_cells(self) -> dict[str, str]:
        """What the rows that already exist would say to a changed column."""
        before = FreeColumn.objects.filter(pk=self.pk).first()
        if before is None or (before.kind == self.kind and before.formula == self.formula):
            return {}
        cells = [
            row.values[before.key]
            for row in FreeRow.objects.filter(table_id=self.table_id)
            if before.key in row.values
        ]
        if self.formula and cells:
            return {
                "formula": (
                    f"Bu sütunda {len(cells)} değer var; formül yazmadan önce değerler "
                    "silinmelidir."
                )
            }
        for cell in cells:
            problem = cell_problem(self.kind, cell, self.title)
            if problem:
                return {"kind": f"Tür değiştirilemez: {problem}"}
        return {}


class FreeRow(models.Model):
    """A row of a free table; `values` holds the exact spelling of each cell under its column's key.

    A cell that is not there is missing; it is not zero.
    """

    table = models.ForeignKey(FreeTable, models.CASCADE, verbose_name="tablo", related_name="rows")
    position = models.PositiveIntegerField("sıra", default=0)
    key = models.CharField(
        "satır anahtarı",
        max_length=100,
        blank=True,
        validators=[row_key_validator],
        help_text="Boş bırakılırsa ilk metin hücresinden üretilir.",
    )
    values = models.JSONField("değerler", default=dict, blank=True)

    class Meta:
        verbose_name = "satır"
        verbose_name_plural = "satırlar"
        ordering = ["table", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key"],
                name="freerow_key_once",
                violation_error_message=(
                    "Bu satır anahtarı tabloda zaten var; başka bir anahtar verilmeli ya da mevcut "
                    "satır düzenlenmelidir."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.key or "yeni satır"

    def save(self, **options: Unpack[SaveOptions]) -> None:
        siblings = FreeRow.objects.filter(table_id=self.table_id)
        if not self.key:
            taken = siblings.exclude(pk=self.pk).values_list("key", flat=True)
            self.key = make_row_key(self.values, self.table.column_list, set(taken))
        if self._state.adding and not self.position:
            self.position = _after_last(siblings)
        super().save(**options)

    def clean(self) -> None:
        super().clean()
        if self.key == TOTAL_ROW:
            raise ValidationError(
                {"key": "«total» toplam satırına ayrılmıştır; başka bir anahtar verilmelidir."}
            )
        problems = row_problems(self.values, self.table.column_list)
        if problems:
            raise ValidationError({"values": list(problems.values())})

    @property
    def row_key(self) -> str:
        return self.key


def _after_last(siblings: models.QuerySet[FreeColumn] | models.QuerySet[FreeRow]) -> int:
    last: int | None = siblings.aggregate(last=models.Max("position"))["last"]
    return (last or 0) + 1


def _move_cells(table_id: int, old: str, new: str | None) -> None:
    for row in FreeRow.objects.filter(table_id=table_id):
        if old in row.values:
            value = row.values.pop(old)
            if new is not None:
                row.values[new] = value
            row.save(update_fields=["values"])
