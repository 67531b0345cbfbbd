"""The validator's process: one for many files, with an end for what comes to none."""

from __future__ import annotations

import sys

import pytest

from reports.present.pdf.renderer import render

from . import verapdf
from .verapdf import ACCESSIBLE, Program, Stuck, validate

SKIPPING = '<!DOCTYPE html><html lang="tr"><title>Örnek</title><h1>Bir</h1><h3>Üç</h3></html>'
SOUND = SKIPPING.replace("h3>", "h2>")


def test_one_process_tells_files_apart() -> None:
    """A level of headings left out is seen, and only in the file that leaves it out."""
    bad, good = render(SKIPPING), render(SOUND)
    verdicts = [validate(pdf, (ACCESSIBLE,)) for pdf in (bad, good, bad, good)]

    assert [[line.split()[1] for line in verdict.broken] for verdict in verdicts] == [
        ["7.4.2-1"], [], ["7.4.2-1"], [],
    ]  # fmt: skip
    assert len({verdict.checked[ACCESSIBLE] for verdict in verdicts}) <= 2
    assert len(verapdf._running) == 1


def test_what_is_no_pdf_ends_the_process_and_the_next_file_gets_another() -> None:
    with pytest.raises(AssertionError, match=r"ModelParsingException"):
        validate(b"no PDF")

    assert validate(render(SOUND), (ACCESSIBLE,)).broken == []


def program(code: str) -> Program:
    return Program([sys.executable, "-c", f"import sys, time\nfor line in sys.stdin: {code}"])


def test_a_program_that_does_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verapdf, "IDLE_SECONDS", 2)
    asleep = program("time.sleep(3600)")
    with pytest.raises(Stuck):
        asleep.ask("3a\tx.pdf")
    assert not asleep.runs


def test_a_program_that_never_stops_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verapdf, "MOST_PROCESSOR_SECONDS", 0.3)
    busy = program("\n    while True: pass")
    with pytest.raises(Stuck):
        busy.ask("3a\tx.pdf")
    assert not busy.runs


def test_a_program_that_is_only_slow_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of waiting, in which the machine had two seconds an hour for it."""
    used, moment = iter(range(1000)), iter(range(0, 3_600_000, 1800))
    monkeypatch.setattr(verapdf, "IDLE_SECONDS", 3600)
    monkeypatch.setattr(verapdf.Watch, "_used", lambda _watch: float(next(used)))
    monkeypatch.setattr(verapdf, "monotonic", lambda: float(next(moment)))
    watch = verapdf.Watch(0)
    assert [watch.is_over() for _hour in range(24)] == [False] * 24
