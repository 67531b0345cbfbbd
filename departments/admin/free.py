"""Screens for free tables and key figures: one page for each table, filled in as a table."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, Generic, Protocol, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from unfold.decorators import action

from departments.actions import roll_figures_forward, roll_tables_forward
from departments.models import FigureGroup, FreeColumn, FreeRow, FreeTable, KeyFigure
from departments.models.figures import figure_problems
from departments.resources import free as resources
from departments.resources.rows import rows_of
from departments.sheets.free import sheet_key
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import hold_sections_of
from reports.ground.actors import signed_in
from reports.ground.model_forms import InlineFormSet, ModelForm
from reports.models import FiscalYear
from reports.office.tables.exporting import ExcelCsvFile, OdsFile, XlsxFile
from reports.office.tables.screens import YearRowAdmin, YearRowInline

from .children import ChildAdmin, NumberedForm, NumberedFormSet, NumberedInline, kept_forms
from .rows import FreeColumnForm, FreeColumnFormSet, FreeRowFormSet, row_form

FORMAT = "bicim"
DOWNLOADS = (XlsxFile, OdsFile, ExcelCsvFile)

D = TypeVar("D", FreeTable, FigureGroup)


class FreeColumnInline(YearRowInline):
    """Columns of the table, in their order."""

    model = FreeColumn
    form = FreeColumnForm
    formset = FreeColumnFormSet
    extra = 2
    tab = False


class FreeRowInline(YearRowInline):
    """Rows of the table; the inputs follow the table's own columns."""

    model = FreeRow
    formset = FreeRowFormSet
    extra = 3
    tab = False

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **kwargs: object
    ) -> type[InlineFormSet[FreeRow, FreeTable]]:
        found: type[InlineFormSet[FreeRow, FreeTable]] = super().get_formset(
            request, obj, form=row_form(obj), **kwargs
        )
        return found


def _in_year(record: D, year: FiscalYear) -> D:
    """The record as it would stand in another year; it is not saved."""
    moved = copy(record)
    moved.pk, moved.year = None, year
    return moved


class WithColumnsAndRows(Protocol):
    """A table as the list counts it."""

    columns_in_all: int
    rows_in_all: int


class WithFigures(Protocol):
    """A list of key figures as the list counts it."""

    figures_in_all: int


class RollsForward(YearRowAdmin, Generic[D]):
    """Yearly definitions that are copied into the following year."""

    @admin.action(description="Seçilenleri sonraki yıla aktar (rakamsız)", permissions=["add"])
    def roll_forward(self, request: HttpRequest, queryset: QuerySet[D]) -> None:
        numbers = sorted(set(queryset.values_list("year_id", flat=True)))
        years = FiscalYear.objects.in_bulk([number + 1 for number in numbers])
        made = [
            _in_year(item, years[item.year_id + 1])
            for item in queryset
            if item.year_id + 1 in years
        ]
        # What is made in the following year must be the user's to make.
        access.require_edit(request.user, *made)
        hold_sections_of(signed_in(request.user), *made)
        for number in numbers:
            following = years.get(number + 1)
            if following is None:
                messages.error(request, f"{number + 1} mali yılı yok; önce yıl açılmalıdır.")
                continue
            copied = self.copy_to(queryset.filter(year_id=number), following)
            edited(signed_in(request.user), *copied)
            messages.success(
                request,
                f"{number + 1} yılına {len(copied)} kayıt aktarıldı; "
                "yılda zaten olanlar değişmedi.",
            )

    def copy_to(self, queryset: QuerySet[D], year: FiscalYear) -> Sequence[Model]:
        """Copy into a year what it does not have; returns what was made."""
        raise NotImplementedError


@admin.register(FreeTable)
class FreeTableAdmin(RollsForward[FreeTable]):
    """A table's page: what it is, its columns, its rows; rows also come from and go to Excel."""

    resource_classes = [resources.FreeTableResource]
    list_display = ("title", "department", "year", "code", "column_count", "row_count")
    list_filter = ("year", "department")
    list_select_related = ("year", "department")
    search_fields = ("title", "code", "note", "department__name")
    autocomplete_fields = ("department",)
    actions = ("roll_forward",)
    actions_detail = ("upload_rows", "download_rows")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FreeTable]:
        found: QuerySet[FreeTable] = super().get_queryset(request)
        return found.annotate(
            columns_in_all=Count("columns", distinct=True), rows_in_all=Count("rows", distinct=True)
        )

    @admin.display(description="sütun", ordering="columns_in_all")
    def column_count(self, table: WithColumnsAndRows) -> int:
        return table.columns_in_all

    @admin.display(description="satır", ordering="rows_in_all")
    def row_count(self, table: WithColumnsAndRows) -> int:
        return table.rows_in_all

    def get_inlines(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[type[YearRowInline], ...]:
        """Rows can be entered once the table has columns."""
        if isinstance(obj, FreeTable) and obj.input_columns:
            return (FreeColumnInline, FreeRowInline)
        return (FreeColumnInline,)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = super().get_readonly_fields(request, obj)
        return (*declared, "code") if obj else declared

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[FreeTable],
        formset: FreeColumnFormSet | FreeRowFormSet,
        change: bool,
    ) -> None:
        """Rows are saved after the columns: cells of a column that was just removed go with it."""
        if isinstance(formset, FreeRowFormSet):
            columns = FreeColumn.objects.filter(table=form.instance, formula="")
            keys = set(columns.values_list("key", flat=True))
            for item in formset.forms:
                cells = item.instance.values
                item.instance.values = {key: text for key, text in cells.items() if key in keys}
        super().save_formset(request, form, formset, change)

    def copy_to(self, queryset: QuerySet[FreeTable], year: FiscalYear) -> Sequence[Model]:
        return roll_tables_forward(tables=queryset, to=year)

    # -- rows from and to a spreadsheet ---------------------------------------------------------

    @action(description="Satırları indir (Excel)", url_path="satirlari-indir", permissions=["view"])
    def download_rows(self, request: HttpRequest, object_id: int) -> HttpResponse:
        table = get_object_or_404(self.get_queryset(request), pk=object_id)
        wanted = request.GET.get(FORMAT, "xlsx")
        file = next((f for f in DOWNLOADS if f.extension == wanted), XlsxFile)()
        content = file.write(rows_of(table))
        response = HttpResponse(content, content_type=file.get_content_type())
        name = f"{table.code}-{table.year_id}.{file.get_extension()}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @action(description="Excel'den yükle", url_path="satir-yukle", permissions=["change"])
    def upload_rows(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """To the page that takes files of the table's sheet; nothing is taken here."""
        table = get_object_or_404(self.get_queryset(request), pk=object_id)
        section = access.section_of(table)
        if section is None or section.code != table.published_section:
            messages.error(
                request,
                f"{table.year_id} yılının «{table.published_section}» bölümü açılmamış; satırlar "
                "bölüm açıldıktan sonra yüklenir.",
            )
            back = reverse("admin:departments_freetable_change", args=[table.pk])
            return HttpResponseRedirect(back)
        if not access.answers_for(request.user, section):
            raise PermissionDenied(access.NOT_YOURS)
        if request.method == "POST":
            messages.error(
                request,
                "Bu adres artık dosya almıyor; hiçbir satır kaydedilmedi. Dosya tablonun kendi "
                "sayfasında yüklenmelidir.",
            )
        place = [section.year_id, section.code, sheet_key(table)]
        return HttpResponseRedirect(reverse("admin:sheet_upload", args=place))


class KeyFigureForm(NumberedForm[KeyFigure]):
    """A key figure beside its siblings; formulas are checked over the whole list."""

    def _post_clean(self) -> None:
        self.instance.checked_with_siblings = True
        super()._post_clean()


class KeyFigureFormSet(NumberedFormSet[KeyFigure]):
    """All figures of a list: formulas may name any figure that is there after saving."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in kept_forms(self) if not form.errors]
        problems = figure_problems([form.instance for form in kept])
        for form in kept:
            sentence = problems.get(form.instance.no)
            if sentence:
                form.add_error("formula", sentence)


class KeyFigureInline(NumberedInline):
    """Figures of the list, one line each."""

    model = KeyFigure
    form = KeyFigureForm
    formset = KeyFigureFormSet
    extra = 3
    fields = ("no", "label", "value", "unit", "date", "text", "formula", "people")


@admin.register(FigureGroup)
class FigureGroupAdmin(RollsForward[FigureGroup]):
    """A directorate's list of key figures, edited as a table."""

    resource_classes = [resources.FigureGroupResource]
    list_display = ("title", "department", "year", "code", "figure_count")
    list_filter = ("year", "department")
    list_select_related = ("year", "department")
    search_fields = ("title", "code", "department__name", "figures__label")
    autocomplete_fields = ("department",)
    actions = ("roll_forward",)
    inlines = (KeyFigureInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FigureGroup]:
        found: QuerySet[FigureGroup] = super().get_queryset(request)
        return found.annotate(figures_in_all=Count("figures", distinct=True))

    @admin.display(description="gösterge", ordering="figures_in_all")
    def figure_count(self, group: WithFigures) -> int:
        return group.figures_in_all

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        declared = super().get_readonly_fields(request, obj)
        return (*declared, "code") if obj else declared

    def copy_to(self, queryset: QuerySet[FigureGroup], year: FiscalYear) -> Sequence[Model]:
        return roll_figures_forward(groups=queryset, to=year)


@admin.register(KeyFigure)
class KeyFigureAdmin(ChildAdmin):
    """All key figures of a year, for search, import and export."""

    resource_classes = [resources.KeyFigureResource]
    list_display = ("label", "group", "value", "unit", "date", "text", "formula", "people")
    list_filter = ("group__year", "group__department")
    list_select_related = ("group__year",)
    search_fields = ("label", "text", "group__title")
    autocomplete_fields = ("group",)
    ordering = ("-group__year", "group__position", "no")
