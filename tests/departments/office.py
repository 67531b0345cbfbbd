"""The back office as a person at a form uses it: add, change, delete, read the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


def address(model: type[Model], page: str, *args: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def add(client: Client, model: type[Model], /, **data: Any) -> Response:
    return client.post(address(model, "add"), data)


def change(client: Client, row: Model, /, **data: Any) -> Response:
    return client.post(address(type(row), "change", row.pk), data)


def delete(client: Client, row: Model) -> Response:
    return client.post(address(type(row), "delete", row.pk), {"post": "yes"})


def sentences(response: Response) -> list[str]:
    """What the form says is wrong, in its order; empty when it was accepted."""
    if response.status_code == 302:
        return []
    errors = response.context["adminform"].form.errors
    return [sentence for items in errors.values() for sentence in items]


def no_inline_rows(prefix: str) -> dict[str, str]:
    """Management form of an inline without rows."""
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
