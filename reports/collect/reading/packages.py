"""Parts of a packed file, and their XML without entities and network. Nothing of Django."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

_KEPT = 256
"""Emptied elements, until they are thrown away together."""


@dataclass(frozen=True)
class Link:
    """A relationship of a part: its kind, and the part that it leads to."""

    kind: str
    target: str


class Package:
    """Parts by their names; programs disagree about capitals and strokes in them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_folded(name): name for name in archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._names

    def open(self, name: str) -> IO[bytes]:
        """A part's bytes. Raises KeyError."""
        return self._archive.open(self._names[_folded(name)])

    def tree(self, name: str) -> etree._Element:
        """A small part as a whole. Raises KeyError and etree.XMLSyntaxError."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        with self.open(name) as source:
            return etree.fromstring(source.read(), parser)

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Elements of a large part in their order, each gone when the next is asked for."""
        seen = 0
        with self.open(name) as source:
            for _event, element in etree.iterparse(
                source, events=("end",), tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            ):  # fmt: skip
                yield element
                element.clear()
                seen += 1
                if seen % _KEPT == 0 and (parent := element.getparent()) is not None:
                    del parent[:-1]

    def links(self, name: str) -> dict[str, Link]:
        """Relationships of a part by their ids; of the package where `name` is ""."""
        folder, base = posixpath.split(name)
        of_part = posixpath.join(folder, "_rels", f"{base}.rels")
        if of_part not in self:
            return {}
        found = {}
        for link in self.tree(of_part):
            target = str(link.get("Target", "")).replace("\\", "/")
            inside = target.startswith("/")
            path = target if inside else posixpath.normpath(posixpath.join(folder, target))
            kind = str(link.get("Type", "")).rpartition("/")[2]
            found[str(link.get("Id", ""))] = Link(kind, path.lstrip("/"))
        return found


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name, whatever space it is in."""
    found = (v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name)
    return str(next(found, ""))


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
