"""Capitals follow Turkish rules, wherever they come from: Python, templates, styles, scripts."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import helpers
from django.forms import ModelForm, modelform_factory
from django.template import Context, Template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from kars_portal.lib import turkish
from reports.ground import capitals

ROOT = Path(settings.BASE_DIR)
APPS = ("departments", "finance", "kars_portal", "performance", "reports")

OF_CODES = {
    "kars_portal/lib/turkish.py", "reports/collect/imports/widgets.py",
    "reports/collect/intake/marking.py", "reports/collect/intake/marking_child.py",
    "reports/collect/intake/marking_sheet.py", "reports/collect/packages/parts.py",
    "reports/collect/reading/looks.py", "reports/collect/reading/markup.py",
    "reports/collect/reading/packages.py",
    "reports/collect/reading/sniffing.py", "reports/collect/reading/xls.py",
    "reports/collect/wording/cleaning.py", "reports/collect/wording/sniffing.py",
    "reports/ground/away.py", "reports/ground/capitals.py",
    "reports/ground/kept_files.py", "reports/ground/rehearsal.py", "reports/ground/settled.py",
    "reports/present/pdf/address.py", "reports/publish/signing/damage.py",
    "reports/publish/verification/codes.py", "reports/signin/factors.py",
}  # fmt: skip
"""Files in which `upper` or `lower` is asked of SQL, codes and names of files, never of words."""

BUILT = {"reports/static/office/editor/editor.js"}
"""CodeMirror put together; our part of it (tools/editor) changes no case."""


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("iki adımlı giriş", "İki adımlı giriş"),
        ("ısı", "Isı"),
        ("İş kalemi", "İş kalemi"),
        ("imza zorunlu", "İmza zorunlu"),
        ("çevre", "Çevre"),
        ("", ""),
    ],
)
def test_a_text_begins_with_a_turkish_capital(text: str, capital: str) -> None:
    assert turkish.capfirst(text) == capital
    assert capfirst(text) == capital
    assert Template("{{ text|capfirst }}").render(Context({"text": text})) == capital
    assert helpers.capfirst(text) == capital  # type: ignore[attr-defined]


def test_english_pages_keep_english_capitals_for_english_words() -> None:
    with translation.override("en"):
        assert capfirst("import") == "Import"
        assert Template("{{ 'import'|capfirst }}{{ 'i'|upper }}").render(Context()) == "ImportI"
        assert capfirst("iş kalemi") == "İş kalemi"
    assert Template("{{ 'i'|upper }}{{ 'ı'|upper }}").render(Context()) == "İI"


def test_a_lazy_text_stays_lazy_and_nothing_is_escaped_twice() -> None:
    label = capfirst(gettext_lazy("istek %(number)s"))
    assert isinstance(label, Promise)
    assert str(label) == "İstek %(number)s"
    assert Template("{{ text|capfirst }}").render(Context({"text": "<i>"})) == "&lt;i&gt;"


def test_every_library_has_this_function() -> None:
    theirs = {
        name
        for name, module in tuple(sys.modules.items())
        if (found := getattr(module, "__dict__", {}).get("capfirst")) is not None
        and not getattr(found, "__module__", "").startswith(("reports.", "kars_portal."))
        and name.partition(".")[0] in {"django", "unfold", "import_export", "django_tables2"}
    }
    assert theirs == set()
    assert vars(sys.modules["django.db.models.fields"])["capfirst"] is capitals.capfirst


def test_every_label_of_the_office_begins_so() -> None:
    asked = 0
    for model in apps.get_models():
        if model in admin.site._registry:
            form: type[ModelForm] = modelform_factory(model, fields="__all__")  # type: ignore[type-arg]
            for name, field in form.base_fields.items():
                verbose = str(getattr(model._meta.get_field(name), "verbose_name", ""))
                if verbose[:1] in "iıİ" and verbose:
                    asked += 1
                    assert str(field.label)[:1] == turkish.upper(verbose[:1]), (model, name)
    assert asked > 2


def sources(ending: str, *folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{ending}")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_no_source_changes_the_case_of_words_by_english_rules() -> None:
    python = re.compile(r"(?<!turkish)\.(?:title|capitalize|swapcase|upper|lower)\(\)")
    assert {name for name, text in sources(".py", *APPS) if python.search(text)} == OF_CODES

    found = {
        *(n for n, text in sources(".html", "templates") if re.search(r"\|(title|lower)\b", text)),
        *(
            n
            for n, text in sources(".css", "reports/static")
            if re.search(r"text-transform:(?!\s*none)|font-variant[\w-]*:[^;]*small-caps", text)
        ),
        *(
            n
            for n, text in sources(".js", "reports/static")
            if re.search(r"\.to(Upper|Lower)Case\(|toLocale(Upper|Lower)Case\((?!\"tr\"\))", text)
        ),
    }
    assert found == BUILT
