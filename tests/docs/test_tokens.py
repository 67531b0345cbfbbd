"""One set of colours, sizes and distances for site, office, sign-in and prints: `tokens.css`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kars_portal.lib import tokens
from kars_portal.stylesheets import components
from tests import contrast

from .pages import ROOT

STATIC = ROOT / "reports" / "static"
ROLES = STATIC / "office" / "components" / "roles.css"
"""Where the office gives the roles its own values; nothing else may name the theme's variables."""
PRINT = STATIC / "present" / "pdf"

COLOUR = re.compile(
    r"(?<![&\w])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl|ok)\w*\(", re.I
)
NAMED = re.compile(
    r"(?<![-\w])(?:black|white|silver|gr[ae]y|maroon|red|purple|fuchsia|magenta|green|lime|olive|yellow|"
    r"navy|blue|teal|aqua|cyan|orange|brown|pink|gold|indigo|violet|crimson|tomato|salmon|coral|khaki)"
    r"(?![-\w])"
)
VALUE = re.compile(r":\s*([^;{}]+)[;}]")
READ = re.compile(r"var\(--([\w-]+)")
TEXTS = {".css", ".html", ".js", ".py", ".svg", ".txt"}
SPOKEN = {
    "reports/static/site/icon.svg": "a picture: browsers show it where no stylesheet is",
}
"""Files with colours of their own, and why."""

PYTHON = re.compile(r'\b(?:token|family|points|millimetres)\(\s*["\']([\w-]+)')
TAG = re.compile(r'{% token "([\w-]+)" %}')

LIGHT_TEXTS = [
    *[(text, ground) for text in ("ink", "muted", "link", "accent", "accent-deep", "alarm")
      for ground in ("surface", "ground")],
    *[("ink", f"{role}-tint") for role in ("accent", "caution", "alarm")],
    ("accent-deep", "accent-tint"), ("ink", "accent-wash"), ("muted", "accent-wash"),
    ("muted", "accent-tint"), ("alarm", "alarm-tint"), ("accent", "accent-wash"),
    ("on-accent", "accent"), ("on-accent", "accent-deep"), ("on-accent", "alarm"),
    ("on-accent-quiet", "accent"), ("on-accent-warm", "accent"), ("on-deep", "accent-deep"),
    ("on-trial", "trial"), ("black", "white"),
]  # fmt: skip
"""Which text stands on which ground on the site and on paper."""

OFFICE_TEXTS = [
    *[(text, ground) for text in ("ink", "note", "link", "alarm", "good") for ground in
      ("surface", "ground")],
    ("muted", "surface"), ("caution", "surface"), ("caution", "caution-tint"),
    ("ink", "caution-tint"), ("alarm", "alarm-tint"), ("ink", "alarm-tint"),
    ("link", "alarm-tint"), ("link", "caution-tint"), ("on-accent", "accent"),
    ("on-trial", "trial"),
]  # fmt: skip
"""The same in the office and where people sign in."""

BUILT = ROOT / "reports" / "static" / "office" / "editor" / "editor.js"
"""CodeMirror put together (tools/editor); what of its looks is seen is set in writing.css."""

FIELD_FRAMES = 3.0
"""What WCAG 1.4.11 asks of the edge of a control."""
READABLE = 4.5
"""What WCAG 1.4.3 asks of text."""


def _listed(*suffixes: str) -> list[Path]:
    """Files of the product, committed or not yet."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = (ROOT / name for name in found.stdout.split("\0") if name)
    return [
        path
        for path in paths
        if path.suffix in suffixes and path.is_file() and path.relative_to(ROOT).parts[0] != "tests"
    ]


def _css(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)


def _sheets() -> list[Path]:
    return [path for path in _listed(".css") if path != tokens.STYLESHEET]


def _office() -> dict[str, dict[str, str]]:
    """Declarations of roles.css: by day, and by night."""
    day, night = _css(ROLES).split(".dark {")
    return {"day": tokens.declared(day), "night": tokens.declared(day) | tokens.declared(night)}


def test_no_colour_is_written_outside_the_tokens() -> None:
    found = {
        str(path.relative_to(ROOT)): COLOUR.findall(path.read_text("utf-8"))
        for path in _listed(*TEXTS)
        if path not in (tokens.STYLESHEET, BUILT)
    }
    assert {name: all_ for name, all_ in found.items() if all_ and name not in SPOKEN} == {}
    assert {name for name in SPOKEN if not found[name]} == set()


def test_no_colour_is_called_by_its_english_name() -> None:
    found = {
        path.name: names
        for path in _sheets()
        if path != tokens.STYLESHEET
        if (names := [n for value in VALUE.findall(_css(path)) for n in NAMED.findall(value)])
    }

    assert not found, f"use var(--…) of tokens.css: {found}"
    assert NAMED.findall("1px solid red") == ["red"]
    assert NAMED.findall("var(--red-tint) white-space") == []


def test_what_an_exception_says_is_one_of_the_tokens() -> None:
    icon = (STATIC / "site" / "icon.svg").read_text("utf-8")
    assert set(COLOUR.findall(icon)) <= {tokens.token("accent"), tokens.token("caution"), "#fff"}


@pytest.mark.parametrize("folder", ["site", "office", "signin", "present/pdf"])
def test_every_variable_is_a_token(folder: str) -> None:
    """The office adds what its theme calls roles; prints and site know the tokens alone."""
    known = set(tokens.tokens())
    if folder in {"office", "signin"}:
        known |= set(_office()["day"])
    unknown = {
        path.name: names
        for path in _sheets()
        if path.is_relative_to(STATIC / folder) and path != ROLES
        if (names := set(READ.findall(_css(path))) - known)
    }
    assert unknown == {}


def test_tokens_are_declared_in_two_places_only() -> None:
    assert {path for path in _sheets() if tokens.declared(_css(path))} == {ROLES}


def test_roles_of_the_office_are_the_theme_and_tokens() -> None:
    theme = contrast.theme()
    for values in _office().values():
        names = {name for value in values.values() for name in READ.findall(value)}
        assert names - set(theme) - set(tokens.tokens()) == set()


def test_no_token_is_a_variable_of_the_theme() -> None:
    """It would change pages of the admin that the portal knows nothing of."""
    ours = set(tokens.tokens()) | set(_office()["day"])
    assert ours & contrast.variables() == set()


def test_every_token_is_used() -> None:
    used = {name for path in _listed(".css") for name in READ.findall(_css(path))}
    for path in _listed(".py", ".html"):
        text = path.read_text("utf-8")
        used |= set(TAG.findall(text)) | set(PYTHON.findall(text))
    families = tuple(name for name in used if name.endswith("-"))
    declared = set(tokens.tokens()) | set(_office()["day"])
    assert {name for name in declared - used if not name.startswith(families)} == set()


def test_a_value_of_a_scale_is_never_typed() -> None:
    """A size or distance that has a name is read by it; those that stand alone may be typed."""
    scales = {
        "screen": {
            "font-size": ["type-"], "padding": ["space-"], "margin": ["space-"], "gap": ["space-"],
            "border-radius": ["radius-"],
        },
        "print": {
            "font-size": ["print-"], "padding": ["print-space-", "print-cell-"],
            "margin": ["print-space-"], "gap": ["print-space-"], "border": ["rule-"],
        },
    }  # fmt: skip
    typed = []
    for path in _sheets():
        medium = "print" if path.is_relative_to(PRINT) else "screen"
        for name, value in re.findall(r"(?<![\w-])([a-z][a-z-]*):\s*([^;{}]+);", _css(path)):
            for beginning, prefixes in scales[medium].items():
                if name == beginning or re.fullmatch(
                    rf"{beginning}-(?!collapse|spacing)\w+|\w+-gap", name
                ):
                    named = {v for prefix in prefixes for v in tokens.family(prefix).values()}
                    typed += [(path.name, name, value)] if named & set(value.split()) else []
    assert typed == []


@pytest.mark.parametrize(("text", "ground"), LIGHT_TEXTS)
def test_text_of_the_site_and_of_prints_is_readable(text: str, ground: str) -> None:
    assert contrast.ratio(tokens.token(text), tokens.token(ground)) >= READABLE


@pytest.mark.parametrize("time", ["day", "night"])
@pytest.mark.parametrize(("text", "ground"), OFFICE_TEXTS)
def test_text_of_the_office_is_readable(text: str, ground: str, time: str) -> None:
    values = contrast.theme() | dict(tokens.tokens()) | _office()[time]
    assert (
        contrast.ratio(
            contrast.resolved(text, values),
            contrast.resolved(ground, values),
            below=contrast.resolved("surface", values),
        )
        >= READABLE
    )


def test_edges_of_fields_are_seen() -> None:
    for name in ("field-frame", "line-strong"):
        assert contrast.ratio(tokens.token(name), tokens.token("surface")) >= FIELD_FRAMES


def test_all_four_load_the_tokens() -> None:
    """The office's theme.css is on every page of the admin, where people sign in as well."""
    for sheet in ("site/site.css", "office/theme.css", "present/pdf/print.css"):
        assert components(sheet, (STATIC / sheet).read_text("utf-8"))[0] == "tokens.css"
    settings = (ROOT / "kars_portal" / "settings.py").read_text("utf-8")
    assert 'static("office/theme.css")' in settings
    base = (ROOT / "templates" / "base.html").read_text("utf-8")
    assert 'static "site/site.css"' in base
    assert 'href="print.css"' in (ROOT / "templates" / "present" / "pdf" / "print.html").read_text(
        "utf-8"
    )


def test_every_component_is_in_a_sheet() -> None:
    listed = {
        name
        for path in _sheets()
        for name in components(str(path.relative_to(STATIC)), path.read_text("utf-8"))
    }
    parts = {
        str(path.relative_to(STATIC)) for path in _sheets() if path.parent.name == "components"
    }
    assert parts - listed == set()
    assert {name for name in listed if not (STATIC / name).is_file()} == set()
