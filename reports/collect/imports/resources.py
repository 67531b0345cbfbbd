"""Import and export of one table: the same class serves the admin, the command and the data
package.

A resource finds a row by its natural key (never by a database id), validates whole model
instances and takes headers either as field names or as the Turkish labels that the forms show.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from copy import deepcopy
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from import_export import fields
from import_export.instance_loaders import BaseInstanceLoader

from kars_portal.lib.numbers import plain
from kars_portal.lib.texts import unwanted
from kars_portal.lib.turkish import casefold
from reports.collect.audit import Channel, recording
from reports.collect.audit.context import current
from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import lock_sections
from reports.ground.actors import Actor
from reports.ground.fields import ModelField
from reports.ground.rehearsal import rehearsed
from reports.models import FiscalYear, MoneyField, YearRow

from .keys import HeaderError, NaturalKeyLoader
from .limits import limited, units_of
from .outcome import FileResult, PlanChanged, TellingResource
from .text_widget import TextWidget
from .widgets import (
    ChoiceWidget,
    NaturalKeyWidget,
    Reader,
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
    YesNoWidget,
)

Errors: TypeAlias = dict[str, ValidationError]
"""Field → what is wrong with its cell."""


class TableResource(TellingResource):
    """Base of all resources: Turkish spellings, natural keys, complete validation.

    Subclasses declare `Meta(TableResource.Meta)` with `model`, `fields` (the columns of the file,
    in their order) and `import_id_fields` (the natural key).
    """

    class Meta:
        clean_model_instances = True
        skip_unchanged = False
        report_skipped = True
        use_transactions = True
        skip_diff = True
        instance_loader_class: type[BaseInstanceLoader] = NaturalKeyLoader

    def __init__(
        self, *, whole_table: bool = False, actor: Actor | None = None, **kwargs: object
    ) -> None:
        """`whole_table`: the file is the package's, exact in spelling and in the table's order.

        `actor`: who imports; rows that he or she may not change are refused. None is the command
        line.
        """
        super().__init__(**kwargs)
        self.actor = actor
        units = {} if whole_table else units_of(self._meta.model._meta.label_lower)
        for name, widget in self._decimal_widgets().items():
            widget.unit = widget.unit or units.get(name, "")
        self._saved: list[models.Model] = []
        self._refused = ""
        self.whole_table = whole_table
        if whole_table:
            for widget in self._decimal_widgets().values():
                widget.spelling = "exact"

    def _decimal_widgets(self) -> dict[str, TurkishDecimalWidget]:
        return {
            field.column_name: field.widget
            for field in self.fields.values()
            if isinstance(field.widget, TurkishDecimalWidget)
        }

    # -- fields ---------------------------------------------------------------------------------

    @classmethod
    def field_from_django_field(
        cls, field_name: str, django_field: ModelField, readonly: bool
    ) -> fields.Field:
        return fields.Field(
            attribute=field_name,
            column_name=field_name,
            widget=limited(cls._widget_for(django_field), django_field),
            readonly=readonly,
            default="" if isinstance(django_field, models.CharField | models.TextField) else None,
        )

    @classmethod
    def _widget_for(cls, field: ModelField) -> Reader:
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            return RememberedKeyWidget(target, getattr(target, "lookup_field", "code"))
        if field.choices:
            return ChoiceWidget(field.choices)
        if isinstance(field, models.BooleanField):
            return YesNoWidget()
        if isinstance(field, MoneyField):
            return TurkishDecimalWidget(places=field.decimal_places)
        if isinstance(field, models.DecimalField):
            return QuantityWidget()
        if isinstance(field, models.IntegerField):
            return TurkishIntegerWidget()
        if isinstance(field, models.DateField):
            return TurkishDateWidget()
        return TextWidget()

    # -- headers --------------------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: object) -> None:
        self.count_lines(dataset)
        dataset.headers = self.check_headers(dataset.headers or [])
        self.begin_file()
        self.hold_sections()
        for column, widget in self._decimal_widgets().items():
            if column in dataset.headers:
                widget.learn_spelling(dataset[column])

    def hold_sections(self) -> None:
        """Hold the sections before the first row is written: where the rows will stand is known
        only when the last of them is read. What the years share stands in every report.
        """
        lock_sections(getattr(self, "year", None))

    def check_headers(self, headers: Iterable[object]) -> list[str]:
        """The file's headers as column names. Raises HeaderError with every wrong column."""
        columns = self.labels()
        by_spelling = {casefold(label): name for name, label in columns.items()}
        by_spelling |= {casefold(name): name for name in columns}
        problems: list[tuple[str, str]] = []
        result: list[str] = []
        for header in headers:
            text = "" if header is None else str(header).strip()
            name = by_spelling.get(casefold(text))
            if name is None:
                near = difflib.get_close_matches(casefold(text), by_spelling, n=1)
                hint = f" «{columns[by_spelling[near[0]]]}» mi demek istendi?" if near else ""
                problems.append(
                    (
                        text,
                        f"«{text}» sütunu bu tabloda yok.{hint} Beklenen sütunlar: "
                        f"{', '.join(columns)}.",
                    )
                )
            elif name in result:
                problems.append((text, f"«{text}» sütunu iki kez yazılmış; biri silinmelidir."))
            result.append(name or text)
        for name in self.get_import_id_fields():
            column = self.fields[name].column_name
            if column not in result:
                problems.append((column, f"«{column}» sütunu eksik; satırlar bu sütunla tanınır."))
        if problems:
            raise HeaderError(problems)
        return result

    # -- rows -----------------------------------------------------------------------------------

    def before_import_row(self, row: dict[str, object], **kwargs: object) -> None:
        """Before anything is looked up: a database can't be asked for what it can't hold."""
        problems = {
            str(column): ValidationError(sentence)
            for column, cell in row.items()
            if isinstance(cell, str) and (sentence := unwanted(cell))
        }
        if problems:
            raise ValidationError(problems)

    def after_init_instance(
        self, instance: models.Model, new: bool, row: dict[str, object], **kwargs: object
    ) -> None:
        self._before = None if new else self._state(instance)
        self.look_at(instance, new=new)
        # Asked of the row as it was, so that nobody takes over a row of somebody else.
        known = None if new else self.actor
        self._refused = access.edit_problem(known, instance) if known is not None else ""

    def skip_row(
        self,
        instance: models.Model,
        original: models.Model | None,
        row: dict[str, object],
        import_validation_errors: Errors | None = None,
    ) -> bool:
        """A row that says what the database says already costs nothing."""
        return (
            not import_validation_errors
            and self._before is not None
            and self._before == self._state(instance)
        )

    @staticmethod
    def _state(instance: models.Model) -> dict[str, object]:
        """The row as the database would get it, so that a value just read compares equal."""
        return {
            field.attname: field.get_prep_value(getattr(instance, field.attname))
            for field in instance._meta.concrete_fields
            if not field.generated
        }

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Errors | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Fields and `clean()`; constraints are left to the database, which checks them anyway."""
        errors: dict[str, ValidationError | list[ValidationError]] = {}
        errors |= import_validation_errors or {}
        try:
            instance.full_clean(
                exclude=errors.keys(), validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            for name, found in error.update_error_dict({}).items():
                errors.setdefault(name, found)
        if not errors and self.actor is not None:
            problem = self._refused or access.edit_problem(self.actor, instance)
            if problem:
                raise ValidationError(problem)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: models.Model, is_create: bool) -> None:
        """Save; when the database refuses, ask the model for the sentence that says why."""
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
            self._saved.append(instance)
        except IntegrityError:
            instance.full_clean()
            raise

    def import_instance(self, instance: Any, row: dict[str, object], **kwargs: object) -> None:
        number = kwargs["row_number"]
        if self.whole_table:
            if hasattr(instance, "position"):
                instance.position = number
            self.forget_what_the_file_lacks(instance, row)
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        names = self.get_import_id_fields()
        if isinstance(number, int) and not errors.keys() & set(names):
            repeated = self.repeated(instance, number)
            if repeated:
                place = names[0] if len(names) == 1 else NON_FIELD_ERRORS
                errors[place] = [ValidationError(repeated)]
        if errors:
            raise ValidationError(errors)

    def import_data(
        self,
        dataset: tablib.Dataset,
        dry_run: bool = False,
        raise_errors: bool = False,
        use_transactions: bool | None = None,
        **kwargs: object,
    ) -> FileResult:
        """What a file changes is on record as such; a command keeps its own name for it.

        Read, checked and tried where nobody waits for it (`reports.ground.rehearsal`).
        """
        by_command = current().channel == Channel.COMMAND
        kept = deepcopy(dataset)

        @rehearsed
        def attempt() -> FileResult:
            self.begin(dataset, kept)
            with recording(channel=None if by_command else Channel.IMPORT):
                return super(TableResource, self).import_data(
                    dataset, dry_run, raise_errors, use_transactions, **kwargs
                )

        return attempt()

    def begin(self, dataset: tablib.Dataset, kept: tablib.Dataset) -> None:
        """The file as it was before an earlier try, of which nothing is known any more."""
        dataset.wipe()
        dataset.headers = kept.headers
        dataset.extend(kept)
        self._saved = []
        for field in self.fields.values():
            if isinstance(field.widget, RememberedKeyWidget):
                field.widget.forget()

    def after_import(self, dataset: tablib.Dataset, result: FileResult, **kwargs: object) -> None:
        """Nothing to reset, rows get their ids from the database; the sections were edited.

        `confirmed_plan` is what a person has looked at. Raises PlanChanged where the rows, which
        are held now, would become something else.
        """
        if self.actor is None or result.is_refused:
            return
        confirmed = kwargs.get("confirmed_plan")
        if confirmed is not None and confirmed != result.plan:
            raise PlanChanged
        if not kwargs.get("dry_run"):
            edited(self.actor, *self._saved)

    def get_export_headers(self, selected_fields: Iterable[str] | None = None) -> list[str]:
        return [self.fields[name].column_name for name in self.get_export_order()]


class RememberedKeyWidget(NaturalKeyWidget):
    """Looks each code up once; it lives for one file, during which rows are only added."""

    def __init__(
        self,
        model: type[models.Model],
        field: str = "code",
        queryset: Callable[[], models.QuerySet[models.Model]] | None = None,
    ) -> None:
        super().__init__(model, field, queryset)
        self.found: dict[str, list[models.Model]] = {}

    def forget(self) -> None:
        """The file begins anew."""
        self.found.clear()

    def _find(self, code: str) -> list[models.Model]:
        known = self.found.get(code)
        if known is None:
            known = super()._find(code)
            if len(known) == 1:
                self.found[code] = known
        return known


class QuantityWidget(TurkishDecimalWidget):
    """A measured quantity: as many decimals as it has, none added by the database column."""

    def render(
        self, value: Decimal | int | None, obj: object = None, **kwargs: object
    ) -> Decimal | int | str | None:
        return super().render(None if value is None else plain(Decimal(value)), obj, **kwargs)


class YearResource(TableResource):
    """A resource of yearly rows; the year comes from the form or the package, not from the file."""

    class Meta(TableResource.Meta):
        pass

    scoped_targets: ClassVar[bool] = True

    def __init__(self, *, year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.year = year
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, NaturalKeyWidget) and issubclass(widget.model, YearRow):
                widget.queryset = _same_year(widget.model, year)

    def get_queryset(self) -> models.QuerySet[Any]:
        found: models.QuerySet[YearRow] = self._meta.model._default_manager.filter(
            year=self.year
        ).order_by("position", "pk")
        return found

    def init_instance(self, row: dict[str, object] | None = None) -> models.Model:
        made: YearRow = self._meta.model(year=self.year)
        return made


def _same_year(model: type[YearRow], year: FiscalYear) -> Callable[[], models.QuerySet[YearRow]]:
    return lambda: model._default_manager.filter(year=year)
