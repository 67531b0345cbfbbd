"""What was added to a file beside its signatures, in words: a refusal should name it.

The verdict that something was added is not made here, but where revisions are compared object by
object; so an addition of an unknown kind is refused as well, only with fewer words.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

_END = b"%%EOF"
_UNREAD = (
    pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError,
)  # fmt: skip
UNKNOWN = "form alanı, belge bilgisi ya da başka bir nesne"


def additions(before: bytes, after: bytes) -> list[str]:
    """The kinds of things in which two states of a file differ; at least one."""
    if after[after.rfind(_END) + len(_END) :].strip():
        return ["dosyanın sonuna eklenen baytlar"]
    try:
        with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
            first, second = _State(old), _State(new)
            return [what for what, read in _KINDS if read(first) != read(second)] or [UNKNOWN]
    except _UNREAD:
        return [UNKNOWN]


class _State:
    """What the objects of one state say, whatever numbers they have."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.root = pdf.Root
        self.names = pdf.Root.get("/Names", pikepdf.Dictionary())
        self.pages = list(pdf.pages)
        self._known: dict[tuple[int, int], object] = {}

    def value(self, item: object) -> object:
        number = item.objgen if isinstance(item, pikepdf.Object) else (0, 0)
        if number == (0, 0):
            return self._content(item)
        if number not in self._known:
            self._known[number] = None  # for what leads back to itself
            self._known[number] = self._content(item)
        return self._known[number]

    def _content(self, item: object) -> object:
        if isinstance(item, pikepdf.Stream):
            entries = {key: self.value(value) for key, value in item.items()}
            return entries, hash(item.read_raw_bytes())
        if isinstance(item, pikepdf.Dictionary):
            # A parent leads back to where one came from.
            back = {"/Parent", "/P", "/StructParent"}
            return {key: self.value(value) for key, value in item.items() if key not in back}
        if isinstance(item, pikepdf.Array):
            return [self.value(value) for value in item]
        return str(item)


def _scripts(state: _State) -> object:
    places = [state.root.get("/OpenAction"), state.root.get("/AA"), state.names.get("/JavaScript")]
    of_pages = [page.AA for page in state.pages if "/AA" in page]
    return [state.value(item) for item in (*places, *of_pages)]


def _attachments(state: _State) -> object:
    return [state.value(state.names.get("/EmbeddedFiles")), state.value(state.root.get("/AF"))]


def _pages(state: _State) -> object:
    parts = ("/Contents", "/Resources", "/MediaBox")
    return [[state.value(page.get(part)) for part in parts] for page in state.pages]


def _notes(state: _State) -> object:
    parts = ("/Subtype", "/Rect", "/Contents")
    return [
        [state.value(note.get(part)) for part in parts]
        for page in state.pages
        for note in page.get("/Annots", pikepdf.Array())
        if note.get("/Subtype") != "/Widget"
    ]


_KINDS: tuple[tuple[str, Callable[[_State], object]], ...] = (
    ("betik ya da açılış eylemi", _scripts),
    ("ek dosya", _attachments),
    ("sayfa ya da sayfa içeriği", _pages),
    ("not ya da çizim", _notes),
)
