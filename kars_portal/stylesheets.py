"""Stylesheets of many small files, sent as one; and the tag that gives a template a token.

A sheet that pages link lists its components with `@import`, which every browser and WeasyPrint
understand as it stands. Where static files are collected, the list is replaced by what it names, so
that a reader's browser asks once instead of once for each component, one after the other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from django import template
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kars_portal.lib.tokens import token

register = template.Library()
register.simple_tag(token)

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)
_IMPORT = re.compile(r'@import url\("([^"]+)"\);\s*')
_ADDRESS = re.compile(r"@import|\burl\(")


Processed = tuple[str, str, bool] | tuple[str, None, RuntimeError]
"""Name of a file, the name under which it is kept, whether that was done; or what went wrong."""


class JoinError(Exception):
    """A stylesheet that can't be joined as it is written."""


def components(name: str, css: str) -> list[str]:
    """Names of the files that a sheet lists, seen from the root of the static files."""
    return [_beside(name, part) for part in _IMPORT.findall(_COMMENT.sub("", css))]


def joined(name: str, read: Callable[[str], str]) -> str:
    """A sheet with its components in the places of its `@import` lines, without comments.

    Raises JoinError for a component that imports, or names an address from another folder: it is
    read from where the sheet stands, and would lead elsewhere.
    """

    def content(found: re.Match[str]) -> str:
        part = _beside(name, found.group(1))
        css = _COMMENT.sub("", read(part))
        near = posixpath.dirname(part) == posixpath.dirname(name)
        if "@import" in css or (not near and _ADDRESS.search(css)):
            raise JoinError(f"{part}: an address in a component of {name}")
        return css

    css = _IMPORT.sub(content, _COMMENT.sub("", read(name)))
    if "@import" in css:
        raise JoinError(f'{name}: only @import url("…"); is understood')
    return css


def _beside(name: str, part: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), part))


class _Opens(Protocol):
    """What is read of a storage."""

    def open(self, name: str, /) -> File[bytes]: ...


class _Sheet:
    """Stands for the storage that a joined sheet is read from."""

    def __init__(self, css: str) -> None:
        self.css = css

    def open(self, _path: str) -> ContentFile[bytes]:
        return ContentFile(self.css.encode())


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins sheets before their content is hashed, named and compressed."""

    def post_process(
        self, paths: Mapping[str, tuple[_Opens, str]], *arguments: object, **options: object
    ) -> Iterator[Processed]:
        """What collectstatic has copied; components are no files of their own afterwards."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        parts: set[str] = set()
        sheets: dict[str, tuple[_Opens, str]] = {}
        for name in paths:
            if name.endswith(".css") and (listed := components(name, read(name))):
                parts.update(listed)
                sheets[name] = (_Sheet(joined(name, read)), name)
        kept = {name: path for name, path in paths.items() if name not in parts}
        process: Callable[..., Iterator[Processed]] = super().post_process
        return process(kept | sheets, *arguments, **options)
