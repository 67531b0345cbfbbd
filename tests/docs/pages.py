"""The written pages of the repository and what they name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [README, *sorted(set(ROOT.glob("*.md")) - {README}), *DOCS]

NEW_TOO = ("--cached", "--others", "--exclude-standard")
"""For `git ls-files`: what is not added yet is looked at like the rest."""

CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def text(page: Path) -> str:
    return page.read_text("utf-8")


def named(page: Path) -> list[str]:
    """What a page sets in code type within its sentences and tables."""
    return CODE.findall(FENCE.sub("", text(page)))


def section(page: Path, heading: str) -> str:
    """The text under a heading of the second level."""
    _before, found, rest = text(page).partition(f"\n## {heading}\n")
    assert found, f"{page.name} has no heading “{heading}”"
    return rest.partition("\n## ")[0]


def table(markdown: str) -> list[list[str]]:
    """Cells of a Markdown table's body."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines[2:]]
    return [[cell.replace("\\|", "|").strip() for cell in row] for row in rows]
