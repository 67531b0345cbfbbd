"""Nothing that somebody types keeps the portal busy: every pattern and reader is linear.

Patterns and readers are found by themselves; a new one needs no line here.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from departments.formulas import formula_problem
from reports.collect.imports.text_widget import TextWidget
from reports.collect.imports.widgets import (
    ChoiceWidget,
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
    YesNoWidget,
)
from reports.collect.resources import OutlineSectionResource
from reports.core.documents.prose import references, render
from reports.ground.forms import TurkishDecimalField
from reports.ground.kept_files import clean_name
from reports.publish.versions.wording import compare_words
from tests import sweep

from . import patterns
from .measuring import Endless, growth

PUT_TOGETHER = {
    # Pieces that are escaped or a class of single characters: nothing repeats in front of them.
    ("kars_portal/lib/numbers.py", "f'[{_BLANKS}]'"),
    ("kars_portal/lib/turkish.py", "f'[{_APOSTROPHES}]'"),
    ("reports/present/pdf/parts.py", 'f\'href="{re.escape(LINK)}([^"]+)"\''),
    # Of the seal's rule in code, over the serial number of a certificate.
    ("reports/publish/signing/rules.py", "self.serial"),
}
"""Patterns that are put together where they are used; they can't be found by looking."""


def asked(found: patterns.Found, method: str) -> Callable[[str], object]:
    """What a pattern does with a text: all of its places, unless it is only asked of whole ones."""
    if method in patterns.WHOLE:
        return getattr(found.pattern, method)  # type: ignore[no-any-return]
    return lambda text: sum(1 for _ in found.pattern.finditer(text))


def test_every_pattern_is_linear() -> None:
    slow: list[str] = []
    found = patterns.found()
    for item in found:
        for method in sorted(item.methods):
            read = asked(item, method)
            tried = (growth(read, *text) for text in patterns.hostile(item.pattern))
            problem = next(filter(None, tried), "")
            if problem:
                slow.append(f"{item.place} {item.pattern.pattern}: {problem}")

    assert not slow, "\n".join(slow)
    assert len(found) > 80, "the walk finds less than there is"


def test_patterns_that_are_put_together_are_known() -> None:
    assert patterns.written()[1] == PUT_TOGETHER


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        (r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([a-z]+)\s*)?\}\}", True),  # as it was: cubic in blanks
        (r"(a+)+$", True),
        (r"<a\b([^>]*?)\shref=", True),
        (r"[0-9]{1,3}(?:\.[0-9]{3})*", False),
    ],
)
def test_the_texts_tell_slow_patterns(pattern: str, is_slow: bool) -> None:
    compiled = re.compile(pattern)

    def read(text: str) -> object:
        return compiled.search(text)

    # Asked one by one: the first that is found will do.
    assert any(growth(read, *text) for text in patterns.hostile(compiled)) == is_slow


# -- readers ---------------------------------------------------------------------------------------

PIECES = (
    " ", "\t", "\n", "0", "9", "a", "I", "İ", "\u0307", ".", ",", "-", "+", "*", "_", "`", "[", "]",
    "(", ")", "![", "<", ">", "&", "|", "{", "{{", "}}", "{{ ", "{{ a.b.c }}", "\\", "#", "~", "'",
    '"', ";", "1.", ". ", "0 ", "9.9", "1.000", "- ", "> ", "1. ", "[a](", "[a]: b\n", "**a", "a_",
    "<!--", "|a\n", "| - |\n", "a+", "(a", "-(", "--", "a*", "share(", "a\u0301", "\ue000",
    "31.12.", "ve ", "hedef ", "%1", "\u2028", "\x0b", "ß", "e\n", "&#", "&a", "http://", "a@",
    "*a ", "***", "`a", "~~~\n", "    a\n", "</", "<a ", "![a](",
)  # fmt: skip
ALWAYS = (" ", "a", "0", "{{ ", "(a", "\n")
"""What every reader is tried with in each run, beside a seeded part of the others."""
TYPED = {
    "text", "body", "html", "formula", "digits", "line", "cell", "sentence", "typed", "word",
    "title", "exact", "code", "value", "number", "serial", "label", "css",
}  # fmt: skip
"""Names of the one argument by which a function that reads a text is known."""
LEFT_OUT = {
    "kars_portal.env": "reads the environment",
    "kars_portal.lib.on_use": "loads a module",
    "reports.present.pdf.renderer.render": "starts a process",
    "reports.present.pdf.parts.cut": "takes a whole print, not a text",
    "reports.publish.signing.files.remove": "removes a file",
    "reports.publish.signing.pki._name": "makes names for certificates of tests and of the demo",
    "reports.management.commands.demo_pki._name": "the same",
    "reports.core.documents.canonical.from_json": "reads what the portal itself has written",
    "reports.publish.verification.codes.look_up": "asks the database",
    "reports.publish.signing.notices._people": "asks the database",
    "reports.office.sections.story._title": "asks the registry",
}


def readers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Functions whose one compulsory argument is a text, and readers of another shape."""
    for name in patterns.modules():
        for attribute, value in vars(importlib.import_module(name)).items():
            function = inspect.unwrap(value) if callable(value) else None
            if not inspect.isfunction(function) or function.__module__ != name:
                continue
            needed = [
                parameter
                for parameter in inspect.signature(function).parameters.values()
                if parameter.default is parameter.empty
                and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
            ]
            place = f"{name}.{attribute}"
            is_reader = len(needed) == 1 and needed[0].annotation == "str"
            is_reader = is_reader and needed[0].name in TYPED and name not in LEFT_OUT
            if is_reader and place not in LEFT_OUT and needed[0].kind is not needed[0].KEYWORD_ONLY:
                yield place, function
    yield from OTHERS


OTHERS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("render", lambda text: render(text, {})),
    ("references", references),
    ("formula_problem", lambda text: formula_problem(text, ["a"], what="sütun")),
    ("TurkishDecimalField", TurkishDecimalField(decimal_places=2).clean),
    ("TurkishDecimalWidget", TurkishDecimalWidget(places=2).clean),
    ("TurkishIntegerWidget", TurkishIntegerWidget().clean),
    ("TurkishDateWidget", TurkishDateWidget().clean),
    ("YesNoWidget", YesNoWidget().clean),
    ("ChoiceWidget", ChoiceWidget([("a", "Anahtar"), ("b", "Bölüm")]).clean),
    ("TextWidget", TextWidget().clean),
    ("compare_words", lambda text: compare_words(text, f"b {text} b {text}")),
    ("compare_lines", lambda text: compare_words(text, text.replace("\n", "\nb\n"))),
    ("clean_name", clean_name),
    ("headings", lambda text: OutlineSectionResource().check_headers([text])),
)


def test_every_reader_is_linear() -> None:
    slow: list[str] = []
    found = dict(readers())
    for place, read in found.items():

        def refusing(text: str, read: Callable[[str], Any] = read) -> None:
            try:
                read(text)
            except (Endless, RecursionError, MemoryError):
                raise
            except Exception:  # noqa: S110 - whether it refuses is not what is asked here
                pass

        for piece in dict.fromkeys((*ALWAYS, *sweep.some(PIECES, 12, place))):
            problem = growth(refusing, "", piece, "!")
            if problem:
                slow.append(f"{place}: {problem}")
                break

    assert not slow, "\n".join(slow)
    assert len(found) > 50, "the walk finds less than there is"
