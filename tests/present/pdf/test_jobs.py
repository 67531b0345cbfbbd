"""The life of a PDF job: made once, reused, failed aloud, picked up after a crash."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reports.enums import JobState, PdfKind
from reports.models import PdfExport, Publication, Report
from reports.present.pdf import jobs
from reports.present.pdf.files import is_abandoned, path_of, published_pdf, working_on
from reports.present.pdf.jobs import (
    enqueue_pdf,
    is_lost,
    request_export,
    request_in_public,
    run_export,
)
from reports.present.pdf.renderer import DataFile, RenderError, render, render_in_child, silent
from reports.publish.versions import open_correction, publish_report

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("constraints and the life of a job")]


def test_waits_runs_and_is_done(publication: Publication, quick: list[Path], media: Path) -> None:
    export = enqueue_pdf(publication)
    assert export.state == JobState.WAITING
    assert published_pdf(publication.pk) is None
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.progress, export.error) == (JobState.DONE, 100, "")
    assert export.sha256 == publication.sha256
    assert export.finished_at is not None
    file = path_of(export)
    assert file is not None
    assert file.name == f"faaliyet-raporu-2024-s1-{publication.sha256[:12]}.pdf"
    assert published_pdf(publication.pk) == export
    # Nothing is left beside the file: no lock, no working folder.
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_finished_one_is_reused(publication: Publication, quick: list[Path]) -> None:
    export = enqueue_pdf(publication)
    run_export(export.pk)
    assert enqueue_pdf(publication) == export
    other = PdfExport.objects.create(year=publication.year, publication=publication)
    run_export(other.pk)
    other.refresh_from_db()
    export.refresh_from_db()
    assert other.state == JobState.DONE
    assert path_of(other) == path_of(export)
    assert len(quick) == 1


def test_waiting_one_is_joined(publication: Publication) -> None:
    assert enqueue_pdf(publication) == enqueue_pdf(publication)


def test_running_twice_does_no_harm(publication: Publication, quick: list[Path]) -> None:
    export = enqueue_pdf(publication)
    run_export(export.pk)
    run_export(export.pk)
    run_export(999_999)
    assert len(quick) == 1


def test_removed_file_is_made_again(publication: Publication, quick: list[Path]) -> None:
    export = enqueue_pdf(publication)
    run_export(export.pk)
    export.refresh_from_db()
    file = path_of(export)
    assert file is not None
    file.unlink()
    assert published_pdf(publication.pk) is None
    again = enqueue_pdf(publication)
    assert again != export
    run_export(again.pk)
    assert published_pdf(publication.pk) is not None
    assert len(quick) == 2


def test_failure_is_told_and_can_be_repeated(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RenderError("PDF üretilemedi: yazı tipi yok")

    monkeypatch.setattr(jobs, "render_in_child", fail)
    export = enqueue_pdf(publication)
    with pytest.raises(RenderError):
        run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == (JobState.FAILED, "PDF üretilemedi: yazı tipi yok")
    assert not export.file
    assert enqueue_pdf(publication) != export


def test_fault_of_the_program_stays_in_the_log(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> str:
        raise ZeroDivisionError("secret path")

    monkeypatch.setattr(jobs, "print_html", fail)
    export = enqueue_pdf(publication)
    with pytest.raises(ZeroDivisionError):
        run_export(export.pk)
    export.refresh_from_db()
    assert export.state == JobState.FAILED
    assert "secret" not in export.error
    assert "secret path" in caplog.text


def test_dead_worker_is_noticed(publication: Publication, quick: list[Path]) -> None:
    export = enqueue_pdf(publication)
    PdfExport.objects.filter(pk=export.pk).update(state=JobState.RUNNING)
    export.refresh_from_db()
    with working_on(export.pk) as mine:
        assert mine
        assert not is_abandoned(export)
        assert enqueue_pdf(publication) == export
        run_export(export.pk)
        assert quick == []
    assert is_abandoned(export)
    again = enqueue_pdf(publication)
    export.refresh_from_db()
    assert again != export
    assert export.state == JobState.FAILED
    assert "yarıda kaldı" in export.error


def test_one_that_ended_meanwhile_was_not_abandoned(
    publication: Publication, quick: list[Path]
) -> None:
    export = enqueue_pdf(publication)
    PdfExport.objects.filter(pk=export.pk).update(state=JobState.RUNNING)
    read_before = PdfExport.objects.get()
    run_export(export.pk)

    assert read_before.state == JobState.RUNNING
    assert not is_abandoned(read_before)


def test_one_that_waits_without_a_job_is_lost_until_it_is_asked_for_again(
    publication: Publication, quick: list[Path]
) -> None:
    export = enqueue_pdf(publication)
    read_before = PdfExport.objects.get()
    assert not is_lost(export)
    for state in (TaskResultStatus.RUNNING, TaskResultStatus.FAILED):
        DBTaskResult.objects.update(status=state)
        assert is_lost(export) == (state == TaskResultStatus.FAILED)
    DBTaskResult.objects.all().delete()
    assert is_lost(export)

    assert enqueue_pdf(publication) == export
    assert not is_lost(export)
    DBTaskResult.objects.all().delete()
    run_export(export.pk)
    assert not is_lost(read_before)


def test_task_that_is_run_again_after_a_crash_finishes_its_row(
    publication: Publication, quick: list[Path]
) -> None:
    export = enqueue_pdf(publication)
    PdfExport.objects.filter(pk=export.pk).update(state=JobState.RUNNING, progress=40)
    run_export(export.pk)
    export.refresh_from_db()
    assert export.state == JobState.DONE


def test_folders_of_killed_workers_are_swept(
    publication: Publication, quick: list[Path], media: Path
) -> None:
    old, fresh = media / "pdf" / ".is-old", media / "pdf" / ".is-fresh"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / "rapor.html").write_text("")
    os.utime(old, (0, 0))
    run_export(enqueue_pdf(publication).pk)
    assert not old.exists()
    assert fresh.exists()


def test_draft_is_made_of_todays_rows_and_never_public(
    publication: Publication, quick: list[Path]
) -> None:
    export = request_export(publication.year)
    run_export(export.pk)
    export.refresh_from_db()
    file = path_of(export)
    assert file is not None
    assert "taslak" in file.name
    assert published_pdf(publication.pk) is None
    Report.objects.filter(year=publication.year).update(title="Yıllık Rapor")
    again = request_export(publication.year)
    run_export(again.pk)
    again.refresh_from_db()
    assert again.sha256 != export.sha256
    assert len(quick) == 2


def test_child_reports_progress_and_errors(tmp_path: Path) -> None:
    page, output = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text("<!DOCTYPE html><html lang=tr><title>a</title><h1>a</h1>", encoding="utf-8")
    steps: list[str] = []
    beats: list[int] = []
    render_in_child(
        page, output, lambda _percent, step: steps.append(step), beat=lambda: beats.append(1)
    )
    assert output.read_bytes().startswith(b"%PDF")
    assert steps
    assert beats
    page.write_text(
        "<!DOCTYPE html><html lang=tr><title>a</title><h1><a href='#yok'>a</a>", encoding="utf-8"
    )
    with pytest.raises(RenderError, match="yok"):
        render_in_child(page, output, silent)
    assert not output.with_suffix(".log").exists()


def test_child_attaches_the_data_as_the_process_itself_does(tmp_path: Path) -> None:
    text = '<!DOCTYPE html><html lang="tr"><title>a</title><h1>a</h1>'
    page, output = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(text, encoding="utf-8")
    data = DataFile(b"PK", datetime(2025, 4, 1, 6, 0, tzinfo=UTC))
    render_in_child(page, output, silent, data=data)
    assert output.read_bytes() == render(text, data=data)


def test_kinds_are_kept_apart(publication: Publication, quick: list[Path], media: Path) -> None:
    report = enqueue_pdf(publication)
    summary = request_export(publication.year, publication, kind=PdfKind.SUMMARY)
    assert summary != report
    run_export(report.pk)
    assert published_pdf(publication.pk, PdfKind.SUMMARY) is None
    run_export(summary.pk)
    assert published_pdf(publication.pk, PdfKind.SUMMARY) == summary
    assert published_pdf(publication.pk) == report
    assert sorted(path.name for path in (media / "pdf").iterdir()) == [
        f"faaliyet-raporu-2024-s1-{publication.sha256[:12]}.pdf",
        f"vatandas-ozeti-2024-s1-{publication.sha256[:12]}.pdf",
    ]


def test_an_unknown_unit_fails_with_a_sentence(publication: Publication, quick: list[Path]) -> None:
    export = request_export(publication.year, publication, kind=PdfKind.UNIT, unit="yok")
    with pytest.raises(RenderError):
        run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, quick) == (JobState.FAILED, [])
    assert "«yok» kodlu müdürlük yok" in export.error


def test_the_public_asks_once(publication: Publication, quick: list[Path]) -> None:
    for _visit in range(3):
        request_in_public(publication, PdfKind.SUMMARY)
    export = PdfExport.objects.get()
    assert DBTaskResult.objects.count() == 1
    run_export(export.pk)
    request_in_public(publication, PdfKind.SUMMARY)
    assert PdfExport.objects.count() == 1


def test_the_public_does_not_repeat_what_failed(
    publication: Publication,
) -> None:
    request_in_public(publication, PdfKind.SUMMARY)
    failed = PdfExport.objects.filter(kind=PdfKind.SUMMARY)
    failed.update(state=JobState.FAILED, finished_at=timezone.now())
    request_in_public(publication, PdfKind.SUMMARY)
    assert PdfExport.objects.count() == 1
    failed.update(finished_at=timezone.now() - jobs.PUBLIC_RETRY)
    request_in_public(publication, PdfKind.SUMMARY)
    assert PdfExport.objects.count() == 2


def test_the_database_lets_one_export_of_a_print_wait(publication: Publication) -> None:
    request_export(publication.year, publication, kind=PdfKind.UNIT, unit="a")
    PdfExport.objects.create(
        year=publication.year, publication=publication, kind=PdfKind.UNIT, unit="b"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        PdfExport.objects.create(
            year=publication.year, publication=publication, kind=PdfKind.UNIT, unit="a"
        )


def test_publishing_asks_for_the_summary_too(
    publication: Publication, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = Report.objects.get()
        open_correction(report, kind="figure", reason="Örnek gerekçe: deneme için.")
        publish_report(report)
    kinds = PdfExport.objects.values_list("kind", flat=True)
    assert sorted(kinds) == [PdfKind.REPORT, PdfKind.SUMMARY]
