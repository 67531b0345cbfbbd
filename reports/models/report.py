"""The report of a year: its heading, statutory outline, narrative, stated figures."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from kars_portal.lib.numbers import NumberFormatError, parse_decimal
from reports.enums import FigureStatus, ReportState

from .base import FiscalYear, YearRow, unique_in_year
from .legal import Confirmable


class Report(models.Model):
    """The activity report of one fiscal year (faaliyet raporu.

    Law 5018 art. 41, Law 5393 art. 56).
    """

    year = models.OneToOneField(
        FiscalYear, models.PROTECT, primary_key=True, verbose_name="mali yıl", related_name="report"
    )
    institution = models.CharField("kurum", max_length=200)
    province = models.CharField("İl", max_length=100, blank=True)
    title = models.CharField("başlık", max_length=200)
    document_note = models.TextField(
        "belge notu",
        blank=True,
        help_text="Kapakta ve sitede gösterilen açıklama (örneğin verilerin kaynağı).",
    )
    state = models.CharField(
        "durum",
        max_length=20,
        choices=ReportState,
        default=ReportState.COLLECTING,
        editable=False,
    )
    figure_status = models.CharField(
        "rakamların niteliği",
        max_length=20,
        choices=FigureStatus,
        default=FigureStatus.PROVISIONAL,
    )

    class Meta:
        verbose_name = "faaliyet raporu"
        verbose_name_plural = "faaliyet raporları"
        # By the column: "-year" would turn the years' own order round again.
        ordering = ["-year_id"]
        permissions = [
            ("publish_report", "Raporu yayımlayabilir"),
            ("export_report_pdf", "Rapor PDF'i üretebilir"),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.title}"


class OutlineSection(Confirmable):
    """A section of the statutory outline (activity report regulation), valid for a span of time.

    Headings and legal bases change with the regulation, so they are data with dates, not code; the
    one that is not compared with the official text is marked so.
    """

    code = models.CharField("kod", max_length=20)
    parent = models.CharField("üst bölüm", max_length=20, blank=True)
    number = models.CharField("numara", max_length=10, blank=True)
    title = models.CharField("başlık", max_length=200)
    basis = models.CharField("dayanak", max_length=200, blank=True)
    valid_from = models.DateField("yürürlük başlangıcı", null=True, blank=True)
    valid_to = models.DateField("yürürlük sonu", null=True, blank=True)
    position = models.PositiveIntegerField("sıra", default=0)
    verified = models.BooleanField(
        "dayanağı doğrulandı",
        default=False,
        help_text="İşaretlenmeyen bölümün adı ve dayanağı «doğrulanacak» diye listelenir.",
    )
    note = models.TextField("not", blank=True)

    class Meta:
        verbose_name = "rapor bölümü"
        verbose_name_plural = "rapor bölümleri"
        ordering = ["position", "code"]
        constraints = [
            # An open beginning counts as one date, so that it stands once too (also on SQLite).
            models.UniqueConstraint(
                "code",
                Coalesce("valid_from", models.Value(date.min)),
                name="outline_section_code_once",
                violation_error_message="Bu bölüm kodu aynı yürürlük başlangıcıyla zaten var.",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="outline_section_dates_in_order",
                violation_error_message="Yürürlük sonu, başlangıcından önce olamaz.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Narrative(YearRow):
    """The prose of one section: Markdown whose figures are references, never digits."""

    section = models.CharField(
        "bölüm",
        max_length=80,
        help_text="Bölüm kodu; müdürlük bölümlerinde III.B.1/müdürlük-kodu.",
    )
    body = models.TextField(
        "metin",
        help_text=(
            "Markdown. Rakamlar elle yazılmaz, tablodan alınır: "
            "{{ finance.expenditure.total.spent | money }}"
        ),
    )

    natural_key_fields = ("section",)

    class Meta(YearRow.Meta):
        verbose_name = "bölüm metni"
        verbose_name_plural = "bölüm metinleri"
        constraints = [
            unique_in_year(
                "section",
                name="narrative_section_once",
                message="Bu bölümün bu yıl için metni zaten var.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.section}"


class StatedFigure(YearRow):
    """What a printed report says itself where the portal computes: compared, never used.

    `dataset`, `row` and `column` name the figure that the portal holds or computes; they are empty
    where it has none. `value` is the printed figure in exact spelling, also when it cannot be true.
    """

    key = models.CharField("anahtar", max_length=100)
    source_table = models.CharField("kaynak tablo", max_length=100, blank=True)
    label = models.CharField("satır (basılı)", max_length=300, blank=True)
    item = models.CharField("sütun (kaynak)", max_length=100, blank=True)
    dataset = models.CharField("tablo", max_length=100, blank=True, db_index=True)
    row = models.CharField("satır", max_length=200, blank=True)
    column = models.CharField("sütun", max_length=100, blank=True)
    value = models.TextField("basılı değer", blank=True)
    unit = models.CharField("birim", max_length=40, blank=True)
    line_from = models.PositiveIntegerField("kaynak satırı (ilk)", null=True, blank=True)
    line_to = models.PositiveIntegerField("kaynak satırı (son)", null=True, blank=True)
    note = models.TextField("not", blank=True)

    class Meta(YearRow.Meta):
        verbose_name = "basılı raporun beyan ettiği rakam"
        verbose_name_plural = "basılı raporun beyan ettiği rakamlar"
        constraints = [
            unique_in_year(
                "key", name="stated_figure_key_once", message="Bu anahtarla bir kayıt zaten var."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"

    def clean(self) -> None:
        super().clean()
        if self.column and not self.dataset:
            raise ValidationError({"dataset": "Sütun yazıldığında tablo da yazılmalıdır."})

    @property
    def number(self) -> object:
        """The printed value as Decimal, or None where it is a text or a date."""
        try:
            return parse_decimal(self.value)
        except NumberFormatError:
            return None
