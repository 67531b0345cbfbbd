"""What takes long is done on a copy: the same outcome, all of it or nothing, and a short lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from departments.models import Department, FigureGroup, KeyFigure
from reports.ground import rehearsal, staging
from reports.ground.rehearsal import OvertakenError, is_rehearsing, rehearsed
from reports.models import FiscalYear, Report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql("SQLite writes apart, PostgreSQL in place"),
]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds rows only")


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], None]]:
    """Another session of the same database."""
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, uri=True, isolation_level=None)) as session:

        def run(sql: str) -> None:
            session.execute(sql)

        yield run


def years() -> list[int]:
    return list(FiscalYear.objects.order_by("year").values_list("year", flat=True))


def test_all_of_it_is_written_with_its_keys_and_hooks() -> None:
    said: list[str] = []

    @rehearsed
    def act(first: int) -> Report:
        year = FiscalYear.objects.create(year=first)
        report = Report.objects.create(year=year, title="Örnek")
        Report.objects.filter(pk=report.pk).update(title="Örnek rapor")
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(year=year, title="İkinci")
        transaction.on_commit(lambda: said.append(f"{is_rehearsing()} {years()}"))
        assert is_rehearsing() == (connection.vendor == "sqlite")
        return report

    made = act(2031)

    assert Report.objects.get(pk=made.pk).title == "Örnek rapor"
    assert said == ["False [2031]"]
    assert not is_rehearsing()


def test_an_error_leaves_nothing() -> None:
    @rehearsed
    def act() -> None:
        FiscalYear.objects.create(year=2031)
        raise ValueError("örnek")

    with pytest.raises(ValueError, match="örnek"):
        act()

    assert years() == []
    FiscalYear.objects.create(year=2032)
    assert years() == [2032]


def test_what_is_taken_back_inside_is_not_written() -> None:
    said: list[str] = []

    @rehearsed
    def act() -> str:
        FiscalYear.objects.create(year=2031)
        transaction.on_commit(lambda: said.append("hook"))
        transaction.set_rollback(True)
        return "dry run"

    assert act() == "dry run"
    assert (years(), said) == ([], [])


def test_a_savepoint_that_is_taken_back_is_left_out() -> None:
    @rehearsed
    def act() -> None:
        FiscalYear.objects.create(year=2031)
        try:
            with transaction.atomic():
                FiscalYear.objects.create(year=2032)
                raise ValueError
        except ValueError:
            FiscalYear.objects.create(year=2033)

    act()

    assert years() == [2031, 2033]


def test_inside_of_a_transaction_it_is_a_part_of_it() -> None:
    @rehearsed
    def act() -> None:
        assert not is_rehearsing()
        FiscalYear.objects.create(year=2031)

    with transaction.atomic():
        act()
        transaction.set_rollback(True)

    assert years() == []


@on_sqlite
def test_nobody_waits_while_it_is_rehearsed(elsewhere: Callable[[str], None]) -> None:
    @rehearsed
    def act() -> None:
        FiscalYear.objects.create(year=2031)
        elsewhere("INSERT INTO django_session VALUES ('örnek', '', '2030-01-01')")

    act()

    assert years() == [2031]


@on_sqlite
def test_it_is_rehearsed_anew_when_somebody_was_quicker(elsewhere: Callable[[str], None]) -> None:
    seen: list[list[int]] = []

    @rehearsed
    def act() -> None:
        seen.append(years())
        if len(seen) == 1:
            elsewhere("INSERT INTO reports_fiscalyear (year) VALUES (2030)")
        FiscalYear.objects.create(year=2031 + len(seen))

    act()

    assert seen == [[], [2030]]
    assert years() == [2030, 2033]


@on_sqlite
def test_it_gives_up_with_a_sentence_when_it_is_overtaken_again_and_again(
    elsewhere: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "TRIES", 2)
    tries: list[int] = []

    @rehearsed
    def act() -> None:
        tries.append(2040 + len(tries))
        years()
        elsewhere(
            "INSERT INTO reports_fiscalyear (year) SELECT max(2039, max(year)) + 1 FROM"
            " (SELECT year FROM reports_fiscalyear UNION SELECT 2039 AS year)"
        )
        FiscalYear.objects.create(year=2031)

    with pytest.raises(OvertakenError, match="database is locked"):
        act()

    assert years() == [2040, 2041]


@on_sqlite
def test_a_row_that_is_there_already_may_be_passed_over() -> None:
    """The last key of a session is then that of whatever was written before."""
    FiscalYear.objects.create(year=2040)

    @rehearsed
    def act() -> None:
        FiscalYear.objects.bulk_create([FiscalYear(year=2040)], ignore_conflicts=True)
        FiscalYear.objects.create(year=2041)

    act()

    assert years() == [2040, 2041]


@on_sqlite
def test_what_others_changed_out_of_sight_is_found_out_on_a_new_copy(
    elsewhere: Callable[[str], None],
) -> None:
    """A key leads to a row that no statement of the function names."""
    FiscalYear.objects.create(year=2031)
    said: list[str] = []

    @rehearsed
    def act() -> None:
        said.append("tried")
        if len(said) == 1:
            elsewhere("DELETE FROM reports_fiscalyear WHERE year = 2031")
        if len(said) > 1 and not FiscalYear.objects.exists():
            raise ValueError("the year is gone")
        Report.objects.create(year_id=2031, title="Örnek")

    with pytest.raises(ValueError, match="the year is gone"):
        act()

    assert len(said) == 2
    assert not Report.objects.exists()


@on_sqlite
def test_the_copy_is_as_large_as_it_likes_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "IN_MEMORY", 2**16)
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))

    @rehearsed
    def act() -> None:
        Report.objects.create(year=FiscalYear.objects.create(year=2031), title="x" * 2**20)
        assert Report.objects.get().title == "x" * 2**20

    act()

    assert len(Report.objects.get().title) == 2**20
    assert list(tmp_path.iterdir()) == []


def test_rows_that_are_changed_many_at_once_make_no_key() -> None:
    """The last key of a session is then that of whatever was written before."""
    FiscalYear.objects.bulk_create(FiscalYear(year=year) for year in (2031, 2032))
    rows = [Report.objects.create(year_id=year, title="Örnek") for year in (2031, 2032)]
    FiscalYear.objects.create(year=2077)

    @rehearsed
    def act() -> None:
        for row in rows:
            row.title = "Örnek rapor"
        Report.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=["title"]
        )

    act()

    assert set(Report.objects.values_list("title", flat=True)) == {"Örnek rapor"}


@on_sqlite
def test_many_rows_are_handed_over_before_others_have_to_wait(
    elsewhere: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pieces of the size that the database takes, then in one statement under the lock."""
    hand_over = staging._rows
    told: list[str] = []

    def rows(params: staging.Values, width: int) -> Iterator[staging.Values]:
        elsewhere("INSERT INTO django_session VALUES (hex(randomblob(8)), '', '2030-01-01')")
        told.append("piece")
        return hand_over(params, width)

    monkeypatch.setattr(staging, "_rows", rows)
    year = FiscalYear.objects.create(year=2031)
    department = Department.objects.create(code="ornek", name="Örnek Müdürlüğü")
    group = FigureGroup.objects.create(
        year=year, code="ornek", title="Örnek", department=department
    )
    statements: list[str] = []

    @rehearsed
    def act() -> list[KeyFigure]:
        made = [
            KeyFigure(
                group=group, no=n + 1, label=f"Örnek «%s» {n}",
                value=Decimal(n) / 8 if n % 2 else None,
            )
            for n in range(900)
        ]  # fmt: skip
        KeyFigure.objects.bulk_create(made, batch_size=100)
        for row in made[::2]:
            row.value = Decimal("0.5")
        KeyFigure.objects.bulk_create(
            made, batch_size=100, update_conflicts=True, unique_fields=["pk"],
            update_fields=["value"],
        )  # fmt: skip
        FiscalYear.objects.create(year=2032)
        return made

    def listen(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if not is_rehearsing():
            statements.append(sql.split(" SELECT")[0][:40])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        made = act()

    stored = KeyFigure.objects.order_by("pk")
    assert [(row.pk, row.label, row.value) for row in stored] == [
        (row.pk, row.label, row.value) for row in made
    ]
    assert len(told) > 2 * staging.FEW
    assert sum("INTO" in sql and "keyfigure" in sql for sql in statements) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_temp_master")
        assert cursor.fetchone() == (0,)
