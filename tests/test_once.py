"""The migrated database that is kept between runs belongs to the sources that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import once


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A little project in the place of this one."""
    monkeypatch.setattr(once, "ROOT", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    for name in ("manage.py", "requirements-dev.lock", "reports/migrations/0001_initial.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["requirements-dev.lock", "reports/migrations/0001_initial.py", "finance/roles.py"],
)
def test_a_changed_or_new_source_asks_for_another_database(tree: Path, name: str) -> None:
    before = once.source_hash()
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("# changed\n")

    assert once.source_hash() != before


def test_the_same_sources_ask_for_the_same_one(tree: Path) -> None:
    assert once.source_hash() == once.source_hash()


def test_only_the_newest_is_kept(tree: Path) -> None:
    file = tree / "db.sqlite3"
    for number in (1, 2):
        file.write_text(f"database {number}")
        kept = once.kept_for(f"{number}")
        assert kept is not None
        once.keep(file, kept)

    [newest] = (tree / "var" / "tests").iterdir()
    assert newest == once.kept_for("2")
    assert newest.read_text() == "database 2"


def test_where_the_whole_is_tried_nothing_is_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")

    assert once.kept_for(once.source_hash()) is None
