"""`manage.py open_year`: what it says, what it does, what it refuses."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from departments.models import FigureGroup, FreeRow, FreeTable
from performance.models import StrategicPlan
from reports.models import AuditEntry, FiscalYear, Narrative

from .dump import changed, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("source")]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("open_year", *arguments, stdout=out, stderr=out, verbosity=0)
    return out.getvalue()


@pytest.mark.postgresql("one transaction with savepoints")
def test_a_year_is_opened_and_the_work_is_told() -> None:
    said = run("2025", "--from", "2024")

    assert "2025, 2024 yılından açıldı" in said
    assert "Karar verilecekler" in said
    assert FiscalYear.objects.filter(year=2025).exists()
    assert not Narrative.objects.filter(year_id=2025).exists()


@pytest.mark.postgresql("one transaction with savepoints")
def test_a_dry_run_changes_nothing_and_says_the_same() -> None:
    before = rows()

    dry = run("2025", "--from", "2024", "--dry-run").splitlines()

    assert changed(before, rows()) == []
    assert "hiçbir şey kaydedilmedi" in dry[-1]
    assert dry[:-1] == run("2025", "--from", "2024").splitlines()[:-1]


def test_repeating_makes_nothing() -> None:
    run("2025", "--from", "2024", "--texts", "keep", "--plan", "carry")

    assert "açıldı: 0 satır, 0 bölüm" in run(
        "2025", "--from", "2024", "--texts", "keep", "--plan", "carry"
    )


def test_choices_are_options() -> None:
    run(
        "2025", "--from", "2024", "--texts", "keep", "--columns-only", "yollar", "--leave", "agac",
        "--plan", "carry", "--plan-code", "yeni", "--plan-title", "Yeni plan",
    )  # fmt: skip

    assert Narrative.objects.filter(year_id=2025).exists()
    assert FreeTable.objects.filter(year_id=2025).exists()
    assert not FreeRow.objects.filter(table__year_id=2025).exists()
    assert not FigureGroup.objects.filter(year_id=2025).exists()
    assert StrategicPlan.objects.get(code="yeni").title == "Yeni plan"


def test_a_code_that_nothing_bears_is_told() -> None:
    assert "«yolar»: aktarılacaklar arasında yok" in run(
        "2025", "--from", "2024", "--leave", "yolar"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2025", "--from", "2020"), "2020 yılının raporu yok"),
        (("2024", "--from", "2024"), "sonra olmalıdır"),
        (("2025", "--from", "2024", "--plan", "carry", "--plan-code", "2020_2024"), "zaten var"),
    ],
)
def test_refusals_are_sentences(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)
    assert not FiscalYear.objects.filter(year=2025).exists()


def test_the_trail_names_the_command() -> None:
    run("2025", "--from", "2024")

    entry = AuditEntry.objects.of_year(2025).filter(object_repr="Kamyon").get()
    assert entry.additional_data["actor"] == "komut satırı: open_year"
