"""Parts of a report, each laid out on its own, become one PDF. Imports nothing of Django.

The shell brings the pages' feet, the metadata and the attachments; the parts bring pages, links,
bookmarks and their branches of the tag tree.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from .engine import Bookmark, LaidOut, Place
from .finishing import FORM
from .fonts import can_be_joined, joined


def pack(pdf: bytes) -> bytes:
    """The same file written anew: in the small streams of objects that examiners can cope with.

    WeasyPrint's single one is parsed again by pyHanko for each of its objects.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return _written(file)


def _written(file: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    file.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def merge(shell: LaidOut, parts: Sequence[LaidOut]) -> bytes:
    """One file of a shell and the parts whose pages it counts.

    Raises ValueError when the shell was not made for these parts.
    """
    if list(shell.kinds) != [kind for part in parts for kind in part.kinds]:
        raise ValueError("the shell has other pages than the parts")
    with pikepdf.open(io.BytesIO(shell.pdf)) as file:
        return _Merger(file, len(shell.kinds)).merge(parts)


@dataclass
class _Tags:
    """The tag tree of the whole file while it grows."""

    document: pikepdf.Object
    entries: list[pikepdf.Object] = field(default_factory=list)
    """Elements by the numbers that pages and annotations have."""


class _Merger:
    def __init__(self, file: pikepdf.Pdf, count: int) -> None:
        self.file = file
        self.count = count
        self.fonts: dict[str, list[pikepdf.Object]] = {}
        self.tables: list[pikepdf.Object] = []
        self.colours = file.pages[0].Resources.ColorSpace
        root = file.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())
        self.tags = _Tags(file.make_indirect(document))
        root.K = Array([self.tags.document])
        file.Root.StructTreeRoot = root

    def merge(self, parts: Sequence[LaidOut]) -> bytes:
        self._note_fonts(self.file.pages[0].Resources)
        for part in parts:
            self._append(part)
        for number in range(self.count):
            self._add_foot(self.file.pages[self.count + number], self.file.pages[number])
        del self.file.pages[: self.count]
        self._join_fonts()
        self._write_tags()
        self._write_places(parts)
        return _written(self.file)

    def _append(self, part: LaidOut) -> None:
        start = len(self.file.pages)
        with pikepdf.open(io.BytesIO(part.pdf)) as source:
            with warnings.catch_warnings():
                # What it warns of, names and forms, is seen to below.
                warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
                self.file.pages.extend(source.pages)
            copied = list(self.file.pages)[start:]
            self._number(copied)
            tree = self.file.copy_foreign(source.Root.StructTreeRoot)
            for element in tree.K[0].K:
                element.P = self.tags.document
                self.tags.document.K.append(element)
            numbered = tree.ParentTree.Nums
            self.tags.entries.extend(list(numbered)[1::2])
            if f"/{FORM}" in source.Root:
                self._add_form(self.file.copy_foreign(source.Root[f"/{FORM}"]))
        resources: pikepdf.Object = copied[0].Resources
        self._note_fonts(resources)
        # Every part has brought the same colour profile.
        for name in list(resources.ColorSpace.keys()):
            if name in self.colours:
                resources.ColorSpace[name] = self.colours[name]

    def _number(self, pages: Sequence[pikepdf.Page]) -> None:
        """Numbers under which the tag tree finds pages and annotations go on from part to part."""
        before = len(self.tags.entries)
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + before
            for annotation in page.obj.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + before

    def _add_form(self, form: pikepdf.Object) -> None:
        if "/AcroForm" in self.file.Root:
            self.file.Root.AcroForm.Fields.extend(form.Fields)
        else:
            self.file.Root.AcroForm = form

    def _note_fonts(self, resources: pikepdf.Object) -> None:
        table = resources.get("/Font")
        if table is None:
            return
        self.tables.append(table)
        for name, font in table.items():
            if can_be_joined(font):
                self.fonts.setdefault(name, []).append(font)

    def _join_fonts(self) -> None:
        whole = {name: joined(self.file, fonts) for name, fonts in self.fonts.items()}
        for table in self.tables:
            for name, font in table.items():
                if can_be_joined(font):
                    table[name] = whole[name]

    def _add_foot(self, page: pikepdf.Page, foot: pikepdf.Page) -> None:
        if list(page.obj.MediaBox) != list(foot.obj.MediaBox):
            raise ValueError("a page and its foot differ in size")
        page.obj.Contents = Array([page.obj.Contents, foot.obj.Contents])
        own: pikepdf.Object = page.obj.Resources
        for kind in ("/Font", "/ExtGState"):
            for name, resource in foot.obj.Resources.get(kind, {}).items():
                if name not in own[kind]:
                    own[kind][name] = resource

    def _write_tags(self) -> None:
        numbers: list[int | pikepdf.Object] = []
        for number, entry in enumerate(self.tags.entries):
            numbers += [number, entry]
        root = self.file.Root.StructTreeRoot
        root.ParentTree = self.file.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(self.tags.entries)

    def _write_places(self, parts: Sequence[LaidOut]) -> None:
        names: dict[bytes, Array] = {}
        bookmarks: list[Bookmark] = []
        before = 0
        for part in parts:
            for name, place in part.anchors.items():
                names.setdefault(name.encode(), self._target(place, before))
            bookmarks += [
                Bookmark(
                    mark.level,
                    mark.label,
                    Place(mark.place.page + before, mark.place.x, mark.place.y),
                    mark.closed,
                )
                for mark in part.bookmarks
            ]
            before += len(part.kinds)
        pairs = [item for name in sorted(names) for item in (String(name), names[name])]
        if "/Names" not in self.file.Root:
            self.file.Root.Names = Dictionary()
        self.file.Root.Names.Dests = self.file.make_indirect(Dictionary(Names=Array(pairs)))
        with self.file.open_outline() as outline:
            outline.root.extend(self._outline(bookmarks))

    def _target(self, place: Place, before: int = 0) -> Array:
        page = self.file.pages[before + place.page].obj
        return Array([page, Name.XYZ, round(place.x, 3), round(place.y, 3), 0])

    def _outline(self, bookmarks: Sequence[Bookmark]) -> list[OutlineItem]:
        """A bookmark hangs under the last one before it of a lower level."""
        roots: list[OutlineItem] = []
        open_: list[tuple[int, OutlineItem]] = []
        for bookmark in bookmarks:
            item = OutlineItem(bookmark.label, self._target(bookmark.place))
            item.is_closed = bookmark.closed
            while open_ and open_[-1][0] >= bookmark.level:
                open_.pop()
            (open_[-1][1].children if open_ else roots).append(item)
            open_.append((bookmark.level, item))
        return roots
