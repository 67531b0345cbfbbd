"""What the pages point to is there, and they point to nothing outside the repository."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reports.core import registry

from .pages import DOCS, NEW_TOO, PAGES, README, ROOT, named, section, text

ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOMAIN_APPS = ("departments", "finance", "performance")
# Made when the portal runs, so not in the repository.
RUNTIME = ("var/",)
LOCAL_HOSTS = {"127.0.0.1", "localhost", "host", "rapor.example.org"}
REGISTRIES = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|registry|artifactory|nexus|deb\.debian)\.[a-z]{2,}", re.I
)
MACHINE_PATH = re.compile(r"(?<![\w/.:*])/(?:work|tmp|root|home|Users|mnt|private)\b")


@cache
def _tracked() -> frozenset[str]:
    """Files and folders of the repository, with a slash before the first name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *NEW_TOO], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [Path("/") / name for name in listed.stdout.split("\0") if name]
    return frozenset(str(path) for file in files for path in (file, *file.parents))


def _exists(name: str) -> bool:
    """Whether a path, or its end (`lib/`), is in the repository; a module may drop its `.py`."""
    ends = (f"/{name.rstrip('/')}", f"/{name.rstrip('/')}.py")
    return any(path.endswith(ends) for path in _tracked())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text(page))]
    inside = [target for target in targets if target and "://" not in target]

    assert [target for target in inside if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_that_a_page_names_exists(page: Path) -> None:
    looks_like_a_path = re.compile(r"\.?[A-Za-z_][\w.-]*(?:/[\w.-]+)*/?")
    paths = [
        name
        for name in named(page)
        if looks_like_a_path.fullmatch(name)
        and ("/" in name or re.search(r"\.(?:py|md|toml|lock|txt)$", name))
        and not name.startswith(RUNTIME)
    ]

    assert [name for name in paths if not _exists(name)] == []


def test_every_page_of_the_docs_is_linked_from_the_readme() -> None:
    links = set(re.findall(r"\]\((docs/[^)#\s]+\.md)\)", text(README)))

    assert {f"docs/{page.name}" for page in DOCS} - links == set()


def test_every_room_of_the_architecture_exists() -> None:
    drawn = section(ARCHITECTURE, "Rooms and their import chain")
    rooms = re.findall(r"^\| `([^`]+)` \|", drawn, re.M)

    assert len(rooms) > 50
    assert [room for room in rooms if not _exists(room)] == []


def test_every_declaration_that_the_architecture_names_is_in_the_registry() -> None:
    sentence = text(ARCHITECTURE).partition("What the apps declare:")[2].partition(".")[0]
    names = set(re.findall(r"`([A-Z]\w+)`", sentence))

    assert len(names) > 5
    assert names == {name for name in names if hasattr(registry, name)}


def test_every_place_in_the_drawing_of_the_architecture_exists() -> None:
    drawing = section(ARCHITECTURE, "One way through the house")
    places = re.findall(r"(?:reports|departments|finance|performance)/[a-z_/]+", drawing)

    assert len(places) > 5
    assert [place for place in places if not _exists(place)] == []


@pytest.mark.parametrize("app", DOMAIN_APPS)
def test_every_domain_app_has_the_whole_kit(app: str) -> None:
    sentence = (
        text(ARCHITECTURE).partition("Each domain app has the same kit:")[2].partition(".")[0]
    )
    modules = re.findall(r"`([a-z_]+)`", sentence)

    assert len(modules) > 5
    assert [module for module in modules if not _exists(f"{app}/{module}")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_another_machine(page: Path) -> None:
    hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s`)]+", text(page))}

    assert hosts - LOCAL_HOSTS == set()
    assert MACHINE_PATH.findall(text(page)) == []


def test_no_registry_is_named_where_people_and_tools_look() -> None:
    files = [*PAGES, ROOT / "pyproject.toml", *ROOT.glob("*.lock"), *(ROOT / "bin").iterdir()]

    found = {file.name: REGISTRIES.findall(text(file)) for file in files}
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_every_decision_stands_once_in_the_index() -> None:
    page = text(ROOT / "docs" / "decisions.md")
    index, _, entries = page.partition("\n## ")
    headings = re.findall(r"^## (.+)$", f"## {entries}", re.M)
    listed = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", index)

    names = [name for name, _anchor in listed]
    assert [h for h in headings if h not in names] == [], "add these to the index at the top"
    assert sorted(names) == sorted(headings), "the index names what is no heading"
    assert [name for name, anchor in listed if anchor != _anchor(name)] == []


def _anchor(heading: str) -> str:
    """As Markdown viewers name a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
