"""Search in the lists and autocompletes of the office: by Turkish rules, on every screen."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from reports.ground.searching import narrowed


class Searched(ModelAdmin[Model]):
    """Mixin before a screen's class: every word stands in one of its search fields."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        fields = [str(name) for name in self.get_search_fields(request)]
        repeats = any(lookup_spawns_duplicates(self.opts, name) for name in fields)
        return narrowed(queryset, fields, search_term), repeats
