"""Rights on single objects in the admin: lists, forms, imports, exports and bulk actions.

Every table of the office inherits this. Lists show what `access.visible` gives; whatever would
change a record asks `access.edit_problem`, for the record as it was and as it would be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import BaseFormSet, BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from reports.collect.workflow import access
from reports.collect.workflow.actions import edited
from reports.collect.workflow.holding import hold_sections_of
from reports.ground import rehearsal
from reports.ground.actors import Visitor, signed_in
from reports.ground.rehearsal import rehearsed

from .figures import TypedFigures

F = TypeVar("F", bound=forms.BaseForm)
T = TypeVar("T")

ChangeListFormSet = BaseModelFormSet[Model, forms.ModelForm[Model]]


class GuardedForm(forms.ModelForm[Model]):
    """A form that refuses a record which the user may not change, with the sentence."""

    acting_user: Visitor | None = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.acting_user is None or self.errors:
            return
        problem = access.edit_problem(self.acting_user, self.instance)
        if problem:
            self.add_error(None, problem)


def guarded(form: type[F], user: Visitor) -> type[F]:
    """The form class with the check of a user's rights built in."""
    return type(form.__name__, (form, GuardedForm), {"acting_user": user})


class Scoped(TypedFigures[Model], ModelAdmin):
    """Of the tables' screens."""

    # -- what is seen -----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return access.visible(request.user, super().get_queryset(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if self._is_gone(obj):
            return False
        obj = self._record(obj)
        allowed = super().has_view_permission(request, obj)
        if not allowed or not access.concerns(request.user, self.model):
            return False
        return obj is None or access.can_view(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if self._is_gone(obj):
            return False
        obj = self._record(obj)
        allowed = super().has_change_permission(request, obj)
        if not allowed or not access.concerns(request.user, self.model):
            return False
        return _open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        obj = self._record(obj)
        allowed = super().has_delete_permission(request, obj)
        return allowed and _open(request, obj)

    def _is_gone(self, obj: object) -> bool:
        """Whether there is no record: answered like a record of somebody else."""
        return obj is not None and self._record(obj) is None

    def _record(self, obj: object) -> Model | None:
        """Unfold asks for its buttons with the id instead of the record."""
        if obj is None or isinstance(obj, Model):
            return obj
        found: Model | None = self.model._default_manager.filter(pk=obj).first()
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:
        allowed = super().has_add_permission(request)
        return allowed and access.concerns(request.user, self.model)

    # -- what is changed --------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm[Model]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return guarded(form, request.user)

    def get_changelist_form(
        self, request: HttpRequest, **kwargs: object
    ) -> type[forms.ModelForm[Model]]:
        form = super().get_changelist_form(request, **kwargs)
        return guarded(form, request.user)

    def get_changelist_formset(
        self, request: HttpRequest, **kwargs: object
    ) -> type[ChangeListFormSet]:
        """Rows that can't be changed are not checked: they were not touched."""
        base = super().get_changelist_formset(request, **kwargs)
        base.form = type(base.form.__name__, (_OnlyWhenChanged, base.form), {})
        return type(base.__name__, (_SavedTogether, base), {})

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField[Model] | None:
        """Choices are records that the user may see."""
        target = db_field.remote_field.model
        if "queryset" not in kwargs and access.work_table(target) is not None:
            kwargs["queryset"] = access.visible(request.user, target._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """A form with many lines is checked and saved while nobody waits for it."""

        def view() -> HttpResponse:
            return super(Scoped, self).changeform_view(request, object_id, form_url, extra_context)

        if request.method == "POST" and len(request.POST) > rehearsal.LARGE:
            return _rehearsed(request, view)
        return view()

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm[Model], change: bool
    ) -> None:
        access.require_edit(request.user, obj)
        # Held before the first row is written, as a sheet holds its section before its rows.
        hold_sections_of(signed_in(request.user), *getattr(form, "saved_together", (obj,)))
        super().save_model(request, obj, form, change)
        if form.has_changed():
            edited(signed_in(request.user), obj)

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm[Model],
        formsets: Sequence[BaseFormSet[forms.BaseForm]],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            access.require_edit(request.user, form.instance)
            edited(signed_in(request.user), form.instance)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        access.require_edit(request.user, obj)
        hold_sections_of(signed_in(request.user), obj)
        edited(signed_in(request.user), obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        records = list(queryset)
        access.require_edit(request.user, *records)
        hold_sections_of(signed_in(request.user), *records)
        edited(signed_in(request.user), *records)
        super().delete_queryset(request, queryset)

    def response_action(  # type: ignore[override] # the stubs' Django is newer
        self, request: HttpRequest, queryset: QuerySet[Model]
    ) -> HttpResponse | None:
        """A bulk action that would touch a locked record does nothing, and says why.

        Many rows are changed, or a file is made of them, while nobody waits for it.
        """
        try:
            return _rehearsed(
                request, lambda: super(Scoped, self).response_action(request, queryset)
            )
        except PermissionDenied as error:
            if not str(error):
                raise
            messages.error(request, str(error))
            return None


def _rehearsed(request: HttpRequest, act: Callable[[], T]) -> T:
    """Done on a copy and then written; what was said by a try that did not count is not said."""
    queue: list[object] = getattr(messages.get_messages(request), "_queued_messages", [])
    said = len(queue)

    @rehearsed
    def attempt() -> T:
        del queue[said:]
        return act()

    return attempt()


class ScopedInline(TypedFigures[Any], InlineModelAdmin[Any, Any]):
    """Mixin of the lines inside a form: they follow the record that they stand in."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_add_permission(request, obj)
        return allowed and _open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and _open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and _open(request, obj)


def _open(request: HttpRequest, parent: Any) -> bool:
    """Whether a record is open for change; the first answer holds for this object.

    It is given before a form writes what was typed into the object, so it is about the record as it
    is stored.
    """
    if parent is None:
        return True
    if not hasattr(parent, "_open_for_change"):
        parent._open_for_change = access.can_edit(request.user, parent)
    return bool(parent._open_for_change)


class _OnlyWhenChanged(GuardedForm):
    """A line of a list: one that was not touched is not asked about."""

    def _post_clean(self) -> None:
        if not self.has_changed():
            self.acting_user = None
        super()._post_clean()


class _SavedTogether(ChangeListFormSet):
    """The lines of a list: the sections of all that were changed are held before the first line is
    saved.
    """

    forms: list[Any]

    def is_valid(self) -> bool:
        valid = super().is_valid()
        records = [form.instance for form in self.forms if form.has_changed()]
        for form in self.forms:
            if form.has_changed():
                form.saved_together, records = tuple(records), []
        return valid
