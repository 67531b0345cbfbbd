"""Files that are no report, that are damaged, or that mean harm."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from reports.models import Publication
from reports.present.editions import edition
from reports.present.pdf.fields import FINANCE
from reports.present.pdf.renderer import DataFile, render
from reports.publish.signing.signatures import Level
from reports.publish.verification import child
from reports.publish.verification.judge import Outcome, Tone, judge
from tests import sweep
from tests.publish.signing.places import flipped

from .conftest import Lab, keep, page, printed, zipped

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 nothing", b"%PDF-1.7\n%%EOF"])
def test_not_a_pdf(first: Publication, content: bytes) -> None:
    verdict = judge(content)

    assert (verdict.outcome, verdict.tone) == (Outcome.UNREADABLE, Tone.BAD)
    assert verdict.problem


def test_files_that_carry_nothing_to_compare(first: Publication) -> None:
    moment = edition(2024, 1).made_at  # type: ignore[union-attr]
    assert moment is not None

    def problem(content: bytes) -> str:
        return judge(content).problem

    assert "eki yoktur" in problem(render(page(first.sha256)))
    spoilt = DataFile(b"PK nothing", moment)
    assert "bozulmuştur" in problem(render(page(first.sha256), data=spoilt))
    assert "«belge.json» yoktur" in problem(printed(first, belge_json=None))
    many = DataFile(zipped({f"{n}.txt": b"" for n in range(child.MAX_FILES + 1)}), moment)
    assert "çok büyüktür" in problem(render(page(first.sha256), data=many))
    for name in ("a" * 10_000, "\x1b[2J.csv"):
        odd = DataFile(zipped({name: b""}), moment)
        assert "bozulmuştur" in problem(render(page(first.sha256), data=odd))
    with pikepdf.open(io.BytesIO(printed(first))) as file:
        locked = io.BytesIO()
        file.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert "parola" in problem(locked.getvalue())


def packed_zeros(size: int) -> bytes:
    """So many zeros (whole megabytes, two or more) as zlib packs them, at once: between two full
    flushes the same text is packed to the same bytes.
    """
    packer = zlib.compressobj(9)
    first, again = (
        packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    end = packer.flush()[:-4]  # without the checksum, Adler-32, of the two
    checksum = (size % 65521) << 16 | 1
    return first + again * (size // 2**20 - 1) + end + checksum.to_bytes(4, "big")


def test_zeros_are_packed_as_by_zlib() -> None:
    assert zlib.decompress(packed_zeros(2**25)) == bytes(2**25)


def bomb(size: int) -> bytes:
    """A PDF of a few kilobytes whose attachment unpacks to `size` bytes of a ZIP's beginning."""
    once_more = zlib.compress(packed_zeros(size), 9)
    file = pikepdf.new()
    file.add_blank_page()
    stream = file.make_stream(once_more)
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream.Type = pikepdf.Name.EmbeddedFile
    spec = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F="veri-paketi.zip", UF="veri-paketi.zip",
        EF=pikepdf.Dictionary(F=stream),
    )  # fmt: skip
    names = pikepdf.Array(["veri-paketi.zip", file.make_indirect(spec)])
    file.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    out = io.BytesIO()
    file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_a_bomb_dies_in_its_own_process(first: Publication) -> None:
    """Four gigabytes packed into some kilobytes: the child hits its limit, the portal does not."""
    content = bomb(4 * 2**30)
    assert len(content) < 2**20

    verdict = judge(content)

    assert verdict.outcome in (Outcome.UNREADABLE, Outcome.FOREIGN)
    assert verdict.problem


def test_the_child_is_held_to_time_and_may_write_nothing(tmp_path: Path) -> None:
    written = tmp_path / "x"
    start = "from reports.publish.verification.child import confine; confine(1)\n"
    write = f"import os; os.write(os.open({str(written)!r}, os.O_CREAT | 1), b'x')"

    def run(program: str) -> int:
        command = [sys.executable, "-B", "-c", start + program]
        errors = subprocess.DEVNULL
        return subprocess.run(command, cwd=child.ROOT, stderr=errors, check=False).returncode

    assert run(write) == 1
    assert written.stat().st_size == 0
    assert -run("while True: pass") in (signal.SIGXCPU, signal.SIGKILL)
    assert run("b'x' * 2**30") == 1


def test_no_flipped_byte_goes_unseen_or_breaks_the_check(first: Publication) -> None:
    content = printed(first)
    keep(first, content)
    chance = sweep.chance("a printed file")

    for place in chance.sample(range(len(content)), sweep.times(8, 60)):
        bit = chance.randrange(8)
        verdict = judge(flipped(content, place, bit))
        where = f"TESTS_SEED={sweep.SEED}: byte {place} of {len(content)}, bit {bit}"
        assert verdict.outcome not in (Outcome.SAME, Outcome.EARLIER, Outcome.SIGNED), where
        assert verdict.tone is not Tone.GOOD, where


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("kind", ["the signature", "the bytes behind it", "what else was added"])
def test_no_flipped_byte_of_a_signature_goes_unseen(
    first: Publication, lab: Lab, kind: str
) -> None:
    content = printed(first)
    keep(first, content)
    more = lab.sign(content, "mali", FINANCE, Level.B_B)
    start = more.index(b"<3082", len(content)) + 1
    end = more.index(b">", start)
    zeros = start + len(more[start:end].rstrip(b"0"))
    places = {
        "the signature": range(start, zeros),
        "the bytes behind it": range(zeros, end),
        "what else was added": [*range(len(content), start), *range(end, len(more))],
    }[kind]
    chance = sweep.chance(kind)

    for place in chance.sample(places, sweep.times(2, 20)):
        bit = chance.randrange(8)
        verdict = judge(flipped(more, place, bit))
        where = f"TESTS_SEED={sweep.SEED}: byte {place} of {len(more)}, bit {bit}"
        doubtful = verdict.signed is None or not verdict.signed.are_believed
        assert verdict.outcome is not Outcome.SIGNED or doubtful, where
        assert verdict.tone is not Tone.GOOD, where
