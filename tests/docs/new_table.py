"""The change that adds a yearly table (`new_table.diff`): its files, its lines, its application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHANGE = Path(__file__).with_suffix(".diff")


@dataclass(frozen=True)
class Hunk:
    """Lines that stand in a file, and those that stand there afterwards; neither: at its end."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    added: int

    def apply(self, text: str) -> str:
        """The text with the change; its place must be there once."""
        new = "\n".join(self.after) + "\n"
        if not self.before:
            return text + new
        old = "\n".join(self.before) + "\n"
        assert f"\n{text}".count(f"\n{old}") == 1, f"not there, or more than once:\n{old}"
        return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def hunks() -> dict[str, list[Hunk]]:
    """File of the tree → its changes."""
    found: dict[str, list[Hunk]] = {}
    for part in CHANGE.read_text("utf-8").split("\n--- ")[1:]:
        path, *pieces = part.rstrip("\n").split("\n@@")
        found[path] = [_hunk(piece.splitlines()[1:]) for piece in pieces]
    return found


def _hunk(lines: list[str]) -> Hunk:
    return Hunk(
        tuple(line[1:] for line in lines if line[0] in " -"),
        tuple(line[1:] for line in lines if line[0] in " +"),
        sum(line[0] == "+" for line in lines),
    )


def apply(tree: Path) -> None:
    for path, changes in hunks().items():
        file = tree / path
        text = file.read_text("utf-8")
        for change in changes:
            text = change.apply(text)
        file.write_text(text, "utf-8")
