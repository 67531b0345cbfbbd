"""A report laid out part by part, side by side, and only where it has changed.

Imports nothing of Django. Everything that one change shifts in all pages (their numbers, their
count, the short code of the version) is not in the parts but in the shell, which is made every
time: a corrected section costs its own part, the contents and the merging.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from .cache import Cache, key_of
from .engine import DataFile, LaidOut, Progress, RenderError, lay_out
from .finishing import finish_part, finish_shell
from .merging import merge
from .parts import Part, Report, with_pages
from .workers import run

MOST_PROCESSES = 2
ATTEMPTS = 3

# Shares of the whole work, measured on the 2024 report (docs/performance.md).
LAYING_OUT, CONTENTS, MERGING, WRITTEN = 2, 80, 88, 99


def processors() -> int:
    """How many processes lay out side by side here."""
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def build(
    report: Report,
    progress: Progress,
    *,
    data: DataFile | None = None,
    cache: Cache | None = None,
    processes: int = 1,
) -> bytes:
    """The PDF of a report in parts. Neither the cache nor the processes change a byte of it.

    Raises RenderError as `engine.lay_out` does.
    """
    builder = _Builder(progress, cache, processes)
    ends = [report.front, *([report.back] if report.back else [])]
    # Counted with no numbers in their lines, which do not move anything.
    pieces = [_Piece(part, drawn=False) for part in ends]
    pieces += [_Piece(part) for part in report.chapters]
    laid = builder.lay_out(pieces, (LAYING_OUT, CONTENTS), "Bölüm")
    counts, chapters = laid[: len(ends)], laid[len(ends) :]
    for _attempt in range(ATTEMPTS):
        order = [counts[0], *chapters, *counts[1:]]
        numbers = _page_numbers(order)
        final = [_Piece(with_pages(part, numbers)) for part in ends]
        shell = report.shell([kind for part in order for kind in part.kinds])
        tasks: list[_Piece | _Shell] = [*final, _Shell(shell, data)]
        *laid_ends, laid_shell = builder.lay_out(tasks, (CONTENTS, MERGING), "İçindekiler")
        if [part.kinds for part in laid_ends] == [part.kinds for part in counts]:
            break
        counts = laid_ends
    else:
        raise RenderError("PDF üretilemedi: içindekiler sayfalara yerleştirilemedi.")
    progress(MERGING, "Bölümler birleştiriliyor")
    pdf = merge(laid_shell, [laid_ends[0], *chapters, *laid_ends[1:]])
    if cache is not None:
        cache.prune()
    progress(WRITTEN, "Dosya yazılıyor")
    return pdf


@dataclass(frozen=True)
class _Piece:
    """A part to be laid out, or only to be counted."""

    part: Part
    drawn: bool = True

    @property
    def title(self) -> str:
        return self.part.title

    @property
    def size(self) -> int:
        return len(self.part.html)

    @property
    def key(self) -> str:
        return key_of(self.part.html, drawn=self.drawn)

    def make(self) -> LaidOut:
        finish = partial(finish_part, mark=self.part.mark)
        return lay_out(self.part.html, finish, draw=self.drawn, fit=True)


@dataclass(frozen=True)
class _Shell:
    """What surrounds the parts; never kept, since it differs in every version."""

    html: str
    data: DataFile | None
    title: str = "Sayfa numaraları"
    key: str = ""
    size: int = 0

    def make(self) -> LaidOut:
        return lay_out(self.html, finish_shell, data=self.data)


def _page_numbers(parts: Sequence[LaidOut]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    before = 0
    for part in parts:
        for name, place in part.anchors.items():
            numbers.setdefault(name, before + place.page + 1)
        before += len(part.kinds)
    return numbers


class _Builder:
    def __init__(self, progress: Progress, cache: Cache | None, processes: int) -> None:
        self.progress = progress
        self.cache = cache
        self.processes = processes

    def lay_out(
        self, pieces: Sequence[_Piece | _Shell], share: tuple[int, int], word: str
    ) -> list[LaidOut]:
        """The pieces in their order: from the cache, or made, the largest first."""
        found: dict[int, LaidOut] = {}
        for place, piece in enumerate(pieces):
            kept = self.cache.get(piece.key) if self.cache and piece.key else None
            if kept is not None:
                found[place] = kept
        missing = sorted(
            (place for place in range(len(pieces)) if place not in found),
            key=lambda place: -pieces[place].size,
        )
        start, end = share
        total = sum(pieces[place].size for place in missing) or 1
        done = begun = 0

        def tell(task: int) -> None:
            nonlocal begun
            begun += 1
            self.progress(
                start + (end - start) * done // total,
                f"{word} {begun + len(pieces) - len(missing)}/{len(pieces)} diziliyor: "
                f"{pieces[missing[task]].title}",
            )

        tasks: list[Callable[[], LaidOut]] = [pieces[place].make for place in missing]
        for task, part in run(tasks, self.processes, tell):
            place = missing[task]
            found[place] = part
            done += pieces[place].size
            if self.cache and pieces[place].key:
                self.cache.put(pieces[place].key, part)
        return [found[place] for place in range(len(pieces))]
