"""Attacks on the comparison itself: what it takes for a signature, or for the same in other words.

Each one hides behind something that signing programs may do: a new field, a list that grows, a
stream that is packed otherwise, an object that is written again, a table that tells where it lies.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf import PdfReader

from reports.present.pdf.fields import FINANCE
from reports.publish.signing.sign import load_signer
from tests.loops import without_a_running_loop
from tests.publish.signing.conftest import PASSWORD

from .attacks import EVIL, Attack, Forged, Ground, page, page_content, showing
from .revising import body_of, revised, root_of, size_of, stream, with_entry

NAME = "Signature9"
NUMBER: Callable[[int], generic.PdfObject] = generic.NumberObject
DICTIONARY: Callable[..., generic.DictionaryObject] = generic.DictionaryObject
Prepare = Callable[[IncrementalPdfFileWriter], None]


def signed_with(ground: Ground, pdf: bytes, prepare: Prepare, field: str = NAME) -> bytes:
    """Signed by an officer in the same revision in which something else is done."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    prepare(writer)
    card = ground.office.authority.pkcs12(ground.office.authority.officers["mali"], PASSWORD)
    output = io.BytesIO()
    with without_a_running_loop():
        signers.PdfSigner(
            signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256"),
            load_signer(card, PASSWORD),
        ).sign_pdf(writer, output=output)
    return output.getvalue()


# --- a field that is something else as well ------------------------------------------------------


def new_field(writer: IncrementalPdfFileWriter, **entries: object) -> generic.IndirectObject:
    """A field without area that may be signed, in the form only."""
    place = [NUMBER(n) for n in (100, 700, 100, 700)]
    told = {
        "/FT": generic.pdf_name("/Sig"),
        "/Type": generic.pdf_name("/Annot"),
        "/Subtype": generic.pdf_name("/Widget"),
        "/T": generic.pdf_string(NAME),
        "/Rect": generic.ArrayObject(place),
        **{f"/{key}": value for key, value in entries.items()},
    }
    field = writer.add_object(
        DICTIONARY({generic.pdf_name(k): v for k, v in told.items() if v is not None})
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(field)
    writer.update_container(form["/Fields"])
    return field


def on_the_page(writer: IncrementalPdfFileWriter, field: generic.IndirectObject) -> None:
    sheet = writer.root["/Pages"]["/Kids"][0]
    sheet["/Annots"].append(field)
    writer.update_container(sheet["/Annots"])


def shown_as(kind: str, **entries: object) -> Attack:
    """A note of which readers show a sign and a title, however small its place is."""

    def attack(ground: Ground) -> bytes:
        def prepare(writer: IncrementalPdfFileWriter) -> None:
            field = new_field(writer, Subtype=generic.pdf_name(kind), **entries)
            on_the_page(writer, field)

        return signed_with(ground, ground.frozen, prepare)

    return attack


def shown_larger_than_it_is(ground: Ground) -> bytes:
    """Its appearance keeps its size and its direction, whatever the page does."""

    def prepare(writer: IncrementalPdfFileWriter) -> None:
        for item in writer.root["/AcroForm"]["/Fields"]:
            item = item.get_object()
            if item["/T"] == FINANCE.name:
                item["/F"] = NUMBER(4 | 8 | 16)
                writer.update_container(item)

    return signed_with(ground, ground.frozen, prepare, FINANCE.name)


def rearranged(frozen: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(frozen)) as document:
        change(document)
        document.save(output)
    return output.getvalue()


def a_field_in_a_list(ground: Ground, key: str, **entries: object) -> Forged:
    """A list of something else that grows by a field."""

    def apart(document: pikepdf.Pdf) -> None:
        owner = document.Root.Pages if key == "/Kids" else document.pages[0].obj
        items = owner[key]
        owner[key] = document.make_indirect(
            items if isinstance(items, pikepdf.Array) else pikepdf.Array([items])
        )

    frozen = rearranged(ground.frozen, apart)

    def prepare(writer: IncrementalPdfFileWriter) -> None:
        field = new_field(writer, **entries)
        pages = writer.root["/Pages"]
        items = (pages if key == "/Kids" else pages["/Kids"][0])[key]
        items.append(field)
        writer.update_container(items)

    return Forged(frozen, signed_with(ground, frozen, prepare))


def a_page_that_is_a_field(ground: Ground) -> Forged:
    page_ = {"Type": generic.pdf_name("/Page"), "Subtype": None}
    return a_field_in_a_list(ground, "/Kids", **page_)


def content_that_is_a_field(ground: Ground) -> Forged:
    """Readers give up on the page."""
    return a_field_in_a_list(ground, "/Contents")


# --- an object written again ----------------------------------------------------------------------


def said_twice(first: bytes, second: bytes) -> Attack:
    """A dictionary that says one thing to some readers and another to others."""

    def attack(ground: Ground) -> bytes:
        number = page(ground.first)
        body = body_of(ground.first, number)
        told = b"/Contents %d 0 R" % page_content(ground.first)
        new = size_of(ground.first)
        both = b" ".join(part % new if b"%d" in part else part or told for part in (first, second))
        return revised(ground.first, {number: showing(body, page_content(ground.first), both),
                                      new: EVIL})  # fmt: skip

    return attack


def packed(content: Callable[[bytes], bytes], entries: bytes) -> Attack:
    """The content of a page in another packing, behind which there is more."""

    def attack(ground: Ground) -> bytes:
        number = page_content(ground.first)
        reader = PdfReader(io.BytesIO(ground.first))
        data = reader.get_object(number).get_data()  # type: ignore[union-attr]
        return revised(ground.first, {number: stream(content(data), entries)})

    return attack


def a_length_told_later(ground: Ground) -> bytes:
    """As long as it was when the object was written again, and longer afterwards."""
    number = page_content(ground.first)
    reader = PdfReader(io.BytesIO(ground.first))
    data = reader.get_object(number).get_data()  # type: ignore[union-attr]
    more = b"\nendstream\nendobj\nBT /F1 12 Tf 100 700 Td (Baska rapor) Tj ET"
    length = size_of(ground.first)
    body = b"<</Length %d 0 R>>\nstream\n%s%s\nendstream" % (length, data, more)
    once = revised(ground.first, {number: body, length: b"%d" % len(data)})
    return revised(once, {length: b"%d" % len(data + more)})


def a_number_read_in_two_ways(number: bytes) -> Attack:
    def attack(ground: Ground) -> bytes:
        body = body_of(ground.first, page(ground.first))
        return revised(ground.first, {page(ground.first): with_entry(body, b"/Rotate " + number)})

    return attack


# --- a table that tells of an object twice --------------------------------------------------------


def two_places(*, last_is_true: bool) -> Attack:
    """One number, two places in one table: readers take the first or the last."""

    def attack(ground: Ground) -> bytes:
        number = page_content(ground.first)
        pdf = ground.first
        reader = PdfReader(io.BytesIO(pdf))
        data = reader.get_object(number).get_data()  # type: ignore[union-attr]
        old = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        own = size_of(pdf)
        bodies = [EVIL, stream(data)] if last_is_true else [stream(data), EVIL]
        parts, table, at = [pdf], b"", len(pdf)
        for body in bodies:
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            table += b"\1" + at.to_bytes(4, "big") + b"\0\0"
            parts.append(part)
            at += len(part)
        table += b"\1" + at.to_bytes(4, "big") + b"\0\0"
        head = b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Size %d/Index[%d 1 %d 1 %d 1]/Root %d 0 R" % (
            own, own + 1, number, number, own, root_of(pdf),
        )  # fmt: skip
        head += b"/Prev %d/Length %d>>\nstream\n" % (old, len(table))
        end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
        return b"".join([*parts, head, table, end])

    return attack


def another_number_at_the_place(ground: Ground) -> bytes:
    """The table leads to an object that bears another number."""
    number = page_content(ground.first)
    content = revised(ground.first, {number: EVIL})
    at = len(ground.first)
    named = b"%d 0 obj" % number
    other = b"%0*d 0 obj" % (len(str(number)), (number + 1) % 10 ** len(str(number)))
    return content[:at] + content[at:].replace(named, other, 1)


SHADOWS: dict[str, Attack] = {
    "a note that is a field": shown_as("/Text"),
    "a text that is a field": shown_as("/FreeText"),
    "a drawing that is a field": shown_as("/Stamp"),
    "a field that is no note": shown_as("/Widget", Type=generic.pdf_name("/Page")),
    "content before its twin": said_twice(b"", b"/Contents %d 0 R"),
    "content behind its twin": said_twice(b"/Contents %d 0 R", b""),
    "packed with a tail": packed(lambda data: zlib.compress(data) + EVIL, b"/Filter/FlateDecode"),
    "packed twice": packed(
        lambda data: zlib.compress(data) + zlib.compress(EVIL), b"/Filter/FlateDecode"
    ),
    "in digits with a tail": packed(lambda data: data.hex().encode() + b">" + EVIL.hex().encode(),
                                    b"/Filter/ASCIIHexDecode"),
    "packed with a prediction": packed(zlib.compress, b"/Filter/FlateDecode/DecodeParms<<"
                                       b"/Predictor 1/Colors 4>>"),
    "packed for strangers": packed(lambda data: data, b"/Filter[/Crypt]"),
    "a number with two points": a_number_read_in_two_ways(b"0.0.90"),
    "a number with two signs": a_number_read_in_two_ways(b"--90"),
    "a number with a tail": a_number_read_in_two_ways(b"0-90"),
    "two places, the last true": two_places(last_is_true=True),
    "two places, the first true": two_places(last_is_true=False),
    **{
        attack.__name__: attack
        for attack in (
            shown_larger_than_it_is, a_page_that_is_a_field, content_that_is_a_field,
            a_length_told_later, another_number_at_the_place,
        )
    },
}  # fmt: skip
