from typing import Any

from django.db.models import Model

from .resources import Resource

class BaseInstanceLoader:
    # Of a model; a resource without one has no rows to load.
    resource: Any
    dataset: Any
    def __init__(self, resource: Resource, dataset: Any = ...) -> None: ...
    def get_instance(self, row: dict[str, Any]) -> Model | None: ...
