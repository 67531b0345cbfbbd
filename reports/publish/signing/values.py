"""Whether two revisions of a file mean the same at a place, however each of them spells it.

An entry may stand in its dictionary or be referred to, a string may be written in brackets or in
hexadecimal digits, a stream may be packed or not: what counts is the value a reader gets.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Container
from decimal import Decimal

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

NULL = generic.NullObject()
_ROUNDING = Decimal("0.00001")
"""Of a number with a point: programs write five digits behind it."""
_UNPACKING = ("/Filter", "/DecodeParms")
_PACKING = frozenset({*_UNPACKING, "/Length", "/DL"})

Key = tuple[int, int]
"""Number and generation of an object."""


class Revision:
    """One state of a file: what its references lead to."""

    def __init__(self, view: HistoricalResolver, numbers: dict[int, int]) -> None:
        self.view = view
        self.numbers = numbers
        """Number → generation of every object in this state."""

    def value(self, item: generic.PdfObject) -> generic.PdfObject:
        """What an entry leads to; null for a reference to nothing (ISO 32000-2, 7.3.10)."""
        for _step in range(8):
            if not isinstance(item, generic.IndirectObject):
                return item
            item = self.object(item.idnum, item.generation)
        return NULL

    def object(self, number: int, generation: int) -> generic.PdfObject:
        """An object, or null where this state has none of this number and generation."""
        if self.numbers.get(number) != generation:
            return NULL
        look: Callable[[generic.Reference], generic.PdfObject] = self.view.get_object
        return look(generic.Reference(number, generation, self.view))

    def entry(self, of: generic.PdfObject, key: str) -> generic.PdfObject:
        """An entry of a dictionary, as it stands there; null where there is none."""
        if isinstance(of, generic.DictionaryObject) and key in of:
            found: generic.PdfObject = of.raw_get(key)
            return found
        return NULL

    def keys(self, of: generic.PdfObject) -> set[str]:
        """Keys of a dictionary whose value is something: null is no entry (7.3.7)."""
        if not isinstance(of, generic.DictionaryObject):
            return set()
        return {
            str(key)
            for key in of
            if not isinstance(self.value(of.raw_get(key)), generic.NullObject)
        }


class Meaning:
    """Compares what two revisions of one file say.

    Two references to the same object mean the same here: one that was not `written` since has the
    same bytes, and whoever compares has to ask about each one that was.
    """

    def __init__(self, old: Revision, new: Revision, written: Container[int]) -> None:
        self.old = old
        self.new = new
        self.written = written
        self._known: set[tuple[Key, Key]] = set()

    def same(self, old: generic.PdfObject, new: generic.PdfObject) -> bool:
        """Whether both mean the same, all the way down."""
        waiting, seen = [(old, new)], set()
        met: dict[tuple[Key | int, Key | int], tuple[generic.PdfObject, generic.PdfObject]] = {}
        while waiting:
            one, other = waiting.pop()
            if isinstance(one, generic.IndirectObject) and isinstance(
                other, generic.IndirectObject
            ):
                pair = ((one.idnum, one.generation), (other.idnum, other.generation))
                if pair in self._known or pair in seen or self._is_settled(*pair):
                    continue
                seen.add(pair)
            # A circle may be spelt so that its references never meet.
            names = _name_of(one), _name_of(other)
            if names in met:
                continue
            met[names] = one, other  # kept, so that no other entry gets the name
            parts = self._parts(self.old.value(one), self.new.value(other))
            if parts is None:
                return False
            waiting += parts
        self._known |= seen
        return True

    def _is_settled(self, one: Key, other: Key) -> bool:
        return one == other and (one[0] not in self.written or one[0] in self.old.numbers)

    def _parts(
        self, one: generic.PdfObject, other: generic.PdfObject
    ) -> list[tuple[generic.PdfObject, generic.PdfObject]] | None:
        """What still has to be compared; None where the two differ."""
        if isinstance(one, generic.DictionaryObject):
            if not isinstance(other, generic.DictionaryObject):
                return None
            leave_out: frozenset[str] = frozenset()
            if isinstance(one, generic.StreamObject) or isinstance(other, generic.StreamObject):
                if not _is_same_stream(one, other):
                    return None
                leave_out = _PACKING
            keys = self.old.keys(one) - leave_out
            if keys != self.new.keys(other) - leave_out:
                return None
            return [(one.raw_get(key), other.raw_get(key)) for key in keys]
        if isinstance(one, generic.ArrayObject):
            if not isinstance(other, generic.ArrayObject) or len(one) != len(other):
                return None
            return [(one.raw_get(n), other.raw_get(n)) for n in range(len(one))]
        return [] if _is_same_simple(one, other) else None


def _name_of(item: generic.PdfObject) -> Key | int:
    """What an entry is known by while it is kept in memory."""
    return (item.idnum, item.generation) if isinstance(item, generic.IndirectObject) else id(item)


def _rounding(*numbers: generic.PdfObject) -> Decimal:
    return _ROUNDING if any(isinstance(one, generic.FloatObject) for one in numbers) else Decimal(0)


def _is_same_simple(one: generic.PdfObject, other: generic.PdfObject) -> bool:
    if isinstance(one, generic.NullObject):
        return isinstance(other, generic.NullObject)
    if isinstance(one, generic.BooleanObject):
        return isinstance(other, generic.BooleanObject) and bool(one) == bool(other)
    if isinstance(one, generic.NumberObject | generic.FloatObject):
        if not isinstance(other, generic.NumberObject | generic.FloatObject):
            return False
        return bool(abs(Decimal(one) - Decimal(other)) <= _rounding(one, other))
    if isinstance(one, generic.NameObject):
        return isinstance(other, generic.NameObject) and str(one) == str(other)
    if isinstance(one, generic.TextStringObject) and isinstance(other, generic.TextStringObject):
        return str(one) == str(other)
    strings = generic.TextStringObject | generic.ByteStringObject
    if isinstance(one, strings) and isinstance(other, strings):
        return bool(one.original_bytes == other.original_bytes)
    return False


def _is_same_stream(one: generic.DictionaryObject, other: generic.DictionaryObject) -> bool:
    """The same bytes, or the same in them where they are packed in the plain way or not at all.

    Of all other packings readers make different things, where there is more than they ask for.
    """
    if not isinstance(one, generic.StreamObject) or not isinstance(other, generic.StreamObject):
        return False
    packing = [[repr(item.get(key)) for key in _UNPACKING] for item in (one, other)]
    if packing[0] == packing[1] and one.encoded_data == other.encoded_data:
        return True
    unpacked = [_unpacked(item) for item in (one, other)]
    return unpacked[0] is not None and unpacked[0] == unpacked[1]


def _unpacked(item: generic.StreamObject) -> bytes | None:
    """What is in it; None where that is no plain question."""
    if item.get("/DecodeParms") is not None:
        return None
    packing = item.get("/Filter")
    content = bytes(item.encoded_data)
    if packing is None:
        return content
    if str(packing) not in ("/FlateDecode", "['/FlateDecode']"):
        return None
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(content)
    except zlib.error:
        return None
    return found if reader.eof and not reader.unused_data.strip() else None
