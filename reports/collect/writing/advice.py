"""What is to be said of a text while it is written: references that lead nowhere, typed numbers.

Places are counted in characters from the text's beginning, as an editor counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kars_portal.lib.turkish import capfirst
from reports.collect.wording.figures import MOST_FOR_ONE, NUMBER, figures_of, fitting
from reports.core import registry
from reports.core.checks.data import CheckData
from reports.core.checks.typed import typed_figures
from reports.core.documents import Document, ProseBlock
from reports.core.documents.prose import REFERENCE, Reference, references, render

from .picking import figure_names
from .sight import Sight

NEAREST: Final = 3
_ALIKE: Final = 55
"""Per cent of likeness below which a name is no help."""
MOST_NOTES: Final = 100
_LINK_OR_CODE: Final = re.compile(r"\]\([^()\n]*\)|`[^`\n]*`|<[^<>\n]*>")


class Weight(StrEnum):
    """How much a remark weighs."""

    ERROR = "error"
    """The text cannot be saved so."""
    WARNING = "warning"
    HINT = "info"


@dataclass(frozen=True)
class Instead:
    """What may be put in place of the marked words, and why."""

    text: str
    label: str


@dataclass(frozen=True)
class Remark:
    """Something about a passage of the text."""

    start: int
    end: int
    weight: Weight
    message: str
    instead: tuple[Instead, ...] = ()


def remarks(body: str, sight: Sight, section: str) -> list[Remark]:
    """All remarks about a text in reading order."""
    found = [
        *unknown_references(body, sight),
        *closed_references(body, sight),
        *_typed(body, sight.document, section),
    ]
    return sorted(found, key=lambda remark: remark.start)[:MOST_NOTES]


def unknown_references(body: str, sight: Sight) -> Iterator[Remark]:
    """References that show no figure, each with the nearest names. One whose figure is only not
    entered yet does not keep a text from being saved.
    """
    document = sight.document
    matches = REFERENCE.finditer(body)
    for match, reference in zip(matches, references(body), strict=True):
        if not sight.may_see(reference.dataset, reference.row):
            continue
        shown = render(reference.text, document.tables)
        if not shown.problems:
            continue
        problem = shown.problems[0].removeprefix(f"{reference.text}: ")
        is_known = shown.text != "?"
        yield Remark(
            match.start(),
            match.end(),
            Weight.WARNING if is_known else Weight.ERROR,
            capfirst(problem),
            () if is_known else tuple(_nearest(reference, sight)),
        )


def closed_references(body: str, sight: Sight) -> Iterator[Remark]:
    """References to figures of other sections, which the writer may not see before publication."""
    matches = REFERENCE.finditer(body)
    for match, reference in zip(matches, references(body), strict=True):
        if not sight.may_see(reference.dataset, reference.row):
            yield Remark(
                match.start(),
                match.end(),
                Weight.HINT,
                _("Başka bölümün rakamı; yayımlanana kadar değerini o bölümün görevlileri görür."),
            )


def shown_references(body: str, sight: Sight) -> dict[str, str]:
    """What each reference of a text that leads to an open figure shows today, by the reference."""
    document = sight.document
    found = {}
    for reference in references(body):
        if not sight.may_see(reference.dataset, reference.row):
            continue
        shown = render(reference.text, document.tables)
        if not shown.problems:
            found[reference.text] = shown.text
    return found


def _nearest(reference: Reference, sight: Sight) -> Iterator[Instead]:
    document = sight.document
    written = reference.text.strip("{} ").partition("|")[0].strip()
    table = document.tables.get(reference.dataset)
    tables = [table] if table is not None else list(document.tables.values())
    if table is None and reference.dataset:
        alike = process.extract(
            reference.dataset, list(document.tables), scorer=fuzz.ratio, limit=NEAREST
        )
        tables = [document.tables[name] for name, likeness, _place in alike if likeness > _ALIKE]
    names = [name for each in tables for name, _row, _column in figure_names(each)]
    for name, likeness, _place in process.extract(written, names, scorer=fuzz.ratio, limit=NEAREST):
        dataset, row, _column = name.rsplit(".", 2)
        if likeness > _ALIKE and sight.may_see(dataset, row):
            text = f"{{{{ {name} | {reference.format} }}}}"
            yield Instead(text, f"{name}: {render(text, document.tables).text}")


def _typed(body: str, document: Document, section: str) -> Iterator[Remark]:
    equal = list(_equal(body, document, section))
    yield from equal
    taken = [(remark.start, remark.end) for remark in equal]
    for remark in _contradicting(body, document, section):
        if not any(remark.start < end and start < remark.end for start, end in taken):
            yield remark


def _equal(body: str, document: Document, section: str) -> Iterator[Remark]:
    """Typed numbers that one figure of the section equals."""
    figures = figures_of(document, section)
    text = _only_words(body)
    for match in NUMBER.finditer(text) if figures else ():
        found = list(fitting(match, text, figures))
        if 0 < len(found) <= MOST_FOR_ONE:
            first = found[0]
            yield Remark(
                first[1],
                first[2],
                Weight.HINT,
                _("Bu sayı bir tablonun rakamına eşit; yerine atıf yazılırsa rakamla birlikte "
                  "değişir."),
                tuple(Instead(instead, figure.name) for figure, _s, _e, instead in found),
            )  # fmt: skip


def _only_words(body: str) -> str:
    """The text with blanks in place of references, addresses and code."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    return _LINK_OR_CODE.sub(blank, REFERENCE.sub(blank, body))


def _contradicting(body: str, document: Document, section: str) -> Iterator[Remark]:
    """Typed figures that no table has, as the check of the same name finds them."""
    node = document.node_by_code.get(section)
    rule = next((rule for rule in registry.rules() if rule.run is typed_figures), None)
    if node is None or rule is None:
        return
    shown = render(body, document.tables)
    prose = ProseBlock(shown.html, shown.text, shown.problems)
    others = tuple(block for block in node.blocks if not isinstance(block, ProseBlock))
    alone = replace(node, blocks=(prose, *others), children=())
    data = CheckData(replace(document, outline=(alone,)))
    text = _only_words(body)
    after = 0
    for finding in rule.run(data, rule):
        words = getattr(finding, "stated", "")
        start = text.find(words, after) if words else -1
        if start < 0:
            continue
        after = start + len(words)
        yield Remark(
            start,
            after,
            Weight.WARNING,
            _("Elle yazılan bu rakam raporun tablolarındakilerden hiçbiri değil. Doğrusu bir "
              "tablodaysa «Rakam ekle» ile alınmalıdır."),
        )  # fmt: skip
