"""Every pattern of the portal, found by walking its modules, and texts that try each hardest."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.validators import RegexValidator

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kars_portal", "reports", "departments", "finance", "performance")
# Settings have effects of their own; migrations repeat what the models say.
LEFT_OUT = re.compile(r"\.migrations(\.|$)|^kars_portal\.(settings|settings_test|wsgi)$")
# Python's own reader of patterns: the only one that sees them as they run.
PARSER = importlib.import_module("re._parser")
METHODS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"})
WHOLE = frozenset({"fullmatch", "match"})


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and how it is asked."""

    place: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


def modules() -> Iterator[str]:
    """Dotted names of all modules that may hold patterns."""
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield package
        for item in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not LEFT_OUT.search(item.name):
                yield item.name


def found() -> list[Found]:
    """All patterns over text: compiled ones, those of fields, and those given as they are used."""
    asked = _asked()
    patterns: dict[tuple[str, int], Found] = {}

    def add(place: str, pattern: re.Pattern[str], methods: frozenset[str]) -> None:
        key = (pattern.pattern, pattern.flags)
        known = patterns.get(key)
        if known is not None and methods != known.methods:
            methods = frozenset({"search"})
        patterns[key] = Found(known.place if known else place, pattern, methods)

    for name in modules():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for pattern in _within(value):
                add(f"{name}.{attribute}", pattern, asked(attribute))
            if isinstance(value, type) and value.__module__ == name:
                for inner, held in vars(value).items():
                    for pattern in _within(held):
                        add(f"{name}.{attribute}.{inner}", pattern, asked(inner))
    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in PACKAGES:
            continue
        for field in model._meta.get_fields():
            for validator in getattr(field, "validators", ()):
                if isinstance(validator, RegexValidator):
                    place = f"{model._meta.label}.{field.name}"
                    add(place, re.compile(validator.regex), frozenset({"search"}))
    for place, text, method in written()[0]:
        add(place, re.compile(text), frozenset({method}))
    return sorted(patterns.values(), key=lambda item: item.place)


def files(package: str) -> Iterator[Path]:
    """Source files of a package."""
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def written() -> tuple[list[tuple[str, str, str]], set[tuple[str, str]]]:
    """Patterns written where they are used: (place, pattern, method) of those that stand there as
    they are, and (file, expression) of those that are put together.
    """
    plain, joined = [], set()
    for package in PACKAGES:
        for path in files(package):
            place = path.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[first, *_]
                    ) if method in METHODS:
                        if isinstance(first, ast.Constant) and isinstance(first.value, str):
                            plain.append((f"{place}:{node.lineno}", first.value, method))
                        else:
                            joined.add((place, ast.unparse(first)))
    return plain, joined


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict) and depth < 4:
        for item in value.values():
            yield from _within(item, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for item in value:
            yield from _within(item, depth + 1)


def _asked() -> Callable[[str], frozenset[str]]:
    """Which methods are called on a pattern of a name anywhere; `search` where none is seen."""
    call = re.compile(r"\b(\w+)(?:\[[^\]\n]*\])?\.(" + "|".join(METHODS) + r")\(")
    calls: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in files(package):
            for name, method in call.findall(path.read_text("utf-8")):
                calls.setdefault(name, set()).add(method)

    def methods(name: str) -> frozenset[str]:
        found = frozenset(calls.get(name, ()))
        return found if found and found <= WHOLE else frozenset({"search"})

    return methods


# -- hostile texts ---------------------------------------------------------------------------------


def hostile(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """(beginning, piece to repeat, end): whatever the pattern repeats is repeated, behind what it
    wants before, and before something that it does not want.
    """
    tree = PARSER.parse(pattern.pattern, pattern.flags)
    letters: dict[str, None] = {}
    pumps: dict[tuple[str, str], None] = {}
    _walk(tree, "", letters, pumps)
    alphabet = list(letters)[:9]
    pairs = [a + b for a in alphabet[:5] for b in alphabet[:5] if a != b]
    pieces = dict.fromkeys([*alphabet, *pairs])
    for piece in pieces:
        pumps.setdefault(("", piece), None)
    for before, piece in pumps:
        for after in ("", "\x00"):
            yield before, piece, after


def _walk(
    tree: object, before: str, letters: dict[str, None], pumps: dict[tuple[str, str], None]
) -> str:
    """Collect what is repeated; returns a shortest text that the part takes."""
    text = ""
    for op, value in tree:  # type: ignore[attr-defined]
        name = str(op)
        if name == "LITERAL":
            piece = chr(value)
            letters.setdefault(piece)
        elif name in ("NOT_LITERAL", "ANY"):
            piece = "x"
            letters.setdefault("x")
        elif name == "IN":
            members = _members(value)
            piece = members[0]
            letters |= dict.fromkeys(members)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = value
            one = _walk(inner, before + text, letters, pumps)
            if int(most) > 1:
                for piece in dict.fromkeys([one, *_choices(inner)]):
                    if piece:
                        pumps.setdefault((before + text, piece), None)
                # What comes before the repeat, over and over: each of them begins anew.
                if len(before + text) > 1:
                    pumps.setdefault(("", before + text), None)
            piece = one * min(int(least), 20)
        elif name == "SUBPATTERN":
            piece = _walk(value[-1], before + text, letters, pumps)
        elif name == "ATOMIC_GROUP":
            piece = _walk(value, before + text, letters, pumps)
        elif name == "BRANCH":
            options = [_walk(branch, before + text, letters, pumps) for branch in value[1]]
            piece = options[0]
        elif name in ("ASSERT", "ASSERT_NOT"):
            seen = _walk(value[1], before + text, letters, pumps)
            piece = seen if name == "ASSERT" and value[0] < 0 and not (before + text) else ""
        else:
            piece = ""
        text += piece
    return text


def _choices(tree: object) -> list[str]:
    """One text for each thing that a repeated part may begin with."""
    found: list[str] = []
    for op, value in tree:  # type: ignore[attr-defined]
        if str(op) == "IN":
            found += _members(value)
        elif str(op) == "SUBPATTERN":
            found += _choices(value[-1])
        elif str(op) == "BRANCH":
            for branch in value[1]:
                found += _choices(branch)
        break
    return found


def _members(value: object) -> list[str]:
    """A few characters of a class, and of what it leaves out."""
    pairs = [(str(op), item) for op, item in value]  # type: ignore[attr-defined]
    if pairs[0][0] == "NEGATE":
        taken = {chr(item) for op, item in pairs if op == "LITERAL"}
        return [c for c in ("x", " ", "<", "{", "7") if c not in taken][:3] or ["y"]
    found: list[str] = []
    for op, item in pairs:
        if op == "LITERAL":
            found.append(chr(item))
        elif op == "RANGE":
            found.append(chr(item[0]))
        elif op == "CATEGORY":
            kind = str(item).rpartition("_")[2]
            found.append({"DIGIT": "7", "WORD": "a", "SPACE": " "}.get(kind, "x"))
    return found[:4]
