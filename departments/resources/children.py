"""Base of imports whose rows belong to a yearly row: columns of a table, payments of a contract."""

from __future__ import annotations

from typing import Any, ClassVar

from reports.collect.imports.resources import YearResource


class ChildResource(YearResource):
    """Rows that have their year through `parent`, named by its code in the file."""

    class Meta(YearResource.Meta):
        pass

    parent: ClassVar[str]
    order: ClassVar[str] = "no"

    def get_queryset(self) -> Any:
        rows = self._meta.model._default_manager.filter(**{f"{self.parent}__year": self.year})
        return rows.select_related(self.parent).order_by(
            f"{self.parent}__position", f"{self.parent}_id", self.order, "pk"
        )

    def init_instance(self, row: Any = None) -> Any:
        return self._meta.model()
