"""Joining stylesheets, and reading the tokens from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kars_portal.lib import tokens
from kars_portal.stylesheets import JoinError, joined
from tests import once


def _joined(**files: str) -> str:
    return joined(
        "a/sheet.css",
        {name.replace("__", "/") + ".css": css for name, css in files.items()}.__getitem__,
    )


def test_components_take_the_places_of_their_lines() -> None:
    css = _joined(
        a__sheet='/* List. */\n@import url("../top.css");\n@import url("parts/b.css");\n',
        top=":root { --x: 1px; }\n",
        a__parts__b="/* Said\n once. */\n.b { margin: var(--x); }\n",
    )
    assert css == ":root { --x: 1px; }\n.b { margin: var(--x); }\n"


def test_an_address_beside_the_sheet_stays_right() -> None:
    css = _joined(a__sheet='@import url("b.css");', a__b='.b { src: url("../fonts/x.woff2"); }')
    assert css == '.b { src: url("../fonts/x.woff2"); }'


@pytest.mark.parametrize(
    "part", ['.b { src: url("../fonts/x.woff2"); }', '@import url("c.css");', "@import 'c.css';"]
)
def test_a_component_that_would_lead_elsewhere_is_refused(part: str) -> None:
    with pytest.raises(JoinError, match=r"a/parts/b\.css"):
        _joined(a__sheet='@import url("parts/b.css");', a__parts__b=part)


@pytest.mark.parametrize("line", ["@import 'b.css';", '@import url("b.css") print;'])
def test_an_import_in_other_words_is_refused(line: str) -> None:
    with pytest.raises(JoinError, match=r"a/sheet\.css"):
        _joined(a__sheet=line, a__b="")


def test_collected_sheets_are_joined(run_folder: Path) -> None:
    """What browsers get: one file a sheet, its components no files of their own."""
    folder = once.static_files(run_folder)
    listed = json.loads((folder / "staticfiles.json").read_text("utf-8"))["paths"]
    sheets = ("site/site.css", "office/theme.css", "office/office.css", "signin/signin.css")
    for name in sheets:
        css = (folder / listed[name]).read_text("utf-8")
        assert "@import" not in css
        assert (folder / f"{listed[name]}.gz").is_file()
    site = (folder / listed["site/site.css"]).read_text("utf-8")
    assert f"--accent: {tokens.token('accent')};" in site
    assert f"../{listed['fonts/SourceSans3-Regular.woff2']}" in site
    assert not [name for name in listed if name == "tokens.css" or "/components/" in name]


def test_a_token_is_read_through_others() -> None:
    assert tokens.token("chart-1") == tokens.token("accent") == "#0f4c5c"
    assert tokens.millimetres("page-side") == 19.0
    assert tokens.points("print-table") == 8.5
    assert list(tokens.family("chart-")) == [str(number) for number in range(1, 8)]
    with pytest.raises(KeyError):
        tokens.token("petrol")
    with pytest.raises(ValueError, match="--accent"):
        tokens.points("accent")


def test_comments_of_a_stylesheet_declare_nothing() -> None:
    assert tokens.declared("/* --a: 1px; */ :root { --b:\n 2px; }") == {"b": "2px"}
