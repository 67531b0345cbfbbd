"""Have bytes of strangers read in a process that has little to lose: bytes in, plain values out.

The child gets the bytes on its standard input and answers with lines of JSON. Processor time,
memory and writing are limited by the system, time on the clock and the length of the answer by who
asks; the environment holds no secret. Whatever the bytes do to their reader, they do to the child.

    answer = ask("reports.collect.imports.sheet_child:read", content, "xlsx", limits=Limits(20))
    answer.last  # what the function said last; {} where it did not come to an end

The function is called as `read(content, "xlsx")` and says each thing as it is known, by `yield` or
as one returned value; both are plain dictionaries. Its module should import no Django, which costs
a second.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
_PIECE = 2**16
_OUT_OF_MEMORY = 81
_TOO_DEEP = 82
"""What the child ends with, since it has no words for it any more."""
_MODULES = ("kars_portal.", "reports.", "departments.", "finance.", "performance.")


@dataclass(frozen=True)
class Limits:
    """What a reading may take. `seconds`: of the processor; `clock`: in all, waiting included."""

    seconds: int
    clock: int = 0
    """0: no more than `seconds`."""
    memory: int = 512 * 2**20
    answer: int = 64 * 2**20


class End(StrEnum):
    """How a reading ended. Only the first says anything of the bytes; what comes next are limits,
    and the last is an error of the reader.
    """

    OWN = "its own end"
    CLOCK = "time on the clock"
    PROCESSOR = "time of the processor"
    MEMORY = "memory"
    DEPTH = "things inside of things"
    LENGTH = "length of the answer"
    ERROR = "error"


@dataclass(frozen=True)
class Answer:
    """What the child said before its end; an empty one when it did not come so far."""

    lines: tuple[dict[str, Any], ...]
    end: End = End.OWN

    @property
    def in_time(self) -> bool:
        """Whether it came to its own end; False where it was stopped, by a limit or by an error."""
        return self.end is End.OWN

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1] if self.lines else {}


def ask(function: str, content: bytes, *arguments: str, limits: Limits) -> Answer:
    """Have a function (`module:name`, of the portal's own) read `content` in a child process."""
    command = [
        sys.executable, "-B", "-m", __name__, function, str(limits.seconds), str(limits.memory),
        *arguments,
    ]  # fmt: skip
    # Nothing of the environment: it names the database and the secret key.
    with subprocess.Popen(  # noqa: S603 - our own module; what a visitor sent stands on stdin
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},
    ) as child:
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - pipes
        writer = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
        writer.start()
        output, end = _heard(child.stdout, limits)
        if end is not End.OWN:
            child.kill()
        code = child.wait()
        writer.join()
    lines = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    return Answer(tuple(lines), _end_of(code) if end is End.OWN else end)


def _end_of(code: int) -> End:
    """What a child died of that was not stopped from outside."""
    ends = {
        0: End.OWN,
        _OUT_OF_MEMORY: End.MEMORY,
        _TOO_DEEP: End.DEPTH,
        -signal.SIGXCPU: End.PROCESSOR,
        # From the system: the hard limit of time, or the machine is out of memory.
        -signal.SIGKILL: End.MEMORY,
    }
    return ends.get(code, End.ERROR)


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """A child that ends early does not hear it all."""
    try:
        with pipe:
            pipe.write(content)
    except OSError:
        pass


def _heard(pipe: IO[bytes], limits: Limits) -> tuple[bytes, End]:
    """What the child says, and whether it came to an end within the limits."""
    until = time.monotonic() + (limits.clock or limits.seconds)
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if not selector.select(left):
                break
            piece = os.read(pipe.fileno(), _PIECE)
            if not piece:
                return b"".join(pieces), End.OWN
            size += len(piece)
            if size > limits.answer:
                return b"".join(pieces), End.LENGTH
            pieces.append(piece)
    return b"".join(pieces), End.CLOCK


# In the child ----------------------------------------------------------------------------------


def confine(seconds: int, memory: int) -> None:
    """No more time and memory than this, no file written, no core dump."""
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    # The first limit ends the process by a signal of its own, which tells time from memory.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def main(function: str, seconds: str, memory: str, *arguments: str) -> None:
    confine(int(seconds), int(memory))
    try:
        _read(function, *arguments)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except RecursionError:
        os._exit(_TOO_DEEP)


def _read(function: str, *arguments: str) -> None:
    module, _colon, name = function.partition(":")
    if not module.startswith(_MODULES):
        raise SystemExit(f"not a reader: {function}")
    read = getattr(importlib.import_module(module), name)
    said: Iterable[Mapping[str, object]] | Mapping[str, object]
    said = read(sys.stdin.buffer.read(), *arguments)
    for value in [said] if isinstance(said, Mapping) else said:
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
