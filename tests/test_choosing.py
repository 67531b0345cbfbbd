"""What a run takes, and that nothing which another database may answer differently is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from . import choosing, sweep

ROOT = Path(__file__).resolve().parents[1]
APPS = ("departments", "finance", "kars_portal", "performance", "reports")
DIFFERS = re.compile(
    r"select_for_update|\bcursor\(|\.vendor\b|IntegrityError|on_commit|RunSQL|RawSQL|Collate"
    r"|(?:Check|Unique|Exclusion)Constraint\(|GeneratedField\(|JSONField\("
    r"|(?:AppendOnly|Settled|Held)\((?!\))"
)
ANSWERED_BY = {
    "collect/audit/test_append_only.py": ("reports/collect/audit/triggers.py",),
    "collect/calendar/test_milestones.py": ("reports/models/calendar.py",),
    "collect/calendar/test_reminders.py": ("reports/collect/calendar/reminders.py",),
    "office/statements/test_declaration_text.py": ("reports/collect/statements/confirming.py",),
    "office/statements/test_unverified.py": (
        "reports/collect/statements/verifying.py",
        "reports/models/legal.py",
    ),
    "publish/council/test_at_once.py": ("reports/publish/council/actions.py",),
    "publish/council/test_records.py": (
        "reports/publish/council/triggers.py",
        "reports/models/council.py",
    ),
    "departments/test_assets.py": ("departments/models/assets.py", "reports/models/base.py"),
    "departments/test_departments.py": ("departments/models/department.py",),
    "departments/test_free_cells.py": ("departments/models/free_tables.py",),
    "departments/test_key_figures.py": ("departments/models/figures.py",),
    "departments/test_people_resources.py": ("reports/collect/imports/resources.py",),
    "departments/test_personnel.py": ("departments/models/personnel.py",),
    "departments/test_works.py": (
        "departments/models/contracts.py",
        "departments/models/procurement.py",
    ),
    "finance/test_budget.py": ("finance/models/budget.py",),
    "finance/test_classification.py": ("finance/models/classification.py",),
    "finance/test_other_tables.py": ("finance/models/affiliates.py",),
    "office/people/test_leaving.py": ("departments/models/duties.py",),
    "collect/opening/test_opening.py": ("reports/collect/opening/engine.py",),
    "present/pdf/test_jobs.py": ("reports/models/publication.py", "reports/present/pdf/jobs.py"),
    "performance/test_evidence.py": (
        "performance/models/evidence.py",
        "reports/ground/kept_files.py",
    ),
    "performance/test_outcomes.py": ("performance/models/result.py",),
    "performance/test_plan.py": ("performance/models/plan.py",),
    "performance/test_successions.py": ("performance/models/indicator.py",),
    "publish/versions/test_corrections.py": (
        "reports/models/correction.py",
        "reports/publish/versions/correction_notices.py",
        "reports/publish/versions/corrections.py",
    ),
    "publish/versions/test_corrections_held.py": (
        "reports/publish/versions/correction_triggers.py",
    ),
    "publish/versions/test_lock_order.py": (
        "reports/publish/versions/actions.py",
        "reports/collect/guards.py",
    ),
    "ground/test_append_only.py": ("reports/ground/append_only.py", "reports/ground/triggers.py"),
    "office/findings/test_banners.py": (
        "reports/ground/digests.py",
        "reports/collect/checking.py",
    ),
    "office/findings/test_counts.py": ("reports/models/exact_count.py",),
    "office/findings/test_desk.py": ("reports/models/waiver.py",),
    "ground/test_rehearsal.py": ("reports/ground/rehearsal.py",),
    "ground/test_searching.py": ("reports/ground/searching.py",),
    "outage/test_outage.py": ("reports/ground/away.py", "reports/site/kept_pages.py"),
    "ground/test_settled.py": ("reports/ground/settled.py",),
    "collect/sheets/test_order_of_locks.py": ("reports/collect/workflow/holding.py",),
    "collect/sheets/test_own_tables.py": (
        "departments/sheets/figures.py",
        "departments/sheets/free.py",
    ),
    "collect/sheets/test_results.py": ("performance/sheets/results.py",),
    "collect/reading/test_reach.py": ("reports/collect/reading/files.py",),
    "collect/intake/test_preview.py": (
        "reports/collect/intake/preview.py",
        "reports/collect/intake/taking.py",
        "reports/models/intake.py",
    ),
    "collect/sheets/test_together.py": ("reports/collect/sheets/together.py",),
    "finance/trial_balance/test_rules.py": ("finance/models/accounts.py",),
    "office/intake/test_jobs.py": ("reports/office/intake/jobs.py",),
    "collect/sheets/test_unchanged.py": ("reports/collect/sheets/unchanged.py",),
    "collect/sheets/test_saving.py": (
        "reports/collect/sheets/models.py",
        "reports/collect/sheets/saving.py",
        "reports/collect/sheets/storing.py",
    ),
    "signin/test_second_factor.py": ("reports/signin/factors.py",),
    "publish/signing/test_appending.py": ("reports/publish/signing/appending.py",),
    "publish/signing/test_flow.py": (
        "reports/models/signing.py",
        "reports/publish/signing/flow.py",
        "reports/publish/signing/receiving.py",
    ),
    "publish/signing/test_publication.py": ("reports/publish/signing/immutability.py",),
    "site/test_addresses.py": ("reports/site/views/files.py",),
    "collect/wording/test_taking.py": ("reports/collect/wording/taking.py",),
    "office/texts/test_desk.py": ("reports/collect/writing/saving.py",),
    "collect/workflow/test_freeze.py": ("reports/models/report.py",),
    "collect/workflow/test_history.py": (
        "reports/models/workflow.py",
        "reports/collect/workflow/history.py",
    ),
    "collect/workflow/test_notices.py": ("reports/collect/workflow/notices.py",),
    "collect/workflow/test_steps.py": ("reports/collect/workflow/actions.py",),
    "year2024/test_package.py": ("reports/collect/packages/load.py",),
    "year2024/test_publication.py": ("reports/publish/versions/immutability.py",),
}
"""The files whose marked tests answer for a source file that holds what `DIFFERS` looks for."""


def code_of(path: Path) -> str:
    """Source without comments and texts: what a sentence names is not what a file does."""
    return re.sub(r'""".*?"""|#[^\n]*', "", path.read_text("utf-8"), flags=re.S)


def sources() -> set[str]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return {
        str(path.relative_to(ROOT))
        for path in found
        if "migrations" not in path.parts and DIFFERS.search(code_of(path))
    }


def test_what_another_database_may_answer_differently_is_asked_there() -> None:
    answered = {source for named in ANSWERED_BY.values() for source in named}

    unasked = sorted(sources() - answered)
    assert not unasked, f"mark a test postgresql(why) and name the file in ANSWERED_BY: {unasked}"
    assert sources() == answered


@pytest.mark.parametrize("file", ANSWERED_BY)
def test_the_file_that_answers_holds_tests_for_postgresql(file: str) -> None:
    assert re.search(r'pytest\.mark\.postgresql\(\s*"[^"]', (ROOT / "tests" / file).read_text())


class Item:
    """What the choice looks at of a collected test."""

    def __init__(self, nodeid: str, *marks: pytest.MarkDecorator, fixtures: str = "") -> None:
        self.nodeid = nodeid
        self.marks = {mark.name: mark.mark for mark in marks}
        self.fixturenames = fixtures.split()

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)


def is_chosen(item: Item) -> bool:
    return choosing.is_for_postgresql(item)  # type: ignore[arg-type]


def test_only_a_marked_test_that_opens_a_database_runs_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweep, "EXHAUSTIVE", False)
    chosen = pytest.mark.postgresql("locks")
    opens = pytest.mark.django_db()

    assert is_chosen(Item("tests/a.py::test", chosen, opens))
    assert is_chosen(Item("tests/a.py::test", chosen, fixtures="db"))
    assert is_chosen(Item("tests/crash/a.py::test", chosen))
    assert not is_chosen(Item("tests/a.py::test", chosen))
    assert not is_chosen(Item("tests/a.py::test", opens))


def test_the_sweep_tries_on_both_whatever_opens_a_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweep, "EXHAUSTIVE", True)

    assert is_chosen(Item("tests/a.py::test", pytest.mark.django_db()))
    assert not is_chosen(Item("tests/a.py::test"))


@pytest.mark.parametrize("reason", [(), ("",), (" ",)])
def test_a_choice_without_a_reason_is_refused(reason: tuple[str, ...]) -> None:
    item = Item("tests/a.py::test", pytest.mark.postgresql(*reason), pytest.mark.django_db())

    with pytest.raises(pytest.UsageError, match="say what may come out differently"):
        is_chosen(item)


def test_the_fast_ones_open_no_database_and_stand_in_no_slow_place() -> None:
    def fast(item: Item) -> bool:
        return choosing.is_fast(item)  # type: ignore[arg-type]

    assert fast(Item("tests/lib/test_numbers.py::test"))
    assert not fast(Item("tests/lib/test_numbers.py::test", pytest.mark.django_db()))
    assert not fast(Item("tests/present/pdf/test_document.py::test"))
    assert [place for place in choosing.SLOW if not (ROOT / place).exists()] == []


def test_what_is_chosen_is_noted_for_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "chosen"
    monkeypatch.setenv("TESTS_CHOSEN", str(place))
    chosen = Item("tests/a.py::test", pytest.mark.postgresql("locks"), pytest.mark.django_db())
    choosing.note([chosen, Item("tests/b.py::test")])  # type: ignore[list-item]

    assert place.read_text() == "1\n"
