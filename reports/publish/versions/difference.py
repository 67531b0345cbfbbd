"""The difference of two documents, figure by figure and text by text: a pure function.

Whatever differs in the canonical JSON of two documents is named by their difference; two documents
without one are the same. Changes stand in the order of the newer document, removed parts after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from reports.core.documents import (
    ChartValue,
    DeclarationBlock,
    Document,
    FindingValue,
    HeadlineValue,
    Node,
    ProseBlock,
    StatedValue,
    TableBlock,
)
from reports.core.documents.model import Block

from .changes import (
    Change,
    Difference,
    FindingChange,
    TextChange,
)
from .difference_tables import compare_tables
from .properties import Item, compare_fields, compare_items, properties, spelled
from .wording import compare_words


def difference(old: Document, new: Document) -> Difference:
    """What a reader of `old` must know to have `new`."""
    findings, waivers = _findings(old.checks.findings, new.checks.findings)
    return Difference(
        header=(
            *compare_fields({"schema": old.schema}, {"schema": new.schema}),
            *compare_fields(properties(old.header), properties(new.header)),
        ),
        sections=compare_items(_sections(old), _sections(new), _numbered),
        texts=_texts(old, new),
        tables=compare_tables(old, new),
        charts=compare_items(_plain(old.charts), _plain(new.charts), lambda item: item["title"]),
        headlines=compare_items(
            _keyed(old.headlines), _keyed(new.headlines), lambda item: item["label"]
        ),
        stated=compare_items(_keyed(old.stated), _keyed(new.stated), lambda item: item["label"]),
        checks=compare_fields(_checks(old), _checks(new)),
        findings=findings,
        waivers=waivers,
    )


# Parts with properties --------------------------------------------------------------------------


def _plain(charts: Mapping[str, ChartValue]) -> dict[str, Item]:
    return {key: properties(charts[key]) for key in sorted(charts)}


def _keyed(values: Sequence[HeadlineValue | StatedValue]) -> dict[str, Item]:
    return {value.key: properties(value) for value in values}


def _checks(document: Document) -> dict[str, str]:
    checks = document.checks
    counts = {"rules": checks.rules, "checked": checks.checked, "held": checks.held}
    families = {
        f"family:{item.family}": f"{item.label}: {item.held} / {item.findings}"
        for item in checks.families
    }
    return {name: str(count) for name, count in counts.items()} | families


# Sections and texts -----------------------------------------------------------------------------


def _sections(document: Document) -> dict[str, Item]:
    """Each section without its texts, which are compared word by word."""
    found: dict[str, Item] = {}

    def walk(nodes: tuple[Node, ...], parent: str) -> None:
        for node in nodes:
            found[node.code] = {
                "address": node.slug,
                "number": node.number,
                "title": node.title,
                "basis": node.basis,
                "parent": parent,
                "contents": tuple(_shape(block) for block in node.blocks),
                "facts": node.facts,
            }
            walk(node.children, node.code)

    walk(document.outline, "")
    return found


def _numbered(section: Item) -> str:
    return f"{section['number']} {section['title']}".strip()


def _shape(block: Block) -> str:
    match block:
        case TableBlock():
            return spelled(properties(block))
        case ProseBlock():
            return "prose"
        case DeclarationBlock():
            return f"declaration:{block.key}"
        case _:
            return f"chart:{block.chart}"


@dataclass(frozen=True)
class _Text:
    """A text as it is compared: its words, the same without figures of tables, its markup."""

    label: str
    words: str
    without_figures: str
    markup: str


_FIGURE = re.compile(r'(<a class="figure"[^<>]*>)[^<]*(</a>)')
_BREAK = re.compile(r"</(?:p|li|h\d|t[hd]|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<[^<>]+>")


def plain_text(html: str) -> str:
    """The words of safe HTML; a paragraph is a line."""
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _texts_of(document: Document) -> dict[tuple[str, str], _Text]:
    found: dict[tuple[str, str], _Text] = {}
    for node in document.nodes():
        prose = [block for block in node.blocks if isinstance(block, ProseBlock)]
        if prose:
            html = "\n".join(block.html for block in prose)
            words = plain_text(html)
            without = plain_text(_FIGURE.sub(r"\1\2", html))
            rest = spelled([(block.html, block.text, block.problems) for block in prose])
            found[node.code, "text"] = _Text(node.label, words, without, rest)
        for block in node.blocks:
            if isinstance(block, DeclarationBlock):
                lines = (block.title, block.role_label, block.signatory, block.institution,
                         block.date, plain_text(block.body_html))  # fmt: skip
                words = "\n".join(filter(None, lines))
                without = words.replace(plain_text(block.body_html), "") + plain_text(
                    _FIGURE.sub(r"\1\2", block.body_html)
                )
                found[node.code, block.key] = _Text(
                    node.label, words, without, spelled(properties(block))
                )
    return found


def _texts(old: Document, new: Document) -> tuple[TextChange, ...]:
    before, after = _texts_of(old), _texts_of(new)
    nothing = _Text("", "", "", "")
    found = []
    for key in dict.fromkeys((*after, *before)):
        was, is_ = before.get(key, nothing), after.get(key, nothing)
        if was == is_ or (was.words, was.markup) == (is_.words, is_.markup):
            continue
        change = Change.CHANGED
        if key not in before:
            change = Change.ADDED
        elif key not in after:
            change = Change.REMOVED
        found.append(
            TextChange(
                section=key[0],
                label=is_.label or was.label,
                place=key[1],
                change=change,
                parts=compare_words(was.words, is_.words),
                follows=change is Change.CHANGED
                and was.words != is_.words
                and was.without_figures == is_.without_figures,
            )
        )
    return tuple(found)


# Findings ---------------------------------------------------------------------------------------

_ANSWER = ("waiver_reason", "waiver_by", "waiver_on")


def _findings(
    old: Sequence[FindingValue], new: Sequence[FindingValue]
) -> tuple[tuple[FindingChange, ...], tuple[FindingChange, ...]]:
    """Findings that came, went or changed, and those whose acceptance did."""
    pairs = _finding_pairs(old, new)
    matched = {id(before) for before in pairs.values()}
    findings, waivers = [], []
    for finding in new:
        before = pairs.get(id(finding))
        if before is None:
            findings.append(FindingChange(Change.ADDED, finding))
            continue
        if properties(before, _ANSWER) != properties(finding, _ANSWER):
            findings.append(FindingChange(Change.CHANGED, finding, before))
        if any(getattr(before, name) != getattr(finding, name) for name in _ANSWER):
            change = Change.CHANGED
            if before.is_waived != finding.is_waived:
                change = Change.ADDED if finding.is_waived else Change.REMOVED
            waivers.append(FindingChange(change, finding, before))
    gone = (FindingChange(Change.REMOVED, item) for item in old if id(item) not in matched)
    return (*findings, *gone), tuple(waivers)


def _finding_pairs(
    old: Sequence[FindingValue], new: Sequence[FindingValue]
) -> dict[int, FindingValue]:
    """Of each newer finding (by identity) the older one: with the same values, else place."""
    pairs: dict[int, FindingValue] = {}
    rest, open_ = list(old), list(new)
    for names in (
        ("mark", "line"),
        ("mark",),
        ("code", "dataset", "row", "column", "section", "source"),
    ):
        known: dict[tuple[object, ...], list[FindingValue]] = defaultdict(list)
        for item in rest:
            known[tuple(getattr(item, name) for name in names)].append(item)
        for finding in open_:
            if candidates := known[tuple(getattr(finding, name) for name in names)]:
                pairs[id(finding)] = candidates.pop(0)
        used = {id(before) for before in pairs.values()}
        rest = [item for item in rest if id(item) not in used]
        open_ = [item for item in open_ if id(item) not in pairs]
    return pairs
