"""Import and export of directorates, personnel, assets, services and activities."""

from __future__ import annotations

from django.db.models import QuerySet

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
from reports.collect.imports.resources import TableResource, YearResource
from reports.collect.packages import ResourcePart

STATUS_COLUMNS = ("civil_servants", "contracted", "workers", "company_staff")


class DepartmentResource(TableResource):
    """Directorates; shared by all years."""

    class Meta(TableResource.Meta):
        model = Department
        fields = ("code", "name", "short_name", "compiles_report", "valid_from", "valid_to")
        import_id_fields = ("code",)


class DepartmentSuccessionResource(TableResource):
    """What became of directorates; shared by all years."""

    class Meta(TableResource.Meta):
        model = DepartmentSuccession
        fields = ("predecessor", "successor", "year", "kind")
        import_id_fields = ("predecessor", "successor")

    def get_queryset(self) -> QuerySet[DepartmentSuccession]:
        found: QuerySet[DepartmentSuccession] = super().get_queryset()
        return found.select_related("predecessor", "successor")


class PersonnelByStatusResource(YearResource):
    class Meta(YearResource.Meta):
        model = PersonnelByStatus
        fields = ("status", "count")
        import_id_fields = ("status",)


class CadreOccupancyResource(YearResource):
    class Meta(YearResource.Meta):
        model = CadreOccupancy
        fields = ("status", "filled", "vacant")
        import_id_fields = ("status",)


class PersonnelByGenderResource(YearResource):
    class Meta(YearResource.Meta):
        model = PersonnelByGender
        fields = ("gender", *STATUS_COLUMNS)
        import_id_fields = ("gender",)


class PersonnelByEducationResource(YearResource):
    class Meta(YearResource.Meta):
        model = PersonnelByEducation
        fields = ("level", *STATUS_COLUMNS)
        import_id_fields = ("level",)


class PersonnelByAgeResource(YearResource):
    class Meta(YearResource.Meta):
        model = PersonnelByAge
        fields = ("band", *STATUS_COLUMNS)
        import_id_fields = ("band",)


class FacilityResource(YearResource):
    class Meta(YearResource.Meta):
        model = Facility
        fields = ("key", "name", "area", "closed_area", "open_area", "note")
        import_id_fields = ("key",)


class VehicleResource(YearResource):
    class Meta(YearResource.Meta):
        model = Vehicle
        fields = ("key", "name", "owned", "leased")
        import_id_fields = ("key",)


class EquipmentResource(YearResource):
    class Meta(YearResource.Meta):
        model = Equipment
        fields = ("key", "kind", "name", "count")
        import_id_fields = ("key",)


class SoftwareResource(YearResource):
    class Meta(YearResource.Meta):
        model = Software
        fields = ("key", "name")
        import_id_fields = ("key",)


class ServiceResource(YearResource):
    class Meta(YearResource.Meta):
        model = Service
        fields = ("key", "group", "name")
        import_id_fields = ("key",)


class ActivityResource(YearResource):
    class Meta(YearResource.Meta):
        model = Activity
        fields = ("department", "no", "title", "date", "summary")
        import_id_fields = ("department", "no")

    def get_queryset(self) -> QuerySet[Activity]:
        found: QuerySet[Activity] = super().get_queryset()
        return found.select_related("department")


PARTS = (
    ResourcePart("departments", DepartmentResource),
    ResourcePart("department_successions", DepartmentSuccessionResource),
    ResourcePart("personnel_by_status", PersonnelByStatusResource),
    ResourcePart("cadre_occupancy", CadreOccupancyResource),
    ResourcePart("personnel_by_gender", PersonnelByGenderResource),
    ResourcePart("personnel_by_education", PersonnelByEducationResource),
    ResourcePart("personnel_by_age", PersonnelByAgeResource),
    ResourcePart("facilities", FacilityResource),
    ResourcePart("vehicles", VehicleResource),
    ResourcePart("equipment", EquipmentResource),
    ResourcePart("software", SoftwareResource),
    ResourcePart("services", ServiceResource),
    ResourcePart("activities", ActivityResource),
)
