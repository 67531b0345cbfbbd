"""Entries stay as they are, whoever asks: by the ORM, by SQL, by a cascade."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from departments.models import Facility
from reports.collect.audit import recording
from reports.models import AuditEntry

pytestmark = pytest.mark.postgresql("triggers refuse")

REFUSED = "Denetim izi değiştirilemez ve silinemez."


STATEMENTS = (
    "UPDATE auditlog_logentry SET object_repr = 'x'",
    "UPDATE auditlog_logentry SET actor_id = NULL",
    "DELETE FROM auditlog_logentry WHERE object_repr = 'Örnek garaj'",
    "DELETE FROM auditlog_logentry",
)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _by_orm() -> dict[str, Callable[[AuditEntry], object]]:
    return {
        "update": lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(object_repr="x"),
        "delete": lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        "delete-one": lambda entry: entry.delete(),
        "save": lambda entry: entry.save(),
        "cascade": lambda entry: entry.content_type.delete(),
    }


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_entry_is_changed_or_removed_by_sql(garage: Facility, statement: str) -> None:
    before = entries()

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        sql(statement)

    assert entries() == before != []


@pytest.mark.parametrize("name", _by_orm())
def test_no_entry_is_changed_or_removed_by_the_portal(garage: Facility, name: str) -> None:
    before = entries()

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        _by_orm()[name](AuditEntry.objects.get(object_repr="Örnek garaj"))

    ContentType.objects.clear_cache()
    assert entries() == before


def entries() -> list[object]:
    return list(AuditEntry.objects.order_by("pk").values())


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_emptied_either(garage: Facility) -> None:
    connection.check_constraints()  # PostgreSQL truncates nothing while some wait to be checked

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        sql("TRUNCATE auditlog_logentry")


def test_an_account_that_has_changed_something_is_kept(boss: User, office: object) -> None:
    class Request:
        user = boss

    with recording(request=Request()):  # type: ignore[arg-type]
        User.objects.create_user("yeni")

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        boss.delete()
    assert User.objects.filter(pk=boss.pk).exists()
