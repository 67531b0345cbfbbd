"""Base of imports whose rows belong to a yearly row: columns of a table, payments of a contract."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet

from reports.collect.imports.resources import YearResource

M = TypeVar("M", bound=Model)


class ChildResource(YearResource, Generic[M]):
    """Rows that have their year through `parent`, named by its code in the file."""

    class Meta(YearResource.Meta):
        pass

    parent: ClassVar[str]
    order: ClassVar[str] = "no"

    def get_queryset(self) -> QuerySet[M]:
        rows: QuerySet[M] = self._meta.model._default_manager.filter(
            **{f"{self.parent}__year": self.year}
        )
        return rows.select_related(self.parent).order_by(
            f"{self.parent}__position", f"{self.parent}_id", self.order, "pk"
        )

    def init_instance(self, row: dict[str, object] | None = None) -> M:
        made: M = self._meta.model()
        return made
