"""Ways to pass off another file as the report: each has to be told from a signature.

After a signature, before it and instead of it; by those who have no card, and by an officer who
signs more than the report. Kinds and names of the literature: shadow attacks, incremental saving,
signature wrapping, universal signature forgery, certification bypass.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pypdf import PdfReader, PdfWriter

from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.sign import load_signer
from tests.loops import without_a_running_loop
from tests.publish.signing.conftest import PASSWORD, Office, small_pdf
from tests.publish.signing.places import flipped
from tests.publish.signing.test_tamper import shifted

from .changes import CHANGES, ONLY_AFTER, a_note, dictionary, fields_of
from .programs import with_room
from .revising import (
    appended,
    body_of,
    number_in,
    revised,
    root_of,
    size_of,
    stream,
    with_entry,
)


@dataclass(frozen=True)
class Ground:
    """What an attacker has: the frozen file, the one signed by an officer, perhaps a card."""

    office: Office
    frozen: bytes
    first: bytes

    def sign(self, pdf: bytes, field: str = FINANCE.name, **more: object) -> bytes:
        """By an officer whose card is believed, whatever is in the file."""
        return _signed(self.office, pdf, field, **more)


@dataclass(frozen=True)
class Forged:
    """A file and the frozen one that it is passed off for."""

    frozen: bytes
    content: bytes


Attack = Callable[[Ground], bytes | Forged]


def _signed(office: Office, pdf: bytes, field: str, **more: object) -> bytes:
    output = io.BytesIO()
    spec = more.pop("spec", None)
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)
    with without_a_running_loop():
        signers.PdfSigner(
            signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **more),  # type: ignore[arg-type]
            load_signer(card, PASSWORD),
            new_field_spec=spec,  # type: ignore[arg-type]
        ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output)
    return output.getvalue()


def after(change: Callable[[PdfWriter], None]) -> Attack:
    return lambda ground: appended(ground.first, change)


def before(change: Callable[[PdfWriter], None]) -> Attack:
    """Signed by an officer, who saw the changed file or was not shown it."""
    return lambda ground: ground.sign(appended(ground.frozen, change))


# --- changes that no library makes --------------------------------------------------------------


def page(pdf: bytes) -> int:
    found = PdfReader(io.BytesIO(pdf)).pages[0].indirect_reference
    assert found is not None
    return int(found.idnum)


def page_content(pdf: bytes) -> int:
    return int(PdfReader(io.BytesIO(pdf)).pages[0].raw_get("/Contents").idnum)


def field_number(pdf: bytes, name: str) -> int:
    fields = fields_of(PdfReader(io.BytesIO(pdf)))
    number: int = next(one.idnum for one in fields if str(dictionary(one)["/T"]) == name)
    return number


def signature_of(pdf: bytes) -> int:
    return number_in(pdf, rb"/ByteRange")


EVIL = stream(b"BT /F1 12 Tf 100 700 Td (Baska rapor) Tj ET")


def other_content_in_place(ground: Ground) -> bytes:
    return revised(ground.first, {page_content(ground.first): EVIL})


def freed_content(ground: Ground) -> bytes:
    return revised(ground.first, {}, freed={page_content(ground.first): 1})


def next_generation(ground: Ground) -> bytes:
    """For readers that ask for the number alone."""
    return revised(ground.first, {(page_content(ground.first), 1): EVIL})


def an_appearance_in_place(ground: Ground) -> bytes:
    """The empty field shows an approval; its dictionary stays as it was."""
    field = body_of(ground.first, field_number(ground.frozen, TOP_MANAGER.name))
    number = int(re.findall(rb"/N (\d+) 0 R", field)[0])
    shown = stream(b"0 1 0 rg 0 0 100 50 re f", b"/Subtype/Form/BBox[0 0 200 60]")
    return revised(ground.first, {number: shown})


def another_description(ground: Ground) -> bytes:
    number = number_in(ground.frozen, rb"/Type ?/Metadata")
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
        b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    )
    return revised(ground.first, {number: stream(packet, b"/Type/Metadata/Subtype/XML")})


def another_root(ground: Ground) -> bytes:
    number = size_of(ground.first)
    old = body_of(ground.first, root_of(ground.first))
    body = re.sub(rb"/Lang ?\(tr\)", b"/Lang (en)", old)
    assert body != old
    return revised(ground.first, {number: body}, trailer=b"/Root %d 0 R" % number)


def no_earlier_revision(ground: Ground) -> bytes:
    """The bytes are there, and no reader looks at them."""
    number = size_of(ground.first)
    pages = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1)
    sheet = b"<</Type/Page/MediaBox[0 0 300 300]/Parent %d 0 R>>" % number
    root = b"<</Type/Catalog/Pages %d 0 R>>" % number
    objects = {number: pages, number + 1: sheet, number + 2: root}
    return revised(ground.first, objects, trailer=b"/Root %d 0 R" % (number + 2), previous=0)


def encryption(ground: Ground) -> bytes:
    number = size_of(ground.first)
    root = b"/Root %d 0 R/Encrypt %d 0 R" % (root_of(ground.first), number)
    return revised(ground.first, {number: b"<</Filter/Standard/V 1/R 2>>"}, trailer=root)


def data_that_is_none(ground: Ground) -> bytes:
    """Under /DSS, where readers look for certificates."""
    root = body_of(ground.first, root_of(ground.first))
    number = size_of(ground.first)
    changed = with_entry(root, b"/DSS<</Certs[%d 0 R]/OpenAction %d 0 R>>" % (number, number))
    script = b"<</S/JavaScript/JS(app.alert)>>"
    return revised(ground.first, {root_of(ground.first): changed, number: script})


def an_object_behind_the_end(ground: Ground) -> bytes:
    """Incremental saving without a table, for readers that mend."""
    number = page_content(ground.first)
    return ground.first + b"%d 0 obj\n%s\nendobj\n" % (number, EVIL)


def a_trailer_without_table(ground: Ground) -> bytes:
    number, root = page_content(ground.first), root_of(ground.first)
    start = re.findall(rb"startxref\s+(\d+)", ground.first)[-1]
    added = b"%d 0 obj\n%s\nendobj\n" % (number, EVIL)
    end = b"trailer\n<</Root %d 0 R>>\nstartxref\n%s\n%%%%EOF\n" % (root, start)
    return ground.first + added + end


def a_table_that_points_beside(ground: Ground) -> bytes:
    content = revised(ground.first, {page_content(ground.first): EVIL})
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    return content.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start - 3))


def two_tables(ground: Ground) -> bytes:
    """One for readers of streams and one for others (a hybrid file)."""
    number = page_content(ground.first)
    hidden = revised(ground.first, {number: EVIL})
    start = int(re.findall(rb"startxref\s+(\d+)", hidden)[-1])
    old = int(re.findall(rb"startxref\s+(\d+)", ground.first)[-1])
    cut = hidden[: hidden.rindex(b"startxref")]
    size = size_of(hidden) + 1
    table = b"xref\n0 0\ntrailer\n<</Size %d/Root %d 0 R/Prev %d/XRefStm %d>>\n" % (
        size, root_of(ground.first), old, start,
    )  # fmt: skip
    return cut + table + b"startxref\n%d\n%%%%EOF\n" % len(cut)


def a_forgery(replacement: bytes) -> Attack:
    """Universal signature forgery: a signature of which nothing can be examined."""

    def attack(ground: Ground) -> bytes:
        number = signature_of(ground.first)
        body = re.sub(rb"/ByteRange ?\[[^\]]*\]", replacement, body_of(ground.first, number))
        content = {number: body, page_content(ground.first): EVIL}
        return revised(ground.first, content)

    return attack


def without_contents(replacement: bytes) -> Attack:
    def attack(ground: Ground) -> bytes:
        number = signature_of(ground.first)
        body = re.sub(rb"/Contents ?<[^>]*>", replacement, body_of(ground.first, number))
        return revised(ground.first, {number: body})

    return attack


def wrapped(ground: Ground) -> bytes:
    """The signed bytes moved behind, what is shown in between (signature wrapping)."""
    start, before_, after_, length = byte_range(ground.first)
    assert start == 0
    evil = b"\n%d 0 obj\n%s\nendobj\n" % (page_content(ground.first), EVIL)
    moved = ground.first[:after_] + evil + ground.first[after_:]
    told = b"[0 %d %d %d]" % (before_, after_ + len(evil), length)
    old = re.findall(rb"/ByteRange ?(\[[^\]]*\])", ground.first)[-1]
    return moved.replace(old, told.ljust(len(old)))


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.findall(rb"/ByteRange ?\[\s*(\d+) +(\d+) +(\d+) +(\d+)", pdf)[-1]
    first, second, third, fourth = (int(number) for number in found)
    return first, second, third, fourth


def a_byte_behind_the_signature(ground: Ground) -> bytes:
    _start, _before, after_, _length = byte_range(ground.first)
    return flipped(ground.first, after_ - 3)


def a_changed_byte(ground: Ground) -> bytes:
    return flipped(ground.first, len(ground.frozen) // 2, 3)


def a_changed_signature(ground: Ground) -> bytes:
    _start, before_, _after, _length = byte_range(ground.first)
    return flipped(ground.first, before_ + 2001)


def of_an_unknown_kind(kind: str) -> Attack:
    """Readers may show it as a signature; nobody here can examine it."""

    def attack(ground: Ground) -> bytes:
        content, start, _end = with_room(ground.first, TOP_MANAGER.name, kind, visible=True)
        return content[: start + 1] + b"3000" + content[start + 5 :]

    return attack


def an_empty_signature(ground: Ground) -> bytes:
    return with_room(ground.first, TOP_MANAGER.name, "/adbe.pkcs7.detached", visible=True)[0]


def a_visible_field_of_its_own(ground: Ground) -> bytes:
    """Signed by an officer, over the page that it then hides."""
    spec = SigFieldSpec("Signature1", on_page=0, box=(50, 50, 500, 800))
    return ground.sign(ground.first, "Signature1", spec=spec)


def certified(allowed: MDPPerm) -> Attack:
    return lambda ground: ground.sign(ground.frozen, certify=True, docmdp_permissions=allowed)


def a_note_after_certifying(ground: Ground) -> bytes:
    """Allowed by the signature, and shown to readers (certification bypass)."""
    pdf = ground.sign(ground.frozen, certify=True, docmdp_permissions=MDPPerm.ANNOTATE)
    return appended(pdf, a_note)


def a_visible_field_after_certifying(ground: Ground) -> bytes:
    pdf = ground.sign(ground.frozen, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    return a_visible_field_of_its_own(Ground(ground.office, ground.frozen, pdf))


def a_twin_of_the_authority(ground: Ground) -> bytes:
    twin = Office(make_demo_authority(datetime.now(UTC)), ground.office.trust)
    return _signed(twin, ground.frozen, FINANCE.name)


def another_report_behind(ground: Ground) -> bytes:
    return ground.sign(ground.frozen + shifted(small_pdf("Başka rapor"), len(ground.frozen)))


def bytes_before_the_header(ground: Ground) -> bytes:
    return b"PK\x03\x04" + ground.first


def bytes_behind_the_end(ground: Ground) -> bytes:
    return ground.first + b"PK\x05\x06"


def a_cut_file(ground: Ground) -> bytes:
    return ground.first[:-200]


def another_file(ground: Ground) -> bytes:
    return ground.sign(small_pdf("Başka rapor"))


def a_container_of_objects(ground: Ground) -> Forged:
    """A stream that holds objects is replaced, and no table tells of the objects."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(ground.frozen)) as document:
        document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    frozen = output.getvalue()
    signed = ground.sign(frozen)
    number = number_in(frozen, rb"/Type ?/ObjStm")
    return Forged(
        frozen, revised(signed, {number: stream(b"1 0 null", b"/Type/ObjStm/N 1/First 4")})
    )


def showing(page_: bytes, content: int, instead: bytes) -> bytes:
    shown = re.sub(rb"/Contents %d 0 R" % content, instead, page_)
    assert shown != page_
    return shown


def a_prepared_page(ground: Ground) -> Forged:
    """A shadow attack: the page was made to show what the empty field will show."""
    page_number = page(ground.frozen)
    field = body_of(ground.frozen, field_number(ground.frozen, FINANCE.name))
    number = int(re.findall(rb"/N (\d+) 0 R", field)[0])
    body = body_of(ground.frozen, page_number)
    content = page_content(ground.frozen)
    both = b"/Contents[%d 0 R %d 0 R]" % (content, number)
    frozen = revised(ground.frozen, {page_number: showing(body, content, both)})
    signed = ground.sign(frozen, TOP_MANAGER.name)
    return Forged(frozen, revised(signed, {number: EVIL}))


def something_for_what_was_nothing(ground: Ground) -> Forged:
    """A shadow attack: a reference to nothing gets an object after the signature."""
    page_number = page(ground.frozen)
    body = body_of(ground.frozen, page_number)
    content = page_content(ground.frozen)
    more = b"/Contents[%d 0 R 900 0 R]" % content
    frozen = revised(ground.frozen, {page_number: showing(body, content, more)})
    return Forged(frozen, revised(ground.sign(frozen), {900: EVIL}))


ATTACKS: dict[str, Attack] = {
    **{f"{change.__name__} after": after(change) for change in (*CHANGES, *ONLY_AFTER)},
    **{f"{change.__name__} before": before(change) for change in CHANGES},
    **{
        attack.__name__: attack
        for attack in (
            other_content_in_place, freed_content, next_generation, an_appearance_in_place,
            another_description, another_root, no_earlier_revision, encryption, data_that_is_none,
            an_object_behind_the_end, a_trailer_without_table, a_table_that_points_beside,
            two_tables, wrapped, a_byte_behind_the_signature, a_changed_byte, a_changed_signature,
            an_empty_signature, a_visible_field_of_its_own, a_note_after_certifying,
            a_visible_field_after_certifying, a_twin_of_the_authority, another_report_behind,
            bytes_before_the_header, bytes_behind_the_end, a_cut_file, another_file,
            a_container_of_objects, a_prepared_page, something_for_what_was_nothing,
        )
    },
    **{f"certified {allowed.name}": certified(allowed) for allowed in MDPPerm},
    "forged without a range": a_forgery(b""),
    "forged with an empty range": a_forgery(b"/ByteRange[]"),
    "forged with a range of nothing": a_forgery(b"/ByteRange[0 0 0 0]"),
    "forged with a negative range": a_forgery(b"/ByteRange[0 -1 -1 -1]"),
    "forged with null for a range": a_forgery(b"/ByteRange null"),
    "without contents": without_contents(b""),
    "with empty contents": without_contents(b"/Contents<00>"),
    "with null for contents": without_contents(b"/Contents null"),
    "of the kind sha1": of_an_unknown_kind("/adbe.pkcs7.sha1"),
    "of the kind x509": of_an_unknown_kind("/adbe.x509.rsa_sha1"),
    "of no kind": of_an_unknown_kind("/ornek"),
}  # fmt: skip
