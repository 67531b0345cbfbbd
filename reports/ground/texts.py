"""What every text of the portal's rows keeps to: no invisible signs, and a length.

Fields ask it when they are validated, so that a form, a grid, an import and a package name the
place and the cure; what is saved past that (a command, a step that writes its own rows) loses the
signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.signals import pre_save

from kars_portal.lib.texts import plain, plain_value, unwanted

from .fields import ModelField

LONGEST = 20_000
"""Characters of a text whose field says nothing else: some eight pages."""
LONGER = {"reports.Narrative.body": 100_000}
WRITTEN_BY_THE_PORTAL = frozenset({"reports.Publication.document", "reports.FrozenReport.document"})
"""Canonical JSON whose hash is kept: not typed by anybody, and changed by nobody."""
_OTHERS = frozenset({"auth", "auditlog"})
"""Tables of libraries in which texts of people stand as well."""


def no_unwanted_signs(value: object) -> None:
    """Validator of a text, or of texts within JSON. Raises ValidationError."""
    for text in _texts(value):
        if sentence := unwanted(text):
            raise ValidationError(sentence, code="unwanted_sign")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(name)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def text_fields(model: type[models.Model]) -> list[ModelField]:
    """Fields in which somebody's words may stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.generated
        and _name(field) not in WRITTEN_BY_THE_PORTAL
    ]


def guarded_models() -> list[type[models.Model]]:
    """The portal's own tables, and those of libraries that keep texts of people."""
    own = {config.label for config in apps.get_app_configs() if _is_own(config.name)}
    return [model for model in apps.get_models() if model._meta.app_label in own | _OTHERS]


def guard_texts() -> None:
    """Give every text field its validators; called once at start-up, when all models are there."""
    for model in guarded_models():
        for field in text_fields(model):
            field.validators.append(no_unwanted_signs)
            if isinstance(field, models.TextField):
                most = field.max_length or LONGER.get(_name(field), LONGEST)
                field.validators.append(
                    MaxLengthValidator(
                        most,
                        f"Metin %(show_value)s karakter; en çok {most} karakter olabilir. "
                        "Metin kısaltılmalı ya da bölünmelidir.",
                    )
                )
        pre_save.connect(
            _clean, sender=model, dispatch_uid=f"reports.ground.texts.{model._meta.label}"
        )


def _clean(sender: type[models.Model], instance: models.Model, **_: object) -> None:
    clean_texts(instance, text_fields(sender))


def clean_texts(instance: models.Model, fields: Iterable[ModelField]) -> None:
    """Take invisible signs out of a row's texts; `fields` are those of `text_fields`."""
    for field in fields:
        # What was not read from the database was not changed either.
        value = instance.__dict__.get(field.attname)
        if isinstance(value, str):
            clean: object = plain(value)
        elif isinstance(field, models.JSONField) and value is not None:
            clean = plain_value(value)
        else:
            continue
        if clean != value:
            setattr(instance, field.attname, clean)


def _is_own(name: str) -> bool:
    return name.partition(".")[0] in {"reports", "departments", "finance", "performance"}


def _name(field: ModelField) -> str:
    return f"{field.model._meta.label}.{field.name}"
