"""Whether later revisions of a file hold nothing but signatures and what belongs to them.

Compared is what a reader gets (`values`), not how it is written: programs move an entry of the
catalogue into an object of its own, write a string in other digits, tell free numbers anew. What
may change is listed here and in `filled` and `judging_data`; everything else is an addition, and
is named in Turkish.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import chain

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from .comparing import (
    ENTRY,
    INFO,
    NOTE,
    OBJECT,
    PAGE,
    Changed,
    Comparing,
    Role,
    anything,
    is_dictionary,
    is_name,
    is_null,
    place_of,
)
from .described import RENEWED, is_same_description
from .filled import Fields, is_same_place
from .judging_data import judge_store
from .reading import numbers_in_use
from .uses import count_uses, is_mentioned
from .values import Revision

_OF_TRAILER = ("/Size", "/Prev", "/ID", "/Root", "/Info", "/DocChecksum")
"""What readers do not show: where the tables are, what names the file, and what is judged here."""
_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
_VERSIONS = ("/1.4", "/1.5", "/1.6", "/1.7", "/2.0")
_TEXTS = generic.TextStringObject | generic.ByteStringObject | generic.NullObject


class Beginning:
    """A revision that later ones are compared with, and the bytes that it consists of."""

    def __init__(self, reader: PdfFileReader, revision: int, content: bytes) -> None:
        self.reader = reader
        self.revision = revision
        self.content = content
        self.state = _state(reader, revision)

    @cached_property
    def containers(self) -> set[int]:
        """Object streams: what they hold changes with them, though no table tells of it."""
        found: set[int] = set()
        for revision in range(self.revision + 1):
            found |= self.reader.xrefs.get_xref_data(revision).obj_streams_used
        return found

    @cached_property
    def uses(self) -> Counter[int]:
        return count_uses(self.content)

    def is_mentioned(self, numbers: set[int]) -> bool:
        """Whether something refers to one of these, though there be no such object yet."""
        look: Callable[[generic.Reference], generic.PdfObject] = self.reader.get_object
        held = (look(generic.Reference(number, 0, self.reader)) for number in self.containers)
        packed = (item.data for item in held if isinstance(item, generic.StreamObject))
        return any(is_mentioned(part, numbers) for part in chain([self.content], packed))

    def require_only_signatures_after(self) -> None:
        """Raises Changed; also what the readers raise, for a file that breaks the rules.

        Each later state is compared with this one: who signed in between saw that one.
        """
        for later in range(self.revision + 1, self.reader.xrefs.total_revisions):
            written: set[int] = set()
            for revision in range(self.revision + 1, later + 1):
                data = self.reader.xrefs.get_xref_data(revision)
                written |= {*data.freed, *data.standard_xrefs, *data.xrefs_in_objstm}
            if written & self.containers:
                raise Changed(OBJECT)
            if self.is_mentioned(written - self.state.numbers.keys()):
                # Something pointed to nothing, and would now point to what was written.
                raise Changed(OBJECT)
            comparing = Comparing(self.state, _state(self.reader, later), written, self.uses)
            _Document(comparing).judge()


def _state(reader: PdfFileReader, revision: int) -> Revision:
    return Revision(reader.get_historical_resolver(revision), numbers_in_use(reader, revision))


class _Document:
    """Judges trailer, catalogue, pages and all that was written anew. Raises Changed."""

    def __init__(self, comparing: Comparing) -> None:
        self.comparing = comparing
        self.old = comparing.old
        self.new = comparing.new

    def judge(self) -> None:
        comparing = self.comparing
        trailers = [state.view.trailer_view for state in (self.old, self.new)]
        roots = [state.entry(item, "/Root") for state, item in comparing.both(*trailers)]
        catalogues = [state.value(item) for state, item in comparing.both(*roots)]
        forms = [state.entry(item, "/AcroForm") for state, item in comparing.both(*catalogues)]
        Fields(comparing).judge(*(state.value(item) for state, item in comparing.both(*forms)))
        comparing.approve(*forms)
        self._lists()
        self._pages()
        roles: dict[str, Role] = {
            "/AcroForm": anything,
            "/DSS": lambda old, new: judge_store(comparing, old, new),
            "/Extensions": self._extensions,
            "/Metadata": self._metadata,
            "/Version": self._version,
        }
        comparing.dictionary(catalogues[0], catalogues[1], roles, ENTRY)
        comparing.approve(*roots)
        self._info(*(state.entry(item, "/Info") for state, item in comparing.both(*trailers)))
        neutral = dict.fromkeys(_OF_TRAILER, anything)
        comparing.dictionary(trailers[0], trailers[1], neutral, OBJECT)
        self._rest()

    def _rewritten(self) -> list[int]:
        """Objects of the earlier revision that were written anew and are not judged yet."""
        comparing = self.comparing
        return sorted(comparing.written & self.old.numbers.keys() - comparing.approved)

    def _lists(self) -> None:
        """Lists of notes or fields to which nothing was added but fields of signatures.

        Whatever else grew (pages, what a page shows) would mean something else.
        """
        for number in self._rewritten():
            if (
                self._is_longer_by_fields(*self.comparing.states_of(number))
                and self.comparing.uses[number] == self._lists_of_fields[number]
            ):
                self.comparing.approved.add(number)

    @cached_property
    def _lists_of_fields(self) -> Counter[int]:
        """List → how often it is that of a page's notes or of the form's fields."""
        catalogue = self.old.value(self.old.entry(self.old.view.trailer_view, "/Root"))
        form = self.old.value(self.old.entry(catalogue, "/AcroForm"))
        found = [self.old.entry(form, "/Fields")]
        waiting, seen = [self.old.entry(catalogue, "/Pages")], set()
        while waiting:
            item = waiting.pop()
            if isinstance(item, generic.IndirectObject):
                if item.idnum in seen:
                    continue
                seen.add(item.idnum)
            node = self.old.value(item)
            found.append(self.old.entry(node, "/Annots"))
            kids = self.old.value(self.old.entry(node, "/Kids"))
            if isinstance(kids, generic.ArrayObject):
                waiting += [kids.raw_get(n) for n in range(len(kids))]
        return Counter(item.idnum for item in found if isinstance(item, generic.IndirectObject))

    def _pages(self) -> None:
        roles: dict[str, Role] = {
            "/Annots": self._notes,
            **dict.fromkeys(_BOXES, self._box),
        }
        for number in self._rewritten():
            old, new = self.comparing.states_of(number)
            kind = self.old.value(self.old.entry(old, "/Type"))
            if is_dictionary(old) and is_name(kind, "/Page", "/Pages"):
                # iText 2 writes its version where the pages are listed.
                allowed = roles if is_name(kind, "/Page") else {**roles, "/ITXT": self._text}
                self.comparing.dictionary(old, new, allowed, PAGE)
                self.comparing.approved.add(number)

    def _notes(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        before, after = self.old.value(old), self.new.value(new)
        if is_null(before):
            before = generic.ArrayObject()
        if not self._is_longer_by_fields(before, after) and not self.comparing.meaning.same(
            old, new
        ):
            raise Changed(NOTE)

    def _is_longer_by_fields(self, old: generic.PdfObject, new: generic.PdfObject) -> bool:
        if not isinstance(old, generic.ArrayObject) or not isinstance(new, generic.ArrayObject):
            return False
        items = [new.raw_get(n) for n in range(len(new))]
        return (
            len(old) <= len(items)
            and all(self.comparing.meaning.same(old.raw_get(n), items[n]) for n in range(len(old)))
            and all(
                isinstance(item, generic.IndirectObject) and item.idnum in self.comparing.new_fields
                for item in items[len(old) :]
            )
        )

    def _box(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        before, after = place_of(self.old, old), place_of(self.new, new)
        if not before or not is_same_place(before, after):
            raise Changed(PAGE)

    def _extensions(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """Names of extensions of the format; they show nothing."""
        if not is_dictionary(self.new.value(new)):
            raise Changed(ENTRY)
        self.comparing.approve_alone(old, new)

    def _version(self, _old: generic.PdfObject, new: generic.PdfObject) -> None:
        if not is_name(self.new.value(new), *_VERSIONS):
            raise Changed(ENTRY)

    def _metadata(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        before, after = self.old.value(old), self.new.value(new)
        if self.comparing.meaning.same(before, after):
            return
        if not isinstance(before, generic.StreamObject) or not isinstance(
            after, generic.StreamObject
        ):
            raise Changed(INFO)
        if not is_same_description(before, after):
            raise Changed(INFO)
        self.comparing.approve_alone(old, new)

    def _info(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        before, after = self.old.value(old), self.new.value(new)
        if is_null(before) and is_null(after):
            return
        self.comparing.dictionary(before, after, dict.fromkeys(RENEWED, self._text), INFO)
        self.comparing.approve(old, new)

    def _text(self, _old: generic.PdfObject, new: generic.PdfObject) -> None:
        if not isinstance(self.new.value(new), _TEXTS):
            raise Changed(INFO)

    def _rest(self) -> None:
        """All else that was written anew has to be what it was, if anything refers to it."""
        for number in sorted(self.comparing.written & self.old.numbers.keys()):
            if number in self.comparing.dropped or not self.comparing.uses[number]:
                continue
            if self.new.numbers.get(number) != self.old.numbers[number]:
                raise Changed(OBJECT)
            if number not in self.comparing.approved and not self.comparing.meaning.same(
                *self.comparing.states_of(number)
            ):
                raise Changed(OBJECT)
