"""Uploads that are the frozen report with signatures, and all that only look like it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject

from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.check import check_upload
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Rules, Signatory
from reports.publish.signing.sign import load_signer
from reports.publish.signing.signatures import Level

from .conftest import PASSWORD, Office, small_pdf


@pytest.fixture(scope="session")
def rules(office: Office) -> Rules:
    return Rules(
        signatories=(
            Signatory(FINANCE, name="Ayşe Işık", serial="0{10}1"),
            Signatory(TOP_MANAGER, name="İbrahim Çağlar"),
        ),
        trust=office.trust,
    )


def annotated(pdf: bytes) -> bytes:
    """The file with a note on its first page, appended as a revision of its own."""
    output = io.BytesIO()
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="sonradan"))
    writer.write(output)
    return output.getvalue()


def test_both_signatures_are_accepted_one_after_the_other(
    frozen: bytes, first: bytes, signed: bytes, rules: Rules
) -> None:
    one = check_upload(frozen, first, rules)
    both = check_upload(frozen, signed, rules, accepted=first)

    assert (one.accepted, one.complete) == (True, False), one.sentence
    assert (both.accepted, both.complete) == (True, True), both.sentence
    assert [(s.field, s.signer, s.level) for s in both.signatures] == [
        (FINANCE.name, "AYŞE IŞIK", Level.B_LTA),
        (TOP_MANAGER.name, "İBRAHİM ÇAĞLAR", Level.B_LTA),
    ]
    assert all(signature.demo and signature.stamped_at for signature in both.signatures)


@pytest.mark.parametrize("level", list(Level))
def test_the_level_is_told(office: Office, frozen: bytes, rules: Rules, level: Level) -> None:
    checked = check_upload(frozen, office.sign(frozen, "mali", FINANCE, level), rules)

    assert checked.accepted, checked.sentence
    assert [signature.level for signature in checked.signatures] == [level]


def test_a_level_can_be_demanded(office: Office, frozen: bytes, rules: Rules) -> None:
    upload = office.sign(frozen, "mali", FINANCE, Level.B_T)

    checked = check_upload(frozen, upload, replace(rules, minimum=Level.B_LT))

    assert checked.refusal is Refusal.LOW_LEVEL
    assert "düzeyi B-T; en az B-LT" in checked.sentence


def test_a_wrong_file_is_refused(office: Office, frozen: bytes, rules: Rules) -> None:
    other = office.sign(small_pdf("Başka rapor"), "mali", FINANCE)

    assert check_upload(frozen, other, rules).refusal is Refusal.WRONG_FILE
    assert check_upload(frozen, b"PK\3\4 bir belge", rules).refusal is Refusal.NOT_A_PDF


def test_the_frozen_file_itself_is_not_signed(frozen: bytes, first: bytes, rules: Rules) -> None:
    assert check_upload(frozen, frozen, rules).refusal is Refusal.UNSIGNED
    assert check_upload(frozen, first, rules, accepted=first).refusal is Refusal.UNSIGNED
    assert check_upload(frozen, frozen, rules, accepted=first).refusal is Refusal.UNSIGNED


def test_the_top_manager_does_not_sign_first(office: Office, frozen: bytes, rules: Rules) -> None:
    upload = office.sign(frozen, "baskan", TOP_MANAGER)

    checked = check_upload(frozen, upload, rules)

    assert checked.refusal is Refusal.WRONG_ORDER
    assert f"sıradaki imza: {FINANCE.role}" in checked.sentence
    assert check_upload(frozen, upload, replace(rules, ordered=False)).accepted


def test_a_signature_over_another_revision_is_refused(
    office: Office, frozen: bytes, first: bytes, rules: Rules
) -> None:
    beside = office.sign(frozen, "baskan", TOP_MANAGER)

    checked = check_upload(frozen, beside, replace(rules, ordered=False), accepted=first)

    assert checked.refusal is Refusal.OTHER_REVISION


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("baskan", Refusal.WRONG_PERSON),
        ("suresi-dolmus", Refusal.EXPIRED),
        ("iptal-edilmis", Refusal.REVOKED),
    ],
)
@pytest.mark.parametrize("level", [Level.B_B, Level.B_T])
def test_a_certificate_that_does_not_hold_is_refused(
    office: Office, frozen: bytes, rules: Rules, who: str, refusal: Refusal, level: Level
) -> None:
    checked = check_upload(frozen, office.sign(frozen, who, FINANCE, level), rules)

    assert checked.refusal is refusal
    assert f"“{FINANCE.name}” alanındaki" in checked.sentence


def test_an_unknown_authority_is_refused(
    frozen: bytes, office: Office, rules: Rules, stranger: Office
) -> None:
    checked = check_upload(frozen, stranger.sign(frozen, "mali", FINANCE), rules)

    assert checked.refusal is Refusal.UNTRUSTED


def test_unknown_revocation_is_refused(office: Office, frozen: bytes, rules: Rules) -> None:
    blind = replace(rules, trust=replace(office.trust, crls=()))

    assert (
        check_upload(frozen, office.sign(frozen, "mali", FINANCE), blind).refusal
        is Refusal.REVOCATION_UNKNOWN
    )


def test_the_citizen_number_is_compared_and_never_shown(
    office: Office, frozen: bytes, rules: Rules
) -> None:
    strict = replace(rules, signatories=(Signatory(FINANCE, serial="12345678901"),))

    checked = check_upload(frozen, office.sign(frozen, "mali", FINANCE), strict)

    assert checked.refusal is Refusal.WRONG_PERSON
    assert "00000000001" not in repr(checked)
    assert "12345678901" not in repr(strict)


def test_a_note_added_before_or_after_the_signature_is_refused(
    office: Office, frozen: bytes, first: bytes, rules: Rules
) -> None:
    before = office.sign(annotated(frozen), "mali", FINANCE)
    after = annotated(first)
    between = office.sign(after, "baskan", TOP_MANAGER)

    for upload in (before, after, between, annotated(frozen)):
        assert check_upload(frozen, upload, rules).refusal is Refusal.ADDED


def test_the_stamp_of_a_signature_cannot_be_exchanged(
    frozen: bytes, first: bytes, rules: Rules
) -> None:
    output = io.BytesIO()
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    mine, other, _seal = (item.get_object() for item in writer.pages[0].annotations or ())
    mine[NameObject("/AP")] = other["/AP"]
    writer.write(output)

    assert output.getvalue().startswith(first)
    assert check_upload(frozen, output.getvalue(), rules).refusal is Refusal.ADDED


@pytest.mark.parametrize("allowed", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS])
def test_a_certifying_signature_is_refused(
    office: Office, frozen: bytes, rules: Rules, allowed: MDPPerm
) -> None:
    output = io.BytesIO()
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)
    signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FINANCE.name, certify=True, docmdp_permissions=allowed
        ),
        load_signer(card, PASSWORD),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(frozen)), output=output)

    assert check_upload(frozen, output.getvalue(), rules).refusal is Refusal.CERTIFIED


def test_a_field_that_the_tool_added_is_refused(
    office: Office, frozen: bytes, rules: Rules
) -> None:
    output = io.BytesIO()
    card = office.authority.pkcs12(office.authority.officers["mali"], PASSWORD)
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Signature1"), load_signer(card, PASSWORD)
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(frozen)), output=output)

    checked = check_upload(frozen, output.getvalue(), rules)

    assert checked.refusal is Refusal.WRONG_FIELD
    assert FINANCE.name in checked.sentence


def test_a_signatory_without_a_rule_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs a name"):
        Signatory(FINANCE)
