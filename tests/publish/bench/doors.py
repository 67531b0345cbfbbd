"""The three doors at which a signed file is judged: the upload, the command and the public page."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.publish.signing.check import check_upload
from reports.publish.signing.faults import Judged
from reports.publish.signing.judgement import judge_file
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Checked, Rules
from reports.publish.verification import child, signed
from reports.publish.verification.judge import Outcome, Tone, Verdict, judge
from tests.loops import without_a_running_loop

OF_THE_OFFICE = frozenset(
    {
        Refusal.ROLLED_BACK, Refusal.REPLACED, Refusal.WRONG_FIELD, Refusal.WRONG_ORDER,
        Refusal.WRONG_PERSON, Refusal.LOW_LEVEL, Refusal.SEAL_UNKNOWN, Refusal.SEAL_EARLY,
    }
)  # fmt: skip
"""Refusals by the rules of who signs where, which only the upload knows."""


@dataclass(frozen=True)
class Doors:
    """What each of them says of a file."""

    judged: Judged
    upload: Checked
    command: str
    """Empty when it says that all is well."""
    page: Verdict

    @property
    def good(self) -> tuple[bool, bool, bool]:
        """Whether upload, command and page let the file pass as signed."""
        return self.upload.accepted, not self.command, is_good(self.page)


def is_good(verdict: Verdict) -> bool:
    """Whether the page says that signatures that hold were added, and nothing else."""
    return (
        verdict.outcome is Outcome.SIGNED
        and verdict.signed is not None
        and verdict.signed.archive_problem is None
        and all(signer.problem is None for signer in verdict.signed.signers)
    )


def ask_all(content: bytes, frozen: bytes, rules: Rules, trust: Path, folder: Path) -> Doors:
    """Every door's word on a file; the frozen one has to be among the portal's own files."""
    source, original = folder / "imzali.pdf", folder / "dondurulan.pdf"
    source.write_bytes(content)
    original.write_bytes(frozen)
    said = ""
    with without_a_running_loop():
        try:
            with redirect_stdout(io.StringIO()):
                call_command(
                    "verify_signatures", str(source), f"--trust={trust}", f"--frozen={original}"
                )
        except CommandError as error:
            said = str(error)
        return Doors(
            judge_file(content, rules.trust, frozen=frozen),
            check_upload(frozen, content, rules),
            said,
            judge(content),
        )


def require_agreement(doors: Doors) -> None:
    """One judgement: the command says it, the upload adds the office's rules, the page its own."""
    fault = doors.judged.fault
    assert (doors.command == "") == (fault is None), doors.command
    assert fault is None or fault.sentence in doors.command
    refusal = doors.upload.refusal
    assert refusal in OF_THE_OFFICE or refusal is (fault.refusal if fault else None), (
        refusal,
        fault,
    )
    assert is_good(doors.page) == (fault is None), (doors.page.outcome, fault)
    assert doors.page.tone is not Tone.GOOD


def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page examine in this process what it gives to a child: the same code, many files."""

    def ask(task: str, content: bytes, *arguments: str, seconds: int) -> child.Answer:
        assert task == "signatures", task
        # As it would come out of the pipe.
        said = [json.loads(json.dumps(item)) for item in child.signatures(content, *arguments)]
        return child.Answer(tuple(said))

    monkeypatch.setattr(signed, "ask", ask)


Make = Callable[[], bytes]
