"""A signed file that tries to take its reader down gets a true sentence, at every door alike.

The confined process is asked here. What it may take is little, so that the files may be small.
"""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kars_portal.lib.confined import End, Limits
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing import apart, reading, uses
from reports.publish.signing.check import check_upload
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.verification import child, signed
from tests import sweep
from tests.publish.signing.conftest import Office, first, frozen, office, trust_directory

from .measuring import growth
from .signed_files import HOSTILE

__all__ = ["first", "frozen", "office", "trust_directory"]

SMALL = Limits(seconds=5, clock=300, memory=300 * 2**20)
OF_LIMITS = (Refusal.TOO_MUCH, Refusal.STOPPED)
CASES = [(name, times) for name in HOSTILE for times in (1, 10, 100)]
ALWAYS = [(name, 100) for name in HOSTILE]


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", SMALL)


@pytest.fixture
def rules(office: Office) -> Rules:
    who = (Signatory(FINANCE, anybody=True), Signatory(TOP_MANAGER, anybody=True))
    return Rules(who, office.trust, ordered=False)


def test_a_good_file_is_judged_within_the_limits(frozen: bytes, first: bytes, rules: Rules) -> None:
    assert check_upload(frozen, first, rules).accepted


@pytest.mark.parametrize(("name", "times"), CASES if sweep.EXHAUSTIVE else ALWAYS)
def test_a_hostile_file_is_refused_with_a_true_sentence(
    name: str, times: int, frozen: bytes, first: bytes, rules: Rules
) -> None:
    checked = check_upload(frozen, HOSTILE[name](first, times), rules)

    assert not checked.accepted
    assert checked.refusal is not Refusal.BROKEN
    if checked.refusal in OF_LIMITS:
        assert "bozuk olduğu söylenemez" in checked.sentence


def test_a_limit_is_called_a_limit(
    frozen: bytes, first: bytes, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=20, clock=300, answer=20))

    checked = check_upload(frozen, first, rules)

    assert checked.refusal is Refusal.TOO_MUCH
    assert "imza bilgileri çok uzun" in checked.sentence


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (End.PROCESSOR, "5 saniyelik işlem süresi"),
        (End.MEMORY, "300 MB bellek"),
        (End.DEPTH, "iç içe"),
    ],
)
def test_each_limit_has_its_words(end: End, told: str) -> None:
    """Which of them a file meets first depends on the machine."""
    fault = apart._limit(end)

    assert fault.refusal is Refusal.TOO_MUCH
    assert told in fault.sentence


def test_a_reader_that_falls_says_nothing_of_the_file(
    frozen: bytes, first: bytes, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_TASK", "reports.publish.signing.looking:not_there")

    checked = check_upload(frozen, first, rules)

    assert checked.refusal is Refusal.STOPPED
    assert "bozuk olduğu söylenemez" in checked.sentence


def test_a_busy_machine_is_no_verdict(
    frozen: bytes, first: bytes, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=60, clock=0.01))  # type: ignore[arg-type]

    with pytest.raises(apart.UnfinishedError, match="sunucu meşgul"):
        check_upload(frozen, first, rules)


@pytest.mark.parametrize(
    ("name", "told"), [("a_page_that_unpacks", "300 MB bellek"), ("many_revisions", "kez eklenmiş")]
)
def test_every_door_says_that_it_was_a_limit(
    name: str, told: str, frozen: bytes, first: bytes, rules: Rules, trust_directory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    content = HOSTILE[name](first, 100)
    file, start = tmp_path / "imzali.pdf", tmp_path / "dondurulan.pdf"
    file.write_bytes(content)
    start.write_bytes(frozen)
    monkeypatch.setattr(child, "MEMORY_BYTES", SMALL.memory)
    asked = child.ask("signatures", content, str(trust_directory), str(len(frozen)), seconds=20)
    page = signed._with_its_end(asked)

    upload = check_upload(frozen, content, rules)
    with pytest.raises(CommandError) as refused, redirect_stdout(io.StringIO()):
        call_command("verify_signatures", str(file), f"--trust={trust_directory}",
                     f"--frozen={start}")  # fmt: skip

    assert upload.refusal is Refusal.TOO_MUCH
    assert told in upload.sentence
    assert upload.sentence in str(refused.value)
    assert page.limit or page.end is End.MEMORY


@pytest.mark.parametrize(
    ("limit", "told"), [("MAX_OBJECTS", "nesne"), ("MAX_SIGNATURES", "imza ve damga")]
)
def test_what_there_is_too_much_of_is_counted(
    limit: str, told: str, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, limit, 0)

    with pytest.raises(reading.TooMuch, match=told):
        reading.bound_signatures(list(reading.read_strictly(first).embedded_signatures))


def test_nobody_but_the_confined_process_opens_a_strangers_file(
    frozen: bytes, first: bytes, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("opened in the process that asks")

    for target in (
        "pyhanko.pdf_utils.reader.PdfFileReader.__init__", "pikepdf.open",
        "pypdf.PdfReader.__init__",
    ):  # fmt: skip
        monkeypatch.setattr(target, opened)

    assert check_upload(frozen, first, rules).accepted


@pytest.mark.parametrize("piece", ["0123456789", "1 ", "1 0 ", "1%\n", "0 R ", "% "])
def test_what_refers_to_what_is_found_in_time_that_grows_with_the_file(piece: str) -> None:
    """A signature alone is thousands of digits."""

    def look(text: str) -> object:
        return uses.is_mentioned(text.encode(), {7_777_777})

    assert growth(look, "<", piece, ">") == ""
