"""Every list, every autocomplete and the sidebar's search: what is typed in Turkish is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from departments.models import Department
from kars_portal.lib.turkish import search_key, upper

from .samples import office_models

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("search by text in SQL of our own"),
]

NO_NAMES = {"unit", "formula", "column", "sections", "parent", "queue_name"}
"""Columns of texts that are no name of anything: units, codes, formulas."""
BY_FILTER = {"year", "publication", "result"}
"""Columns that name another row which is a year, or is searched by its own names."""
NOT_SEARCHED = {"django_tasks_database.DBTaskResult": "the worker's list, without a link"}

SCREENS = [model for model in office_models() if model._meta.label not in NOT_SEARCHED]


@pytest.fixture(scope="module")
def boss(at_work: None, django_db_blocker: Any) -> User:
    with django_db_blocker.unblock():
        return User.objects.create_superuser("ornek-boss", password="x", first_name="İLKE IŞIL")


def screen_of(model: type[Model]) -> Any:
    return admin.site._registry[model]


def asked(boss: User, **query: str) -> Any:
    request = RequestFactory().get("/", query)
    request.user = boss
    return request


def found(model: type[Model], typed: str, boss: User) -> set[Any]:
    """The keys of the rows that the list shows when it is searched."""
    request = asked(boss, q=typed)
    shown = screen_of(model).get_changelist_instance(request)
    assert not shown.is_popup
    return set(shown.queryset.values_list("pk", flat=True))


def spellings(words: str) -> set[str]:
    """In Turkish capitals, and as it is typed without Turkish keys: each place for it to fail."""
    return {upper(words), search_key(words)}


def label_of(model: type[Model], path: str, value: Any) -> str:
    field = get_fields_from_path(model, path)[-1]
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


def words_of(text: str) -> str:
    """Some words of a text, as they would be typed, and not the first ones only."""
    words = re.findall(r"[^\W_]+", text)
    return " ".join([*words[:2], *words[-1:]])


def hard_letters(row: tuple[Any, str]) -> int:
    """How many letters of a row's text English rules would get wrong."""
    return sum(char in "İIıiŞşĞğÜüÖöÇç" for char in row[1])


@pytest.mark.parametrize("model", SCREENS, ids=lambda m: m._meta.label_lower)
def test_every_list_finds_a_row_by_each_of_its_fields(model: type[Model], boss: User) -> None:
    fields = [str(path) for path in screen_of(model).get_search_fields(asked(boss))]
    assert fields, "a list without a search"

    for path in fields:
        rows = screen_of(model).get_queryset(asked(boss)).exclude(**{f"{path}__isnull": True})
        values = list(rows.order_by().values_list("pk", path)[:300])
        texts = [(pk, words_of(label_of(model, path, value))) for pk, value in values]
        # The one with most letters that English rules would get wrong.
        pk, text = max(
            texts,
            key=lambda each: sum(char in "İIıiŞşĞğÜüÖöÇç" for char in each[1]),
            default=("", ""),
        )
        for typed in spellings(text) if text else {"İŞLERİ"}:
            assert not text or pk in found(model, typed, boss), (path, typed)
    assert not found(model, "yokböylebirsözcük", boss)


@pytest.mark.parametrize("model", SCREENS, ids=lambda m: m._meta.label_lower)
def test_every_name_that_a_list_shows_is_searched(model: type[Model]) -> None:
    screen = screen_of(model)
    fields = [str(path) for path in screen.search_fields]
    names = {f.name: f for f in model._meta.concrete_fields}

    for column in (c for c in screen.list_display if c in names):
        field = names[column]
        if isinstance(field, models.ForeignKey) and column not in BY_FILTER:
            assert any(path.startswith(f"{column}__") for path in fields), column
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            assert column in fields or column in NO_NAMES, column


def autocompletes() -> Iterator[tuple[type[Model], str]]:
    for model, screen in admin.site._registry.items():
        for place in (screen, *screen.inlines):
            names = getattr(place, "autocomplete_fields", ())
            yield from ((getattr(place, "model", model), str(name)) for name in names)


def test_every_autocomplete_finds_what_is_typed_in_turkish(boss: User) -> None:
    client = Client()
    client.force_login(boss)

    asked_for = sorted(set(autocompletes()), key=str)
    assert len(asked_for) > 15
    for model, name in asked_for:
        field: Any = model._meta.get_field(name)
        searched = screen_of(field.related_model).search_fields
        path = next(p for p in ("name", "title", "indicator__name", "username") if p in searched)
        rows = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())
        pk, text = rows.order_by("-pk").values_list("pk", path)[0]
        for typed in spellings(words_of(text)):
            answer = client.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": model._meta.app_label,
                    "model_name": str(model._meta.model_name),
                    "field_name": name,
                    "term": typed,
                },
            )
            offered = [item["id"] for item in answer.json()["results"]]
            assert str(pk) in offered, (model, name, typed)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("MÜDÜRLÜK BÜTÇELERİ", {"Müdürlük bütçeleri"}),
        ("mudurluk butceleri", {"Müdürlük bütçeleri"}),
        ("İMZA", {"İmza", "İmza kuralları"}),
        ("imza kurallari", {"İmza kuralları"}),
        ("ARAÇLAR", {"Araçlar"}),
        ("KADRO", {"Kadro doluluğu"}),
        ("giris kilit", {"Giriş kilitleri"}),
        ("erişim kayıtları", {"Erişim kayıtları"}),
        ("masam", {"Masam"}),
        ("yokböylebirsözcük", set()),
    ],
)
def test_the_sidebar_finds_pages_and_tables(typed: str, places: set[str], boss: User) -> None:
    client = Client()
    client.force_login(boss)

    page = client.get(reverse("admin:search"), {"s": typed}).content.decode()

    assert {line.strip() for line in re.findall(r"\s*([^<>\n]+?) <span", page)} == places


def test_the_sidebar_finds_only_what_a_person_may_open(browsers: dict[str, Client]) -> None:
    page = browsers["right"].get(reverse("admin:search"), {"s": "İŞ"}).content.decode()
    assert "Kullanıcılar" not in page

    for typed, shown in (("kullanıcı", False), ("FAALİYETLER", True), ("roller", False)):
        page = browsers["right"].get(reverse("admin:search"), {"s": typed}).content.decode()
        assert (reverse("admin:index") in page) is shown, typed
    assert browsers["anonymous"].get(reverse("admin:search"), {"s": "iş"}).status_code == 302


@pytest.mark.parametrize("typed", ["\0", "%", "'", '"', "(" * 3000, "a " * 2000, "\\", "ı̇" * 50])
def test_nothing_that_is_typed_stops_a_search(typed: str, boss: User) -> None:
    client = Client()
    client.force_login(boss)
    autocomplete = {"app_label": "finance", "model_name": "departmentbudget"}

    for address, query in (
        ("admin:departments_department_changelist", {"q": typed}),
        ("admin:autocomplete", {**autocomplete, "field_name": "department", "term": typed}),
        ("admin:search", {"s": typed}),
        ("admin:search", {"s": "iş", "page": typed, "extended": "1"}),
    ):
        assert client.get(reverse(address), query).status_code == 200, address


def test_a_chosen_action_holds_for_what_was_searched(boss: User) -> None:
    """On SQLite it works on a copy of the database, which searches alike."""
    client = Client()
    client.force_login(boss)
    row = Department.objects.create(code="ornek-is", name="Örnek İş Müdürlüğü")

    client.post(
        reverse("admin:departments_department_changelist") + "?q=ORNEK+İŞ",
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )

    assert not Department.objects.filter(pk=row.pk).exists()
