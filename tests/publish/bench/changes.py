"""What a library may add to a file beside a signature, each change in a revision of its own."""

from __future__ import annotations

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from reports.present.pdf.fields import FINANCE, TOP_MANAGER


def action(**parts: str) -> DictionaryObject:
    entries = {
        NameObject(f"/{key}"): NameObject(value) if value[0] == "/" else TextStringObject(value)
        for key, value in parts.items()
    }
    return DictionaryObject(entries)


def a_note(writer: PdfWriter) -> None:
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="sonradan"))


def an_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("ek.csv", b"1;2")


def a_script(writer: PdfWriter) -> None:
    names = writer.root_object.setdefault(NameObject("/Names"), DictionaryObject())
    entry = [TextStringObject("a"), action(JS="app.alert('merhaba')", S="/JavaScript")]
    names[NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): ArrayObject(entry)})


def an_opening_action(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action(S="/URI", URI="http://ornek.invalid/")


def an_action_of_a_page(writer: PdfWriter) -> None:
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action(S="/Named", N="/Print")})


def an_action_of_a_field(writer: PdfWriter) -> None:
    field_of(writer, TOP_MANAGER.name)[NameObject("/A")] = action(S="/URI", URI="http://x.invalid/")


def a_black_box(writer: PdfWriter) -> None:
    page = writer.pages[0]
    drawing = DecodedStreamObject()
    drawing.set_data((page.get_contents() or drawing).get_data() + b" 0 g 90 90 400 400 re f")
    page[NameObject("/Contents")] = writer._add_object(drawing)


def another_language(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")


def a_new_page(writer: PdfWriter) -> None:
    writer.add_blank_page(200, 200)


def a_turned_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/Rotate")] = NumberObject(180)


def a_cut_page(writer: PdfWriter) -> None:
    numbers = [FloatObject(n) for n in (0, 0, 595.27, 400)]
    writer.pages[0][NameObject("/CropBox")] = ArrayObject(numbers)


def a_text_field(writer: PdfWriter) -> None:
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("not"),
            NameObject("/V"): TextStringObject("1.000.000 TL"),
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (100, 100, 300, 130)]),
        }
    )
    fields_of(writer).append(writer._add_object(field))


def another_title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "Başka rapor"})


def layers(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/D"): DictionaryObject(), NameObject("/OCGs"): ArrayObject()}
    )


def a_form_in_xml(writer: PdfWriter) -> None:
    form = dictionary(writer.root_object["/AcroForm"])
    data = DecodedStreamObject()
    data.set_data(b"<xdp/>")
    form[NameObject("/XFA")] = writer._add_object(data)


def no_colours(writer: PdfWriter) -> None:
    del writer.root_object["/OutputIntents"]


def other_words_for_who_listens(writer: PdfWriter) -> None:
    """What a screen reader reads out."""
    tree = dictionary(writer.root_object["/StructTreeRoot"])
    tree[NameObject("/Alt")] = TextStringObject("başka")


def a_moved_field(writer: PdfWriter) -> None:
    numbers = [NumberObject(n) for n in (0, 0, 500, 800)]
    field_of(writer, TOP_MANAGER.name)[NameObject("/Rect")] = ArrayObject(numbers)


def another_stamp(writer: PdfWriter) -> None:
    """The visible part of the signature shows that of nobody."""
    mine, other = (field_of(writer, place.name) for place in (FINANCE, TOP_MANAGER))
    mine[NameObject("/AP")] = other["/AP"]


def a_stamp_without_signature(writer: PdfWriter) -> None:
    drawing = DecodedStreamObject()
    drawing.set_data(b"0 1 0 rg 0 0 100 50 re f")
    drawing[NameObject("/Subtype")] = NameObject("/Form")
    drawing[NameObject("/BBox")] = ArrayObject([NumberObject(n) for n in (0, 0, 100, 50)])
    shown = DictionaryObject({NameObject("/N"): writer._add_object(drawing)})
    field_of(writer, TOP_MANAGER.name)[NameObject("/AP")] = shown


def no_signature_any_more(writer: PdfWriter) -> None:
    del field_of(writer, FINANCE.name)["/V"]


def the_same_signature_twice(writer: PdfWriter) -> None:
    mine, other = (field_of(writer, place.name) for place in (FINANCE, TOP_MANAGER))
    other[NameObject("/V")] = mine.raw_get("/V")


def field_of(writer: PdfWriter, name: str) -> DictionaryObject:
    return next(found for one in fields_of(writer) if str((found := dictionary(one))["/T"]) == name)


def fields_of(source: PdfWriter | PdfReader) -> ArrayObject:
    return array(dictionary(source.root_object["/AcroForm"])["/Fields"])


def array(item: PdfObject) -> ArrayObject:
    found = item.get_object()
    assert isinstance(found, ArrayObject)
    return found


def dictionary(item: PdfObject) -> DictionaryObject:
    found = item.get_object()
    assert isinstance(found, DictionaryObject)
    return found


CHANGES = (
    a_note, an_attachment, a_script, an_opening_action, an_action_of_a_page, an_action_of_a_field,
    a_black_box, another_language, a_new_page, a_turned_page, a_cut_page, a_text_field,
    another_title, layers, a_form_in_xml, no_colours, other_words_for_who_listens, a_moved_field,
    a_stamp_without_signature,
)  # fmt: skip
"""Each is tried after a signature, and before the first one."""
ONLY_AFTER = (another_stamp, no_signature_any_more, the_same_signature_twice)
