"""Fields of a form between two revisions: earlier ones may be signed, new ones only sign.

What a signature shows in the place of its field is the signer's. It shows nothing elsewhere: a new
field has no area, and one that was there stays where it was.
"""

from __future__ import annotations

from decimal import Decimal

from pyhanko.pdf_utils import generic

from .comparing import (
    FIELD,
    VISIBLE,
    Changed,
    Comparing,
    Role,
    anything,
    is_dictionary,
    is_name,
    is_null,
    key_of,
    place_of,
    references,
)
from .values import NULL, Revision

_FILLED = frozenset({"/V", "/AP", "/AS", "/M", "/F", "/Rect"})
_OF_NEW = _FILLED | {
    "/FT", "/T", "/Type", "/Subtype", "/P", "/TU", "/NM", "/Ff", "/DR", "/DA", "/Q", "/MK", "/H",
}  # fmt: skip
_KINDS = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig"}
_SIGNATURES = ("/Sig", "/DocTimeStamp")
_ALL_FLAGS = 3
_FLAGS = 1 | 2 | 4 | 32 | 64 | 128 | 512
"""Of an annotation: hidden, printed, locked. Not those that let it grow or turn on its own."""
_DEEPEST = 8
_ROUNDING = Decimal("0.011")
"""In points: programs write two digits behind the point."""


class Fields:
    """Judges the form of a file. Raises Changed."""

    def __init__(self, comparing: Comparing) -> None:
        self.comparing = comparing
        self.old = comparing.old
        self.new = comparing.new
        self.signatures: set[int] = set()
        self.judged: set[int] = set()

    def judge(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """The forms of both revisions, null where there is none."""
        if is_null(old) and is_null(new):
            return
        earlier, later = (
            references(state, state.entry(form, "/Fields"), FIELD)
            for state, form in self.comparing.both(old, new)
        )
        known = [key_of(item) for item in earlier]
        if [key_of(item) for item in later if key_of(item) in known] != known:
            raise Changed(FIELD)
        names = {_name(self.old, item) for item in earlier}
        for item in earlier:
            self._field(item, NULL, 0)
        for item in later:
            if key_of(item) not in known:
                self._new_field(item, names)
        self._form(old, new, later)

    def _form(
        self,
        old: generic.PdfObject,
        new: generic.PdfObject,
        fields: list[generic.IndirectObject],
    ) -> None:
        roles: dict[str, Role] = {
            "/Fields": self.comparing.approve,
            "/SigFlags": self._form_flags,
            "/NeedAppearances": self._appearances_as_they_are,
        }
        if all(self._signs(item) for item in fields):
            # Fonts and sizes of texts that are typed in; without such a field nobody asks for them.
            roles |= dict.fromkeys(("/DA", "/DR", "/Q"), anything)
        self.comparing.dictionary(old, new, roles, FIELD)

    def _signs(self, item: generic.IndirectObject) -> bool:
        return is_name(self.new.value(self.new.entry(self.new.value(item), "/FT")), "/Sig")

    def _field(self, item: generic.IndirectObject, kind: generic.PdfObject, depth: int) -> None:
        """A field of the earlier revision, and those below it: as it was, or signed since."""
        old, new = self.old.value(item), self.new.value(item)
        own = self.old.value(self.old.entry(old, "/FT"))
        kind = kind if is_null(own) else own
        if item.idnum in self.judged:
            return
        self.judged.add(item.idnum)
        if depth < _DEEPEST:
            for kid in references(self.old, self.old.entry(old, "/Kids"), FIELD):
                self._field(kid, kind, depth + 1)
        if item.idnum not in self.comparing.written or self.comparing.meaning.same(old, new):
            return
        was_signed = not is_null(self.old.value(self.old.entry(old, "/V")))
        if was_signed or not is_name(kind, "/Sig") or not self._is_signed(new):
            raise Changed(FIELD)
        roles: dict[str, Role] = {
            **dict.fromkeys(("/V", "/AS", "/M"), anything),
            "/F": self._flags,
            "/AP": self._appearance,
            "/Rect": self._place,
            **{key: _must_be(name) for key, name in _KINDS.items()},
        }
        self.comparing.dictionary(old, new, roles, FIELD)
        self.comparing.approved.add(item.idnum)

    def _is_signed(self, field: generic.PdfObject) -> bool:
        """Whether the field holds a signature that no other field holds and that was made since."""
        entry = self.new.entry(field, "/V")
        if isinstance(entry, generic.IndirectObject):
            if not self.comparing.is_new(entry) or entry.idnum in self.signatures:
                return False
            self.signatures.add(entry.idnum)
        value = self.new.value(entry)
        kind = self.new.value(self.new.entry(value, "/Type"))
        return (
            is_dictionary(value)
            and (is_null(kind) or is_name(kind, *_SIGNATURES))
            and not is_null(self.new.value(self.new.entry(value, "/ByteRange")))
        )

    def _flags(self, _old: generic.PdfObject, new: generic.PdfObject) -> None:
        value = self.new.value(new)
        if not isinstance(value, generic.NumberObject) or int(value) & ~_FLAGS:
            raise Changed(FIELD)

    def _appearance(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        before, after = self.old.value(old), self.new.value(new)
        if not is_null(after) and not is_dictionary(after):
            raise Changed(FIELD)
        shown = [old]
        if isinstance(before, generic.DictionaryObject):
            shown += [self.old.entry(before, key) for key in self.old.keys(before)]
        self.comparing.dropped |= {
            item.idnum
            for item in shown
            if isinstance(item, generic.IndirectObject) and self.comparing.uses[item.idnum] == 1
        }

    def _place(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """Where it was, or nowhere: an invisible signature."""
        before, after = place_of(self.old, old), place_of(self.new, new)
        if _has_no_area(after):
            return
        if not before or not is_same_place(before, after):
            raise Changed(FIELD)

    def _new_field(self, item: generic.IndirectObject, names: set[str]) -> None:
        field = self.new.value(item)
        if not self.comparing.is_new(item) or not isinstance(field, generic.DictionaryObject):
            raise Changed(FIELD)
        keys = self.new.keys(field)
        name = _name(self.new, item)
        if not self._signs(item) or not self._is_signed(field) or keys - _OF_NEW or name in names:
            raise Changed(FIELD)
        for key, kind in _KINDS.items():
            # A note, whose sign is shown however small its place is, or a page is no field.
            if key in keys and not is_name(self.new.value(self.new.entry(field, key)), kind):
                raise Changed(FIELD)
        if "/F" in keys:
            self._flags(NULL, self.new.entry(field, "/F"))
        if "/Rect" in keys and not _has_no_area(place_of(self.new, self.new.entry(field, "/Rect"))):
            raise Changed(VISIBLE)
        names.add(name)
        self.comparing.new_fields.add(item.idnum)

    def _form_flags(self, _old: generic.PdfObject, new: generic.PdfObject) -> None:
        value = self.new.value(new)
        if not isinstance(value, generic.NumberObject) or not 0 <= int(value) <= _ALL_FLAGS:
            raise Changed(FIELD)

    def _appearances_as_they_are(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """A false flag is as good as none: nobody is asked to draw the fields anew."""
        values = [state.value(item) for state, item in self.comparing.both(old, new)]
        asked = [isinstance(one, generic.BooleanObject) and bool(one) for one in values]
        if asked[0] != asked[1]:
            raise Changed(FIELD)


def is_same_place(one: list[Decimal], other: list[Decimal]) -> bool:
    """The same rectangle, but for digits that were rounded off."""
    return len(one) == len(other) and all(
        abs(before - after) <= _ROUNDING for before, after in zip(one, other, strict=True)
    )


def _has_no_area(place: list[Decimal]) -> bool:
    """As the place of an invisible signature."""
    return len(place) == 4 and (place[0] == place[2] or place[1] == place[3])


def _must_be(name: str) -> Role:
    def role(_old: generic.PdfObject, new: generic.PdfObject) -> None:
        if not is_name(new, name):
            raise Changed(FIELD)

    return role


def _name(state: Revision, field: generic.PdfObject) -> str:
    return str(state.value(state.entry(state.value(field), "/T")))
