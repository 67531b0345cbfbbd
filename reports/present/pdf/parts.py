"""The HTML of a report cut where a page ends anyway. Imports nothing of Django.

A part depends on nothing but its own text, the numbers that its tables and charts begin with, and
the chapter that it goes on with: neither on the pages before it nor on how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

BIG = 100_000
"""Characters of HTML, about eight pages: a section of that size begins a page of its own, so that
parts stay small enough to be laid out side by side, and again alone after a correction."""
LONG = 200_000
"""A run of smaller sections is cut at the next heading after that many characters."""
SHORT = 25_000
"""What is left of a chapter stays with the pages before it when it has fewer characters: nobody
wants to turn to a page for a heading and some lines."""
DEEPEST = 4

LINK = "https://bolum.invalid/"
"""Stands for '#' before a place in another part; no such host can exist (RFC 2606)."""

# What `counter-increment` in print.css counts, by the class names that it stands at.
COUNTED = {
    "tablo": re.compile(r'<div class="print-table (?![^"]*print-table--continued)'),
    "grafik": re.compile(r'class="chart"'),
}

# Later than print.css: the foot of the page and the numbers in the contents are known when
# everything is laid out.
PART_CSS = (
    "@page{@bottom-right{content:none}}@page front{@bottom-right{content:none}}"
    "body[data-chapter]{string-set:kurum attr(data-running),bolum attr(data-chapter)}"
    ".contents__line a::after,.index__line a::after{content:attr(data-page)}"
)
SHELL_CSS = (
    "@page{@top-left{content:none}@top-right{content:none}@bottom-left{content:none}}"
    ".leaf{break-before:page;height:1px}"
)

_HEAD = re.compile(r"<head>((?:(?!</?head>).)*)</head>", re.S)
_BODY = re.compile(r"<body\b([^<>]*)>")
_CODE = re.compile(r'(?<!\s)\s*+data-code="[^"]*"')
_ID = re.compile(r'\sid="([^"]+)"')
_TO = re.compile(r'<a\b((?:(?!\shref=")[^<>])*)\shref="#([^"]+)"')
_RULE = re.compile(r"\.(w-\d+)\{[^{}]*\}")
_SHEET = re.compile(r'<div class="(sheet(?: [^"]*)?)">')
_HEADING = re.compile(
    r'<h([1-6]) id="[^"]*" class="heading">((?:(?!</?h[1-6]\b).)*)</h\1>'
    r'(\s*+<p class="basis">(?:(?!</?p\b).)*</p>)?',
    re.S,
)
_TAG = re.compile(r"<[^<>]+>")


@dataclass(frozen=True)
class Part:
    """A text of its own for some pages of the report."""

    title: str
    html: str

    @property
    def mark(self) -> str:
        """Begins the names that have to differ from those of other parts."""
        return sha256(self.html.encode()).hexdigest()[:10]


@dataclass(frozen=True)
class _Segment:
    """From one heading, or the beginning of a sheet, to the next."""

    sheet: str
    turns: bool
    level: int
    title: str
    html: str
    bare: bool
    """Nothing follows the heading."""


@dataclass(frozen=True)
class Report:
    """A report in parts."""

    head: str
    body: str
    front: Part
    chapters: tuple[Part, ...]
    back: Part | None

    def shell(self, kinds: list[str]) -> str:
        """The report's pages without anything but what depends on all of them: their feet."""
        leaves = "".join(
            f'<div class="leaf" style="page:{kind or "auto"}"></div>' for kind in kinds
        )
        return (
            f'<!DOCTYPE html><html lang="tr"><head>{self.head}<style>{SHELL_CSS}</style></head>'
            f"<body{self.body}>{leaves}</body></html>"
        )


def cut(html: str) -> Report | None:
    """The parts of a printed report; None if the text is no report in chapters."""
    head, body = _HEAD.search(html), _BODY.search(html)
    if head is None or body is None or "<main>" not in html or not _SHEET.search(html):
        return None
    before, rest = html[body.end() :].split("<main>", 1)
    main, after = rest.rsplit("</main>", 1)
    after = after.rsplit("</body>", 1)[0]
    targets = set(_ID.findall(html))
    maker = _Maker(head.group(1), _CODE.sub("", body.group(1)), targets)
    chapters = []
    counted = dict.fromkeys(COUNTED, 0)
    for segments in _chunks(list(_segments(main))):
        chapters.append(maker.chapter(segments, counted))
        for name, pattern in COUNTED.items():
            counted[name] += sum(len(pattern.findall(part.html)) for part in segments)
    return Report(
        head=head.group(1),
        body=body.group(1),
        front=maker.part("İçindekiler", before),
        chapters=tuple(chapters),
        back=maker.part("Dizinler", after) if after.strip() else None,
    )


def with_pages(part: Part, pages: Mapping[str, int]) -> Part:
    """Contents or an index with the number of the page in each of its lines."""

    def line(match: re.Match[str]) -> str:
        number = pages.get(match.group(1))
        return f'data-page="{number}" {match.group()}' if number is not None else match.group()

    return replace(part, html=re.sub(rf'href="{re.escape(LINK)}([^"]+)"', line, part.html))


class _Maker:
    def __init__(self, head: str, body: str, targets: set[str]) -> None:
        self.rules = {match.group(1): match.group() for match in _RULE.finditer(head)}
        self.body = body
        self.targets = targets

    def part(self, title: str, content: str, style: str = "", chapter: str = "") -> Part:
        used = sorted(rule for rule in set(re.findall(r"\bw-\d+\b", content)) if rule in self.rules)
        columns = "".join(self.rules[rule] for rule in used)
        attributes = f' data-chapter="{chapter}"' if chapter else ""
        attributes += f' style="{style}"' if style else ""
        html = (
            '<!DOCTYPE html><html lang="tr"><head><meta charset="utf-8"><title>-</title>'
            f'<link rel="stylesheet" href="print.css"><style>{columns}{PART_CSS}</style></head>'
            f"<body{self.body}{attributes}>{self._linked(content)}</body></html>"
        )
        return Part(title, html)

    def chapter(self, segments: list[_Segment], counted: Mapping[str, int]) -> Part:
        first = segments[0]
        content = []
        for position, segment in enumerate(segments):
            if position == 0 or segment.turns:
                content.append("</div>" * (position > 0) + f'<div class="{segment.sheet}">')
            content.append(segment.html)
        counters = " ".join(f"{name} {number}" for name, number in counted.items())
        goes_on = "" if first.level == 1 else _plain(first.title)
        title = _HEADING.search(first.html)
        return self.part(
            _plain(title.group(2) if title else first.title),
            f"<main>{''.join(content)}</div></main>",
            f"counter-reset:{counters}",
            goes_on,
        )

    def _linked(self, content: str) -> str:
        """Links to places of the report, in whichever part they are; a dead one stays as it is."""
        return _TO.sub(
            lambda match: (
                f'<a{match.group(1)} href="{LINK}{match.group(2)}"'
                if match.group(2) in self.targets
                else match.group()
            ),
            content,
        )


def _plain(html: str) -> str:
    return " ".join(_TAG.sub("", html).split())


def _segments(main: str) -> Iterator[_Segment]:
    chapter = ""
    sheets = list(_SHEET.finditer(main))
    for sheet, following in zip(sheets, [*sheets[1:], None], strict=True):
        end = following.start() if following else len(main)
        inner = main[sheet.end() : end].rsplit("</div>", 1)[0]
        heads = [head for head in _HEADING.finditer(inner) if int(head.group(1)) <= DEEPEST]
        starts = [*(head.start() for head in heads), len(inner)]
        turned = bool(inner[: starts[0]].strip())
        if turned:
            yield _Segment(sheet.group(1), True, 0, chapter, inner[: starts[0]], False)
        for head, stop in zip(heads, starts[1:], strict=True):
            level = int(head.group(1))
            if level == 1:
                chapter = head.group(2)
            yield _Segment(
                sheet.group(1),
                not turned,
                level,
                chapter,
                inner[head.start() : stop],
                not inner[head.end() : stop].strip(),
            )
            turned = True


def _chunks(segments: list[_Segment]) -> Iterator[list[_Segment]]:
    """Segments that share pages, or are too small to be laid out alone.

    A chunk begins at a heading, since the foot of a page names the first one on it.
    """
    chunk: list[_Segment] = []
    for position, segment in enumerate(segments):
        if chunk and segment.level and _begins(segments, position, sum(len(s.html) for s in chunk)):
            yield chunk
            chunk = []
        chunk.append(segment)
    if chunk:
        yield chunk


def _begins(segments: list[_Segment], position: int, size_before: int) -> bool:
    segment = segments[position]
    if segment.level == 1:
        return True
    if segment.turns and size_before >= BIG // 2:
        return True
    if segments[position - 1].bare and not segment.turns:
        return False
    if not segment.turns and _left(segments, position) < SHORT:
        return False
    return size_before >= LONG or _extent(segments, position) >= BIG


def _left(segments: list[_Segment], position: int) -> int:
    """Size of what is left of a chapter."""
    size = 0
    for number, segment in enumerate(segments[position:]):
        if number and segment.level == 1:
            break
        size += len(segment.html)
    return size


def _extent(segments: list[_Segment], position: int) -> int:
    """Size of a section with everything below it."""
    level = segments[position].level
    size = 0
    for number, segment in enumerate(segments[position:]):
        if number and 0 < segment.level <= level:
            break
        size += len(segment.html)
    return size
