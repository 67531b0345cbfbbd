"""The declarations of a report: that they are there, signed by somebody, at a day that can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kars_portal.lib.turkish import casefold
from reports.enums import DeclarationRole

from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .spelling import plain_name

if TYPE_CHECKING:
    from reports.core.documents.model import DeclarationBlock, Document

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
    """The mayor's and the finance manager's declaration, and those of spending officers that are
    there: with text, name, capacity, place, day, and a confirmation of exactly this text.
    """
    for lacking in lacking_declarations(data.document):
        if not lacking.missing:
            yield HELD
            continue
        yield rule.finding(
            f"{lacking.sentence}; faaliyet raporu bu beyanla birlikte yayımlanır.",
            dataset="",
            row="" if lacking.block is None else lacking.block.key,
            section=lacking.section,
            stated=lacking.role.value,
            computed=", ".join(lacking.missing),
        )


@dataclass(frozen=True)
class Lacking:
    """What one declaration lacks before it can be frozen and signed; nothing where it is whole."""

    section: str
    role: DeclarationRole
    block: DeclarationBlock | None
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        if self.block is None:
            return f"{self.role.label} beyanı yok"
        return f"{self.role.label} beyanında eksik: {', '.join(self.missing)}"


def lacking_declarations(document: Document) -> Iterator[Lacking]:
    """One for each compulsory declaration of a whole report, whether anything lacks or not."""
    found: dict[str, DeclarationBlock] = {}
    homes = {node.code for node in document.nodes()}
    for node in document.nodes():
        for block in node.blocks:
            if block.type != "declaration":
                continue
            found.setdefault(block.role, block)
            if block.role == DeclarationRole.SPENDING_OFFICER and HOME in homes:
                yield Lacking(node.code, DeclarationRole.SPENDING_OFFICER, block, _missing(block))
    if HOME in homes:
        for role in REQUIRED:
            there = found.get(role.value)
            yield Lacking(HOME, role, there, ("beyan",) if there is None else _missing(there))


def _missing(block: DeclarationBlock) -> tuple[str, ...]:
    said = {
        "metin": _TAG.sub("", block.body_html).strip(),
        "imzalayan": block.signatory.strip(),
        "sıfat": block.role_label.strip(),
        "yer": block.place.strip(),
        "tarih": block.date.strip(),
        "metnin onayı": block.confirmation.strip(),
    }
    return tuple(name for name, value in said.items() if not value)


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
