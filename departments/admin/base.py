"""Screens for directorates, personnel, assets, services and activities."""

from __future__ import annotations

from django.contrib import admin

from departments.figures import percent
from departments.models import (
    Activity,
    CadreOccupancy,
    Department,
    DepartmentSuccession,
    Equipment,
    Facility,
    PersonnelByAge,
    PersonnelByEducation,
    PersonnelByGender,
    PersonnelByStatus,
    Service,
    Software,
    Vehicle,
)
from departments.resources import base as resources
from kars_portal.lib.numbers import format_percent
from reports.office.tables.screens import TableAdmin, YearRowAdmin, YearRowInline

STATUS_COLUMNS = resources.STATUS_COLUMNS


class SuccessionInline(YearRowInline):
    """What became of a directorate, on its own form."""

    model = DepartmentSuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    verbose_name = "sonraki müdürlük"
    verbose_name_plural = "sonraki müdürlükler"


@admin.register(Department)
class DepartmentAdmin(TableAdmin):
    resource_classes = [resources.DepartmentResource]
    list_display = ("name", "code", "short_name", "compiles_report", "valid_from", "valid_to")
    search_fields = ("name", "short_name", "code")
    ordering = ("position", "code")
    inlines = (SuccessionInline,)


@admin.register(DepartmentSuccession)
class DepartmentSuccessionAdmin(TableAdmin):
    resource_classes = [resources.DepartmentSuccessionResource]
    list_display = ("predecessor", "kind", "successor", "year")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(PersonnelByStatus)
class PersonnelByStatusAdmin(YearRowAdmin):
    resource_classes = [resources.PersonnelByStatusResource]
    sidebar_icon = "badge"
    list_display = ("status", "year", "count")
    search_fields = ("status",)
    list_editable = ("count",)


@admin.register(CadreOccupancy)
class CadreOccupancyAdmin(YearRowAdmin):
    resource_classes = [resources.CadreOccupancyResource]
    sidebar_icon = "event_seat"
    list_display = ("status", "year", "filled", "vacant", "total", "occupancy")
    search_fields = ("status",)
    list_editable = ("filled", "vacant")

    @admin.display(description="doluluk oranı")
    def occupancy(self, row: CadreOccupancy) -> str:
        return format_percent(None if row.filled is None else percent(row.filled, row.total))


class PersonnelBreakdownAdmin(YearRowAdmin):
    """Staff tables are filled in as tables: the counts are edited in the list itself."""

    list_editable = STATUS_COLUMNS


@admin.register(PersonnelByGender)
class PersonnelByGenderAdmin(PersonnelBreakdownAdmin):
    resource_classes = [resources.PersonnelByGenderResource]
    sidebar_icon = "wc"
    search_fields = ("gender",)
    list_display = ("gender", "year", *STATUS_COLUMNS, "total")
    fields = ("year", "gender", *STATUS_COLUMNS, "total")


@admin.register(PersonnelByEducation)
class PersonnelByEducationAdmin(PersonnelBreakdownAdmin):
    resource_classes = [resources.PersonnelByEducationResource]
    sidebar_icon = "school"
    search_fields = ("level",)
    list_display = ("level", "year", *STATUS_COLUMNS, "total")
    fields = ("year", "level", *STATUS_COLUMNS, "total")


@admin.register(PersonnelByAge)
class PersonnelByAgeAdmin(PersonnelBreakdownAdmin):
    resource_classes = [resources.PersonnelByAgeResource]
    sidebar_icon = "cake"
    search_fields = ("band",)
    list_display = ("band", "year", *STATUS_COLUMNS, "total")
    fields = ("year", "band", *STATUS_COLUMNS, "total")


@admin.register(Facility)
class FacilityAdmin(YearRowAdmin):
    resource_classes = [resources.FacilityResource]
    sidebar_icon = "domain"
    list_display = ("name", "year", "area", "closed_area", "open_area")
    search_fields = ("name", "note")
    fields = ("year", "name", "area", "closed_area", "open_area", "note", "key")


@admin.register(Vehicle)
class VehicleAdmin(YearRowAdmin):
    resource_classes = [resources.VehicleResource]
    sidebar_icon = "local_shipping"
    list_display = ("name", "year", "owned", "leased", "total")
    list_editable = ("owned", "leased")
    search_fields = ("name",)
    fields = ("year", "name", "owned", "leased", "total", "key")


@admin.register(Equipment)
class EquipmentAdmin(YearRowAdmin):
    resource_classes = [resources.EquipmentResource]
    sidebar_icon = "computer"
    list_display = ("name", "kind", "year", "count")
    list_editable = ("count",)
    list_filter = ("year", "kind")
    search_fields = ("name",)
    fields = ("year", "kind", "name", "count", "key")


@admin.register(Software)
class SoftwareAdmin(YearRowAdmin):
    resource_classes = [resources.SoftwareResource]
    sidebar_icon = "terminal"
    list_display = ("name", "year")
    search_fields = ("name",)
    fields = ("year", "name", "key")


@admin.register(Service)
class ServiceAdmin(YearRowAdmin):
    resource_classes = [resources.ServiceResource]
    sidebar_icon = "room_service"
    list_display = ("name", "group", "year")
    search_fields = ("name", "group")
    fields = ("year", "group", "name", "key")


@admin.register(Activity)
class ActivityAdmin(YearRowAdmin):
    resource_classes = [resources.ActivityResource]
    list_display = ("title", "department", "no", "date", "year")
    list_filter = ("year", "department")
    list_select_related = ("department", "year")
    search_fields = ("title", "summary", "department__name")
    autocomplete_fields = ("department",)
