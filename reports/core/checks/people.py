"""Counts of people that could tell who they are: what looks like one and is not marked as such.

The words are data: each stands for the beginnings of words, written without Turkish letters and
capitals. They are narrow where a word has another use: a hospital is no patient, a ramp no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kars_portal.lib.turkish import search_key
from reports.core.tables import Row, Table
from reports.core.tables.columns import Column, Kind, People

from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .texts import sentences, split

SENSITIVE = (
    "hasta", "kanser", "diyaliz", "yatalak", "felcli", "otizm", "alzheimer", "demans", "epilepsi",
    "verem", "tedavi", "rehabilitasyon", "gebe", "hamile", "psikiyatri", "intihar",
    "engelli", "ozurlu", "gormeyen", "isitme engel",
    "bagimli", "madde kullan", "alkol",
    "uzaklastir", "disiplin", "sorusturma", "kinama", "ihrac edil", "isine son",
    "magdur", "siddet", "istismar", "taciz", "siginma", "siginan", "multeci", "gocmen",
    "tutuklu", "hukumlu", "gozalti", "denetimli serbest",
    "yardim alan", "yardim edilen", "yardim yapilan", "sosyal yardim", "muhtac", "yoksul",
    "ihtiyac sahibi", "kimsesiz", "evsiz", "yetim", "oksuz", "korunmaya", "sehit", "gazi esi",
    "gazi es", "gazi yakin",
)  # fmt: skip
"""Beginnings of words that say something of people which is nobody else's business."""

OTHERWISE = (
    "hastane", "sehitler", "sehitlik", "tedavi edilen hayvan", "sokak hayvan", "yarali hayvan",
    "mali disiplin",
)  # fmt: skip
"""The same beginnings where they say nothing of people."""

THINGS = (
    "arac", "rampa", "yata", "asansor", "merkez", "lift", "tuvalet", "wc", "park", "proje",
    "egitim", "kurs", "etkinlik", "toplanti", "bina", "oda", "cihaz", "sandalye", "otobus",
    "dolmus", "yol", "gecit", "durak", "minibus", "ambulans", "mahalle", "sokak", "cadde", "ev",
    "konut", "seans", "ay", "gun", "yil", "saat", "kez", "kere", "defa", "hayvan",
)  # fmt: skip
"""What is counted instead of the people that it is for; whole words, with their endings."""

CASES = (
    "gorevden uzaklastir", "disiplin ceza", "disiplin sorusturma", "engelli kadro",
    "engelli personel", "kinama ceza", "ihrac", "isine son",
)  # fmt: skip
"""What stands for one person each, in whatever unit it is counted."""

PEOPLE_UNITS = frozenset(
    search_key(unit)
    for unit in (
        "kişi", "vatandaş", "hasta", "öğrenci", "personel", "çalışan", "memur", "işçi", "kadın",
        "erkek", "çocuk", "birey", "aile", "hane", "yararlanıcı", "engelli", "mağdur", "danışan",
    )
)  # fmt: skip
CASE_UNITS = frozenset({"", "adet", "islem", "dosya", "karar", "sayi"})

_MARK_IT = (
    "kişi sayısı hassas türden görünüyor ve işaretli değil: tablonun ya da listenin sayfasında "
    "«Kişi sayar» alanında «Hassas» seçilmelidir."
)
_ESTABLISHED = (
    "kişi sayısı hassas türden görünüyor, personel sayısı olarak işaretli: «Hassas» seçilmeli; tam "
    "sayı yayımlanacaksa kararı ve gerekçesini inceleyen yazmalıdır."
)


def sensitive(text: str) -> bool:
    """Whether a label speaks of people by health, disability, discipline, harm or need."""
    return _has(search_key(text), SENSITIVE)


def _has(key: str, words: Iterable[str]) -> bool:
    for other in OTHERWISE:
        key = key.replace(other, " ")
    padded = f" {key}"
    return any(f" {word}" in padded for word in words)


def unmarked_people(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Columns, rows and lists that look as if they counted such people, and say nothing of it."""
    for table in data.tables.values():
        found = tuple(_unmarked(table, rule))
        yield from found or (HELD,)


def _unmarked(table: Table, rule: Rule) -> Iterator[Finding]:
    is_free = table.id.startswith(("tables.", "figures."))
    for column in table.columns:
        if column.people == People.SENSITIVE:
            continue
        if column.kind is Kind.INTEGER or column.kind is Kind.DECIMAL:
            if column.formula or (column.people and not is_free):
                continue
            yield from _figures(table, column, rule, is_free=is_free)
        elif column.kind is Kind.TEXT and is_free and _is_list(table):
            texts = (str(row.cells[table.index[column.key]] or "") for row in table.rows)
            if any(_has(search_key(text), CASES) for text in texts):
                yield rule.finding(
                    f"«{table.title}», «{column.title}» sütunu: her satır bir kişi; {_MARK_IT}",
                    dataset=table.id,
                    column=column.key,
                )


def _is_list(table: Table) -> bool:
    """Whether nothing is counted in a table: its rows themselves are the persons or cases."""
    counted = any(c.kind.is_numeric for c in table.columns)
    return not counted and not any(c.people for c in table.columns)


def _figures(table: Table, column: Column, rule: Rule, *, is_free: bool) -> Iterator[Finding]:
    """One finding for a column by its title, else one for it by the first row, or for each row of
    a list.
    """
    unit = column.unit or table.unit
    sentence = _ESTABLISHED if column.people else _MARK_IT
    if _counts(f"{column.title} {unit}", unit):
        yield rule.finding(
            f"«{table.title}», «{column.title}» sütunu: {sentence}",
            dataset=table.id,
            column=column.key,
        )
        return
    if not is_free:
        return
    for row in table.rows:
        if row.people == People.SENSITIVE or row.cells[table.index[column.key]] is None:
            continue
        own = str(row.cells[table.index["unit"]] or "") if "unit" in table.index else unit
        label = _label(row, table)
        if _counts(f"{label} {own}", own) or _counts(f"{table.title}: {label}", own):
            if row.people:
                sentence = _ESTABLISHED
            yield rule.finding(
                f"«{table.title}», «{label}»: {sentence}",
                dataset=table.id,
                row=row.key,
                column=column.key,
            )
            if not table.id.startswith("figures."):
                return


def _counts(text: str, unit: str) -> bool:
    """Whether a figure called so and measured so counts people of a sensitive kind."""
    key, of = search_key(text), search_key(unit)
    return (sensitive(text) and of in PEOPLE_UNITS) or (_has(key, CASES) and of in CASE_UNITS)


def _label(row: Row, table: Table) -> str:
    cells = zip(row.cells, table.columns, strict=True)
    return " ".join(
        str(cell)
        for cell, column in cells
        if column.kind is Kind.TEXT and column.key != "unit" and cell is not None
    )


# -- typed numbers -------------------------------------------------------------------------------

_SMALL = re.compile(
    r"(?<![\w.,/%:’'-])([1-4]|bir|iki|üç|dört)((?: [^\W\d]{1,30}){1,4})", re.IGNORECASE
)
_AFTER = re.compile(r"((?:[^\W\d]{1,30} ){1,3})(?:sayısı|sayisi):? ([1-4])(?![\d.,%/])")


def typed_people(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Small counts of such people typed into texts and notes, where nothing can withhold them."""
    typed: dict[str, list[str]] = {}
    for sentence in sentences(data):
        typed.setdefault(sentence.section, []).append(sentence.text)
    for code, texts in typed.items():
        if any(map(tells, texts)):
            yield rule.finding(
                f"{code} bölümünün metninde hassas türden küçük bir kişi sayısı elle yazılmış.",
                dataset="",
                section=code,
            )
        else:
            yield HELD
    for table in data.tables.values():
        if any(map(tells, split(f"{table.note}\n{table.description}"))):
            yield rule.finding(
                f"«{table.title}» tablosunun notunda hassas türden küçük bir kişi sayısı yazılmış.",
                dataset=table.id,
            )


def tells(sentence: str) -> bool:
    """Whether a sentence says that one to four people are ill, disabled, punished, in need …"""
    for found in _SMALL.finditer(sentence):
        words = search_key(found[2]).split()
        if found[1].casefold() == "bir" and words[0] not in PEOPLE_UNITS - {"hasta", "engelli"}:
            continue  # the article: «bir engelli merkezi»
        if _has(" ".join(words), SENSITIVE) and not any(map(_is_thing, words)):
            return True
    return any(_has(search_key(found[1]), SENSITIVE) for found in _AFTER.finditer(sentence))


def _is_thing(word: str) -> bool:
    return any(word == thing or (len(thing) > 3 and word.startswith(thing)) for thing in THINGS)
