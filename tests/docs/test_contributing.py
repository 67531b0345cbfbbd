"""The first change of CONTRIBUTING.md is red before and green after, as the page says."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

import pytest

from departments.datasets import base
from departments.datasets.base import VEHICLES
from reports.core.registry import Dataset

from .pages import ROOT, text

PAGE = text(ROOT / "CONTRIBUTING.md")


def tried(monkeypatch: pytest.MonkeyPatch, vehicles: Dataset) -> None:
    """The page's test, asked of a declaration."""
    monkeypatch.setattr(base, "VEHICLES", vehicles)
    snippets = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(snippets) == 1
    names: dict[str, object] = {}
    exec(textwrap.dedent(snippets[0]), names)  # noqa: S102 - the repository's own page
    found = [value for name, value in names.items() if name.startswith("test_")]
    assert len(found) == 1
    test = found[0]
    assert callable(test)
    test()


def with_description(text_of_it: str) -> Dataset:
    columns = tuple(
        replace(column, description=text_of_it) if column.key == "leased" else column
        for column in VEHICLES.columns
    )
    return replace(VEHICLES, columns=columns)


def test_the_first_change_is_missed_and_then_found(monkeypatch: pytest.MonkeyPatch) -> None:
    described = re.search(r'give the column `leased` the description `"([^"]+)"`', PAGE)
    assert described

    with pytest.raises(AssertionError):
        tried(monkeypatch, with_description(""))
    tried(monkeypatch, with_description(described[1]))
