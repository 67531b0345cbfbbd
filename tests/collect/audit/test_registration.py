"""Nothing is left out by forgetting: models, screens and bulk writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import load_command_class
from django.db import models

from reports.collect.audit.commands import RecordedCommand
from reports.collect.audit.registration import (
    HIDDEN_FIELDS,
    NOT_RECORDED,
    NOT_RECORDED_FIELDS,
    is_recorded,
)
from reports.core.roles import EVERYTHING
from reports.office.trail.screens import Trailed

ROOT = Path(settings.BASE_DIR)

EXCEPTIONS = {
    "reports.auditentry",
    "reports.publication",
    "reports.pdfexport",
    "reports.intakejob",
    "reports.reminderlog",
    "reports.sectionevent",
    "reports.textremark",
}
"""Written down a second time, so that nobody leaves a model out in passing."""

BULK = {
    "bulk_create", "abulk_create", "bulk_update", "abulk_update", "_raw_delete", "aupdate",
    "raw", "execute", "executemany",
}  # fmt: skip
"""Ways past the signals that the entries come from."""

ALLOWED = {
    ("reports/ground/triggers.py", "execute"): "creates the triggers; run by migrations only",
    ("reports/signin/factors.py", "bulk_create"): "recovery codes: secret, not of the portal",
    ("reports/collect/packages/alone.py", "execute"): "asks whether a copy of the tables is whole",
    ("reports/ground/digests.py", "execute"): "reads the rows of a table for their digest",
    ("reports/ground/rehearsal.py", "execute"): "what was written on a copy, entries and all",
    ("reports/ground/rehearsal.py", "executemany"): "what was written on a copy, entries and all",
    ("reports/ground/staging.py", "execute"): "hands on what was written on a copy",
    ("reports/ground/staging.py", "executemany"): "hands on what was written on a copy",
    ("reports/site/views/files.py", "execute"): "asks the database whether it answers",
    ("reports/collect/audit/commands.py", "execute"): "Django's name for running a command",
    ("reports/collect/calendar/reminders.py", "bulk_create"): (
        "the log of mails is no figure of anybody's"
    ),
    ("reports/collect/calendar/reminders.py", "update"): (
        "the log of mails is no figure of anybody's"
    ),
    ("reports/collect/audit/receivers.py", "bulk_create"): "the entries themselves",
    ("reports/collect/audit/receivers.py", "_raw_delete"): "writes the entries of that as well",
    ("finance/trial_balance/rules.py", "bulk_create"): (
        "the rules that come with the portal; run after a migration"
    ),
    ("reports/collect/sheets/together.py", "bulk_create"): (
        "many rows of a sheet, whose entries `write_together` writes"
    ),
    ("reports/collect/calendar/rules.py", "bulk_create"): (
        "rules that come with the portal, at migration"
    ),
    ("reports/collect/statements/texts.py", "bulk_create"): (
        "records that come with the portal, at migration"
    ),
}
"""(file, call) → why no entry is lost there."""


def test_every_model_of_the_portal_is_recorded_but_the_named_ones() -> None:
    own = [m for m in apps.get_models() if m.__module__.partition(".")[0] in EVERYTHING]

    assert {m._meta.label_lower for m in own if not is_recorded(m)} == EXCEPTIONS
    assert set(NOT_RECORDED) == EXCEPTIONS
    assert is_recorded(User)
    assert is_recorded(Group)


def test_every_app_of_the_portal_is_looked_through() -> None:
    site = Path(models.__file__).parents[3]
    own = {
        config.name.partition(".")[0]
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and not Path(config.path).is_relative_to(site)
    }

    assert own - {"kars_portal"} <= set(EVERYTHING)


def test_what_is_left_out_of_an_entry_is_there_to_be_left_out() -> None:
    named = [(m, f) for m, fields in NOT_RECORDED_FIELDS.items() for f in fields]
    named += [(m, f) for m, fields in HIDDEN_FIELDS.items() for f in fields]

    assert named
    for model, field in named:
        assert apps.get_model(model)._meta.get_field(field).name == field


def test_no_relation_is_emptied_behind_the_trail() -> None:
    """SET_NULL and its kin write without a signal; accounts are never deleted."""
    silent = [
        str(field)
        for model in apps.get_models()
        if is_recorded(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete not in (models.PROTECT, models.CASCADE)
        and field.related_model is not User
    ]

    assert silent == []


def test_every_screen_of_a_recorded_model_leads_to_its_trail() -> None:
    """A new screen takes the mixin `Trailed` (reports.office.trail.screens) first."""
    without = [
        model._meta.label
        for model, screen in admin.site._registry.items()
        if is_recorded(model) and not isinstance(screen, Trailed)
    ]

    assert without == []


def _calls_past_the_signals() -> Iterator[tuple[str, str, int]]:
    for app in EVERYTHING:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" in name:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                call = node.func.attr
                # A queryset's update takes names only; those of dicts and sets take a value.
                if call in BULK or (call == "update" and node.keywords and not node.args):
                    yield name, call, node.lineno


def test_rows_are_not_written_past_the_trail() -> None:
    """Save row by row, or write entries by hand (`reports.collect.audit.receivers.write`) and say
    so in ALLOWED.
    """
    found = [
        (name, call, line)
        for name, call, line in _calls_past_the_signals()
        if (name, call) not in ALLOWED
    ]

    assert found == []


def test_no_exception_outlives_its_code() -> None:
    assert set(ALLOWED) - {(name, call) for name, call, _line in _calls_past_the_signals()} == set()


@pytest.mark.parametrize("name", ["load_report", "publish_report", "create_demo_users"])
def test_commands_that_write_have_their_name_in_the_trail(name: str) -> None:
    assert isinstance(load_command_class("reports", name), RecordedCommand)
