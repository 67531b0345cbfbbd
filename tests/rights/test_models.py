"""Who may do what with every table of the office, asked page by page; see `matrix`."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from .actors import ACTORS
from .matrix import KIND_OF, expected
from .painting import can_be_saved, painted_if, painted_tables
from .samples import office_models, sample

PAGES = ("changelist", "add", "change", "delete", "import", "export", "history")


def answer(client: Client, address: str, page: str) -> str:
    response = client.get(address)
    if response.status_code == 302:
        target = response["Location"]
        if "/login/" in target:
            return "L"
        if page == "import" and "/veri-girisi/dosya/" in target:
            # Its files are taken on the sheets: the choice of one, or the only one.
            return "+" if client.get(target).status_code in (200, 302) else f"→{target}"
        return "0" if target.rstrip("/").endswith("/yonetim") else f"→{target}"
    if response.status_code in (403, 404):
        return {403: "-", 404: "0"}[response.status_code]
    assert response.status_code == 200, f"{address}: {response.status_code}"
    if page == "change":
        return "+" if can_be_saved(response) else "r"
    return "+"


def answers(client: Client, model: type[Model]) -> str:
    record = sample(model)
    found = ""
    for page in PAGES:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        args = [record.pk] if page in ("change", "delete", "history") else []
        try:
            address = reverse(name, args=args)
        except NoReverseMatch:
            found += "."
            continue
        found += answer(client, address, page)
    return found


@pytest.mark.parametrize("actor", ACTORS)
def test_every_page_of_every_table_answers_as_the_matrix_says(
    actor: str, browsers: dict[str, Client]
) -> None:
    wrong = {}
    painted = painted_tables()
    for model in office_models():
        label = model._meta.label_lower
        with painted_if((actor, label) in painted):
            got = answers(browsers[actor], model)
        if got != expected(label, actor):
            wrong[label] = f"{got!r}, not {expected(label, actor)!r}"
    assert wrong == {}


def test_the_matrix_names_every_table_and_no_other(db: None) -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(KIND_OF)
