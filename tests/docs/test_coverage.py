"""Where the facts of the printed 2024 report stand: `fixtures/coverage-2024.csv`, line by line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PRINTED_LINES = 4322
"""Of the text of the printed report that the list follows."""
KINDS = {"text", "table", "both", "heading", "left out"}


@pytest.fixture(scope="module")
def passages() -> list[dict[str, str]]:
    with (FIXTURES / "coverage-2024.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_line_of_print_is_accounted_for_once(passages: list[dict[str, str]]) -> None:
    following = 1
    for passage in passages:
        assert int(passage["from"]) == following, passage
        assert int(passage["to"]) >= int(passage["from"]), passage
        following = int(passage["to"]) + 1

    assert following == PRINTED_LINES + 1


def test_places_exist_and_what_is_left_out_has_a_reason(passages: list[dict[str, str]]) -> None:
    for passage in passages:
        assert passage["kind"] in KINDS, passage
        places = [place for place in passage["where"].split(";") if place]
        missing = [place for place in places if not (FIXTURES / "2024" / place).is_file()]
        assert not missing, passage
        if passage["kind"] in {"text", "table", "both"}:
            assert places, passage
        if passage["kind"] == "left out":
            assert passage["note"].strip(), passage
        if passage["kind"] == "both":
            assert len(places) > 1, passage


def test_every_text_of_the_package_has_its_lines_of_print(
    passages: list[dict[str, str]],
) -> None:
    """What the package says beside the print would have no source."""
    named = {place for passage in passages for place in passage["where"].split(";")}
    texts = {
        path.relative_to(FIXTURES / "2024").as_posix()
        for path in (FIXTURES / "2024" / "prose").rglob("*.md")
    }

    assert texts <= named
