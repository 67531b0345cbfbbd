"""Storing one record of a sheet; whatever stands against it becomes sentences at its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from reports.collect.workflow import access
from reports.ground.actors import Actor
from reports.models import YearRow

from .columns import GridColumn
from .grid import ROW, Refused


def refuse(by: Actor | None, record: models.Model) -> None:
    """Raise Refused where a person may not change a record."""
    try:
        access.require_edit(by, record)
    except PermissionDenied as error:
        raise Refused({ROW: [str(error)]}) from error


def store(record: models.Model, columns: Sequence[GridColumn]) -> None:
    """Check and save. Raises Refused with sentences at the columns that are wrong.

    As in an import, constraints are left to the database; when it refuses, the model is asked why.
    """
    check(record, columns)
    try:
        with transaction.atomic():
            record.save()
    except ValidationError as error:
        raise Refused(_at_columns(error, columns)) from error
    except IntegrityError as error:
        problems = _broken_rules(record, columns)
        if not problems:
            raise
        raise Refused(problems) from error


def check(
    record: models.Model,
    columns: Sequence[GridColumn],
    found: set[tuple[str, object]] | None = None,
) -> None:
    """Ask the fields and the model. Raises Refused with sentences at the columns that are wrong.

    `found` are (field, key) of related rows that are known to be there, and to which those that
    are found now are added: where many rows are checked, each is looked up once.
    """
    named = {(field.attname, getattr(record, field.attname)) for field in _relations(record)}
    known = named & found if found is not None else set()
    names = {f.name for f in _relations(record) if (f.attname, getattr(record, f.attname)) in known}
    try:
        record.full_clean(exclude=names, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Refused(_at_columns(error, columns)) from error
    if found is not None:
        found |= named


def stores_plainly(model: type[models.Model]) -> bool:
    """Whether `save` of a model does nothing that many rows could not have done at once."""
    return model.save in (models.Model.save, YearRow.save) and not model._meta.parents


def _relations(record: models.Model) -> list[models.ForeignKey[models.Model, models.Model]]:
    return [f for f in record._meta.concrete_fields if isinstance(f, models.ForeignKey)]


def discard(record: models.Model) -> None:
    """Delete a record. Raises Refused where others refer to it."""
    try:
        with transaction.atomic():
            # The copy loses its key; the caller still needs it.
            type(record)._default_manager.get(pk=record.pk).delete()
    except models.ProtectedError as error:
        used = ", ".join(sorted({str(item._meta.verbose_name) for item in error.protected_objects}))
        sentence = _("Satır silinemez; ona bağlı kayıtlar var: %(used)s.") % {"used": used}
        raise Refused({ROW: [sentence]}) from error


def _at_columns(error: ValidationError, columns: Sequence[GridColumn]) -> dict[str, list[str]]:
    known = {column.key for column in columns}
    found: dict[str, list[str]] = {}
    for name, messages in error.update_error_dict({}).items():
        sentences = [sentence for item in messages for sentence in item.messages]
        place = name if name in known else ROW
        if place == ROW and name != NON_FIELD_ERRORS:
            sentences = [f"{name}: {sentence}" for sentence in sentences]
        found.setdefault(place, []).extend(sentences)
    return found


def _broken_rules(record: models.Model, columns: Sequence[GridColumn]) -> dict[str, list[str]]:
    """The model's constraints that a record breaks, at the one column that they are about."""
    known = [column.key for column in columns]
    found: dict[str, list[str]] = {}
    for model, constraints in record.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, record)
            except ValidationError as error:
                names = [name for name in _names(constraint) if name in known]
                place = names[0] if len(names) == 1 or _is_key(constraint, names) else ROW
                found.setdefault(place, []).extend(error.messages)
    return found


def _is_key(constraint: models.BaseConstraint, names: list[str]) -> bool:
    return isinstance(constraint, models.UniqueConstraint) and bool(names)


def _names(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.UniqueConstraint):
        return list(constraint.fields)
    condition = getattr(constraint, "condition", None)
    return list(dict.fromkeys(_in_condition(condition))) if isinstance(condition, models.Q) else []


def _in_condition(condition: models.Q) -> Iterable[str]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _in_condition(child)
        elif isinstance(child, tuple):
            yield str(child[0]).partition("__")[0]
