"""What is known while two revisions of a file are compared, for the judgement of each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pyhanko.pdf_utils import generic

from .values import Meaning, Revision

SCRIPT = "betik ya da açılış eylemi"
ATTACHMENT = "ek dosya"
PAGE = "sayfa ya da sayfa içeriği"
NOTE = "not ya da çizim"
FIELD = "form alanı"
VISIBLE = "görünür yeni imza alanı"
INFO = "belge bilgisi"
DATA = "doğrulama verisi"
ENTRY = "belge kataloğundaki bir kayıt"
OBJECT = "form alanı, belge bilgisi ya da başka bir nesne"

_WORDS = {
    "/OpenAction": SCRIPT, "/AA": SCRIPT, "/AF": ATTACHMENT, "/Pages": PAGE, "/AcroForm": FIELD,
    "/Perms": "belgeyi sertifikalayan imza", "/Metadata": INFO, "/Encrypt": "şifreleme",
}  # fmt: skip

Role = Callable[[generic.PdfObject, generic.PdfObject], None]
"""Judges an entry before and after. Raises Changed."""


class Changed(Exception):
    """Something else than signatures was added; the message names it in Turkish."""


class Comparing:
    """Two revisions, and what was found to be in order so far.

    An object that the earlier revision has may be `written` anew with the same meaning, or be
    `approved` by a role. One whose new content could mean something at another place (a stream, a
    list of the judging data) has to be used at that place alone.
    """

    def __init__(self, old: Revision, new: Revision, written: set[int], uses: Counter[int]) -> None:
        self.old = old
        self.new = new
        self.written = written
        self.uses = uses
        self.meaning = Meaning(old, new, written)
        self.approved: set[int] = set()
        self.new_fields: set[int] = set()
        """Fields of signatures that were made since."""
        self.dropped: set[int] = set()
        """Appearances of empty fields that were signed since, which nothing else showed."""

    def both(
        self, old: generic.PdfObject, new: generic.PdfObject
    ) -> Iterator[tuple[Revision, generic.PdfObject]]:
        yield self.old, old
        yield self.new, new

    def approve(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """Where both are the same reference: its change was judged in the role that it has."""
        if (
            isinstance(old, generic.IndirectObject)
            and isinstance(new, generic.IndirectObject)
            and key_of(old) == key_of(new)
        ):
            self.approved.add(old.idnum)

    def approve_alone(self, old: generic.PdfObject, new: generic.PdfObject) -> None:
        """The same for what could mean something elsewhere: it must be used once."""
        if isinstance(old, generic.IndirectObject) and self.uses[old.idnum] == 1:
            self.approve(old, new)

    def is_new(self, item: generic.PdfObject) -> bool:
        """Whether an entry leads to an object that the earlier revision does not have."""
        return (
            isinstance(item, generic.IndirectObject)
            and item.idnum in self.written
            and item.idnum not in self.old.numbers
        )

    def dictionary(
        self, old: generic.PdfObject, new: generic.PdfObject, roles: Mapping[str, Role], word: str
    ) -> None:
        """Entries without a role have to mean the same; null has none. Raises Changed."""
        if not (is_dictionary(old) or is_null(old)) or not is_dictionary(new):
            raise Changed(word)
        for key in sorted(self.old.keys(old) | self.new.keys(new)):
            before, after = self.old.entry(old, key), self.new.entry(new, key)
            if key in roles:
                roles[key](before, after)
            elif not self.meaning.same(before, after):
                raise Changed(_WORDS.get(key, word))

    def states_of(self, number: int) -> tuple[generic.PdfObject, generic.PdfObject]:
        """What an object of the earlier revision is, and what its reference leads to now."""
        generation = self.old.numbers[number]
        return self.old.object(number, generation), self.new.object(number, generation)


def anything(_old: generic.PdfObject, _new: generic.PdfObject) -> None:
    """A role without rules: judged elsewhere, or of no effect."""


def key_of(item: generic.IndirectObject) -> tuple[int, int]:
    return item.idnum, item.generation


def is_null(item: generic.PdfObject) -> bool:
    return isinstance(item, generic.NullObject)


def is_name(item: generic.PdfObject, *names: str) -> bool:
    return isinstance(item, generic.NameObject) and str(item) in names


def is_dictionary(item: generic.PdfObject) -> bool:
    """A dictionary that is not that of a stream."""
    return isinstance(item, generic.DictionaryObject) and not isinstance(item, generic.StreamObject)


def references(state: Revision, item: generic.PdfObject, word: str) -> list[generic.IndirectObject]:
    """The references in a list. Raises Changed for anything else in it."""
    value = state.value(item)
    if is_null(value):
        return []
    if not isinstance(value, generic.ArrayObject):
        raise Changed(word)
    found = [value.raw_get(n) for n in range(len(value))]
    if not all(isinstance(one, generic.IndirectObject) for one in found):
        raise Changed(word)
    return found


def place_of(state: Revision, item: generic.PdfObject) -> list[Decimal]:
    """The four numbers of a rectangle; none of anything else."""
    value = state.value(item)
    if not isinstance(value, generic.ArrayObject) or len(value) != 4:
        return []
    found = [state.value(value.raw_get(n)) for n in range(4)]
    numbers = [
        Decimal(one) for one in found if isinstance(one, generic.NumberObject | generic.FloatObject)
    ]
    return numbers if len(numbers) == 4 else []
