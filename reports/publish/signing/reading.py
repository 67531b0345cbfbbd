"""Reading a stranger's PDF by the rules of the format; where it breaks them, as far as it goes.

What can be read in two ways can show two things, so a verdict on what was added needs the strict
reading. Two faults are overlooked, since the comparison of revisions judges what was written anew:
poppler gives the number of the appearance that it replaces to another object, with the next
generation as it should, but without telling that the number was free; and pypdf gives out the
number of an earlier table of objects, to which nothing refers.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sized
from dataclasses import replace

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefBuilder, XRefCache, XRefSection, XRefSectionData

MAX_OBJECTS = 500_000
"""In all tables of a file; the largest report has some twenty thousand."""
MAX_REVISIONS = 100
MAX_SIGNATURES = 40
"""Each one is compared with all that came after it."""


class Unreadable(Exception):
    """The bytes are no PDF whose signatures can be read."""


class TooMuch(Exception):
    """A file is not read any further; the message names the limit in Turkish."""


LIMITS = (MemoryError, RecursionError, TooMuch)
"""What says something of the reader and nothing of the file."""


def read_strictly(content: bytes) -> PdfFileReader:
    """A reader that takes nothing that breaks the rules. Raises whatever the library raises.

    Objects are read when they are asked for, so a later question may raise as well.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content))
    except PdfStrictReadError:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        reader.strict = True
        builder = _Builder(reader, reader.stream, True, int(reader.last_startxref or 0))
        reader.xrefs = XRefCache(reader, builder.read_xrefs())
        reader.trailer = builder.trailer
        reader.resolved_objects.clear()
    if reader.xrefs.hybrid_xrefs_present:
        raise PdfStrictReadError("two tables for two kinds of readers")
    _bound(reader)
    return reader


def _bound(reader: PdfFileReader) -> None:
    """Raises TooMuch."""
    revisions = reader.xrefs.total_revisions
    if revisions > MAX_REVISIONS:
        raise TooMuch(f"{revisions} kez eklenmiş bölüm var, en çok {MAX_REVISIONS} bölüm okunur")
    tables = [reader.xrefs.get_xref_data(number) for number in range(revisions)]
    objects = sum(
        len(table.standard_xrefs) + len(table.xrefs_in_objstm) + len(table.freed)
        for table in tables
    )
    if objects > MAX_OBJECTS:
        raise TooMuch(f"{objects} nesne var, en çok {MAX_OBJECTS} nesne okunur")


def bound_signatures(found: Sized) -> None:
    """Raises TooMuch."""
    if len(found) > MAX_SIGNATURES:
        raise TooMuch(f"{len(found)} imza ve damga var, en çok {MAX_SIGNATURES} tanesi denetlenir")


def writer_for(content: bytes) -> IncrementalPdfFileWriter:
    """For adding a revision to a file that can be read by the rules. Raises as above.

    The library reads the file again for each revision, and would stumble over what is overlooked
    here; what it mends is nothing, since there is nothing to mend.
    """
    read_strictly(content)
    return IncrementalPdfFileWriter(io.BytesIO(content), strict=False)


def read_leniently(content: bytes) -> PdfFileReader:
    """A reader that mends what it can, for saying at least who signed. Raises as above."""
    return PdfFileReader(io.BytesIO(content), strict=False)


def numbers_in_use(reader: PdfFileReader, revision: int) -> dict[int, int]:
    """Number → generation of every object that a revision has."""
    found: dict[int, int] = {}
    for section in range(revision + 1):
        data = reader.xrefs.get_xref_data(section)
        for number in data.freed:
            found.pop(number, None)
        found.update({number: place[0] for number, place in data.standard_xrefs.items()})
        found.update(dict.fromkeys(data.xrefs_in_objstm, 0))
    return found


class _Builder(XRefBuilder):
    """Strict, but for numbers that are given out anew."""

    def read_xrefs(self) -> list[XRefSection]:
        try:
            read: Callable[[], list[XRefSection]] = super().read_xrefs
            sections = read()
        except PdfStrictReadError:
            sections = list(reversed(self.sections))
            if not sections or not self._is_complete():
                raise
            xref._check_xref_consistency(_with_reuse_told(sections))
        return sections

    def _is_complete(self) -> bool:
        """Whether all tables were read, so that only their comparison failed."""
        revisions = self.trailer._trailer_revisions
        return len(revisions) == len(self.sections) and "/Prev" not in revisions[-1]


def _with_reuse_told(sections: list[XRefSection]) -> list[XRefSection]:
    """The tables as they would be if each had told of the numbers that the next one gives out anew.

    Only of those with the generation that follows: another one stays a fault.
    """
    told = [
        replace(
            section,
            meta_info=replace(section.meta_info, stream_ref=None),
            xref_data=_copied(section.xref_data),
        )
        for section in sections
    ]
    known: dict[int, int] = {}
    for place, section in enumerate(sections):
        data = section.xref_data
        for number, (generation, _offset) in data.standard_xrefs.items():
            if place and generation == known.get(number, 0) + 1:
                told[place - 1].xref_data.freed.setdefault(number, generation)
            known[number] = generation
        known.update(dict.fromkeys(data.xrefs_in_objstm, 0))
    return told


def _copied(data: XRefSectionData) -> XRefSectionData:
    copy = XRefSectionData()
    copy.__dict__.update(data.__dict__)
    copy.freed = dict(data.freed)
    return copy
