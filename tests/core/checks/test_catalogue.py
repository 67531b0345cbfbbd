"""The catalogue of rules: complete, unambiguous, and written down as it is."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from reports.core import registry
from reports.core.checks import Family
from reports.management.commands.list_checks import PAGE, catalogue

CODE = re.compile(r"(?:RPR|DEP|FIN|PRF)-\d{3}")


def test_the_page_of_checks_is_up_to_date() -> None:
    page = (Path(settings.BASE_DIR) / PAGE).read_text("utf-8")

    assert page == catalogue(registry.rules()), "run: manage.py list_checks --write"


def test_every_rule_has_its_own_code_and_says_what_holds_and_how_to_mend_it() -> None:
    rules = registry.rules()

    assert [code for code, times in Counter(r.code for r in rules).items() if times > 1] == []
    assert [rule.code for rule in rules if not CODE.fullmatch(rule.code)] == []
    assert [rule.code for rule in rules if not (rule.title and rule.hint)] == []
    assert [rule.code for rule in rules if rule.title.endswith(".")] == []
    assert [rule.code for rule in rules if not rule.hint.endswith(".")] == []


def test_every_family_has_a_label_and_all_but_the_engine_have_rules() -> None:
    used = {rule.family for rule in registry.rules()}

    assert all(family.label for family in Family)
    assert set(Family) - used <= {Family.ENGINE}


def test_the_command_prints_every_rule() -> None:
    out = io.StringIO()
    call_command("list_checks", stdout=out, no_color=True)

    assert set(CODE.findall(out.getvalue())) == {rule.code for rule in registry.rules()}
