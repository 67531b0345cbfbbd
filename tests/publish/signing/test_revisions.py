"""What a revision means: the same, however it is written, and what points to what."""

from __future__ import annotations

import pytest

from reports.publish.signing.comparing import Changed
from reports.publish.signing.reading import read_strictly
from reports.publish.signing.revisions import Beginning
from reports.publish.signing.uses import is_mentioned
from tests.publish.bench.revising import body_of, revised, root_of, size_of, with_entry

from .conftest import small_pdf


def compare(before: bytes, after: bytes) -> None:
    """Raises Changed."""
    revisions = read_strictly(before).total_revisions
    Beginning(read_strictly(after), revisions - 1, before).require_only_signatures_after()


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A report with an entry of its own in the catalogue."""
    pdf = small_pdf()
    number = size_of(pdf)
    root = with_entry(body_of(pdf, root_of(pdf)), b"/Ek %d 0 R" % number)
    entry = b"<</Sayi 1.50/Metin(Rapor)/Liste[1 (a) /B]/Bos null/Kendi[%d 0 R]>>" % number
    return revised(pdf, {root_of(pdf): root, number: entry})


def written(plain: bytes, entry: bytes, *more: bytes) -> bytes:
    """The same with another spelling of the entry, and further objects from the next number on."""
    number = size_of(plain) - 2
    assert b"/Sayi" in body_of(plain, number)
    objects = {number: entry % {b"n": number}}
    objects |= {size_of(plain) + place: body for place, body in enumerate(more)}
    return revised(plain, objects)


def is_change(before: bytes, after: bytes) -> bool:
    try:
        compare(before, after)
    except Changed:
        return True
    return False


@pytest.mark.parametrize(
    "entry",
    [
        b"<</Sayi 1.5/Metin(Rapor)/Liste[1 (a) /B]/Kendi[%(n)d 0 R]>>",
        b"<</Metin<5261706F72>/Sayi 1.500001/Liste[1<61>/B]/Kendi[%(n)d 0 R]/Yok null>>",
        b"<</Metin(\\122apor)/Sayi 1.50/Liste[1(a)/#42]/Kendi[%(n)d 0 R]>>",
    ],
)
def test_another_spelling_is_no_change(plain: bytes, entry: bytes) -> None:
    assert not is_change(plain, written(plain, entry))


@pytest.mark.parametrize(
    "entry",
    [
        b"<</Sayi 1.51/Metin(Rapor)/Liste[1 (a) /B]/Kendi[%(n)d 0 R]>>",
        b"<</Sayi 1.50/Metin(rapor)/Liste[1 (a) /B]/Kendi[%(n)d 0 R]>>",
        b"<</Sayi 1.50/Metin(Rapor)/Liste[1 (a) (B)]/Kendi[%(n)d 0 R]>>",
        b"<</Sayi 1.50/Metin(Rapor)/Liste[1 /B (a)]/Kendi[%(n)d 0 R]>>",
        b"<</Sayi 1.50/Metin(Rapor)/Liste[1 (a)]/Kendi[%(n)d 0 R]>>",
        b"<</Sayi 1.50/Metin(Rapor)/Liste[1 (a) /B]/Kendi[%(n)d 0 R]/Yeni 1>>",
        b"<</Sayi 1.50/Metin(Rapor)/Liste[1 (a) /B]/Kendi[null]>>",
        b"<</Sayi(1.50)/Metin(Rapor)/Liste[1 (a) /B]/Kendi[%(n)d 0 R]>>",
    ],
)
def test_another_meaning_is_a_change(plain: bytes, entry: bytes) -> None:
    with pytest.raises(Changed):
        compare(plain, written(plain, entry))


def test_an_entry_may_move_into_an_object_of_its_own(plain: bytes) -> None:
    number = size_of(plain)
    entry = b"<</Sayi %d 0 R/Metin(Rapor)/Liste %d 0 R/Kendi[%%(n)d 0 R]>>" % (number, number + 1)

    compare(plain, written(plain, entry, b"1.5", b"[1 (a) /B]"))
    with pytest.raises(Changed):
        compare(plain, written(plain, entry, b"1.5", b"[1 (a) /C]"))


def test_a_circle_whose_references_never_meet_comes_to_an_end(plain: bytes) -> None:
    number = size_of(plain)
    same = b"<</Sayi 1.5/Metin(Rapor)/Liste[1 (a) /B]/Kendi %d 0 R>>" % number

    compare(plain, written(plain, same, b"[%s]" % same))
    with pytest.raises(Changed):
        compare(plain, written(plain, same, b"[%s]" % same.replace(b"1.5", b"1.6")))


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        (b"[900 0 R]", True),
        (b"000900 0 R", True),
        (b"(%50) 900%x\n%y\r0\0%z\nR", True),
        (b"9000 0 R", False),
        (b"900 0 obj", False),
        (b"900 R", False),
        (b"900%0 R", False),
    ],
)
def test_a_reference_is_seen_whatever_stands_in_between(text: bytes, is_there: bool) -> None:
    assert is_mentioned(text, {900}) is is_there
