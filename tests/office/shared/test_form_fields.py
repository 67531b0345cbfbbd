"""Fields of the office's own forms come from one template: label, help, errors, required mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from unfold.widgets import UnfoldAdminRadioSelectWidget

TEMPLATES = Path(settings.BASE_DIR) / "templates/office"
FIELD = "form_field.html"
LABEL = '<label for="{{'


class Example(forms.Form):
    reason = forms.CharField(label="Gerekçe", help_text="Neden?")
    file = forms.FileField(label="Dosya", required=False)
    people = forms.MultipleChoiceField(
        label="Kimler",
        choices=(("1", "Örnek Bir"), ("2", "Örnek İki")),
        help_text="Seçilenlere e-posta gider.",
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label="Tür", choices=(("a", "A"), ("b", "B")), widget=UnfoldAdminRadioSelectWidget
    )


def rendered(name: str, **context: Any) -> str:
    field = Example({"people": "9"})[name]
    return " ".join(render_to_string(f"office/shared/{FIELD}", {"field": field, **context}).split())


def test_a_field_has_label_mark_error_and_help_that_are_read_out_with_it() -> None:
    html = rendered("reason")

    assert '<label for="id_reason"> Gerekçe <span aria-hidden="true">*</span> </label>' in html
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in html
    assert '<p class="form-help" id="id_reason_helptext">Neden?</p>' in html
    assert '<div role="alert" class="form-error" id="id_reason_error">' in html
    assert 'role="alert"' not in rendered("reason", is_told=True)
    assert '<div class="board-check">' in rendered("reason", css="board-check")


def test_a_field_that_may_be_empty_has_no_mark() -> None:
    html = rendered("file")

    assert '<label for="id_file"> Dosya </label>' in html
    assert '<input type="text" hidden disabled>' in html


def test_choices_are_a_group_with_a_legend() -> None:
    for name, label in (("people", "Kimler"), ("kind", "Tür")):
        html = rendered(name)
        assert html.startswith('<fieldset class="form-field form-choices"')
        assert f'<legend> {label} <span aria-hidden="true">*</span> </legend>' in html
        assert f'id="id_{name}_error"' in html
    assert 'aria-describedby="id_people_helptext id_people_error"' in rendered("people")
    assert '<label for="id_people_1"><input' in rendered("people")


def test_no_other_template_of_the_office_writes_a_field_out() -> None:
    others = [path for path in TEMPLATES.rglob("*.html") if path.name != FIELD]
    assert [str(path) for path in others if LABEL in path.read_text("utf-8")] == []
