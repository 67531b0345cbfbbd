"""What is dear to load is loaded by those who use it: a page, a command start without it.

In processes of their own, since this one has loaded everything long ago.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kars_portal.lib.on_use import on_use

ROOT = Path(__file__).resolve().parents[2]

DEAR = {"aiohttp", "cryptography", "pikepdf", "pyhanko", "pyhanko_certvalidator", "weasyprint"}
"""Together they take longer to load than everything else at the start."""

PORTAL = """
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
"""
WORKER = (
    PORTAL
    + """
import reports.present.pdf.jobs
import reports.publish.signing.jobs
import reports.publish.verification.judge
"""
)
CHILD = "import reports.publish.verification.child\n"
DATA = CHILD + "reports.publish.verification.child.engine.DATA_NAME\n"


def loaded(program: str, tmp_path: Path) -> set[str]:
    """The libraries that a program has loaded when it has done this."""
    told = "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program + told],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kars_portal.settings",
            "KARS_DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "program", [PORTAL, WORKER, DATA], ids=["portal", "worker", "child that reads data"]
)
def test_nothing_dear_is_loaded_at_the_start(program: str, tmp_path: Path) -> None:
    found = loaded(program, tmp_path)
    assert "reports" in found
    assert found & DEAR == set()


def test_who_examines_a_signature_loads_what_it_takes(tmp_path: Path) -> None:
    """So the other tests would see it: the same question, and the answer is yes."""
    assert "pyhanko" not in loaded(CHILD, tmp_path)
    found = loaded(CHILD + "reports.publish.verification.child.examine.Unreadable\n", tmp_path)
    assert {"cryptography", "pyhanko", "pyhanko_certvalidator"} <= found
    assert "fontTools" not in found, "only what draws a visible signature needs fonts"


def test_the_module_itself_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lazy_example.py").write_text("answer = 41\ndef more() -> int: return answer + 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = on_use("lazy_example")
    assert "lazy_example" not in sys.modules
    assert module.more() == 42
    sys.modules["lazy_example"].answer = 1  # type: ignore[attr-defined]
    assert module.more() == 2, "what is changed in the module is seen"
    with pytest.raises(AttributeError, match="lazy_example"):
        _missing = module.nothing
    del sys.modules["lazy_example"]


def test_a_module_that_is_not_there_is_told_when_it_is_used() -> None:
    module = on_use("no_such_module_at_all")
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        _missing = module.anything
