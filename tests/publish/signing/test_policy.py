"""Who has to sign: order, level, persons, years, citizen numbers."""

from __future__ import annotations

import json

import pytest

from reports.enums import ReportState, SignerRule
from reports.models import (
    AuditEntry,
    Declaration,
    FrozenReport,
    FrozenSignature,
    SignaturePolicy,
)
from reports.present.pdf.document import SIGNED_DECLARATIONS
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing.flow import SigningError
from reports.publish.signing.people import bare_name, citizen_hash
from reports.publish.signing.policy import OFFICERS
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.state import standing_of
from reports.publish.versions import unfreeze_report

from .conftest import Office
from .report import Desk, freeze, give_pdf

REASON = "Örnek gerekçe."


def state(desk: Desk) -> str:
    desk.report.refresh_from_db()
    return str(desk.report.state)


def test_the_wrong_order_is_refused_unless_no_order_is_asked_for(
    desk: Desk, office: Office, frozen: bytes
) -> None:
    manager_first = office.sign(frozen, "baskan", TOP_MANAGER)
    assert desk.upload(manager_first).refusal == Refusal.WRONG_ORDER

    SignaturePolicy.objects.create(from_year=2020, ordered=False)
    assert desk.upload(manager_first).is_accepted
    assert [item.place for item in standing_of(desk.frozen).next] == [FINANCE]


def test_the_top_manager_may_be_asked_first(desk: Desk, office: Office, frozen: bytes) -> None:
    SignaturePolicy.objects.create(from_year=2024, first="top_manager")

    assert [item.place for item in standing_of(desk.frozen).next] == [TOP_MANAGER]
    assert desk.upload(office.sign(frozen, "baskan", TOP_MANAGER)).is_accepted


def test_a_level_may_be_demanded(desk: Desk, office: Office, frozen: bytes, first: bytes) -> None:
    SignaturePolicy.objects.create(from_year=2024, minimum_level="B-LT")

    assert desk.upload(office.sign(frozen, "mali", FINANCE)).refusal == Refusal.LOW_LEVEL
    assert desk.upload(first).is_accepted


def test_a_policy_holds_from_its_year_on(desk: Desk) -> None:
    SignaturePolicy.objects.create(from_year=2022, compulsory=True)
    SignaturePolicy.objects.create(from_year=2025, compulsory=False)
    assert standing_of(desk.frozen).policy.from_year == 2022

    SignaturePolicy.objects.create(from_year=2024, finance_rule=SignerRule.NOBODY)
    found = standing_of(desk.frozen)
    assert [item.place for item in found.expected] == [TOP_MANAGER]


def test_only_one_signature_may_be_asked_for(desk: Desk, office: Office, frozen: bytes) -> None:
    SignaturePolicy.objects.create(from_year=2024, finance_rule=SignerRule.NOBODY)

    assert desk.upload(office.sign(frozen, "mali", FINANCE)).refusal == Refusal.WRONG_FIELD
    assert desk.upload(office.sign(frozen, "baskan", TOP_MANAGER)).is_accepted
    assert state(desk) == ReportState.SIGNED


def test_anybody_with_a_trusted_certificate_where_the_policy_says_so(
    desk: Desk, office: Office, frozen: bytes, stranger: Office
) -> None:
    SignaturePolicy.objects.create(from_year=2024, finance_rule=SignerRule.ANYBODY)

    assert desk.upload(stranger.sign(frozen, "baskan", FINANCE)).refusal == "untrusted"
    assert desk.upload(office.sign(frozen, "baskan", FINANCE)).is_accepted


@pytest.mark.parametrize(("number", "fits"), [("00000000001", True), ("10000000146", False)])
def test_the_citizen_number_is_kept_as_a_hash_and_compared(
    desk: Desk, first: bytes, number: str, fits: bool
) -> None:
    SignaturePolicy.objects.create(from_year=2024, finance_citizen_hash=citizen_hash(number))

    upload = desk.upload(first)

    assert upload.is_accepted is fits
    if not fits:
        assert upload.refusal == Refusal.WRONG_PERSON
    known = [*SignaturePolicy.objects.values(), *FrozenSignature.objects.values()]
    trail = [entry.changes for entry in AuditEntry.objects.all()]
    assert number not in json.dumps([known, trail], default=str)
    assert citizen_hash(number) not in json.dumps(trail, default=str)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Prof. Dr. Örnek ŞAHİN", "Örnek ŞAHİN"),
        ("Prof.Dr.Örnek Şahin", "Örnek Şahin"),
        ("Doç. Dr. Öğr. Üyesi Işıl İnci", "Işıl İnci"),
        ("Av. M. Örnek", "M. Örnek"),
        ("Av. M.Ali Örnek", "M.Ali Örnek"),
        ("Dr.", "Dr."),
        ("Drahşan Örnek", "Drahşan Örnek"),
    ],
)
def test_titles_are_no_part_of_a_name(written: str, name: str) -> None:
    assert bare_name(written) == name


def test_a_report_without_the_declaration_says_so(
    desk: Desk, frozen: bytes, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a report that was frozen before freezing asked for whole declarations.
    monkeypatch.setattr("reports.publish.versions.actions.require_declarations", lambda _: None)
    unfreeze_report(desk.report, reason=REASON)
    Declaration.objects.filter(role="accounting_officer").delete()
    Declaration.objects.filter(role="top_manager").update(signatory="")
    give_pdf(freeze(desk.report), frozen)

    with pytest.raises(SigningError, match="beyanı, dolayısıyla imza alanı yok") as refused:
        desk.receive(first)
    assert refused.value.code == "no field"
    problems = [item.problem for item in standing_of(FrozenReport.objects.latest("pk")).missing]
    assert "adı yazılı değil" in problems[1]


def test_officers_sign_where_the_pdf_has_their_fields() -> None:
    fields = {role: place for role, (place, _columns) in OFFICERS.items()}

    assert fields == SIGNED_DECLARATIONS
    for _place, columns in OFFICERS.values():
        for what in ("rule", "name", "citizen_hash"):
            SignaturePolicy._meta.get_field(f"{columns}_{what}")
