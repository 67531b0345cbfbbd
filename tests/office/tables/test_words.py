"""Words that come from libraries: buttons and questions of deleting, and the way to a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from departments.models import FigureGroup
from reports.enums import SectionState
from reports.models import Section

LIST = "/yonetim/departments/figuregroup/"
CLUMSY = ("nesne", "eminim", "emin mi", "geri götür", "Başka bir", "başarılı olarak", "Sil rakam")


def text(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


@pytest.fixture
def boss(browser: Callable[[str], Client], lists: dict[str, FigureGroup]) -> Client:
    Section.objects.update(state=SectionState.DRAFT)
    return browser("boss")


def test_deleting_a_record_is_asked_clearly(boss: Client, lists: dict[str, FigureGroup]) -> None:
    record = lists["zabita"]
    form = text(boss.get(f"{LIST}{record.pk}/change/").content)
    asked = text(boss.get(f"{LIST}{record.pk}/delete/").content)
    done = text(boss.post(f"{LIST}{record.pk}/delete/", {"post": "yes"}, follow=True).content)

    assert "Kaydı sil" in form
    assert f"«{record}» (rakam listesi) silinsin mi?" in asked
    assert "Vazgeç Sil" in asked
    assert f"«{record}» (rakam listesi) silindi." in done
    for page in (form, asked, done):
        assert [word for word in CLUMSY if word in page] == []


def test_deleting_several_is_asked_clearly(boss: Client, lists: dict[str, FigureGroup]) -> None:
    assert "Seçilen kayıtları sil (rakam listeleri)" in text(boss.get(LIST).content)
    chosen = {"action": "delete_selected", "_selected_action": [item.pk for item in lists.values()]}
    asked = text(boss.post(LIST, chosen).content)
    done = text(boss.post(LIST, {**chosen, "post": "yes"}, follow=True).content)

    assert "Seçilen kayıtlar (rakam listeleri) silinsin mi?" in asked
    assert "Vazgeç Sil" in asked
    assert f"Silindi: {len(lists)} rakam listeleri." in done
    for page in (asked, done):
        assert [word for word in CLUMSY if word in page] == []


def test_a_refusal_to_delete_is_told_clearly(boss: Client, lists: dict[str, FigureGroup]) -> None:
    department = lists["zabita"].department
    told = text(boss.get(f"/yonetim/departments/department/{department.pk}/delete/").content)

    assert f"«{department}» (müdürlük) silinemez:" in told
    assert [word for word in CLUMSY if word in told] == []


def test_no_table_repeats_its_app_in_the_way(boss: Client, lists: dict[str, FigureGroup]) -> None:
    repeating = []
    for model in admin.site._registry:
        options = model._meta
        page = boss.get(reverse(f"admin:{options.app_label}_{options.model_name}_changelist"))
        if page.status_code != 200:
            continue
        app = reverse("admin:app_list", args=[options.app_label])
        way = re.findall(
            r'<a href="([^"]+)" class="align-middle[^>]*>\s*([^<]+?)\s*</a', page.content.decode()
        )
        assert app in [href for href, _label in way], options.label
        labels = [label for _href, label in way]
        if len(set(labels)) < len(labels):
            repeating.append((options.label, labels))
    assert repeating == []


def test_a_list_counts_records_not_tables(boss: Client) -> None:
    page = text(boss.get(LIST).content)

    assert "2 kayıt" in page
    assert "2 rakam listeleri" not in page
