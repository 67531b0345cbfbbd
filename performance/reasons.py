"""What explanations and prose say about a deviation, told by a few Turkish words.

The lists are short on purpose: a word stands here only if it leaves no doubt. An explanation that
says both ("alındı, ancak kurulamadı") is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, plain, round_half_up
from kars_portal.lib.turkish import casefold
from performance.results import FULL, INDICATORS, Result, results
from reports.core.checks import HELD, CheckData, Finding, Held, Rule
from reports.core.checks.blocks import folded
from reports.core.checks.data import as_number
from reports.core.checks.texts import sentences


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)")


# The explanation says that nothing, or less than promised, was done.
NOT_DONE = _words(
    r"(?:ulaşıl|yapıl|alın|tamamlan|sağlan|başlan|kurul)a?ma(?:dı|mıştır)",
    r"(?:gerçekleş|gerçekleştiril|düzenlen|veril)e?me(?:di|miştir)",
)
# … that the target was met or passed.
MET = _words(
    r"hedef\w* ulaşıl(?:dı|mıştır)",
    r"hedef\w* aşıl(?:dı|mıştır)",
    r"hedef\w* üzerin(?:de|e) \w+",
)
# … that work was done.
DONE = _words(
    r"(?:yapıl|alın|tamamlan)(?:dı|mıştır)",
    r"(?:gerçekleştiril|düzenlen|veril)(?:di|miştir)",
    r"kurul(?:du|muştur)",
)
# … that there was no target.
NO_TARGET = _words(r"hedef belirlene?me(?:di|miştir)", r"hedef konula?ma(?:dı|mıştır)")

# A sentence of the prose that claims a reason for every deviation.
_SENTENCE = re.compile(r"[^.!?]*(?:\.(?=\d)[^.!?]*)*[.!?]?")
_DEVIATION = re.compile(r"(?<!\w)sapma\w*")
_REASON = re.compile(r"(?<!\w)(?:açıkla|gerekçe|neden)\w*")
_GIVEN = re.compile(
    r"(?<!\w)(?:yap|ver|yaz|belirt|göster|sun|açıkla)\w*(?:mıştır|miştir|muştur|dı|di)\b"
)
_EVERY = re.compile(r"(?<!\w)(?:tüm|bütün|tamam\w+|hepsi\w*|her)(?!\w)|±|%\s?\d|yüzde")
_SOME = re.compile(r"(?<!\w)(?:bildir\w+|bazı\w*|çoğu\w*|kimi|bir kısm\w+)(?!\w)")
_PERCENT = re.compile(r"%\s?(\d+(?:,\d+)?)|yüzde (\d+)")

CLAIM = "deviation_claim"
"""`item` of a stated figure: a printed report says that deviations from this percentage on are
explained."""

# A reason that stands beside this many indicators explains none of them.
REPEATED_FROM = 10

# -- reasons that are missing ----------------------------------------------------------------------


def is_unexplained(item: Result, above: Decimal) -> bool:
    """Deviates by more than `above` percent (or misses without a rate) and gives no reason."""
    if item.is_explained:
        return False
    if item.is_missed:
        return True
    return item.deviation is not None and item.deviation > above


def percent(number: Decimal) -> str:
    return f"%{format_decimal(plain(round_half_up(number, 2)))}"


def claims(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The report says that every deviation (from some percentage on) has its reason."""
    for claim in _claims(data):
        missing = [item for item in results(data) if is_unexplained(item, claim.threshold)]
        if not missing:
            yield HELD
            continue
        above = f"{percent(claim.threshold)} üzerindeki " if claim.threshold else ""
        codes = ", ".join(item.code for item in missing)
        yield rule.finding(
            f"Raporda {above}sapmaların tümünün açıklandığı söyleniyor; {len(missing)} "
            f"göstergede açıklama yok: {codes}.",
            dataset=INDICATORS,
            column="explanation",
            section=claim.section,
            stated=Decimal(0),
            computed=Decimal(len(missing)),
            line=claim.line,
            source=claim.source,
        )


@dataclass(frozen=True)
class Claim:
    """A sentence that says every deviation above `threshold` percent is explained."""

    threshold: Decimal
    section: str = ""
    line: int | None = None
    source: str = ""


def _claims(data: CheckData) -> Iterator[Claim]:
    for stated in data.stated:
        if stated.value.item == CLAIM:
            value = stated.value
            yield Claim(stated.number or Decimal(0), line=value.line_from, source=value.key)
    for code, block in data.texts():
        for sentence in _SENTENCE.findall(folded(block.text)):
            if claims_every_reason(sentence):
                yield Claim(threshold_of(sentence), section=code)


def claims_every_reason(sentence: str) -> bool:
    """Whether a sentence (casefolded) says that all deviations are explained."""
    wanted = (_DEVIATION, _REASON, _GIVEN, _EVERY)
    return all(pattern.search(sentence) for pattern in wanted) and not _SOME.search(sentence)


def threshold_of(sentence: str) -> Decimal:
    """The percentage from which deviations are said to be explained; 0 where none is named."""
    found = _PERCENT.search(sentence)
    if found is None:
        return Decimal(0)
    return as_number((found.group(1) or found.group(2)).replace(",", ".")) or Decimal(0)


_ALL_MET = re.compile(
    r"(?:(?:tüm|bütün) (?:\S{1,30} ){0,2}(?:hedef|gösterge)\w{0,10}"
    r"|(?:hedef|gösterge)\w{0,10} (?:tama|tümü|hepsi)\w{0,8}|(?<!\w)her (?:hedef|gösterge)\w{0,8})"
    r" (?:\S{1,30} ){0,2}(?:ulaşıl(?:dı|mış)|gerçekleş(?:ti|miş|tiril(?:di|miş))|aşıl(?:dı|mış))"
)


def all_met(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The prose says that every target was met."""
    missed = [item for item in results(data) if item.target and not item.is_met]
    for sentence in sentences(data):
        if not _ALL_MET.search(casefold(sentence.text)):
            continue
        if not missed:
            yield HELD
            continue
        yield rule.finding(
            f"{sentence.section} bölümünde «{sentence.shown}» yazıyor; {len(missed)} göstergede "
            f"hedefe ulaşılmamış (ilki {missed[0].code}).",
            dataset=INDICATORS,
            section=sentence.section,
            column="status",
            stated=sentence.shown,
            computed=Decimal(len(missed)),
        )


# -- reasons that say something else ---------------------------------------------------------------


def contradictions(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The explanation says one thing, target, outcome and rate another."""
    for item in results(data):
        if not item.is_explained:
            continue
        found = list(_contradictions(item, rule))
        yield from found
        if not found:
            yield HELD


def _contradictions(item: Result, rule: Rule) -> Iterator[Finding]:
    text = folded(item.explanation)
    says_not, says_met = bool(NOT_DONE.search(text)), bool(MET.search(text))
    says_done = bool(DONE.search(text))

    def finding(words: str, computed: Decimal | None) -> Finding:
        return rule.finding(
            f"{item.label}: açıklama «{item.explanation}»; {words}.",
            dataset=INDICATORS,
            row=item.key,
            column="explanation",
            stated=item.explanation,
            computed=computed,
        )

    if NO_TARGET.search(text) and item.target:
        yield finding(f"oysa hedef {format_decimal(plain(item.target))} yazılmış", item.target)
    if says_not and (says_met or says_done):
        return
    if says_not and item.rate is not None and item.is_met:
        yield finding(f"oysa gerçekleşme oranı {percent(item.rate)}", item.rate)
    elif says_not and item.actual and item.printed is not None and item.printed >= FULL:
        yield rule.finding(
            f"{item.label}: açıklama «{item.explanation}»; basılı oran ise "
            f"{percent(item.printed)}.",
            dataset=INDICATORS,
            row=item.key,
            column="rate",
            stated=item.printed,
            computed=item.rate,
            line=item.line,
            source=item.source,
        )
    elif says_met and item.rate is not None and not item.is_met:
        yield finding(f"oysa gerçekleşme oranı {percent(item.rate)}", item.rate)
    elif says_done and item.actual == 0 and item.target:
        yield finding("oysa gerçekleşme sıfır", item.actual)


def repeated(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """One reason for many indicators; named once, with their number."""
    members: dict[str, list[Result]] = {}
    for item in results(data):
        if item.is_explained:
            members.setdefault(folded(item.explanation), []).append(item)
    for found in members.values():
        first = found[0]
        if len(found) < REPEATED_FROM:
            yield HELD
            continue
        yield rule.finding(
            f"«{first.explanation}» açıklaması {len(found)} göstergede aynen yazılmış "
            f"(ilki {first.code}).",
            dataset=INDICATORS,
            row=first.key,
            column="explanation",
            stated=first.explanation,
            computed=Decimal(len(found)),
        )
