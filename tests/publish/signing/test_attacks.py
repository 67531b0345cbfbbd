"""Ways in which somebody may try to pass off another file: each is refused in its own words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from reports.present.pdf.fields import FINANCE, SEAL, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.examine import examine
from reports.publish.signing.extend import extend
from reports.publish.signing.pki import make_demo_authority
from reports.publish.signing.reading import Unreadable
from reports.publish.signing.refusals import SENTENCES, Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.sign import load_signer
from reports.publish.signing.signatures import Level, Problem
from tests.publish.bench.revising import appended

from .conftest import PASSWORD, Office


@pytest.fixture(scope="session")
def rules(office: Office) -> Rules:
    return Rules(
        (Signatory(FINANCE, name="Ayşe Işık"), Signatory(TOP_MANAGER, name="İbrahim Çağlar")),
        office.trust,
        seal=office.seal_fingerprint,
    )


def note(writer: PdfWriter) -> None:
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="sonradan"))


def attachment(writer: PdfWriter) -> None:
    writer.add_attachment("ek.csv", b"1;2")


def script(writer: PdfWriter) -> None:
    """Runs when the file is opened."""
    names = writer.root_object.setdefault(NameObject("/Names"), DictionaryObject())
    entry = [TextStringObject("a"), action(JS="app.alert('merhaba')", S="/JavaScript")]
    names[NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): ArrayObject(entry)})


def opening(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action(S="/URI", URI="http://ornek.invalid/")


def action(**parts: str) -> DictionaryObject:
    entries = {
        NameObject(f"/{key}"): NameObject(value) if value[0] == "/" else TextStringObject(value)
        for key, value in parts.items()
    }
    return DictionaryObject(entries)


def black_box(writer: PdfWriter) -> None:
    """Everything that the page shows is painted anew, with a box over it."""
    page = writer.pages[0]
    drawing = DecodedStreamObject()
    drawing.set_data((page.get_contents() or drawing).get_data() + b" 0 0 0 rg 90 90 400 400 re f")
    page[NameObject("/Contents")] = writer._add_object(drawing)


def language(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")


def new_page(writer: PdfWriter) -> None:
    writer.add_blank_page(200, 200)


ADDITIONS = [
    (note, "not ya da çizim"),
    (attachment, "ek dosya"),
    (script, "betik ya da açılış eylemi"),
    (opening, "betik ya da açılış eylemi"),
    (black_box, "sayfa ya da sayfa içeriği"),
    (new_page, "sayfa ya da sayfa içeriği"),
    (language, "belge kataloğundaki bir kayıt"),
]


@pytest.mark.parametrize(("change", "what"), ADDITIONS)
def test_what_was_added_after_signing_is_named(
    frozen: bytes, signed: bytes, first: bytes, rules: Rules, change: Callable[..., None], what: str
) -> None:
    for pdf in (first, signed):
        checked = check_upload(frozen, appended(pdf, change), rules)
        assert checked.refusal is Refusal.ADDED
        assert f"değiştirilmiş: {what}. " in checked.sentence


@pytest.mark.parametrize(("change", "what"), ADDITIONS)
def test_what_was_added_before_signing_is_named(
    office: Office, frozen: bytes, rules: Rules, change: Callable[..., None], what: str
) -> None:
    upload = office.sign(appended(frozen, change), "mali", FINANCE)

    checked = check_upload(frozen, upload, rules)

    assert checked.refusal is Refusal.ADDED
    assert f"değiştirilmiş: {what}. " in checked.sentence


@pytest.mark.parametrize(("change", "_what"), ADDITIONS)
def test_signatures_alone_tell_what_was_added_after_them(
    office: Office, signed: bytes, change: Callable[..., None], _what: str
) -> None:
    """Also where nobody has the frozen file to compare with."""
    examined = examine(appended(signed, change), office.trust)

    assert not examined.believed
    assert Problem.CHANGED in {signature.problem for signature in examined.signatures}


def test_a_return_to_an_earlier_state_is_refused(
    frozen: bytes, first: bytes, signed: bytes, rules: Rules
) -> None:
    assert check_upload(frozen, first, rules, accepted=signed).refusal is Refusal.ROLLED_BACK
    # Between two revisions as well, where nothing has been cut off that a reader would miss.
    ends = [match.end() + 1 for match in re.finditer(rb"%%EOF", signed)]
    for end in ends[:-1]:
        if end > len(frozen):
            upload = signed[:end]
            checked = check_upload(frozen, upload, rules, accepted=signed)
            assert checked.refusal is Refusal.ROLLED_BACK


def replaced(office: Office, pdf: bytes, who: str, authority: Office | None = None) -> bytes:
    """The field of the head of financial services, signed once more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == FINANCE.name:
            field["/V"] = generic.NullObject()
            del field["/V"]
            writer.mark_update(reference)
    output = io.BytesIO()
    made = (authority or office).authority
    card = made.pkcs12(made.officers[who], PASSWORD)
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=FINANCE.name), load_signer(card, PASSWORD)
    ).sign_pdf(writer, output=output)
    content = output.getvalue()
    assert content.startswith(pdf)
    return content


@pytest.mark.parametrize("who", ["mali", "baskan"])
def test_a_second_signature_in_the_same_field_is_refused(
    office: Office, frozen: bytes, first: bytes, rules: Rules, who: str
) -> None:
    checked = check_upload(frozen, replaced(office, first, who), rules, accepted=first)

    assert checked.refusal is Refusal.REPLACED
    assert f"“{FINANCE.name}” alanı" in checked.sentence


def test_a_replaced_signature_below_the_second_one_is_refused(
    office: Office, frozen: bytes, signed: bytes, rules: Rules
) -> None:
    upload = replaced(office, signed, "mali")

    assert check_upload(frozen, upload, rules, accepted=signed).refusal is Refusal.REPLACED
    assert not examine(upload, office.trust).believed


def test_an_authority_with_the_same_names_is_refused(
    office: Office, frozen: bytes, rules: Rules
) -> None:
    """Every name and number in its certificates is that of the believed authority."""
    twin = Office(make_demo_authority(datetime.now(UTC)), office.trust)
    ours, theirs = office.authority, twin.authority
    assert theirs.root.certificate.subject == ours.root.certificate.subject
    assert theirs.officers["mali"].certificate.issuer == ours.officers["mali"].certificate.issuer

    checked = check_upload(frozen, twin.sign(frozen, "mali", FINANCE), rules)

    assert checked.refusal is Refusal.UNTRUSTED
    assert "güvenilen bir köke bağlanmıyor" in checked.sentence


@pytest.mark.parametrize("prefix", [b"\n", b"PK\x03\x04", b"<html>", b"%PDF-1.7\n"])
def test_bytes_before_the_header_are_refused(
    frozen: bytes, signed: bytes, rules: Rules, prefix: bytes
) -> None:
    checked = check_upload(frozen, prefix + signed, rules)

    assert checked.refusal is Refusal.PREFIXED
    assert "PDF başlığından önce" in checked.sentence


@pytest.mark.parametrize("tail", [b"\n", b"PK\x05\x06", b"%%EOF\n", b"\0", b"% not\n"])
def test_bytes_after_the_last_revision_are_refused(
    office: Office, frozen: bytes, first: bytes, signed: bytes, rules: Rules, tail: bytes
) -> None:
    """Also where the last revision holds the data of a signature and no signature."""
    for pdf in (first, signed):
        assert not check_upload(frozen, pdf + tail, rules).accepted
        try:
            assert not examine(pdf + tail, office.trust).believed
        except Unreadable:
            assert tail == b"%%EOF\n"


def test_a_tail_is_named(frozen: bytes, signed: bytes, rules: Rules) -> None:
    checked = check_upload(frozen, signed + b"PK\x05\x06", rules)

    assert checked.refusal is Refusal.ADDED
    assert "dosyanın sonuna eklenen baytlar" in checked.sentence


def test_a_new_stamp_alone_is_no_signature(
    office: Office, frozen: bytes, first: bytes, rules: Rules
) -> None:
    upload = extend(first, office.trust, office.time_stamper())

    assert check_upload(frozen, upload, rules, accepted=first).refusal is Refusal.UNSIGNED
    assert check_upload(frozen, upload, rules).accepted


def test_a_signature_after_the_seal_breaks_nothing_and_is_refused(
    office: Office, frozen: bytes, signed: bytes, rules: Rules
) -> None:
    """The fields of officers are full; whoever signs then uses a field of their own."""
    sealed = office.seal(signed, Level.B_B)
    output = io.BytesIO()
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Signature1"), load_signer(card, PASSWORD)
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(sealed)), output=output)

    checked = check_upload(frozen, output.getvalue(), rules, accepted=sealed)

    assert checked.refusal is Refusal.WRONG_FIELD
    assert SEAL.name not in checked.sentence


def test_every_refusal_has_its_own_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
