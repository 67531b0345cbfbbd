"""Import and export of the core's own tables."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Model, QuerySet
from import_export.instance_loaders import BaseInstanceLoader

from reports.collect.imports.resources import TableResource, YearResource
from reports.models import (
    Declaration,
    ExactCount,
    OutlineSection,
    ReferenceNumber,
    Report,
    StatedFigure,
    Waiver,
)


class TheOneRow(BaseInstanceLoader):
    """A year has one report, whatever its title is."""

    def get_instance(self, row: dict[str, object]) -> Report | None:
        found: Report | None = self.resource.get_queryset().first()
        return found


class ReportResource(YearResource):
    """The heading of the year's report: one row."""

    class Meta(YearResource.Meta):
        model = Report
        fields = ("institution", "province", "title", "document_note", "figure_status")
        import_id_fields = ("title",)
        instance_loader_class = TheOneRow

    def row_identity(self, instance: Model) -> object:
        """Every row is the one that a year has."""
        return ()

    def get_queryset(self) -> QuerySet[Report]:
        return Report.objects.filter(year=self.year)


class OutlineSectionResource(TableResource):
    """The statutory outline; effective-dated, shared by all years."""

    class Meta(TableResource.Meta):
        model = OutlineSection
        fields: ClassVar[tuple[str, ...]] = (
            "code", "parent", "number", "title", "basis", "valid_from", "valid_to", "verified",
            "note",
        )  # fmt: skip
        import_id_fields = ("code", "valid_from")


class PackagedOutlineResource(OutlineSectionResource):
    """The outline in a data package: with who compared it with the official text, and when."""

    class Meta(OutlineSectionResource.Meta):
        fields = (*OutlineSectionResource.Meta.fields, "verified_by", "verified_on")


class DeclarationResource(YearResource):
    """Presentation and assurance statements; a file of the office confirms no text."""

    class Meta(YearResource.Meta):
        model = Declaration
        fields: ClassVar[tuple[str, ...]] = (
            "key", "title", "role", "signatory", "institution", "place", "date", "body",
            "line_from", "line_to",
        )  # fmt: skip
        import_id_fields = ("key",)


class PackagedDeclarationResource(DeclarationResource):
    """Declarations in a data package: with who confirmed exactly which text, when and on what."""

    class Meta(DeclarationResource.Meta):
        fields = (
            *DeclarationResource.Meta.fields,
            "confirmed_by", "confirmed_on", "confirmation_note", "confirmed_digest",
        )  # fmt: skip


class ReferenceNumberResource(YearResource):
    """Numbers from outside the report that checks need."""

    class Meta(YearResource.Meta):
        model = ReferenceNumber
        fields = ("key", "label", "value", "unit", "source")
        import_id_fields = ("key",)


class WaiverResource(YearResource):
    """Findings that were accepted, with their reasons."""

    class Meta(YearResource.Meta):
        model = Waiver
        fields = (
            "code", "dataset", "row", "column", "source", "section", "stated", "computed", "reason",
            "granted_by", "granted_on", "expires_on",
        )  # fmt: skip
        import_id_fields = (
            "code", "dataset", "row", "column", "source", "section", "stated", "computed",
        )  # fmt: skip


class ExactCountResource(YearResource):
    """Columns whose small counts of people are published, with the reasons."""

    class Meta(YearResource.Meta):
        model = ExactCount
        fields = ("dataset", "row", "column", "reason", "granted_by", "granted_on")
        import_id_fields = ("dataset", "row", "column")


class StatedFigureResource(YearResource):
    """Figures that a printed report states itself."""

    class Meta(YearResource.Meta):
        model = StatedFigure
        fields = (
            "key", "source_table", "label", "item", "dataset", "row", "column", "value", "unit",
            "line_from", "line_to", "note",
        )  # fmt: skip
        import_id_fields = ("key",)
