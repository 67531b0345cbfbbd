"""Roles of the office and what each may do; groups are made from this table after every migration.

Rights on single objects (own directorate only) come on top of these; this table is the outer limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q


@dataclass(frozen=True)
class Role:
    """A role: `edit` names apps whose tables may be changed, `read` those that may be seen."""

    code: str
    name: str
    edit: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


EVERYTHING = ("reports", "departments", "finance", "performance")

ROLES: tuple[Role, ...] = (
    Role(
        "department-editor",
        "Müdürlük veri girişi",
        edit=("departments",),
        read=("departments", "performance"),
        extra=("performance.change_indicatorresult",),
    ),
    Role(
        "department-head",
        "Müdür",
        edit=("departments",),
        read=("departments", "performance", "reports"),
        extra=("performance.change_indicatorresult",),
    ),
    Role(
        "finance-editor",
        "Mali hizmetler veri girişi",
        edit=("finance", "performance"),
        read=EVERYTHING,
        extra=("reports.export_report_pdf", "reports.change_narrative", "reports.add_narrative"),
    ),
    # Whoever enters figures does not accept what is wrong with them.
    Role(
        "reviewer",
        "İnceleyen",
        read=EVERYTHING,
        extra=("reports.export_report_pdf", "reports.waive_finding"),
    ),
    Role(
        "publisher",
        "Yayımlayan",
        read=EVERYTHING,
        extra=(
            "reports.publish_report",
            "reports.export_report_pdf",
            "reports.change_report",
            "reports.waive_finding",
        ),
    ),
    Role("signatory", "İmzalayan", read=("reports",), extra=("reports.export_report_pdf",)),
    Role("auditor", "Denetçi", read=EVERYTHING),
)

# Rows that no role may edit by form: they are made by publishing and by jobs.
_NEVER_EDITED = ("publication", "pdfexport")


def sync_groups(**_: object) -> None:
    """Make the groups as the table says; run after every migration, safe to repeat."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role))


def _permissions(role: Role) -> Iterable[Permission]:
    wanted = Q(pk__in=())
    for app in role.read:
        wanted |= Q(content_type__app_label=app, codename__startswith="view_")
    for app in role.edit:
        wanted |= (
            Q(content_type__app_label=app)
            & (
                Q(codename__startswith="add_")
                | Q(codename__startswith="change_")
                | Q(codename__startswith="delete_")
            )
            & ~Q(content_type__model__in=_NEVER_EDITED)
        )
    for name in role.extra:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)
