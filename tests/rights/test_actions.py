"""What each person can do with a row that is chosen in a list; the people are those of `matrix`.

    +  done      0  the page answers, nothing is done      -  refused (403)      L  sign in first

Every action is sent by hand for every table, whether or not its list offers it. Rows that others
refer to are kept, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from reports.collect.workflow.actions import open_sections
from reports.models import FiscalYear

from .actors import ACTORS
from .expected import ACTIONS
from .matrix import KIND_OF
from .painting import painted_if
from .samples import office_models, sample

LINES = [" ".join(line.split()) for line in ACTIONS.splitlines() if line]

# Other rows refer to these: nobody deletes them from the list.
KEPT = {"finance.economiccode", "performance.indicatorresult"}
OF_ONE_TABLE = {"roll_forward", "release"}
"""Actions that only some of a kind's tables have."""


def tables_of(kind: str, action: str) -> Iterable[type[Model]]:
    for model in office_models():
        screen = admin.site._registry[model]
        if KIND_OF[model._meta.label_lower] != kind:
            continue
        if action not in OF_ONE_TABLE or action in (screen.actions or ()):
            yield model


def answer(client: Client, model: type[Model], row: Any, action: str) -> str:
    """Send the action for one row, see what came of it, and take it back."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with transaction.atomic():
        data = {"action": action, "_selected_action": [row.pk], "post": "yes"}
        before = set(model._default_manager.values_list("pk", flat=True))
        with painted_if(False):
            response = client.post(address, data)
        is_done = set(model._default_manager.values_list("pk", flat=True)) != before
        transaction.set_rollback(True)
    if is_done:
        return "+"
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "L"
    return {200: "0", 302: "0", 403: "-"}[response.status_code]


@pytest.mark.parametrize("line", LINES, ids=[line.partition(" |")[0] for line in LINES])
def test_an_action_is_done_for_its_people_alone(line: str, browsers: dict[str, Client]) -> None:
    place, _, answers = line.partition("|")
    action, kind = place.split()
    open_sections(FiscalYear.objects.get_or_create(year=2025)[0])
    expected = dict(zip(ACTORS, answers.split(), strict=True))
    found = list(tables_of(kind, action))
    assert found
    for model in found:
        kept = model._meta.label_lower in KEPT
        wanted = {a: "0" if kept and w == "+" else w for a, w in expected.items()}
        row = sample(model)
        got = {actor: answer(browsers[actor], model, row, action) for actor in ACTORS}
        assert got == wanted, model._meta.label_lower


def test_the_table_names_every_action(db: None) -> None:
    """Asked for a superuser, who is offered all of them."""
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("ornek-ustun")
    there = {
        (action, KIND_OF[model._meta.label_lower])
        for model, screen in admin.site._registry.items()
        for action in screen.get_actions(request)
    }
    named = {(action, kind) for action, kind in (line.split(" |")[0].split() for line in LINES)}
    assert there <= named
