"""The declarations of a report: that they are there, signed by somebody, at a day that can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from kars_portal.lib.turkish import casefold
from reports.enums import DeclarationRole

from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .spelling import plain_name

if TYPE_CHECKING:
    from reports.core.documents.model import DeclarationBlock

HOME = "EK"
"""Where the two declarations stand; an outline without this section is no whole report."""

REQUIRED = (DeclarationRole.TOP_MANAGER, DeclarationRole.ACCOUNTING_OFFICER)

_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_TITLE = re.compile(r"[^\W\d_]{1,12}\.")
_TAG = re.compile(r"<[^<>]{0,1000}>")


def declarations(data: CheckData) -> tuple[tuple[str, DeclarationBlock], ...]:
    """(section, declaration) of the whole report."""
    return tuple(
        (node.code, block)
        for node in data.document.nodes()
        for block in node.blocks
        if block.type == "declaration"
    )


def is_whole(data: CheckData) -> bool:
    """Whether the document has the place for declarations, as every report by law has."""
    return any(node.code == HOME for node in data.document.nodes())


def required_declarations(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The mayor's and the finance manager's declaration, with text and name.

    A day is not asked for: an electronic signature brings its own.
    """
    if not is_whole(data):
        return
    found = {block.role: block for _section, block in declarations(data)}
    for role in REQUIRED:
        block = found.get(role.value)
        missing = _missing(block)
        if not missing:
            yield HELD
            continue
        what = "beyanı yok" if block is None else f"beyanında eksik: {', '.join(missing)}"
        yield rule.finding(
            f"{role.label} {what}; faaliyet raporu bu beyanla birlikte yayımlanır.",
            dataset="",
            section=HOME,
            stated=role.value,
            computed=", ".join(missing),
        )


def _missing(block: DeclarationBlock | None) -> list[str]:
    if block is None:
        return ["beyan"]
    said = {
        "metin": _TAG.sub("", block.body_html).strip(),
        "imzalayan": block.signatory.strip(),
    }
    return [name for name, value in said.items() if not value]


def signatories(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The presentation and the assurance are signed by one person, the top manager, and the finance
    manager's declaration by another.
    """
    found = {block.role: block for _section, block in declarations(data) if block.signatory.strip()}
    top = found.get(DeclarationRole.TOP_MANAGER.value)
    pairs = (
        (DeclarationRole.PRESENTATION, True, "ikisini de üst yönetici imzalar"),
        (DeclarationRole.ACCOUNTING_OFFICER, False, "ikisini aynı kişi imzalamaz"),
    )
    for role, is_same, ought in pairs:
        other = found.get(role.value)
        if top is None or other is None:
            continue
        if (person(other.signatory) == person(top.signatory)) is is_same:
            yield HELD
            continue
        yield rule.finding(
            f"«{other.title}» altında «{other.signatory}», «{top.title}» altında "
            f"«{top.signatory}» yazıyor; {ought}.",
            dataset="",
            row=other.key,
            section=HOME,
            stated=other.signatory,
            computed=top.signatory,
        )


def institutions(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A declaration that names a municipality names the one whose report it is."""
    own = data.document.header.institution
    stem = casefold(own).removesuffix("si")
    for _section, block in declarations(data):
        said = casefold(block.institution)
        if "belediye" not in said or "belediye" not in stem:
            continue
        if stem in said:
            yield HELD
            continue
        yield rule.finding(
            f"«{block.title}» altında «{block.institution}» yazıyor; rapor «{own}» raporudur.",
            dataset="",
            row=block.key,
            section=HOME,
            stated=block.institution,
            computed=own,
        )


def person(name: str) -> str:
    """A name without titles and case: `Prof. Dr. Ad SOYAD` is `ad soyad`."""
    return plain_name(_TITLE.sub("", name))


def declaration_days(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A declaration about a year is made after its end, within the year that follows."""
    for section, block in declarations(data):
        found = _DAY.fullmatch(block.date)
        if found is None:
            continue
        day = date(int(found[3]), int(found[2]), int(found[1]))
        if day.year == data.year + 1:
            yield HELD
            continue
        yield rule.finding(
            f"«{block.title}»: {block.date} tarihli; {data.year} yılının bütününe ilişkin beyan "
            f"{data.year + 1} yılında imzalanır.",
            dataset="",
            row=block.key,
            section=section,
            stated=day.isoformat(),
            computed=str(data.year + 1),
        )
