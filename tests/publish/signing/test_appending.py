"""What the portal appends itself: the seal before publishing, newer proofs after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from reports.enums import SignedKind
from reports.models import Publication, SignedFile
from reports.present.editions import edition
from reports.present.pdf.fields import FINANCE, SEAL, TOP_MANAGER
from reports.publish.signing import files
from reports.publish.signing.appending import extend_published, seal_frozen
from reports.publish.signing.flow import SigningError
from reports.publish.verification.judge import Outcome, judge
from reports.publish.versions import publish_report
from tests.collect.workflow.people import fresh

from .authority import StampServer, stamp_server
from .conftest import PASSWORD, Office
from .report import Desk
from .test_publication import public_pdf

FIELDS = [FINANCE.name, TOP_MANAGER.name]


@pytest.fixture
def stamps(office: Office, settings: Settings) -> Iterator[StampServer]:
    with stamp_server(office.authority) as server:
        settings.TSA_URL = server.url
        yield server


@pytest.fixture
def key(office: Office, settings: Settings, tmp_path: Path) -> None:
    """The institution's key in a file, as the settings name it."""
    place, secret = tmp_path / "muhur.p12", tmp_path / "parola.txt"
    place.write_bytes(office.authority.pkcs12(office.authority.seal, PASSWORD))
    secret.write_bytes(PASSWORD)
    settings.SEAL, settings.SEAL_PASSWORD_FILE = f"pkcs12:{place}", secret


def last() -> SignedFile:
    return SignedFile.objects.order_by("-pk")[0]


def fields_of(file: SignedFile) -> list[str]:
    return list(file.signatures.order_by("position").values_list("field", flat=True))


@pytest.mark.postgresql("the report is locked")
def test_the_seal_comes_after_both_officers_and_is_published(
    desk: Desk, first: bytes, signed: bytes, key: None, stamps: StampServer, client: Client
) -> None:
    desk.upload(first)
    with pytest.raises(SigningError, match="hepsi alındıktan sonra"):
        seal_frozen(desk.report)
    desk.upload(signed)

    call_command("seal_pdf", "--year", "2024")

    assert last().kind == SignedKind.SEAL
    assert fields_of(last()) == [*FIELDS, SEAL.name]
    with pytest.raises(CommandError, match="Rapor mühürlenmiş"):
        call_command("seal_pdf", "--year", "2024")
    publish_report(desk.report)
    content = public_pdf(client)
    assert content.startswith(signed)
    assert content == files.path_of(last().file).read_bytes()
    assert "Kurum mührü" in client.get("/2024/surumler/").content.decode()
    with pytest.raises(CommandError, match="dondurulmuş değil"):
        call_command("seal_pdf", "--year", "2024")


def test_proofs_of_a_published_version_are_renewed(
    desk: Desk, first: bytes, signed: bytes, stamps: StampServer, client: Client
) -> None:
    """Readers get the renewed file; the one that they may hold is an earlier state of it."""
    desk.upload(first)
    desk.upload(signed)
    publish_report(desk.report)

    call_command("extend_signatures", "--year", "2024")
    call_command("extend_signatures", "--year", "2024")

    renewed = list(SignedFile.objects.filter(kind=SignedKind.EXTENSION).order_by("pk"))
    contents = [files.path_of(file.file).read_bytes() for file in renewed]
    assert contents[0].startswith(signed)
    assert contents[1].startswith(contents[0])
    assert public_pdf(client) == contents[1]
    found = edition(2024)
    assert found is not None
    assert found.is_fully_signed
    assert [(s.field, s.level) for s in found.signatures] == [(name, "B-LTA") for name in FIELDS]
    assert judge(contents[1]).outcome is Outcome.SAME
    assert judge(signed).outcome is Outcome.EARLIER
    unsigned = Publication(pk=0, year_id=2024, version=9)
    with pytest.raises(SigningError, match="yenilenecek imza yok"):
        extend_published(unsigned)


def test_a_file_that_was_damaged_is_not_renewed(
    desk: Desk, first: bytes, signed: bytes, stamps: StampServer
) -> None:
    desk.upload(first)
    desk.upload(signed)
    publication = publish_report(desk.report)
    files.path_of(last().file).write_bytes(signed[:-20] + b"x" * 20)
    before = SignedFile.objects.count()

    with pytest.raises(CommandError, match="baytları değişmiş"):
        call_command("extend_signatures", "--year", "2024")

    assert SignedFile.objects.count() == before
    assert publication.version == 1


def test_nothing_is_appended_without_a_time_stamp(
    desk: Desk, first: bytes, signed: bytes, key: None
) -> None:
    desk.upload(first)
    desk.upload(signed)
    with pytest.raises(SigningError, match="KARS_TSA_URL"):
        seal_frozen(desk.report)
    assert len(desk.stored()) == 2


def test_only_publishers_append(desk: Desk, first: bytes, key: None) -> None:
    with pytest.raises(PermissionDenied):
        seal_frozen(desk.report, by=fresh(desk.people["signatory"]))
