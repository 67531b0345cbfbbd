"""Signed files are judged in the process of the test: the same code, without a second to start it.

`tests/hostile/test_signed_files.py` and what runs a portal of its own ask the confined process.
"""

from __future__ import annotations

import json

import pytest

from kars_portal.lib.confined import Answer, Limits
from reports.publish.signing import apart, looking


@pytest.fixture(autouse=True)
def judged_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(function: str, content: bytes, *arguments: str, limits: Limits) -> Answer:
        assert function == f"{looking.__name__}:{looking.look.__name__}"
        # As it would come out of the pipe.
        return Answer((json.loads(json.dumps(looking.look(content, *arguments))),))

    monkeypatch.setattr(apart, "ask", ask)
