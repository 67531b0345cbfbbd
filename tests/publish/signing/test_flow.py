"""A frozen report on its way through the signatures: taken in, judged, accepted, refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from reports.enums import JobState, ReportState
from reports.models import (
    PdfExport,
    SignatureUpload,
    SignedFile,
)
from reports.present.pdf.fields import FINANCE, TOP_MANAGER
from reports.publish.signing import check, examined, files, jobs, receiving
from reports.publish.signing.flow import SigningError
from reports.publish.signing.refusals import Refusal
from reports.publish.signing.rules import Checked
from reports.publish.signing.signatures import Level
from reports.publish.signing.state import standing_of
from reports.publish.versions import PublishError, publish_report, unfreeze_report
from tests.collect.workflow.people import EVERYBODY, fresh

from .conftest import Office, small_pdf
from .report import Desk, digest, freeze

REASON = "Örnek gerekçe."


def state(desk: Desk) -> str:
    desk.report.refresh_from_db()
    return str(desk.report.state)


@pytest.mark.postgresql("locks and what comes in between")
def test_both_sign_one_after_the_other(
    desk: Desk, frozen: bytes, first: bytes, signed: bytes
) -> None:
    one = desk.upload(first)
    assert one.is_accepted, one.sentence
    assert state(desk) == ReportState.FROZEN

    both = desk.upload(signed)
    assert both.is_accepted, both.sentence
    assert state(desk) == ReportState.SIGNED

    last = SignedFile.objects.latest("pk")
    assert (last.sha256, last.size, last.complete) == (digest(signed), len(signed), True)
    assert (last.base_sha256, last.base_size) == (digest(frozen), len(frozen))
    path = files.path_of(last.file)
    assert path.read_bytes() == signed
    assert path.stat().st_mode & 0o777 == 0o600
    rows = [(s.field, s.signer, s.level, s.demo) for s in last.signatures.all()]
    assert rows == [
        (FINANCE.name, "AYŞE IŞIK", "B-LTA", True),
        (TOP_MANAGER.name, "İBRAHİM ÇAĞLAR", "B-LTA", True),
    ]
    assert both.uploaded_by == desk.people["signatory"]


@pytest.mark.parametrize("person", [*EVERYBODY, "boss"])
def test_only_signatories_upload(desk: Desk, first: bytes, person: str) -> None:
    if person in ("signatory", "boss"):
        assert desk.receive(first, by=person).state == JobState.WAITING
        return
    with pytest.raises(PermissionDenied):
        desk.receive(first, by=person)
    assert not SignatureUpload.objects.exists()
    assert desk.stored() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\3\4 belge", "not a pdf"), (b"\n%PDF-1.7", "not a pdf"), (b"", "empty")],
)
def test_what_is_no_pdf_is_not_kept(desk: Desk, content: bytes, code: str) -> None:
    with pytest.raises(SigningError) as refused:
        desk.receive(content)

    assert refused.value.code == code
    assert desk.stored() == []
    assert not SignatureUpload.objects.exists()


@pytest.mark.parametrize("told", [True, False])
def test_a_file_above_the_limit_is_not_kept(
    desk: Desk, first: bytes, settings: Settings, told: bool
) -> None:
    """Whatever size the browser told: the stream is counted."""
    settings.SIGNED_MAX_BYTES = len(first) - 1
    chunks = iter([first[:1000], first[1000:]])

    with pytest.raises(SigningError) as refused:
        receiving.receive(desk.report, chunks, len(first) if told else 10, by=None)

    assert refused.value.code == "too large"
    assert desk.stored() == []


def test_nothing_is_taken_in_before_there_is_a_pdf(desk: Desk, first: bytes) -> None:
    PdfExport.objects.all().delete()

    with pytest.raises(SigningError, match="PDF henüz hazır değil") as refused:
        desk.receive(first)
    assert refused.value.code == "no pdf"


@pytest.mark.parametrize("break_", ["missing", "damaged"])
def test_without_trust_nothing_is_taken_in(
    desk: Desk, first: bytes, settings: Settings, tmp_path: Path, break_: str
) -> None:
    settings.TRUST_DIR = tmp_path
    if break_ == "damaged":
        (tmp_path / "roots").mkdir()
        (tmp_path / "roots" / "kok.pem").write_text("bozuk")

    with pytest.raises(SigningError) as refused:
        desk.receive(first)
    assert refused.value.code == ("no trust" if break_ == "missing" else "bad trust")


def test_trust_that_was_lost_meanwhile_refuses(
    desk: Desk, first: bytes, settings: Settings, tmp_path: Path
) -> None:
    upload = desk.receive(first)
    settings.TRUST_DIR = tmp_path
    jobs.run(upload.pk)

    upload.refresh_from_db()
    assert upload.refusal == "no trust"
    assert desk.stored() == []


def test_a_refused_file_is_removed_and_its_verdict_stays(desk: Desk, office: Office) -> None:
    other = office.sign(small_pdf("Başka rapor"), "mali", FINANCE)

    upload = desk.upload(other)

    assert (upload.state, upload.refusal) == (JobState.DONE, Refusal.WRONG_FILE)
    assert "dondurulan rapor değil" in upload.sentence
    assert desk.stored() == []
    assert not SignedFile.objects.exists()


def test_another_persons_certificate_is_refused(desk: Desk, office: Office, frozen: bytes) -> None:
    upload = desk.upload(office.sign(frozen, "baskan", FINANCE))

    assert upload.refusal == Refusal.WRONG_PERSON
    assert "İBRAHİM ÇAĞLAR" in upload.sentence


def test_what_was_refused_may_come_again(desk: Desk, first: bytes, settings: Settings) -> None:
    """The trust directory was mended: the same file is judged anew."""
    upload = desk.receive(first)
    trust, settings.TRUST_DIR = settings.TRUST_DIR, settings.SIGNED_DIR / "none"
    jobs.run(upload.pk)
    settings.TRUST_DIR = trust

    again = desk.upload(first)

    assert again.pk != upload.pk
    assert again.is_accepted


@pytest.mark.postgresql("locks and what comes in between")
def test_the_same_file_joins_the_one_that_waits(desk: Desk, first: bytes) -> None:
    upload = desk.receive(first)
    assert desk.receive(first) == upload
    assert len(desk.stored()) == 1

    jobs.run(upload.pk)
    assert desk.receive(first) == upload
    assert SignedFile.objects.count() == len(desk.stored()) == 1


@pytest.mark.postgresql("locks and what comes in between")
def test_two_at_once_are_judged_one_after_the_other(
    desk: Desk, office: Office, frozen: bytes, first: bytes
) -> None:
    """Both are signed on the frozen file; the second is held against what the first became."""
    other = office.sign(frozen, "mali", FINANCE, Level.B_T)
    one, two = desk.receive(first), desk.receive(other)

    jobs.run(one.pk)
    jobs.run(two.pk)

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.is_accepted
    assert two.refusal == Refusal.OTHER_REVISION
    assert [file.sha256 for file in SignedFile.objects.all()] == [digest(first)]


@pytest.mark.postgresql("locks and what comes in between")
def test_one_that_was_overtaken_while_it_was_examined_is_judged_again(
    desk: Desk, office: Office, frozen: bytes, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = office.sign(frozen, "mali", FINANCE, Level.B_T)
    slow, quick = desk.receive(other), desk.receive(first)
    real, seen = check.check_upload, []

    def overtaken(*args: object, **options: object) -> Checked:
        checked = real(*args, **options)  # type: ignore[arg-type]
        seen.append(checked.refusal)
        if len(seen) == 1:
            jobs.run(quick.pk)
        return checked

    monkeypatch.setattr(check, "check_upload", overtaken)
    jobs.run(slow.pk)

    slow.refresh_from_db()
    assert seen == [None, None, Refusal.OTHER_REVISION]
    assert slow.refusal == Refusal.OTHER_REVISION
    assert SignedFile.objects.get().upload == quick


def test_after_the_last_signature_no_other_is_taken(
    desk: Desk, office: Office, first: bytes, signed: bytes
) -> None:
    desk.upload(first)
    desk.upload(signed)

    with pytest.raises(SigningError) as refused:
        desk.receive(signed + b"\n")
    assert refused.value.code == "complete"


@pytest.mark.postgresql("locks and what comes in between")
def test_taking_the_freeze_back_drops_the_signatures_and_keeps_the_record(
    desk: Desk, first: bytes, signed: bytes
) -> None:
    desk.upload(first)
    desk.upload(signed)
    assert state(desk) == ReportState.SIGNED

    with pytest.raises(PublishError, match="gerekçe"):
        unfreeze_report(desk.report, reason=" ")
    unfreeze_report(desk.report, by=fresh(desk.people["publisher"]), reason=REASON)

    assert state(desk) == ReportState.COLLECTING
    assert SignedFile.objects.count() == 2
    assert len(desk.stored()) == 2

    again = freeze(desk.report)
    found = standing_of(again)
    assert (found.last, found.signatures, len(found.missing)) == (None, (), 2)


@pytest.mark.postgresql("locks and what comes in between")
def test_a_signed_report_is_not_frozen_again(desk: Desk, first: bytes, signed: bytes) -> None:
    desk.upload(first)
    desk.upload(signed)

    with pytest.raises(PublishError, match="zaten dondurulmuş"):
        freeze(desk.report)


@pytest.mark.postgresql("locks and what comes in between")
@pytest.mark.parametrize("end", ["released", "published"])
def test_an_upload_that_the_end_of_the_freeze_overtakes_is_refused(
    desk: Desk, first: bytes, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    upload = desk.receive(first)
    real = check.check_upload

    def overtaken(*args: object, **options: object) -> Checked:
        checked = real(*args, **options)  # type: ignore[arg-type]
        if end == "released":
            unfreeze_report(desk.report, reason=REASON)
        else:
            # So long that the publication did not wait for it.
            with monkeypatch.context() as patch:
                patch.setattr(examined, "PATIENCE", timedelta())
                publish_report(desk.report)
        return checked

    monkeypatch.setattr(check, "check_upload", overtaken)
    jobs.run(upload.pk)

    upload.refresh_from_db()
    assert upload.refusal == end
    assert not SignedFile.objects.exists()
    assert desk.stored() == []


def test_without_a_freeze_nothing_is_taken_in(desk: Desk, first: bytes) -> None:
    unfreeze_report(desk.report, reason=REASON)

    with pytest.raises(SigningError) as refused:
        desk.receive(first)
    assert refused.value.code == "not frozen"
